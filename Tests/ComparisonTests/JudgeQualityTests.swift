import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("What a trial says of one judge")
struct JudgeQualityTests {
    private static func quality(_ trial: JudgeTrial) -> JudgeQuality {
        JudgeQuality(trial, replicates: 200, seed: 1)
    }

    @Test("Agreement, score error and mistakes are those that were worked out by hand")
    func worked() throws {
        let quality = Self.quality(
            MadeUpTrial.trial([
                MadeUpTrial.question("a", "c1", weight: 10, gold: .met, [.met]),
                MadeUpTrial.question("a", "c2", weight: 20, gold: .met, [.unmet]),
                MadeUpTrial.question("b", "c1", weight: 10, gold: .unmet, [.unmet]),
                MadeUpTrial.question("b", "c3", weight: -30, gold: .unmet, [.met]),
                MadeUpTrial.question("b", "c4", weight: -5, gold: .met, [nil]),
            ]))
        let overall = try #require(quality.overall)
        #expect(overall.labels == 5 && overall.labelsMet == 3 && overall.answers == 2)
        #expect(
            overall.counts
                == AgreementCounts(
                    truePositives: 1, falsePositives: 1, falseNegatives: 1, trueNegatives: 1))
        #expect(overall.value(.agreement) == 0.5 && overall.value(.kappa) == 0)
        #expect(overall.constantVerdict.verdict == .met)
        #expect(abs(overall.constantVerdict.agreement - 0.6) < 1e-12)
        let errors = try #require(quality.errors)
        // −20 of 100 on a, −30 of 100 on b.
        #expect(errors.answers.map(\.mean) == [-20, -30])
        #expect(errors.bias?.mean == -25 && errors.absolute?.mean == 25)
        #expect(errors.misjudged.estimate == 50.0 / 70)
        #expect(errors.coveredWeight == 40.0 / 200)
        #expect(quality.mistakes.map(\.question.criterion.id) == ["c3", "c2"])
        #expect(quality.mistakes.map(\.points) == [30, 20])
        #expect(quality.mistakes.first?.explanation == "said MET")
        #expect(quality.effort.missing == [.unreadable: 1] && quality.effort.missingCount == 1)
        #expect(quality.effort.costPerThousand == USD(125))
        #expect(quality.stability == nil)
    }

    @Test("Undefined is nil, not 0: recall and J where nothing is MET by gold")
    func undefined() throws {
        let quality = Self.quality(
            MadeUpTrial.trial([
                MadeUpTrial.question("a", "c1", gold: .unmet, [.unmet]),
                MadeUpTrial.question("b", "c1", gold: .unmet, [.met]),
            ]))
        let overall = try #require(quality.overall)
        #expect(overall.value(.recall) == nil && overall.value(.youden) == nil)
        #expect(overall.value(.specificity) == 0.5 && overall.value(.matthews) == nil)
        #expect(Self.quality(MadeUpTrial.trial([])).overall == nil)
        #expect(Self.quality(MadeUpTrial.trial([])).errors == nil)
        #expect(Self.quality(MadeUpTrial.trial([])).effort.missingShare == nil)
        let without = Self.quality(
            MadeUpTrial.trial([MadeUpTrial.question("a", "c1", gold: nil, [.met])]))
        #expect(without.overall == nil && without.slices.isEmpty && without.mistakes.isEmpty)
    }

    @Test("A missing verdict is neither UNMET nor an error", arguments: [Verdict.met, .unmet])
    func missing(gold: Verdict) throws {
        let quality = Self.quality(
            MadeUpTrial.trial(
                [
                    MadeUpTrial.question("a", "c1", gold: gold, [nil, gold]),
                    MadeUpTrial.question("b", "c1", gold: gold.opposite, [nil, gold.opposite]),
                ], repeats: 2))
        let overall = try #require(quality.overall)
        #expect(overall.counts.count == 2 && overall.value(.agreement) == 1)
        #expect(overall.byRepeat.map(\.count) == [0, 2])
        #expect(quality.errors?.answers.map(\.errors) == [[nil, 0], [nil, 0]])
        #expect(quality.effort.missingShare == 0.5 && quality.stability == nil)
    }

    @Test("A perfect judge agrees throughout and makes no score error", arguments: 0..<5)
    func perfect(seed: UInt64) throws {
        let quality = Self.quality(MadeUpTrial.random(seed: seed, error: 0, missing: 0))
        for slice in quality.slices {
            #expect(slice.agreement.value(.agreement) == 1 && slice.agreement.value(.bias) == 0)
            // Nothing is known of a judge's errors who made none.
            #expect(slice.agreement.interval(.agreement) == nil)
        }
        #expect(quality.overall?.value(.kappa) == 1 && quality.overall?.value(.youden) == 1)
        #expect(quality.errors?.bias?.mean == 0 && quality.errors?.absolute?.mean == 0)
        #expect(quality.errors?.misjudged.estimate == 0 && quality.mistakes.isEmpty)
        #expect(quality.stability?.unstable == 0 && quality.stability?.deviation == 0)
        #expect(quality.precision == nil)
    }

    @Test("The order of the questions changes nothing", arguments: 0..<5)
    func orderOfQuestions(seed: UInt64) throws {
        let trial = MadeUpTrial.random(seed: seed)
        let first = Self.quality(trial)
        let second = Self.quality(trial.with(trial.questions.reversed()))
        #expect(first.slices.count == second.slices.count)
        for (a, b) in zip(first.slices, second.slices) {
            #expect(a.agreement.counts == b.agreement.counts)
            for coefficient in AgreementCoefficient.allCases {
                #expect(a.agreement.interval(coefficient) == b.agreement.interval(coefficient))
            }
        }
        #expect(first.errors?.bias == second.errors?.bias)
        #expect(first.errors?.limits == second.errors?.limits)
        #expect(first.stability?.disagreement == second.stability?.disagreement)
        #expect(first.precision?.labelsNeeded == second.precision?.labelsNeeded)
        #expect(
            first.mistakes.map(\.question.criterion.id)
                == second.mistakes.map(\.question.criterion.id))
    }

    @Test("The order of the repeats changes the repeats alone", arguments: 0..<5)
    func orderOfRepeats(seed: UInt64) throws {
        let trial = MadeUpTrial.random(seed: seed)
        let first = Self.quality(trial)
        let second = Self.quality(
            trial.with(
                trial.questions.map { $0.with(gold: $0.gold, rulings: $0.rulings.reversed()) })
        )
        let (a, b) = (try #require(first.overall), try #require(second.overall))
        #expect(a.byRepeat == b.byRepeat.reversed())
        #expect(a.counts == b.counts && a.majority == b.majority)
        #expect(a.interval(.kappa) == b.interval(.kappa))
        let (mean, other) = (first.errors?.bias?.mean ?? 0, second.errors?.bias?.mean ?? 1)
        #expect(abs(mean - other) < 1e-9)
        #expect(first.stability?.disagreement == second.stability?.disagreement)
        #expect(first.mistakes.map(\.points) == second.mistakes.map(\.points))
    }

    @Test("With MET and UNMET in each other's place, recall and specificity swap", arguments: 0..<5)
    func relabelled(seed: UInt64) throws {
        let trial = MadeUpTrial.random(seed: seed)
        let turned = trial.with(
            trial.questions.map { question in
                question.with(
                    gold: question.gold?.opposite,
                    rulings: question.rulings.map {
                        JudgeTrial.Ruling(
                            verdict: $0.verdict?.opposite, explanation: "", failure: $0.failure)
                    })
            })
        let a = try #require(Self.quality(trial).overall)
        let b = try #require(Self.quality(turned).overall)
        #expect(b.counts == a.counts.inverted)
        for same in [AgreementCoefficient.agreement, .pabak, .balancedAccuracy] {
            #expect(a.value(same) == b.value(same))
        }
        for near in [AgreementCoefficient.kappa, .ac1, .matthews] {
            #expect(abs((a.value(near) ?? 0) - (b.value(near) ?? 1)) < 1e-12)
        }
        #expect(a.value(.recall) == b.value(.specificity))
        let (bias, other) = (try #require(a.value(.bias)), try #require(b.value(.bias)))
        #expect(abs(bias + other) < 1e-12)
        let errors = (Self.quality(trial).errors, Self.quality(turned).errors)
        let (mean, back) = (
            try #require(errors.0?.bias?.mean), try #require(errors.1?.bias?.mean)
        )
        #expect(abs(mean + back) < 1e-9)
        #expect(errors.0?.misjudged.estimate == errors.1?.misjudged.estimate)
    }

    @Test("Two judgings that part on half of all criteria disagree as coins do")
    func stability() throws {
        let quality = Self.quality(
            MadeUpTrial.trial(
                [
                    MadeUpTrial.question("a", "c1", gold: nil, [.met, .unmet]),
                    MadeUpTrial.question("a", "c2", gold: nil, [.met, .met]),
                    MadeUpTrial.question("b", "c1", weight: -1, gold: nil, [.unmet, .met]),
                    MadeUpTrial.question("b", "c2", gold: nil, [.unmet, .unmet]),
                ], repeats: 2))
        let stability = try #require(quality.stability)
        #expect(stability.unstable == 0.5 && stability.disagreement.estimate == 0.5)
        #expect(stability.expectedFlip == 0.25 && stability.deviation == 0.5)
        #expect(quality.stabilityByPolarity[.negative]?.questions == 1)
        #expect(quality.stabilityByPolarity[.negative]?.deviation == nil)
        // 2q(1 − q) = 0.18 for q = 0.1, of which a majority of three makes 0.028.
        #expect(abs(MajorityVote.error(runs: 3, deviation: 0.1) - 0.028) < 1e-12)
    }

    @Test("The budget of labels counts answers that are right or wrong as a whole as one label")
    func precision() throws {
        let questions = (0..<10).flatMap { answer in
            (0..<4).map { place in
                MadeUpTrial.question(
                    "a\(answer)", "c\(place)", gold: .met, [answer == 0 ? .unmet : .met])
            }
        }
        let precision = try #require(Self.quality(MadeUpTrial.trial(questions)).precision)
        #expect(precision.labels == 40 && precision.answers == 10)
        #expect(abs(precision.designEffect - 4) < 1e-9)
        // 385 independent labels at 90 percent, times four.
        #expect((1536...1540).contains(precision.labelsNeeded))
        #expect(precision.answersNeeded == (precision.labelsNeeded + 3) / 4)
    }

    @Test("A threshold is kept at its limit, and what can't be said keeps none")
    func thresholds() {
        let quality = Self.quality(
            MadeUpTrial.trial([
                MadeUpTrial.question("a", "c1", gold: .met, [.met]),
                MadeUpTrial.question("b", "c1", gold: .met, [.unmet]),
            ]))
        func isKept(_ measure: JudgeThreshold.Measure, _ limit: Double) -> Bool {
            JudgeThreshold(measure, limit: limit).check(quality).isKept
        }
        #expect(isKept(.agreement, 0.5) && !isKept(.agreement, 0.51))
        #expect(isKept(.scoreError, 5) && !isKept(.scoreError, 4.9))
        #expect(isKept(.scoreBias, 5) && !isKept(.scoreBias, 4.9))
        #expect(isKept(.missingVerdicts, 0) && !isKept(.youden, -1))
        #expect(!isKept(.disagreement, 1))
    }
}
