import Statistics
import Vocabulary

/// A criterion of an answer on which a judge and gold part, and what it costs.
package struct JudgeMistake: Sendable {
    package let question: JudgeTrial.Question
    package let gold: Verdict
    /// Judgings that part from gold, of those with a verdict.
    package let wrong: Int
    package let judged: Int

    /// Nil without a gold label and where no judging parts from it.
    package init?(_ question: JudgeTrial.Question) {
        let pairs = question.pairs
        let wrong = pairs.count { $0.gold != $0.judge }
        guard let gold = question.gold, wrong > 0 else { return nil }
        self.question = question
        self.gold = gold
        self.wrong = wrong
        judged = pairs.count
    }

    /// What it takes off the answer's score or adds to it, in points, averaged over the judgings:
    /// 100·|w|·share wrong ÷ P. 0 for a rubric without positive weight.
    package var points: Double {
        guard question.positiveWeight > 0 else { return 0 }
        let weight = Double(abs(question.criterion.weight))
        return 100 * weight * Double(wrong) / Double(judged) / question.positiveWeight
    }

    /// What the judge said when it was wrong, the first time.
    package var explanation: String {
        question.rulings.first { $0.verdict != nil && $0.verdict != gold }?.explanation ?? ""
    }

    /// Those that cost most first.
    package static func all(in questions: [JudgeTrial.Question]) -> [JudgeMistake] {
        questions.compactMap(JudgeMistake.init).sorted { a, b in
            let (first, second) = (Averages.comparable(a.points), Averages.comparable(b.points))
            guard first == second else { return first > second }
            return (a.question.answerID, a.question.criterion.id)
                < (b.question.answerID, b.question.criterion.id)
        }
    }
}
