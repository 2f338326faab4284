import Vocabulary

/// Reads how fast endpoints and models may be asked, from a suite.
extension RateLimits {
    /// The keys that hold rate limits, in whatever section.
    static let keys = ["requests_per_minute", "tokens_per_minute"]

    init(of section: YAMLMapping) throws(CatalogError) {
        self.init(
            requestsPerMinute: try section["requests_per_minute"]?.number(in: 0.01...10_000_000),
            tokensPerMinute: try section["tokens_per_minute"]?.number(in: 1...100_000_000_000))
    }

    /// Limits by model, each of which must say something.
    static func byModel(_ value: YAMLValue) throws(CatalogError) -> [String: RateLimits] {
        var limits: [String: RateLimits] = [:]
        for (model, value) in try value.mapping().entries {
            let section = try value.mapping()
            try section.allow(only: keys)
            let own = try RateLimits(of: section)
            guard own != RateLimits() else {
                throw value.fault(
                    "no limit is given for '\(model)'; write \(keys.joined(separator: " or "))")
            }
            limits[model] = own
        }
        return limits
    }
}
