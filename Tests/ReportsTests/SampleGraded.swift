import Comparison
import Statistics
import Vocabulary

@testable import Reports

/// A made-up run of which people graded a part.
enum SampleGraded {
    /// Two configurations on whose answers the judge errs as often as given.
    static func graded(
        answers: Int, errors: [Double], hasGold: Bool, first: Int = 0, seed: UInt64
    ) -> JudgeTrial {
        var generator = SplitMix64(seed: seed)
        let questions = errors.enumerated().flatMap { place, error in
            (first..<(first + answers)).flatMap { answer in
                (0..<5).map { criterion -> JudgeTrial.Question in
                    let isMet = generator.unit() < 0.6
                    let isWrong = generator.unit() < error
                    return JudgeTrial.Question(
                        answerID: "\(place)-\(answer)", taskID: "t\(answer)",
                        configurationID: SampleJudges.configurations[place * 2].id,
                        criterion: Criterion(
                            id: "c\(criterion)", axis: .factualAccuracy, weight: 20,
                            requirement: "r"),
                        positiveWeight: 100, gold: hasGold ? (isMet ? .met : .unmet) : nil,
                        rulings: [
                            JudgeTrial.Ruling(
                                verdict: isMet != isWrong ? .met : .unmet, explanation: "")
                        ])
                }
            }
        }
        return SampleTrial.trial(SampleTrial.judge, questions: questions)
    }
}
