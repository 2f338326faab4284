/// What a model's tokens cost, in US dollars per million tokens.
package struct ModelPrice: Sendable, Hashable {
    package var inputPerMillion: Double
    package var outputPerMillion: Double
    /// Nil: cached tokens cost what uncached ones cost.
    package var cacheReadPerMillion: Double?
    package var cacheWritePerMillion: Double?
    /// Prices that hold in place of these: for long prompts, or at a time of day. The last one that
    /// applies counts.
    package var tiers: [PriceTier]

    package init(
        inputPerMillion: Double, outputPerMillion: Double, cacheReadPerMillion: Double? = nil,
        cacheWritePerMillion: Double? = nil, tiers: [PriceTier] = []
    ) {
        self.inputPerMillion = inputPerMillion
        self.outputPerMillion = outputPerMillion
        self.cacheReadPerMillion = cacheReadPerMillion
        self.cacheWritePerMillion = cacheWritePerMillion
        self.tiers = tiers
    }

    /// Σ tokens × price ÷ 10⁶ over the disjoint buckets. Reasoning is part of `output` and is not
    /// added again. Example: 8,000 in and 2,000 out at 5/30 cost $0.10.
    ///
    /// - Parameters:
    ///   - usage: of one call, since its prompt decides on the tier. All of the call is billed at
    ///     that tier, as services do, and not only the tokens above the limit.
    ///   - time: when the call started, in seconds since 1970. Nil: not known, and no tier that is
    ///     bound to a time holds.
    package func cost(of usage: TokenUsage, at time: Double? = nil) -> USD {
        price(forPromptTokens: usage.input, at: time).flatCost(of: usage)
    }

    /// What several calls together cost, each of them with its share of the prompt tokens. Tiers
    /// that are bound to a time don't hold.
    package func cost(of usage: TokenUsage, inCalls calls: Int) -> USD {
        price(forPromptTokens: usage.input / max(1, calls), at: nil).flatCost(of: usage)
    }

    /// The price that holds for a prompt at a time; without tiers.
    package func price(forPromptTokens tokens: Int, at time: Double?) -> ModelPrice {
        guard let tier = tiers.last(where: { $0.holds(forPromptTokens: tokens, at: time) }) else {
            return withoutTiers
        }
        return ModelPrice(
            inputPerMillion: tier.inputPerMillion, outputPerMillion: tier.outputPerMillion,
            cacheReadPerMillion: tier.cacheReadPerMillion,
            cacheWritePerMillion: tier.cacheWritePerMillion)
    }

    /// What holds where no tier does.
    package var withoutTiers: ModelPrice {
        ModelPrice(
            inputPerMillion: inputPerMillion, outputPerMillion: outputPerMillion,
            cacheReadPerMillion: cacheReadPerMillion, cacheWritePerMillion: cacheWritePerMillion)
    }

    private func flatCost(of usage: TokenUsage) -> USD {
        let millionths =
            Double(usage.uncachedInput) * inputPerMillion
            + Double(usage.cacheRead) * (cacheReadPerMillion ?? inputPerMillion)
            + Double(usage.cacheWrite) * (cacheWritePerMillion ?? inputPerMillion)
            + Double(usage.output) * outputPerMillion
        return USD(millionths / 1_000_000)
    }
}

/// Prices of a model under a condition. Both parts of the condition hold together; a nil holds
/// always.
package struct PriceTier: Sendable, Hashable {
    /// Prompt tokens, cached ones included, from which it holds.
    package var minPromptTokens: Int?
    /// Minutes after midnight UTC, from the first to before the second; over midnight where the
    /// second is the smaller.
    package var minutesOfDay: MinuteSpan?
    /// Whether it holds on Mondays to Fridays only, in UTC.
    package var weekdaysOnly: Bool
    package var inputPerMillion: Double
    package var outputPerMillion: Double
    /// Nil: under this tier, cached tokens cost what uncached ones cost.
    package var cacheReadPerMillion: Double?
    package var cacheWritePerMillion: Double?

    package init(
        minPromptTokens: Int? = nil, minutesOfDay: MinuteSpan? = nil, weekdaysOnly: Bool = false,
        inputPerMillion: Double, outputPerMillion: Double, cacheReadPerMillion: Double? = nil,
        cacheWritePerMillion: Double? = nil
    ) {
        self.minPromptTokens = minPromptTokens
        self.minutesOfDay = minutesOfDay
        self.weekdaysOnly = weekdaysOnly
        self.inputPerMillion = inputPerMillion
        self.outputPerMillion = outputPerMillion
        self.cacheReadPerMillion = cacheReadPerMillion
        self.cacheWritePerMillion = cacheWritePerMillion
    }

    /// Whether it holds for a call with so many prompt tokens that started then; see
    /// `ModelPrice.cost`. The weekday is that of the moment itself, over midnight too.
    package func holds(forPromptTokens tokens: Int, at time: Double?) -> Bool {
        if let minPromptTokens, tokens < minPromptTokens { return false }
        guard minutesOfDay != nil || weekdaysOnly else { return true }
        guard let time, time.isFinite, abs(time) < 1e15 else { return false }
        let minutes = Int((time / 60).rounded(.down))
        let minute = Self.remainder(minutes, 1440)
        if let minutesOfDay, !minutesOfDay.contains(minute) { return false }
        // 1 January 1970 was a Thursday, the fourth day from Monday on.
        let weekday = Self.remainder((minutes - minute) / 1440 + 3, 7)
        return !weekdaysOnly || weekday < 5
    }

    /// From 0 to below the divisor, for times before 1970 too.
    private static func remainder(_ number: Int, _ divisor: Int) -> Int {
        (number % divisor + divisor) % divisor
    }

    package struct MinuteSpan: Sendable, Hashable {
        package var from: Int
        package var to: Int

        package init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }

        /// - Parameter minute: after midnight, 0…1439.
        package func contains(_ minute: Int) -> Bool {
            from <= to ? from <= minute && minute < to : from <= minute || minute < to
        }
    }
}

/// Who says what a model costs.
package enum PriceSource: Sendable, Hashable {
    /// The endpoint's own list of models, as it was at that time, in seconds since 1970.
    case catalogue(baseURL: String, readAt: Double)
    /// The price table that comes with the program; the day up to which its price was looked up.
    case table(asOf: String)
    /// The simulator, which charges made-up prices.
    case simulator
}

extension PriceSource: CustomStringConvertible {
    /// How the description begins of a price that an endpoint told.
    package static let told = "list of models of"

    /// As the store keeps it.
    package var description: String {
        switch self {
        case .catalogue(let baseURL, let readAt):
            "\(Self.told) \(baseURL), read at \(Int(readAt)) s since 1970"
        case .table(let day): "price table, as of \(day)"
        case .simulator: "simulator"
        }
    }
}
