import Comparison
import Statistics
import Vocabulary

/// Trials of a judge, made up for a test.
enum MadeUpTrial {
    static let usage = JudgeTrial.Usage(
        calls: 10, unreadableReplies: 1, cost: USD(0.5), inputTokens: 100, cachedTokens: 0,
        outputTokens: 50, latencies: [1, 2, 3])

    static func question(
        _ answer: String, _ criterion: String, weight: Int = 10, axis: Axis = .factualAccuracy,
        gold: Verdict?, _ verdicts: [Verdict?], positiveWeight: Double = 100
    ) -> JudgeTrial.Question {
        JudgeTrial.Question(
            answerID: answer, taskID: "task",
            criterion: Criterion(
                id: criterion, axis: axis, weight: weight, requirement: "needs \(criterion)"),
            positiveWeight: positiveWeight, gold: gold,
            rulings: verdicts.map {
                JudgeTrial.Ruling(
                    verdict: $0, explanation: $0.map { "said \($0.rawValue)" } ?? "",
                    failure: $0 == nil ? .unreadable : nil)
            })
    }

    static func trial(_ questions: [JudgeTrial.Question], repeats: Int = 1) -> JudgeTrial {
        JudgeTrial(
            judge: MadeUp.judge(), repeats: repeats, questions: questions, usage: usage)
    }

    /// So many answers with 8 labels each on both polarities and all axes, and a judge who is wrong
    /// with the chance given.
    static func random(
        seed: UInt64, answers: Int = 8, repeats: Int = 3, error: Double = 0.2,
        missing: Double = 0.05
    ) -> JudgeTrial {
        var generator = SplitMix64(seed: seed)
        let questions = (0..<answers).flatMap { answer in
            (0..<8).map { place in
                let gold: Verdict = generator.unit() < 0.6 ? .met : .unmet
                let verdicts = (0..<repeats).map { _ -> Verdict? in
                    if generator.unit() < missing { return nil }
                    return generator.unit() < error ? gold.opposite : gold
                }
                return question(
                    "answer-\(answer)", "c\(place)", weight: place < 5 ? 5 + place : -4 * place,
                    axis: Axis.allCases[place % 4], gold: gold, verdicts, positiveWeight: 35)
            }
        }
        return trial(questions, repeats: repeats)
    }
}

extension Verdict {
    var opposite: Verdict { self == .met ? .unmet : .met }
}

extension JudgeTrial {
    /// The same trial with other questions.
    func with(_ questions: [Question]) -> JudgeTrial {
        JudgeTrial(judge: judge, repeats: repeats, questions: questions, usage: usage)
    }
}

extension JudgeTrial.Question {
    /// The same question with another gold label or other rulings.
    func with(gold: Verdict?, rulings: [JudgeTrial.Ruling]) -> JudgeTrial.Question {
        JudgeTrial.Question(
            answerID: answerID, taskID: taskID, configurationID: configurationID,
            criterion: criterion, positiveWeight: positiveWeight, gold: gold, rulings: rulings)
    }
}
