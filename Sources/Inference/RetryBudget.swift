import Transport

/// How many retries a whole run may make: a fifth of its requests, and 200 in any case.
///
/// Each request's own retries are bounded as well, but where every one fails, those add up to a
/// multiple of the run. 429s are not counted: they are paced, and each request may meet only a few.
package final class RetryBudget: Sendable {
    private struct State {
        var requests = 0
        var retries = 0
    }

    private let state = Locked(State())
    private let least: Int
    private let share: Double

    package init(least: Int = 200, share: Double = 0.2) {
        self.least = least
        self.share = share
    }

    package var retries: Int { state.withLock(\.retries) }

    func countRequest() { state.withLock { $0.requests += 1 } }

    /// Whether another retry may be made; counts it.
    func takeRetry() -> Bool {
        state.withLock { state in
            let allowed = max(least, Int(Double(state.requests) * share))
            guard state.retries < allowed else { return false }
            state.retries += 1
            return true
        }
    }
}
