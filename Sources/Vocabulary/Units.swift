/// An amount of US dollars.
package struct USD: Sendable, Hashable, Comparable, AdditiveArithmetic {
    package var dollars: Double

    package init(_ dollars: Double) { self.dollars = dollars }

    package static let zero = USD(0)
    package static func + (a: USD, b: USD) -> USD { USD(a.dollars + b.dollars) }
    package static func - (a: USD, b: USD) -> USD { USD(a.dollars - b.dollars) }
    package static func < (a: USD, b: USD) -> Bool { a.dollars < b.dollars }

    /// The sum of those that are known: what is shown while work goes on.
    package static func known(_ amounts: some Sequence<USD?>) -> USD {
        amounts.reduce(.zero) { $0 + ($1 ?? .zero) }
    }

    /// The sum, or nil as soon as one of the amounts is unknown: an unknown cost is not 0.
    package static func sum(_ amounts: some Sequence<USD?>) -> USD? {
        var total = USD.zero
        for amount in amounts {
            guard let amount else { return nil }
            total += amount
        }
        return total
    }
}

/// What a call consumed, in disjoint buckets. Nil where the provider did not say; never 0 for
/// unknown.
package struct TokenUsage: Sendable, Hashable {
    /// Prompt tokens that came from no cache.
    package var uncachedInput: Int
    /// Prompt tokens read from the provider's cache.
    package var cacheRead: Int
    /// Prompt tokens written to the provider's cache.
    package var cacheWrite: Int
    /// Completion tokens, reasoning included.
    package var output: Int
    /// The part of `output` that was reasoning, where the provider says.
    package var reasoning: Int?

    package init(
        uncachedInput: Int, cacheRead: Int = 0, cacheWrite: Int = 0, output: Int,
        reasoning: Int? = nil
    ) {
        self.uncachedInput = uncachedInput
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.output = output
        self.reasoning = reasoning
    }

    /// Prompt and completion together.
    package var total: Int { uncachedInput + cacheRead + cacheWrite + output }
}

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
    package func cost(of usage: TokenUsage) -> USD {
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

    package struct MinuteSpan: Sendable, Hashable {
        package var from: Int
        package var to: Int

        package init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }
}
