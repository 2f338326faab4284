import Testing
import Vocabulary

@testable import dracobench

@Suite("What a run has come to so far")
struct RunTallyTests {
    private static let unit = AnswerUnitRecord(
        key: "k", configurationID: "a", taskID: "t", generation: 0)

    private static func tally(_ events: [RunEvent], at now: Double = 100) -> RunTally {
        var tally = RunTally()
        let plan = PlanSummary(
            answers: 10, storedAnswers: 2, verdicts: 100, storedVerdicts: 20, spent: USD(1))
        for event in [.planned(plan)] + events { tally.take(event, at: now) }
        return tally
    }

    @Test("Everything adds to what earlier executions stored; unknown costs add nothing")
    func counts() {
        let tally = Self.tally([
            .answered(Self.unit, status: .ok, cost: USD(0.5)),
            .answered(Self.unit, status: .refused, cost: nil),
            .judged(isMissing: false, cost: USD(0.25)), .judged(isMissing: true, cost: nil),
        ])
        #expect(tally.storedAnswers == 4)
        #expect(tally.failedAnswers == 1)
        #expect(tally.storedVerdicts == 21)
        #expect(tally.missingVerdicts == 1)
        #expect(tally.spent == USD(1.75))
        #expect(tally.share == 0.22)
        #expect(
            tally.sentence(at: 100)
                == "answers 4/10  verdicts 21/100  $1.75  1 without an answer  1 verdicts missing")
    }

    @Test("Nothing to do is all done")
    func nothing() {
        var tally = RunTally()
        #expect(tally.sentence(at: 0) == "")
        tally.take(
            .planned(PlanSummary(answers: 1, storedAnswers: 1, verdicts: 0, storedVerdicts: 0)),
            at: 0)
        #expect(tally.share == 1)
        #expect(tally.bar(at: 0) == "████████████████████ answers 1/1  verdicts 0/0  $0.00")
    }

    @Test("What is left is told from 20 verdicts on, and is never below zero")
    func remaining() {
        let verdict = RunEvent.judged(isMissing: false, cost: .zero)
        #expect(Self.tally(Array(repeating: verdict, count: 19)).secondsLeft(at: 110) == nil)
        let tally = Self.tally(Array(repeating: verdict, count: 20))
        #expect(tally.secondsLeft(at: 110) == 30)
        #expect(tally.sentence(at: 110).hasSuffix("about 30 s left"))
        #expect(tally.sentence(at: 200).hasSuffix("about 5 min left"))
        #expect(tally.secondsLeft(at: 50) == 0)
    }

    @Test("A wait is shown until it is over, replaced or ended")
    func waits() {
        let limited = RunEvent.waiting(
            endpoint: "openrouter.ai", why: "rate limited", seconds: 12)
        let tally = Self.tally([limited])
        #expect(
            tally.sentence(at: 100).hasSuffix("waiting for openrouter.ai: rate limited, 12 s"))
        #expect(tally.waits(at: 111).count == 1)
        #expect(tally.waits(at: 112).isEmpty)
        let longer = Self.tally([
            limited, .waiting(endpoint: "openrouter.ai", why: "paused", seconds: 60),
            .waiting(endpoint: "a.example", why: "rate limited", seconds: 5),
        ])
        #expect(longer.waits(at: 100).map(\.why) == ["rate limited", "paused"])
        let ended = Self.tally([
            limited, .waiting(endpoint: "openrouter.ai", why: "", seconds: 0),
        ])
        #expect(ended.waits(at: 100).isEmpty)
    }
}
