import Vocabulary

/// Lets a steady rate through, and a few at once after a pause (a token bucket).
///
/// Holds at most `capacity`, fills by `perSecond`. An amount above the capacity waits for a full
/// bucket and leaves a debt, so that nothing waits for ever and the mean rate holds all the same.
struct TokenBucket: Sendable {
    private(set) var perSecond: Double
    private(set) var capacity: Double
    private var level: Double
    private var filledAt: Double?

    /// A full one.
    init(perSecond: Double, capacity: Double) {
        self.perSecond = perSecond
        self.capacity = capacity
        level = capacity
    }

    /// When that amount may go, in the clock's seconds; `now` where it may at once.
    func time(for amount: Double, at now: Double) -> Double {
        let short = min(amount, capacity) - level(at: now)
        return short <= Self.rounding ? now : now + short / perSecond
    }

    mutating func take(_ amount: Double, at now: Double) {
        level = level(at: now) - amount
        filledAt = max(now, filledAt ?? now)
    }

    /// Gives back what was taken too much; below 0, takes what was taken too little.
    mutating func giveBack(_ amount: Double) { level = min(capacity, level + amount) }

    mutating func set(perSecond: Double, capacity: Double, at now: Double) {
        level = min(level(at: now), capacity)
        filledAt = max(now, filledAt ?? now)
        self.perSecond = perSecond
        self.capacity = capacity
    }

    private func level(at now: Double) -> Double {
        min(capacity, level + max(0, now - (filledAt ?? now)) * perSecond)
    }

    /// Seconds since 1970 are exact to less than a microsecond, levels to a bit more.
    private static let rounding = 1e-4
}

/// The buckets of configured limits.
struct RateBuckets: Sendable {
    private var requests: TokenBucket?
    private var tokens: TokenBucket?

    /// A tenth of a second's requests may go at once, and six seconds' tokens: services fill their
    /// own buckets as steadily, and turn bursts down.
    init(_ limits: RateLimits) {
        requests = limits.requestsPerMinute.map { perMinute in
            TokenBucket(perSecond: perMinute / 60, capacity: max(1, perMinute / 600))
        }
        tokens = limits.tokensPerMinute.map { perMinute in
            TokenBucket(perSecond: perMinute / 60, capacity: max(1, perMinute / 10))
        }
    }

    func time(tokens amount: Double, at now: Double) -> Double {
        max(
            requests?.time(for: 1, at: now) ?? now,
            tokens?.time(for: amount, at: now) ?? now)
    }

    mutating func take(tokens amount: Double, at now: Double) {
        requests?.take(1, at: now)
        tokens?.take(amount, at: now)
    }

    mutating func giveBack(tokens amount: Double) { tokens?.giveBack(amount) }
}
