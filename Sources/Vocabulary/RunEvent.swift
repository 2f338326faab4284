/// What a run tells whoever watches it. Nothing is computed from events; the store has it all.
package enum RunEvent: Sendable {
    /// The plan stands: units in all and how many of them the store had already.
    case planned(PlanSummary)
    /// A part of an answer that is under way is committed, with what is known of
    /// what it took.
    case keptPart(AnswerUnitRecord, cost: USD?)
    /// An answer is committed, with what it took beyond parts that were kept.
    case answered(AnswerUnitRecord, status: AnswerStatus, cost: USD?)
    /// A verdict, or the fact that it is missing, is committed.
    case judged(isMissing: Bool, cost: USD?)
    /// Requests to an endpoint wait, for a reason of a few words, so many seconds from now. A later
    /// wait of the same endpoint replaces this one; 0 seconds end it. The number is finite.
    case waiting(endpoint: String, why: String, seconds: Double)
    /// No further work is taken.
    case stopping(StopReason)
}

/// Sizes of a plan, before anything runs.
package struct PlanSummary: Sendable, Equatable {
    package var answers: Int
    package var storedAnswers: Int
    /// Over the answers that can be graded and those still to come.
    package var verdicts: Int
    package var storedVerdicts: Int
    /// Known costs of all that was asked for until now.
    package var spent: USD

    package init(
        answers: Int, storedAnswers: Int, verdicts: Int, storedVerdicts: Int, spent: USD = .zero
    ) {
        self.answers = answers
        self.storedAnswers = storedAnswers
        self.verdicts = verdicts
        self.storedVerdicts = storedVerdicts
        self.spent = spent
    }
}

/// Why a run ended before its plan did.
package enum StopReason: Sendable, Equatable {
    case interrupted(StopSignal)
    /// The next piece of work may not fit under the cap any more.
    case budget(cap: USD)
    /// No request can succeed: no credit is left, the key is not valid, an outage lasts too long, or
    /// the retries are used up.
    case endpoint(String)
}

/// A signal that asks a run to stop, by its number on every POSIX system.
package enum StopSignal: Int32, Sendable, CaseIterable {
    case hangUp = 1
    case interrupt = 2
    case terminate = 15

    package var name: String {
        switch self {
        case .hangUp: "SIGHUP"
        case .interrupt: "SIGINT"
        case .terminate: "SIGTERM"
        }
    }
}
