import Transport

/// How many requests may be in flight to one endpoint: additive increase, multiplicative decrease.
///
/// Halves when the endpoint answers 429, at most once for the requests that were under way
/// together, and grows back by one for every window of successes. Waiters are served in order.
///
/// Behind a lock and not an actor: it is passed twice for every request, mostly without waiting.
package final class AdaptiveLimiter: Sendable {
    package let ceiling: Int
    private let state: Locked<State>

    fileprivate struct State {
        var window: Int
        var inFlight = 0
        var successes = 0
        /// Counts decreases; a 429 of a request that started before the last one changes nothing.
        var epoch = 0
        var waiters: [Waiter] = []
        /// Index of the first waiter that is still waiting; the array is trimmed now and then.
        var firstWaiter = 0
        var nextWaiterID = 0
    }

    fileprivate struct Waiter {
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
        state = Locked(State(window: ceiling))
    }

    package var window: Int { state.withLock(\.window) }
    package var inFlight: Int { state.withLock(\.inFlight) }

    /// Waits for a slot. Throws `CancellationError` when the task is cancelled while waiting.
    package func acquire() async throws -> Slot {
        try Task.checkCancellation()
        let (slot, id) = state.withLock { state in
            let isFree = state.firstWaiter == state.waiters.count
            if isFree, let slot = state.admit() { return (Optional(slot), 0) }
            state.nextWaiterID += 1
            return (nil, state.nextWaiterID)
        }
        if let slot { return slot }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let admitted = state.withLock { state -> Result<Slot, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    // A slot may have come free meanwhile, with nobody in the queue to take it.
                    let isFree = state.firstWaiter == state.waiters.count
                    if isFree, let slot = state.admit() { return .success(slot) }
                    state.waiters.append(Waiter(id: id, continuation: continuation))
                    return nil
                }
                if let admitted { continuation.resume(with: admitted) }
            }
        } onCancel: {
            abandon(id)
        }
    }

    /// Gives a slot back and lets the limiter learn from what happened.
    package func release(_ slot: Slot, _ feedback: Feedback) {
        let admitted = state.withLock { state in
            state.inFlight -= 1
            state.learn(feedback, from: slot, ceiling: ceiling)
            return state.admitWaiters()
        }
        for (continuation, slot) in admitted { continuation.resume(returning: slot) }
    }

    private func abandon(_ id: Int) {
        let continuation = state.withLock { state in
            let place = state.waiters.indices.first { state.waiters[$0].id == id }
            guard let place else { return nil as CheckedContinuation<Slot, any Error>? }
            defer { state.waiters[place].continuation = nil }
            return state.waiters[place].continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}

extension AdaptiveLimiter.State {
    fileprivate mutating func admit() -> AdaptiveLimiter.Slot? {
        guard inFlight < window else { return nil }
        inFlight += 1
        return AdaptiveLimiter.Slot(epoch: epoch)
    }

    fileprivate mutating func learn(
        _ feedback: AdaptiveLimiter.Feedback, from slot: AdaptiveLimiter.Slot, ceiling: Int
    ) {
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
    }

    fileprivate mutating func admitWaiters() -> [(
        CheckedContinuation<AdaptiveLimiter.Slot, any Error>, AdaptiveLimiter.Slot
    )] {
        var admitted:
            [(
                CheckedContinuation<AdaptiveLimiter.Slot, any Error>, AdaptiveLimiter.Slot
            )] = []
        while firstWaiter < waiters.count, inFlight < window {
            let continuation = waiters[firstWaiter].continuation
            waiters[firstWaiter].continuation = nil
            firstWaiter += 1
            if let continuation, let slot = admit() { admitted.append((continuation, slot)) }
        }
        if firstWaiter > 1024 || firstWaiter == waiters.count {
            waiters.removeFirst(firstWaiter)
            firstWaiter = 0
        }
        return admitted
    }
}
