/// How fast something may be asked. Nil: no limit is known, and the pace is learnt.
package struct RateLimits: Sendable, Equatable {
    package var requestsPerMinute: Double?
    /// Prompt and completion tokens together.
    package var tokensPerMinute: Double?

    package init(requestsPerMinute: Double? = nil, tokensPerMinute: Double? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// These limits, and those of `other` where these say nothing.
    package func filled(from other: RateLimits) -> RateLimits {
        RateLimits(
            requestsPerMinute: requestsPerMinute ?? other.requestsPerMinute,
            tokensPerMinute: tokensPerMinute ?? other.tokensPerMinute)
    }
}
