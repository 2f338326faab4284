/// A rate limit that the simulator keeps: so many requests a second, and so many at once.
///
/// Written `RATE/BURST` or `RATE/BURST,WORD`: with a word it holds for models that have it in their
/// name, all of them together; without, for all requests. Example: `50/10,judge`.
package struct RateLimitRule: Sendable, Equatable, CustomStringConvertible {
    package var perSecond: Double
    package var burst: Int
    package var word: String?

    package init(perSecond: Double, burst: Int, word: String? = nil) {
        self.perSecond = perSecond
        self.burst = burst
        self.word = word
    }

    /// - Throws: `SimulatorError.badRateLimit` with a sentence.
    package init(parsing text: String) throws(SimulatorError) {
        let halves = text.split(separator: ",", maxSplits: 1)
        let parts = (halves.first ?? "").split(separator: "/")
        guard parts.count == 2, let rate = Double(parts[0]), rate >= 0.01, rate <= 1e6,
            let burst = Int(parts[1]), (1...1_000_000).contains(burst)
        else { throw .badRateLimit(text) }
        self.init(
            perSecond: rate, burst: burst, word: halves.count > 1 ? String(halves[1]) : nil)
    }

    package var description: String { "\(perSecond)/\(burst)" + (word.map { ",\($0)" } ?? "") }

    func concerns(_ model: String) -> Bool { word.map(model.contains) ?? true }
}

/// The token buckets behind the rules.
actor SimulatedRateLimits {
    private let rules: [RateLimitRule]
    private let now: @Sendable () -> ContinuousClock.Instant
    /// What each rule's bucket held, and when.
    private var buckets: [(level: Double, at: ContinuousClock.Instant)]

    init(
        _ rules: [RateLimitRule],
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock().now }
    ) {
        self.rules = rules
        self.now = now
        buckets = rules.map { (Double($0.burst), now()) }
    }

    /// Takes a request of a model, or turns it down.
    ///
    /// - Returns: the value of `Retry-After` for a request that is turned down: whole seconds, at
    ///   least one, as services send it. Nil for one that is taken.
    func take(model: String) -> Int? {
        let time = now()
        for (place, rule) in rules.enumerated() {
            let seconds = (time - buckets[place].at) / .seconds(1)
            let level = min(Double(rule.burst), buckets[place].level + seconds * rule.perSecond)
            buckets[place] = (level, time)
        }
        let concerned = rules.indices.filter { rules[$0].concerns(model) }
        if let full = concerned.first(where: { buckets[$0].level < 1 }) {
            let wait = (1 - buckets[full].level) / rules[full].perSecond
            return max(1, Int(wait.rounded(.up)))
        }
        for place in concerned { buckets[place].level -= 1 }
        return nil
    }
}
