/// How often and how long a request is tried again.
package struct RetryPolicy: Sendable {
    /// Attempts that fail, in all.
    package var maxAttempts: Int
    /// Attempts that are turned down for their rate, in all. More than those that fail: they are
    /// paced, and say nothing against the request.
    package var maxTurnedDown: Int
    /// Attempts in all, with those that fell into an outage, which count for neither.
    package var maxAttemptsInOutages: Int
    /// Wait before the second attempt; doubles with each further one.
    package var firstDelaySeconds: Double
    package var longestDelaySeconds: Double
    /// A service that asks for a longer wait than this is taken at its word no further.
    package var longestRetryAfterSeconds: Double

    package init(
        maxAttempts: Int = 5, maxTurnedDown: Int = 10, maxAttemptsInOutages: Int = 64,
        firstDelaySeconds: Double = 1, longestDelaySeconds: Double = 30,
        longestRetryAfterSeconds: Double = 300
    ) {
        self.maxAttempts = maxAttempts
        self.maxTurnedDown = maxTurnedDown
        self.maxAttemptsInOutages = maxAttemptsInOutages
        self.firstDelaySeconds = firstDelaySeconds
        self.longestDelaySeconds = longestDelaySeconds
        self.longestRetryAfterSeconds = longestRetryAfterSeconds
    }

    /// Seconds to wait after a failed attempt (0-based) where the service asks for no time of its
    /// own.
    ///
    /// The delay doubles and is spread over its upper half by `jitter`, a number in 0..<1, so that
    /// a burst of failures does not come back as one.
    func delaySeconds(after attempt: Int, jitter: Double) -> Double {
        let doubled = firstDelaySeconds * Double(1 << min(attempt, 20))
        return min(doubled, longestDelaySeconds) * (0.5 + 0.5 * jitter)
    }
}

/// Wall clock and sleep, handed in so that tests wait for nothing.
package struct InferenceClock: Sendable {
    /// Seconds since 1970.
    package var now: @Sendable () -> Double
    /// Sleeps that many seconds; throws `CancellationError` when the task is cancelled.
    package var sleep: @Sendable (Double) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }
}
