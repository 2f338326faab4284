import Vocabulary

/// Whether a run may take further work, and what has been spent.
///
/// Work in flight when the run stops is finished and stored; cancelling the run's task is what
/// ends that too.
package actor RunControl {
    package private(set) var stopReason: StopReason?
    /// Known costs of the run, those of earlier executions included.
    package private(set) var spent = USD.zero

    private let cap: USD?
    private var failuresInARow = 0

    /// After so many requests in a row that failed for no fault of a model, the endpoint counts as
    /// down.
    private static let failuresThatMeanDown = 24

    package init(cap: USD?) { self.cap = cap }

    package var mayTakeWork: Bool { stopReason == nil }

    /// The first reason counts.
    package func stop(_ reason: StopReason) {
        if stopReason == nil { stopReason = reason }
    }

    /// Adds to what was spent; stops the run once the cap is reached. Unknown costs can't count.
    func add(_ costs: [USD?]) {
        for cost in costs { spent += cost ?? .zero }
        if let cap, spent >= cap { stop(.budget(spent: spent, cap: cap)) }
    }

    /// Learns from how a piece of work ended.
    ///
    /// - Parameter failure: the sentence of an infrastructure failure; nil for any other end.
    func learn(failure: String?, closedEndpoint: String?) {
        if let closedEndpoint { stop(.endpoint(closedEndpoint)) }
        guard let failure else {
            failuresInARow = 0
            return
        }
        failuresInARow += 1
        if failuresInARow >= Self.failuresThatMeanDown {
            stop(.endpoint("\(failuresInARow) requests in a row failed. The last: \(failure)"))
        }
    }
}
