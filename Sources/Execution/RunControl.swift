import Transport
import Vocabulary

/// Whether a run may take further work, and what has been spent.
///
/// Work in flight when the run stops is finished and stored; cancelling the run's task is what
/// ends that too.
package final class RunControl: Sendable {
    fileprivate struct State {
        var stopReason: StopReason?
        var spent = USD.zero
    }

    // Behind a lock and not an actor: every verdict passes here twice.
    private let state = Locked(State())

    package init() {}

    package var stopReason: StopReason? { state.withLock(\.stopReason) }
    package var mayTakeWork: Bool { stopReason == nil }

    /// Known costs of the run, those of earlier executions included.
    package var spent: USD { state.withLock(\.spent) }

    /// The first reason counts.
    package func stop(_ reason: StopReason) {
        state.withLock { $0.stop(reason) }
    }

    /// Adds to what was spent. Unknown costs can't count.
    func add(_ costs: some Sequence<USD?>) {
        state.withLock { state in
            for cost in costs { state.spent += cost ?? .zero }
        }
    }

    /// Learns from how a piece of work ended.
    ///
    /// - Parameter closedEndpoint: why no request to its endpoint can succeed, when that is so.
    func learn(closedEndpoint: String?) {
        if let closedEndpoint { stop(.endpoint(closedEndpoint)) }
    }
}

extension RunControl.State {
    fileprivate mutating func stop(_ reason: StopReason) {
        if stopReason == nil { stopReason = reason }
    }
}
