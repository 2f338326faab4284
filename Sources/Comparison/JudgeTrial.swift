import Vocabulary

/// What one judge ruled on answers that are there to test it, or to compare it with another one.
package struct JudgeTrial: Sendable {
    package let judge: JudgeRecord
    /// Independent judgings of every answer.
    package let repeats: Int
    /// Answer by answer, in an order that does not depend on the judge.
    package let questions: [Question]
    package let usage: Usage

    package init(judge: JudgeRecord, repeats: Int, questions: [Question], usage: Usage) {
        self.judge = judge
        self.repeats = repeats
        self.questions = questions
        self.usage = usage
    }

    /// One criterion of one answer.
    package struct Question: Sendable {
        /// Names the answer within the trial; questions about one answer belong together.
        package let answerID: String
        package let taskID: String
        /// The configuration whose answer it is; nil for answers of a gold set.
        package let configurationID: String?
        package let criterion: Criterion
        /// Σ of the positive weights of the task's whole rubric, which a score is a share of.
        package let positiveWeight: Double
        /// What people say; nil where nobody does.
        package let gold: Verdict?
        /// One for every repeat, in their order.
        package let rulings: [Ruling]

        package init(
            answerID: String, taskID: String, configurationID: String? = nil,
            criterion: Criterion, positiveWeight: Double, gold: Verdict?, rulings: [Ruling]
        ) {
            self.answerID = answerID
            self.taskID = taskID
            self.configurationID = configurationID
            self.criterion = criterion
            self.positiveWeight = positiveWeight
            self.gold = gold
            self.rulings = rulings
        }
    }

    package struct Ruling: Sendable, Equatable {
        /// Nil: missing. Never read as UNMET.
        package let verdict: Verdict?
        package let explanation: String
        /// Why it is missing.
        package let failure: VerdictRecord.Failure?

        package init(
            verdict: Verdict?, explanation: String, failure: VerdictRecord.Failure? = nil
        ) {
            self.verdict = verdict
            self.explanation = explanation
            self.failure = failure
        }
    }

    /// What the judge's calls took.
    package struct Usage: Sendable, Equatable {
        /// Repeated ones included.
        package var calls: Int
        /// Replies that were no verdict, those that were asked for again included.
        package var unreadableReplies: Int
        /// Nil where any part is unknown.
        package var cost: USD?
        package var inputTokens: Int?
        package var cachedTokens: Int?
        package var outputTokens: Int?
        /// Of the calls that came back, in seconds.
        package var latencies: [Double]

        package init(
            calls: Int, unreadableReplies: Int, cost: USD?, inputTokens: Int?, cachedTokens: Int?,
            outputTokens: Int?, latencies: [Double]
        ) {
            self.calls = calls
            self.unreadableReplies = unreadableReplies
            self.cost = cost
            self.inputTokens = inputTokens
            self.cachedTokens = cachedTokens
            self.outputTokens = outputTokens
            self.latencies = latencies
        }
    }
}
