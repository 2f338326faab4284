import Execution
import FoundationEssentials
import JSONText
import Vocabulary

/// What a run has to tell while it goes on: a sentence for people, or a line of JSON for programs.
enum LogEvent: Sendable {
    case planned(PlanSummary)
    case keptPart(AnswerUnitRecord, cost: USD?)
    case answered(AnswerUnitRecord, AnswerStatus, cost: USD?)
    case judged(isMissing: Bool, cost: USD?)
    case waiting(endpoint: String, why: String, seconds: Double)
    /// How far the run is, at a time in seconds since 1970.
    case progress(RunTally, at: Double)
    /// A signal came; what is in flight has so many seconds to be stored.
    case draining(StopSignal, seconds: Int)
    case stopping(StopReason)
    case finished(Runner.Outcome, seconds: Double)
    case note(String)
    case warning(String)
    /// The last thing that a process says.
    case error(String, ProcessEnd)

    init(_ event: RunEvent) {
        switch event {
        case .planned(let summary): self = .planned(summary)
        case .answered(let unit, let status, let cost):
            self = .answered(unit, status, cost: cost)
        case .keptPart(let unit, let cost): self = .keptPart(unit, cost: cost)
        case .judged(let isMissing, let cost): self = .judged(isMissing: isMissing, cost: cost)
        case .waiting(let endpoint, let why, let seconds):
            self = .waiting(endpoint: endpoint, why: why, seconds: seconds)
        case .stopping(let reason): self = .stopping(reason)
        }
    }

    /// One line of JSON without its end.
    ///
    /// - Parameter time: seconds since 1970.
    func line(at time: Double, run: String?) -> String {
        let head: [(String, JSONValue)] = [
            ("ts", .string(Self.timestamp(time))), ("event", .string(name)),
            ("run", run.map(JSONValue.string) ?? .null),
        ]
        return JSONValue.object(JSONObject(pairs: head + fields)).text
    }

    /// RFC 3339 in UTC, with milliseconds.
    static func timestamp(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    private var name: String {
        switch self {
        case .planned: "run_planned"
        case .keptPart: "part_stored"
        case .answered: "answer_stored"
        case .judged: "verdict_stored"
        case .waiting: "waiting"
        case .progress: "progress"
        case .draining, .stopping: "stopping"
        case .finished: "run_finished"
        case .note: "note"
        case .warning: "warning"
        case .error: "error"
        }
    }

    private var fields: [(String, JSONValue)] {
        switch self {
        case .planned(let plan):
            [
                ("answers_planned", .integer(plan.answers)),
                ("answers_stored", .integer(plan.storedAnswers)),
                ("verdicts_planned", .integer(plan.verdicts)),
                ("verdicts_stored", .integer(plan.storedVerdicts)),
                ("cost_usd", .number(plan.spent.dollars)),
            ]
        case .answered(let unit, let status, let cost):
            [
                ("configuration", .string(unit.configurationID)), ("task", .string(unit.taskID)),
                ("generation", .integer(unit.generation)), ("status", .string(status.rawValue)),
                ("cost_usd", .dollars(cost)),
            ]
        case .keptPart(let unit, let cost):
            [
                ("configuration", .string(unit.configurationID)), ("task", .string(unit.taskID)),
                ("generation", .integer(unit.generation)), ("cost_usd", .dollars(cost)),
            ]
        case .judged(let isMissing, let cost):
            [("missing", .bool(isMissing)), ("cost_usd", .dollars(cost))]
        case .waiting(let endpoint, let why, let seconds):
            [
                ("endpoint", .string(endpoint)), ("why", .string(why)),
                ("seconds", .number(seconds)),
            ]
        case .progress(let tally, let now): Self.fields(of: tally, at: now)
        case .draining(let signal, let seconds):
            [
                ("reason", "signal"), ("signal", .string(signal.name)),
                ("message", .string("Storing what is in flight.")),
                ("seconds", .integer(seconds)),
            ]
        case .stopping(let reason):
            [("reason", .string(reason.word)), ("message", .string(reason.sentence))]
        case .finished(let outcome, let seconds):
            [
                ("complete", .bool(outcome.isComplete)),
                ("answers_missing", .integer(outcome.missingAnswers)),
                ("verdicts_missing", .integer(outcome.missingVerdicts)),
                ("cost_usd", .number(outcome.spent.dollars)), ("seconds", .number(seconds)),
                ("stop_reason", outcome.stopReason.map { .string($0.word) } ?? .null),
            ]
        case .note(let sentence), .warning(let sentence): [("message", .string(sentence))]
        case .error(let sentence, let end):
            [("message", .string(sentence)), ("exit_code", .integer(Int(end.rawValue)))]
        }
    }

    private static func fields(of tally: RunTally, at now: Double) -> [(String, JSONValue)] {
        [
            ("answers_planned", .integer(tally.plan?.answers ?? 0)),
            ("answers_stored", .integer(tally.storedAnswers)),
            ("answers_failed", .integer(tally.failedAnswers)),
            ("verdicts_planned", .integer(tally.plan?.verdicts ?? 0)),
            ("verdicts_stored", .integer(tally.storedVerdicts)),
            ("verdicts_missing", .integer(tally.missingVerdicts)),
            ("cost_usd", .number(tally.spent.dollars)),
            ("seconds_left", tally.secondsLeft(at: now).map(JSONValue.number) ?? .null),
            (
                "waiting",
                .array(
                    tally.waits(at: now).map { wait in
                        [
                            "endpoint": .string(wait.endpoint), "why": .string(wait.why),
                            "seconds": .number(wait.until - now),
                        ]
                    })
            ),
        ]
    }
}

extension JSONValue {
    /// Unknown costs are null and never 0.
    fileprivate static func dollars(_ amount: USD?) -> JSONValue {
        amount.map { .number($0.dollars) } ?? .null
    }
}

extension StopReason {
    fileprivate var word: String {
        switch self {
        case .interrupted: "signal"
        case .budget: "budget"
        case .endpoint: "endpoint"
        }
    }
}
