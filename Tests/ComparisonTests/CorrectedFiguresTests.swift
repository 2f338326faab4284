import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Scores corrected for known judge errors")
struct CorrectedFiguresTests {
    /// So many answers of each configuration with five positive criteria; MET with chance 0.6, and
    /// a judge who is wrong with the chance given for the configuration.
    private static func trial(
        answers: Int, errors: [String: Double], hasGold: Bool = true, first: Int = 0,
        seed: UInt64 = 3
    ) -> JudgeTrial {
        var generator = SplitMix64(seed: seed)
        return MadeUpTrial.trial(
            errors.keys.sorted().flatMap { id in
                (0..<answers).flatMap { answer in
                    (0..<5).map { place -> JudgeTrial.Question in
                        let gold: Verdict = generator.unit() < 0.6 ? .met : .unmet
                        let isWrong = generator.unit() < (errors[id] ?? 0)
                        return JudgeTrial.Question(
                            answerID: "\(id)-\(first + answer)", taskID: "t\(first + answer)",
                            configurationID: id,
                            criterion: Criterion(
                                id: "c\(place)", axis: .factualAccuracy, weight: 20,
                                requirement: "r"),
                            positiveWeight: 100, gold: hasGold ? gold : nil,
                            rulings: [
                                JudgeTrial.Ruling(
                                    verdict: isWrong ? gold.opposite : gold, explanation: "")
                            ])
                    }
                }
            })
    }

    private static func figures(_ gold: JudgeTrial, _ run: JudgeTrial) -> CorrectedFigures {
        CorrectedFigures(gold: gold, run: run, replicates: 300, seed: 1)
    }

    @Test("A judge who errs alike on all is corrected, towards what is true")
    func allowed() throws {
        let figures = Self.figures(
            Self.trial(answers: 300, errors: ["a": 0.05, "b": 0.05]),
            Self.trial(
                answers: 100, errors: ["a": 0.05, "b": 0.05], hasGold: false, first: 1000, seed: 9))
        #expect(
            figures.allowCorrection && figures.configurations.map(\.configurationID) == ["a", "b"])
        for figure in figures.configurations {
            let corrected = try #require(figure.corrected)
            #expect(abs(corrected.mean.mean - 0.6) < 0.07)
            #expect(figure.answers == 100 && figure.incomplete == 0)
            // Nobody graded answers of this run.
            #expect(figure.predictionPowered == nil)
        }
    }

    @Test("A judge who errs more on one configuration is not corrected")
    func unequal() {
        let figures = Self.figures(
            Self.trial(answers: 200, errors: ["a": 0.02, "b": 0.18]),
            Self.trial(answers: 20, errors: ["a": 0.02, "b": 0.18], hasGold: false, seed: 9))
        #expect(!figures.allowCorrection)
        #expect(figures.configurations.allSatisfy { $0.corrected == nil })
        let obstacles = figures.conditions[.positive]?.obstacles ?? []
        guard case .unequalJudging(0, 1, _) = obstacles.first else {
            Issue.record("\(obstacles)")
            return
        }
    }

    @Test("Gold on answers of nobody's does not say that the judge errs alike on all")
    func foreignGold() {
        let figures = Self.figures(
            MadeUpTrial.random(seed: 1, error: 0),
            Self.trial(answers: 20, errors: ["a": 0.02], hasGold: false))
        #expect(
            figures.conditions[.positive]?.obstacles == [.unknownErrorRates(system: 0)])
        #expect(figures.configurations.first?.corrected == nil)
        #expect(figures.configurations.first?.judged?.count == 20)
    }

    @Test("A weak judge is not corrected")
    func weak() {
        let figures = Self.figures(
            Self.trial(answers: 100, errors: ["a": 0.35]),
            Self.trial(answers: 20, errors: ["a": 0.35], hasGold: false, seed: 9))
        guard case .weakJudge(0, _) = figures.conditions[.positive]?.obstacles.first else {
            Issue.record("a weak judge passes")
            return
        }
    }

    @Test("Answers of the run that people graded whole give a prediction-powered mean")
    func predictionPowered() throws {
        let run = Self.trial(answers: 60, errors: ["a": 0.1], seed: 5)
        let graded = run.with(run.questions.filter { Int($0.taskID.dropFirst()) ?? 0 < 20 })
        let figure = try #require(Self.figures(graded, run).configurations.first)
        let mean = try #require(figure.predictionPowered)
        #expect(mean.labelled == 20 && abs(mean.mean - 0.6) < 0.15)
        // With a criterion less, an answer is not graded whole.
        let partly = graded.with(graded.questions.filter { $0.criterion.id != "c4" })
        #expect(Self.figures(partly, run).configurations.first?.predictionPowered == nil)
    }

    @Test("Answers without all verdicts are left out and counted")
    func incomplete() {
        let run = Self.trial(answers: 5, errors: ["a": 0.1], hasGold: false)
        let holed = run.with(
            run.questions.map { question in
                question.taskID == "t0" && question.criterion.id == "c0"
                    ? question.with(
                        gold: nil,
                        rulings: [
                            JudgeTrial.Ruling(verdict: nil, explanation: "", failure: .timeout)
                        ]) : question
            })
        let figure = Self.figures(Self.trial(answers: 50, errors: ["a": 0.05]), holed)
            .configurations.first
        #expect(figure?.answers == 4 && figure?.incomplete == 1)
    }
}
