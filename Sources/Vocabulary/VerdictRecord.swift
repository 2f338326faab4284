/// A judge's ruling on one criterion of one answer in one pass, or the fact that none could be had.
package struct VerdictRecord: Sendable, Equatable {
    package var answerKey: String
    package var criterionID: String
    /// `Criterion.key`: identifies what the judge was asked.
    package var criterionKey: String
    /// `JudgeRecord.id`.
    package var judgeID: String
    /// 0-based.
    package var pass: Int
    /// Nil: missing. Never read as UNMET.
    package var verdict: Verdict?
    package var explanation: String
    /// The judge's last reply, word for word.
    package var rawReply: String
    /// Why the verdict is missing, as a sentence.
    package var error: String?
    /// Whose fault that is.
    package var failure: Failure?
    package var calls: [CallRecord]

    package init(
        answerKey: String, criterionID: String, criterionKey: String, judgeID: String, pass: Int,
        verdict: Verdict?, explanation: String, rawReply: String, error: String? = nil,
        failure: Failure? = nil, calls: [CallRecord]
    ) {
        self.answerKey = answerKey
        self.criterionID = criterionID
        self.criterionKey = criterionKey
        self.judgeID = judgeID
        self.pass = pass
        self.verdict = verdict
        self.explanation = explanation
        self.rawReply = rawReply
        self.error = error
        self.failure = failure
        self.calls = calls
    }

    /// Why there is no verdict.
    package enum Failure: String, Sendable, CaseIterable {
        /// The judge replied, but not with a verdict.
        case unreadable
        case refused
        case empty
        case timeout
        /// The judge's side failed in a way that asking again did not mend.
        case judge = "judge_error"
        /// The network, the endpoint or the budget.
        case infrastructure = "infra_error"
    }
}

/// A judge with everything that can change a verdict. Results of different judges never mix.
package struct JudgeRecord: Sendable, Equatable {
    /// SHA-256 of what can change a verdict: all other fields but the prompt's version.
    package var id: String
    package var model: String
    package var promptName: String
    package var promptVersion: String
    /// `JudgeDefinition.sha256`.
    package var promptSHA256: String
    package var mode: JudgeDefinition.Mode
    package var reasoning: String?
    package var temperature: Double?
    package var maxOutputTokens: Int?
    /// The base URL of its endpoint, or `simulator`.
    package var endpoint: String

    package init(
        id: String, model: String, promptName: String, promptVersion: String,
        promptSHA256: String, mode: JudgeDefinition.Mode = .perCriterion, reasoning: String?,
        temperature: Double?, maxOutputTokens: Int?,
        endpoint: String
    ) {
        self.id = id
        self.model = model
        self.promptName = promptName
        self.promptVersion = promptVersion
        self.promptSHA256 = promptSHA256
        self.mode = mode
        self.reasoning = reasoning
        self.temperature = temperature
        self.maxOutputTokens = maxOutputTokens
        self.endpoint = endpoint
    }
}
