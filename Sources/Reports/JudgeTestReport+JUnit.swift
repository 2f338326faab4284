import Comparison
import Vocabulary

extension JudgeTestReport {
    /// The test as build servers show it: a case for every kind of sentinel, every limit, and every
    /// gold answer, which fails where its score is off by more than the limit.
    package func junitXML() -> String {
        let simulated = judge.isSimulated ? ", simulated" : ""
        return JUnitXML(
            suite: "judge test: \(judge.model)\(simulated)",
            cases: sentinels.map(Self.test) + thresholds.map(test) + answerTests
        ).text
    }

    private static func test(_ outcome: SentinelOutcome) -> JUnitXML.Case {
        JUnitXML.Case(
            group: "sentinel", name: outcome.kind,
            outcome: outcome.isFailed
                ? .failed(
                    "\(outcome.passed) of \(outcome.cases) passed; fails when: \(outcome.rule)",
                    details: outcome.examples.joined(separator: " / "))
                : outcome.obtained == 0 ? .skipped("no case has a verdict") : .passed)
    }

    private func test(_ threshold: JudgeThreshold) -> JUnitXML.Case {
        let sentence = threshold.sentence(quality)
        return JUnitXML.Case(
            group: "limit", name: "\(threshold.title) \(threshold.rule)",
            outcome: threshold.check(quality).isKept
                ? .passed : .failed(sentence, details: sentence))
    }

    private var answerTests: [JUnitXML.Case] {
        (quality.errors?.answers ?? []).map { answer in
            JUnitXML.Case(
                group: "gold answer", name: "\(answer.taskID) \(answer.answerID)",
                outcome: outcome(of: answer))
        }
    }

    private func outcome(of answer: AnswerScoreErrors.Answer) -> JUnitXML.Outcome {
        let limit = answerErrorLimit.map { ", at most \(Figures.fixed($0, 1)) allowed" } ?? ""
        guard let absolute = answer.absolute else {
            let sentence = "no verdict on any of its labels"
            return answerErrorLimit == nil
                ? .skipped(sentence) : .failed(sentence, details: sentence)
        }
        guard isBeyondLimit(answer) else { return .passed }
        let wrong = quality.mistakes.filter { $0.question.answerID == answer.answerID }.map {
            "\($0.question.criterion.id) is \($0.gold.rawValue): \($0.wrong) of \($0.judged) wrong, "
                + "\(Figures.fixed($0.points, 1)) points"
        }
        return .failed(
            "its score is off by \(Figures.fixed(absolute, 1)) points\(limit)",
            details: wrong.joined(separator: " / "))
    }
}
