import Transport
import Vocabulary

/// Paces all requests to one endpoint, those of answers and of verdicts alike; see `Admissions`.
///
/// Behind a lock and not an actor: it is passed twice for every request, mostly without waiting.
package final class EndpointLimiter: Sendable {
    private typealias Ticket = CheckedContinuation<Admission, any Error>

    private struct State: Sendable {
        var admissions: Admissions<Ticket>
        /// When it will be looked at again, if nothing happens before.
        var wakesAt: Double?
    }

    private let state: Locked<State>
    private let clock: InferenceClock
    private let onPause: @Sendable (_ seconds: Double) -> Void

    /// - Parameters:
    ///   - rates: of the endpoint, all models together.
    ///   - modelRates: by model, beside those of the endpoint.
    ///   - outageSeconds: how long the endpoint, or a model, may be down before it is given up.
    ///   - onPause: told when requests wait for a second or more, by rate limits or in an outage.
    package init(
        rates: RateLimits = .init(), modelRates: [String: RateLimits] = [:],
        outageSeconds: Double = 300, clock: InferenceClock,
        onPause: @escaping @Sendable (_ seconds: Double) -> Void = { _ in }
    ) {
        self.clock = clock
        self.onPause = onPause
        state = Locked(
            State(
                admissions: Admissions(
                    rates: rates, modelRates: modelRates, outageSeconds: outageSeconds)))
    }

    /// A lane of its own for those who may have so many requests in flight.
    func lane(ceiling: Int) -> Int { state.withLock { $0.admissions.addLane(ceiling: ceiling) } }

    func inFlight(lane: Int) -> Int { state.withLock { $0.admissions.inFlight(lane: lane) } }

    /// Waits until a request may be sent. Throws `CancellationError` when the task is cancelled
    /// while waiting.
    ///
    /// - Parameter tokens: an estimate of what it will take.
    func admission(
        lane: Int, model: String, tokens: Double
    ) async throws(CancellationError) -> Admission {
        if Task.isCancelled { throw CancellationError() }
        let now = clock.now()
        let atOnce = state.withLock {
            $0.admissions.admitAtOnce(lane: lane, model: model, tokens: tokens, at: now)
        }
        if let atOnce { return atOnce }
        let place = Locked<WaiterID?>(nil)
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { ticket in
                    if !enter(ticket, lane, model, tokens, place) {
                        ticket.resume(throwing: CancellationError())
                    }
                }
            } onCancel: {
                let ticket = state.withLock { state in
                    place.withLock { $0 }.flatMap { state.admissions.withdraw($0) }
                }
                ticket?.resume(throwing: CancellationError())
            }
        } catch {
            throw CancellationError()
        }
    }

    /// The request has ended.
    ///
    /// - Returns: whether it failed in an outage, so that it is no fault of the request's.
    func end(_ permit: Permit, _ feedback: Feedback, usedTokens: Double? = nil) -> Bool {
        let isOutage = state.withLock {
            $0.admissions.end(permit, feedback, usedTokens: usedTokens, at: clock.now())
        }
        serve(at: clock.now())
        return isOutage
    }

    /// Queues a request, unless its task is cancelled already.
    private func enter(
        _ ticket: Ticket, _ lane: Int, _ model: String, _ tokens: Double,
        _ place: Locked<WaiterID?>
    ) -> Bool {
        let isIn = state.withLock { state in
            // Whoever cancels takes the same lock, so that a cancelled task is never queued for good.
            guard !Task.isCancelled else { return false }
            let id = state.admissions.enter(ticket, lane: lane, model: model, tokens: tokens)
            place.withLock { $0 = id }
            return true
        }
        if isIn { serve(at: clock.now()) }
        return isIn
    }

    private func serve(at now: Double) {
        let (ready, wakesAt) = state.withLock { state -> ([(Ticket, Admission)], Double?) in
            let (ready, again) = state.admissions.serve(at: now)
            guard let again, again < state.wakesAt ?? .infinity else { return (ready, nil) }
            state.wakesAt = again
            return (ready, again)
        }
        for (ticket, outcome) in ready { ticket.resume(returning: outcome) }
        if let wakesAt {
            if wakesAt - now >= 1 { onPause(wakesAt - now) }
            wake(at: wakesAt, after: wakesAt - now)
        }
    }

    private func wake(at time: Double, after seconds: Double) {
        Task { [weak self, clock] in
            // Nobody cancels it; were the sleep to end early, the rest would be slept again.
            try? await clock.sleep(max(0, seconds))
            guard let self else { return }
            state.withLock { if $0.wakesAt == time { $0.wakesAt = nil } }
            // The sleep was for that long, whatever became of the wall clock meanwhile.
            serve(at: max(time, clock.now()))
        }
    }
}
