import Execution
import Transport
import Vocabulary

/// Shows how a run goes: a bar on a terminal, a line every ten seconds elsewhere, and metrics for
/// other programs.
final class Progress: Sendable {
    private let tally = Locked(RunTally())
    let talk: Talk
    private let metrics: MetricsFile?
    private let now: @Sendable () -> Double

    /// - Parameter now: seconds since 1970 by a clock that never runs backwards.
    init(talk: Talk, metrics: MetricsFile?, now: @escaping @Sendable () -> Double) {
        self.talk = talk
        self.metrics = metrics
        self.now = now
    }

    /// Takes in what happened.
    func take(_ event: RunEvent) {
        tally.withLock { $0.take(event, at: now()) }
        talk.say(LogEvent(event))
    }

    var state: RunTally { tally.withLock { $0 } }

    /// Shows the state again and again until its task is cancelled.
    func showRegularly() async {
        await withTaskGroup { group in
            group.addTask { await self.repeatedly(every: .seconds(10), self.report) }
            if talk.isTerminal {
                group.addTask { await self.repeatedly(every: .milliseconds(100), self.redraw) }
            }
        }
    }

    /// Shows the last state.
    ///
    /// - Parameter outcome: nil when the run failed.
    func conclude(_ outcome: Runner.Outcome?) {
        if talk.isTerminal {
            redraw()
            talk.endBar()
        }
        report()
        guard let outcome, let startedAt = state.startedAt else { return }
        talk.say(.finished(outcome, seconds: now() - startedAt))
    }

    private func repeatedly(every pause: Duration, _ body: () -> Void) async {
        while (try? await Task.sleep(for: pause)) != nil { body() }  // Cancelled: the run is over.
    }

    private func redraw() {
        let state = state
        if state.plan != nil { talk.redraw(state.bar(at: now())) }
    }

    private func report() {
        let state = state
        guard state.plan != nil else { return }
        if !talk.isTerminal { talk.say(.progress(state, at: now())) }
        metrics?.write(state, at: now())
    }
}
