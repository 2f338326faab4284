import Execution
import Vocabulary

extension Interruption {
    /// The end of a run, which signals may bring about: the first one has it take no more work and
    /// store what is in flight, the second one ends that too, and the third one waits for nothing.
    ///
    /// - Parameter graceSeconds: how long the first one leaves what is in flight.
    func stopping(
        _ running: Task<Runner.Outcome, any Error>, _ control: RunControl, talk: Talk,
        graceSeconds: Int
    ) async -> Result<Runner.Outcome, any Error> {
        let listening = Task {
            var grace: Task<Void, any Error>?
            for await signal in signals {
                control.stop(.interrupted(signal))
                if running.isCancelled { Terminal.exit(ProcessEnd(stoppedBy: signal)) }
                guard grace == nil else {
                    running.cancel()
                    continue
                }
                talk.say(.draining(signal, seconds: graceSeconds))
                grace = Task {
                    try await Task.sleep(for: .seconds(graceSeconds))
                    running.cancel()
                }
            }
            grace?.cancel()
        }
        let outcome = await running.result
        listening.cancel()
        await listening.value
        return withExtendedLifetime(self) { outcome }
    }
}
