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
