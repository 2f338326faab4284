import Statistics
import Vocabulary

/// Answers whose grading is frozen, so that a judge who grades them again later can be seen to
/// drift: the answers do not change, so every shift is the judge's.
package struct JudgeAnchor: Sendable, Equatable {
    package let judge: JudgeRecord
    /// Seconds since 1970 of the reference judging.
    package let date: Double
    package let answers: [Answer]

    package init(judge: JudgeRecord, date: Double, answers: [Answer]) {
        self.judge = judge
        self.date = date
        self.answers = answers
    }

    /// Fewer answers tell a drift of the judge from that on a few answers too poorly.
    package static let enoughAnswers = 30

    package struct Answer: Sendable, Equatable {
        package let id: String
        /// Σ of the positive weights of the task's whole rubric.
        package let positiveWeight: Double
        package let criteria: [Criterion]

        package init(id: String, positiveWeight: Double, criteria: [Criterion]) {
            self.id = id
            self.positiveWeight = positiveWeight
            self.criteria = criteria
        }
    }

    /// A criterion with what the reference judging said of it.
    package struct Criterion: Sendable, Equatable {
        /// `Criterion.key`.
        package let key: String
        package let weight: Int
        package let reference: RepeatedVerdicts

        package init(key: String, weight: Int, reference: RepeatedVerdicts) {
            self.key = key
            self.weight = weight
            self.reference = reference
        }
    }

    /// The anchor judged once more by the same judge and prompt, in one run or several: what another
    /// prompt changes is no drift.
    package struct Rejudging: Sendable, Equatable {
        /// Seconds since 1970.
        package let date: Double
        /// By id of the answer and key of the criterion; missing verdicts are not there.
        package let verdicts: [String: [String: RepeatedVerdicts]]

        package init(date: Double, verdicts: [String: [String: RepeatedVerdicts]]) {
            self.date = date
            self.verdicts = verdicts
        }
    }
}

extension JudgeAnchor {
    /// What a trial says, as a reference; questions without a verdict are left out, and so are
    /// answers without a question or without positive weight.
    package init(_ trial: JudgeTrial, date: Double) {
        let answers = trial.questions.byAnswer.compactMap { questions -> Answer? in
            let criteria = questions.compactMap { question in
                question.repeated.map {
                    Criterion(
                        key: question.criterion.key, weight: question.criterion.weight,
                        reference: $0)
                }
            }
            guard !criteria.isEmpty, questions[0].positiveWeight > 0 else { return nil }
            return Answer(
                id: questions[0].answerID, positiveWeight: questions[0].positiveWeight,
                criteria: criteria)
        }
        self.init(judge: trial.judge, date: date, answers: answers)
    }
}

extension JudgeAnchor.Rejudging {
    /// What a later trial says.
    package init(_ trial: JudgeTrial, date: Double) {
        let verdicts = trial.questions.reduce(into: [String: [String: RepeatedVerdicts]]()) {
            verdicts, question in
            if let repeated = question.repeated {
                verdicts[question.answerID, default: [:]][question.criterion.key] = repeated
            }
        }
        self.init(date: date, verdicts: verdicts)
    }
}
