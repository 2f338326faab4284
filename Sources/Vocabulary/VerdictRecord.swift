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
    /// Why the verdict is missing.
    package var error: String?
    package var calls: [CallRecord]

    package init(
        answerKey: String, criterionID: String, criterionKey: String, judgeID: String, pass: Int,
        verdict: Verdict?, explanation: String, rawReply: String, error: String? = nil,
        calls: [CallRecord]
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
        self.calls = calls
    }
}

/// A judge with everything that can change a verdict. Results of different judges never mix.
package struct JudgeRecord: Sendable, Equatable {
    /// SHA-256 of all the other fields.
    package var id: String
    package var model: String
    package var promptName: String
    package var promptVersion: String
    /// SHA-256 of the prompt file.
    package var promptSHA256: String
    package var reasoning: String?
    package var temperature: Double?
    package var maxOutputTokens: Int?
    /// The base URL of its endpoint, or `simulator`.
    package var endpoint: String

    package init(
        id: String, model: String, promptName: String, promptVersion: String,
        promptSHA256: String, reasoning: String?, temperature: Double?, maxOutputTokens: Int?,
        endpoint: String
    ) {
        self.id = id
        self.model = model
        self.promptName = promptName
        self.promptVersion = promptVersion
        self.promptSHA256 = promptSHA256
        self.reasoning = reasoning
        self.temperature = temperature
        self.maxOutputTokens = maxOutputTokens
        self.endpoint = endpoint
    }
}
