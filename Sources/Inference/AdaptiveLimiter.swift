/// How many requests may be in flight to one endpoint: additive increase, multiplicative decrease.
///
/// Halves when the endpoint answers 429, at most once for the requests that were under way
/// together, and grows back by one for every window of successes. Waiters are served in order.
package actor AdaptiveLimiter {
    package let ceiling: Int
    package private(set) var window: Int
    package private(set) var inFlight = 0

    private var successes = 0
    /// Counts decreases; a 429 of a request that started before the last one changes nothing.
    private var epoch = 0
    private var waiters: [Waiter] = []
    /// Index of the first waiter that is still waiting; the array is trimmed now and then.
    private var firstWaiter = 0
    private var nextWaiterID = 0

    private struct Waiter {
        let id: Int
        var continuation: CheckedContinuation<Slot, any Error>?
    }

    /// The right to have one request in flight.
    package struct Slot: Sendable {
        fileprivate let epoch: Int
    }

    /// What the endpoint made of a request, as far as its rate is concerned.
    package enum Feedback: Sendable {
        case success
        case rateLimited
        case neutral
    }

    package init(ceiling: Int) {
        precondition(ceiling > 0, "a limiter needs at least one slot")
        self.ceiling = ceiling
        window = ceiling
    }

    /// Waits for a slot. Throws `CancellationError` when the task is cancelled while waiting.
    package func acquire() async throws -> Slot {
        try Task.checkCancellation()
        if inFlight < window, firstWaiter == waiters.count {
            inFlight += 1
            return Slot(epoch: epoch)
        }
        let id = nextWaiterID
        nextWaiterID += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiters.append(Waiter(id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.abandon(id) }
        }
    }

    /// Gives a slot back and lets the limiter learn from what happened.
    package func release(_ slot: Slot, _ feedback: Feedback) {
        inFlight -= 1
        switch feedback {
        case .neutral: break
        case .success:
            guard window < ceiling else { break }
            successes += 1
            if successes >= window {
                successes = 0
                window += 1
            }
        case .rateLimited:
            guard slot.epoch == epoch else { break }
            epoch += 1
            successes = 0
            window = max(1, window / 2)
        }
        admitWaiters()
    }

    private func admitWaiters() {
        while inFlight < window, firstWaiter < waiters.count {
            let continuation = waiters[firstWaiter].continuation
            waiters[firstWaiter].continuation = nil
            firstWaiter += 1
            guard let continuation else { continue }
            inFlight += 1
            continuation.resume(returning: Slot(epoch: epoch))
        }
        if firstWaiter > 1024 || firstWaiter == waiters.count {
            waiters.removeFirst(firstWaiter)
            firstWaiter = 0
        }
    }

    private func abandon(_ id: Int) {
        guard let index = waiters.indices.first(where: { waiters[$0].id == id }) else { return }
        waiters[index].continuation?.resume(throwing: CancellationError())
        waiters[index].continuation = nil
        admitWaiters()
    }
}
