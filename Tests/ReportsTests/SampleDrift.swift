import Comparison
import Statistics
import Vocabulary

@testable import Reports

/// A made-up anchor that a judge grades again and again.
enum SampleDrift {
    /// Every criterion MET with the chance given.
    static func trial(_ seed: UInt64, _ chance: Double, repeats: Int, judge: JudgeRecord)
        -> JudgeTrial
    {
        var generator = SplitMix64(seed: seed)
        let questions = (0..<20).flatMap { answer in
            (0..<8).map { place in
                JudgeTrial.Question(
                    answerID: "a\(answer)", taskID: "t\(answer)",
                    criterion: Criterion(
                        id: "c\(place)", axis: .factualAccuracy, weight: place == 7 ? -10 : 10,
                        requirement: "r"),
                    positiveWeight: 70, gold: nil,
                    rulings: (0..<repeats).map { _ in
                        JudgeTrial.Ruling(
                            verdict: generator.unit() < chance ? .met : .unmet, explanation: "")
                    })
            }
        }
        return SampleTrial.trial(judge, questions: questions)
    }

    static func drift(_ chances: [Double], judge: JudgeRecord = SampleTrial.judge) -> JudgeDrift {
        let day = 86_400.0
        let start = 1_772_366_399.0
        return JudgeDrift(
            JudgeAnchor(trial(1, 0.6, repeats: 6, judge: judge), date: start),
            history: chances.enumerated().map { place, chance in
                JudgeAnchor.Rejudging(
                    trial(UInt64(place + 2), chance, repeats: 1, judge: judge),
                    date: start + 7 * day * Double(place + 1))
            })
    }
}
