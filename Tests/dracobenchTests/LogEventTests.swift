import JSONText
import Testing
import Vocabulary

@testable import Execution
@testable import dracobench

@Suite("Events of a run, for programs")
struct LogEventTests {
    private static let unit = AnswerUnitRecord(
        key: "k", configurationID: "solo \"a\"", taskID: "task\n1", generation: 2)
    private static let plan = PlanSummary(
        answers: 12, storedAnswers: 3, verdicts: 120, storedVerdicts: 30, spent: USD(0.25))

    private static var tally: RunTally {
        var tally = RunTally()
        tally.take(.planned(plan), at: 1_000)
        tally.take(.answered(unit, status: .refused, cost: USD(0.5)), at: 1_000)
        tally.take(.judged(isMissing: true, cost: nil), at: 1_000)
        tally.take(.waiting(endpoint: "e.example", why: "rate limited", seconds: 20), at: 1_000)
        for _ in 0..<20 { tally.take(.judged(isMissing: false, cost: USD(0.5)), at: 1_000) }
        return tally
    }

    private static func outcome(_ reason: StopReason?) -> Runner.Outcome {
        Runner.Outcome(
            plan: plan, missingAnswers: 1, missingVerdicts: 10, stopReason: reason,
            spent: USD(1.5))
    }

    private static let events: [LogEvent] = [
        .planned(plan), .answered(unit, .truncated, cost: USD(0.5)),
        .answered(unit, .infraError, cost: nil), .judged(isMissing: false, cost: USD(0.125)),
        .judged(isMissing: true, cost: nil),
        .waiting(endpoint: "e.example", why: "rate limited", seconds: 12.5),
        .progress(tally, at: 1_010), .draining(.terminate, seconds: 20),
        .stopping(.interrupted(.terminate)), .stopping(.budget(cap: USD(1.5))),
        .stopping(.endpoint("No credit.")), .finished(outcome(nil), seconds: 12.5),
        .finished(outcome(.interrupted(.hangUp)), seconds: 0), .note("Stored."),
        .warning("Two\nlines."), .error("No such file.", .badInput),
    ]

    @Test("Every event is a line of its own, as documented")
    func lines() throws {
        let lines = Self.events.map { $0.line(at: 1_794_000_000.5, run: "small-sample") }
        try GoldenFile.expect(lines.map { $0 + "\n" }.joined(), "events.jsonl")
        for line in lines {
            #expect(!line.contains("\n"))
            let json = try JSONValue(parsing: line)
            #expect(json.object?.keys.prefix(3) == ["ts", "event", "run"])
        }
    }

    @Test("People are told the same in sentences")
    func sentences() throws {
        let sentences = Self.events.map { $0.sentence ?? "–" }
        try GoldenFile.expect(sentences.joined(separator: "\n") + "\n", "events.txt")
    }

    @Test("Outside of a run, no run is named")
    func noRun() {
        let line = LogEvent.note("x").line(at: 0, run: nil)
        #expect(
            line == #"{"ts":"1970-01-01T00:00:00.000Z","event":"note","run":null,"message":"x"}"#)
    }

    @Test(
        "The format is known even of a command line that can't be understood",
        arguments: [
            (["run", "--log-format", "json", "--bogus"], LogFormat.json),
            (["run", "--log-format=json"], .json), (["run", "--log-format", "text"], .text),
            (["run", "json", "--log-format"], .text), ([], .text),
        ])
    func asked(arguments: [String], format: LogFormat) {
        #expect(LogFormat.asked(in: arguments) == format)
    }
}
