/// What a run's calls took, added up by configuration, role and model: every call that was made for
/// the run's units, those for answers that were put aside included.
package struct Ledger: Sendable, Equatable {
    /// Configurations in suite order, roles in the order of `CallRecord.Role`, models by name.
    package var rows: [LedgerRow]
    /// In the same order.
    package var failures: [LedgerFailure]
    /// By model, as the run's costs were computed with.
    package var prices: [String: ModelPrice]

    package init(
        rows: [LedgerRow], failures: [LedgerFailure] = [], prices: [String: ModelPrice] = [:]
    ) {
        self.rows = rows
        self.failures = failures
        self.prices = prices
    }

    /// Of the rows that are wanted.
    package func total(where isWanted: (LedgerRow) -> Bool = { _ in true }) -> CallTotals {
        rows.filter(isWanted).reduce(CallTotals()) { $0 + $1.totals }
    }
}

/// One line of a ledger.
package struct LedgerRow: Sendable, Equatable {
    package var configurationID: String
    package var role: CallRecord.Role
    /// The model that was asked for.
    package var model: String
    package var totals: CallTotals

    package init(
        configurationID: String, role: CallRecord.Role, model: String, totals: CallTotals
    ) {
        self.configurationID = configurationID
        self.role = role
        self.model = model
        self.totals = totals
    }
}

/// How many calls of a row came to nothing, and how.
package struct LedgerFailure: Sendable, Equatable {
    package var configurationID: String
    package var role: CallRecord.Role
    /// Refused, which an empty completion is too, or failed.
    package var outcome: CallRecord.Outcome
    /// Nil where no reply came.
    package var httpStatus: Int?
    package var calls: Int

    package init(
        configurationID: String, role: CallRecord.Role, outcome: CallRecord.Outcome,
        httpStatus: Int?, calls: Int
    ) {
        self.configurationID = configurationID
        self.role = role
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.calls = calls
    }
}

/// Calls, added up. What is not known is counted and takes no part in a sum.
package struct CallTotals: Sendable, Equatable {
    package var calls = 0
    /// Calls without a completion that could be used: failed, refused or empty.
    package var failed = 0
    /// Further attempts at a request whose first one failed.
    package var retries = 0
    /// Of the calls that say; `reasoning` of those that say even that, nil where none does.
    package var usage = TokenUsage(uncachedInput: 0, output: 0)
    /// Calls that may have used tokens and do not say how many. A request that was turned away with
    /// an HTTP error used none.
    package var unknownUsage = 0
    /// What providers say they charged.
    package var billed = USD.zero
    /// Tokens times list price.
    package var computed = USD.zero
    /// Both again, over the calls that have both.
    package var billedOfBoth = USD.zero
    package var computedOfBoth = USD.zero
    /// What the calls cost: billed before computed. See `CallRecord.cost`.
    package var cost = USD.zero
    /// The part of `cost` that went into answers that were put aside.
    package var costPutAside = USD.zero
    /// Calls whose cost is not known.
    package var unknownCosts = 0
    /// Of all calls, one after the other.
    package var latencySeconds = 0.0

    package init() {}

    package static func + (a: CallTotals, b: CallTotals) -> CallTotals {
        var sum = a
        sum.calls += b.calls
        sum.failed += b.failed
        sum.retries += b.retries
        sum.usage = a.usage + b.usage
        sum.unknownUsage += b.unknownUsage
        sum.billed += b.billed
        sum.computed += b.computed
        sum.billedOfBoth += b.billedOfBoth
        sum.computedOfBoth += b.computedOfBoth
        sum.cost += b.cost
        sum.costPutAside += b.costPutAside
        sum.unknownCosts += b.unknownCosts
        sum.latencySeconds += b.latencySeconds
        return sum
    }

    /// By how much the bill departs from list price, as a share of the latter: 0.05 is 5 % dearer.
    /// Nil where no call has both.
    package var billedDeparture: Double? {
        guard computedOfBoth.dollars > 0 else { return nil }
        return billedOfBoth.dollars / computedOfBoth.dollars - 1
    }

    /// The bill departs from list price by more than 1 %: the price is another one, or something
    /// else is on the bill.
    package var billDeparts: Bool { billedDeparture.map { abs($0) > 0.01 } ?? false }
}

extension TokenUsage {
    /// Bucket by bucket. Reasoning of what says; nil where neither does.
    package static func + (a: TokenUsage, b: TokenUsage) -> TokenUsage {
        TokenUsage(
            uncachedInput: a.uncachedInput + b.uncachedInput, cacheRead: a.cacheRead + b.cacheRead,
            cacheWrite: a.cacheWrite + b.cacheWrite, output: a.output + b.output,
            reasoning: a.reasoning == nil && b.reasoning == nil
                ? nil : (a.reasoning ?? 0) + (b.reasoning ?? 0))
    }

    /// Prompt tokens of all three buckets.
    package var input: Int { uncachedInput + cacheRead + cacheWrite }

    /// Share of the prompt tokens that came from the cache; nil without any.
    package var cachedShare: Double? { input > 0 ? Double(cacheRead) / Double(input) : nil }
}

extension ModelPrice {
    /// What the cache took off the list price: all prompt tokens uncached − as they were. Below 0
    /// where writing to the cache cost more than reading from it saved. Of several calls, whose
    /// sum says nothing of the tier of each, so that it is the price without tiers.
    ///
    /// Example: 4,000 of 10,000 read at 0.50 in place of 5 per million save $0.018.
    package func saved(by usage: TokenUsage) -> USD {
        let price = withoutTiers
        return price.cost(of: TokenUsage(uncachedInput: usage.input, output: usage.output))
            - price.cost(of: usage)
    }
}

extension CallRecord.Role {
    /// Whether its calls measure a system and are no part of it.
    package var isEvaluation: Bool { self == .judge }
}
