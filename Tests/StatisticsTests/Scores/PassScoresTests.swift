import Statistics
import Testing
import Vocabulary

@Suite("Scores over several passes")
struct PassScoresTests {
    private static func rubric(_ draws: inout Draws) -> Rubric {
        Rubric(
            id: "random",
            criteria: (0..<draws.count(1...12)).map { place in
                let size = 1 + draws.below(20)
                return Criterion(
                    id: "c\(place)", axis: Axis.allCases[draws.below(4)],
                    weight: place > 0 && draws.flag(0.5) ? -size : size,
                    requirement: "requirement \(place)")
            })
    }

    private static func verdicts(_ count: Int, _ draws: inout Draws) -> [Verdict] {
        (0..<count).map { _ in draws.flag() ? .met : .unmet }
    }

    @Test("Clamping before averaging never scores lower than after", arguments: 0..<100)
    func order(seed: Int) throws {
        var draws = Draws(seed)
        let rubric = Self.rubric(&draws)
        let passes = (0..<draws.count(1...5)).map { _ in
            Self.verdicts(rubric.criteria.count, &draws)
        }
        let scores = try #require(PassScores(rubric, passes: passes))
        #expect(scores.meanOfClamped >= scores.clampOfMean - 1e-12)
        #expect(scores.clampOfMean >= scores.meanUnclamped - 1e-12)
        #expect(scores.clampOfMean == min(max(scores.meanUnclamped, 0), 1))
        #expect((0...1).contains(scores.majorityScore))
        if scores.clampedCount == 0 {
            #expect(agree(scores.meanOfClamped, scores.meanUnclamped))
        }
        let single = try passes.map { try #require(PassScores(rubric, passes: [$0])) }
        #expect(agree(scores.meanOfClamped, Averages.mean(single.map(\.meanOfClamped))))
        #expect(scores.clampedCount == single.count { $0.meanUnclamped < 0 })
        // Copies of a pass change nothing, and with one pass all orders agree.
        #expect(agree(single[0].majorityScore, single[0].meanOfClamped))
        #expect(single[0].clampOfMean == single[0].meanOfClamped)
        let copies = try #require(PassScores(rubric, passes: passes + passes + passes))
        #expect(agree(copies.meanOfClamped, scores.meanOfClamped))
        #expect(copies.majorityScore == scores.majorityScore)
    }

    @Test("Contributions of the axes add up to the unclamped score", arguments: 0..<60)
    func contributions(seed: Int) throws {
        var draws = Draws(seed)
        let rubric = Self.rubric(&draws)
        let verdicts = Self.verdicts(rubric.criteria.count, &draws)
        let byID = Dictionary(uniqueKeysWithValues: zip(rubric.criteria.map(\.id), verdicts))
        let score = try TaskScore(rubric) { byID[$0] }
        #expect(agree(score.axes.reduce(0) { $0 + $1.contribution }, score.unclamped))
        #expect(agree(PassScores(rubric, passes: [verdicts])?.meanUnclamped, score.unclamped))
        #expect(score.affine >= 0 && score.affine <= 1)
    }

    @Test("An even split counts as UNMET")
    func evenSplit() throws {
        let rubric = Rubric(
            id: "r",
            criteria: [
                Criterion(
                    id: "c", axis: .factualAccuracy, weight: 3, requirement: "requirement")
            ])
        #expect(PassScores(rubric, passes: [[.met], [.unmet]])?.majorityScore == 0)
        #expect(PassScores(rubric, passes: [[.met], [.met], [.unmet]])?.majorityScore == 1)
    }

    @Test("No pass, and a pass without all verdicts, has no score")
    func undefined() {
        var draws = Draws(1)
        let rubric = Self.rubric(&draws)
        let whole = Self.verdicts(rubric.criteria.count, &draws)
        #expect(PassScores(rubric, passes: []) == nil)
        #expect(PassScores(rubric, passes: [whole, []]) == nil)
        #expect(PassScores(rubric, passes: [whole + [.met]]) == nil)
    }
}

@Suite("Scores pooled over tasks")
struct PooledScoreTests {
    @Test("With equal rubrics the pooled score is the mean, with its error", arguments: Draws.seeds)
    func equalWeights(seed: Int) throws {
        var draws = Draws(seed)
        let scores = draws.scores(draws.count(2...20))
        let pooled = try #require(PooledScore(scores.map { ($0 * 40, 40) }))
        let mean = try #require(MeanEstimate(scores))
        #expect(agree(pooled.value, mean.mean))
        #expect(agree(pooled.standardError, mean.standardError))
        #expect(agree(pooled.jackknifeError, mean.standardError))
    }

    @Test("Over many tasks both errors agree, and near the truth")
    func many() throws {
        var draws = Draws(2)
        let tasks = (0..<300).map { _ -> (raw: Double, positive: Double) in
            let weight = 20 + 80 * draws.unit()
            return (weight * (0.3 + 0.4 * draws.unit()), weight)
        }
        let pooled = try #require(PooledScore(tasks))
        let (linear, jackknife) = (
            try #require(pooled.standardError), try #require(pooled.jackknifeError)
        )
        #expect(abs(linear / jackknife - 1) < 0.01)
        #expect(abs(pooled.value - 0.5) < 4 * linear)
    }

    @Test(
        "What is undefined is nil",
        arguments: [
            ([], false, false, false), ([(1, 0)], false, false, false),
            ([(1, 2)], true, false, false), ([(1, 2), (1, 4)], true, true, true),
            ([(1, 2), (1, 0)], true, true, false), ([(.nan, 2), (1, 4)], false, false, false),
            ([(1, .infinity), (1, 4)], false, false, false),
        ] as [([(Double, Double)], Bool, Bool, Bool)])
    func undefined(
        tasks: [(Double, Double)], hasValue: Bool, hasError: Bool, hasJackknife: Bool
    ) {
        let pooled = PooledScore(tasks.map { (raw: $0.0, positive: $0.1) })
        #expect((pooled != nil) == hasValue)
        #expect((pooled?.standardError != nil) == hasError)
        #expect((pooled?.jackknifeError != nil) == hasJackknife)
        #expect(isDefinedOrNil(pooled?.value, pooled?.standardError, pooled?.jackknifeError))
    }
}
