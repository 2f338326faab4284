/// What a run tells whoever watches it. Nothing is computed from events; the store has it all.
package enum RunEvent: Sendable {
    /// The plan stands: units in all and how many of them the store had already.
    case planned(PlanSummary)
    /// An answer is committed.
    case answered(AnswerUnitRecord, status: AnswerStatus, cost: USD?)
    /// A verdict, or the fact that it is missing, is committed.
    case judged(isMissing: Bool, cost: USD?)
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

    package init(answers: Int, storedAnswers: Int, verdicts: Int, storedVerdicts: Int) {
        self.answers = answers
        self.storedAnswers = storedAnswers
        self.verdicts = verdicts
        self.storedVerdicts = storedVerdicts
    }
}

/// Why a run ended before its plan did.
package enum StopReason: Sendable, Equatable {
    case interrupted
    /// Known costs reached the cap.
    case budget(spent: USD, cap: USD)
    /// An endpoint said that no credit is left (HTTP 402) or that the key is not valid (401).
    case endpoint(String)
}
