import Vocabulary

/// What a list says of one address.
package struct URLDecision: Sendable, Equatable {
    /// As it was given.
    package let url: String
    /// In canonical spelling; nil where the address can't be read.
    package let host: String?
    /// The hosts around the address that was found to be excluded, outermost first.
    package let chain: [String]
    package let isBlocked: Bool
    /// The rule and how it came to hold; nil where nothing is blocked.
    package let reason: String?
    /// The rule, `host:…`, `repo:…`, `path:…`, `marker:…`, `unresolved-shortener`, `unparseable`
    /// or `nested-too-deep`.
    package let rule: String?
    /// Nil where the address can't be judged, as well as where nothing is blocked.
    package let tier: ExclusionTier?
}

extension URLDecision {
    init(allowing url: String, host: String?) {
        self.init(
            url: url, host: host, chain: [], isBlocked: false, reason: nil, rule: nil, tier: nil)
    }

    init(
        blocking url: String, host: String?, chain: [String] = [], rule: String,
        tier: ExclusionTier? = nil
    ) {
        self.init(
            url: url, host: host, chain: chain, isBlocked: true,
            reason: chain.isEmpty ? rule : "inner(\(rule))", rule: rule, tier: tier)
    }
}
