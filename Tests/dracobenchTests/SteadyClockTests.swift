import Testing
import Transport
import Vocabulary

@testable import dracobench

@Suite("A clock that nobody sets")
struct SteadyClockTests {
    @Test("It starts at the system's time and counts on, whatever becomes of the system's clock")
    func counts() {
        let (wall, elapsed) = (Locked(1_000.0), Locked(Duration.zero))
        let clock = SteadyClock(wall: wall.withLock { $0 }) { elapsed.withLock { $0 } }
        #expect(clock.now() == 1_000)
        elapsed.withLock { $0 = .milliseconds(1_500) }
        wall.withLock { $0 = 10 }  // Someone sets the clock back.
        #expect(clock.now() == 1_001.5)
    }

    @Test("The live one never goes back and agrees with the system's clock at first")
    func live() {
        let before = wallClock()
        let clock = SteadyClock()
        let readings = (0..<1_000).map { _ in clock.now() }
        #expect(zip(readings, readings.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(abs(readings[0] - before) < 60)
    }

    /// What takes differences of readings must bear any clock that is handed in.
    @Test("Progress bears a clock that jumps back: nothing is negative, and nothing stays for ever")
    func jump() {
        let now = Locked(1_000.0)
        let talk = Talk(
            .json, run: "r", isTerminal: false, now: { now.withLock { $0 } }, write: { _ in true })
        let progress = Progress(talk: talk, metrics: nil) { now.withLock { $0 } }
        progress.take(
            .planned(
                PlanSummary(answers: 1, storedAnswers: 0, verdicts: 40, storedVerdicts: 0)))
        now.withLock { $0 = 10 }
        for _ in 0..<20 { progress.take(.judged(isMissing: false, cost: nil)) }
        #expect(progress.state.secondsLeft(at: now.withLock { $0 }) == 0)
    }
}
