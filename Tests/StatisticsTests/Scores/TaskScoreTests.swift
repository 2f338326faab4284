import Statistics
import Testing
import Vocabulary

@Suite("Scores of one answer in one pass")
struct TaskScoreTests {
    /// The worked example of the method specification.
    private static let weights = [10, 8, -15, 8, -10, 10, -10, 5, 5]
    private static let axes: [Axis] = [
        .factualAccuracy, .factualAccuracy, .factualAccuracy, .breadthAndDepth, .breadthAndDepth,
        .presentationQuality, .presentationQuality, .citationQuality, .citationQuality,
    ]
    private static let mixed = [true, false, true, true, false, true, true, true, false]

    private static let rubric = Rubric(
        id: "worked",
        criteria: zip(weights, axes).enumerated().map { index, pair in
            Criterion(
                id: "c\(index)", axis: pair.1, weight: pair.0, requirement: "requirement \(index)")
        })

    private static func score(_ met: [Bool]) throws -> TaskScore {
        let verdicts = Dictionary(
            uniqueKeysWithValues: zip(rubric.criteria, met).map {
                ($0.id, $1 ? Verdict.met : .unmet)
            })
        return try TaskScore(rubric) { verdicts[$0] }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let met: [Bool]
        let raw: Double
        let unclamped: Double
        let normalized: Double
        let passRate: Double
        var testDescription: String { name }
    }

    @Test(
        "The worked examples come out to the last digit",
        arguments: [
            Case(
                name: "mixed", met: mixed, raw: 8, unclamped: 0.17391304347826086,
                normalized: 0.17391304347826086, passRate: 0.5555555555555556),
            Case(
                name: "blank answer", met: Array(repeating: false, count: 9), raw: 0, unclamped: 0,
                normalized: 0, passRate: 0.3333333333333333),
            Case(
                name: "perfect", met: weights.map { $0 > 0 }, raw: 46, unclamped: 1,
                normalized: 1, passRate: 1),
            Case(
                name: "worst", met: weights.map { $0 < 0 }, raw: -35,
                unclamped: -0.7608695652173914, normalized: 0, passRate: 0),
        ])
    func workedExamples(example: Case) throws {
        let score = try Self.score(example.met)
        #expect(abs(score.raw - example.raw) < 1e-12)
        #expect(score.positiveWeight == 46)
        #expect(abs(score.unclamped - example.unclamped) < 1e-12)
        #expect(abs(score.normalized - example.normalized) < 1e-12)
        #expect(abs(score.passRate - example.passRate) < 1e-12)
    }

    @Test("Axis scores are clamped, contributions add up to the unclamped score")
    func axes() throws {
        let score = try Self.score(Self.mixed)
        let expected: [(Axis, Double, Double)] = [
            (.factualAccuracy, 0, -0.10869565217391304),
            (.breadthAndDepth, 1, 0.17391304347826086), (.presentationQuality, 0, 0),
            (.citationQuality, 0.5, 0.10869565217391304),
        ]
        for (axis, value, contribution) in expected {
            let part = try #require(score.axes.first { $0.axis == axis })
            #expect(abs(try #require(part.score) - value) < 1e-12)
            #expect(abs(part.contribution - contribution) < 1e-12)
        }
        let sum = score.axes.reduce(0) { $0 + $1.contribution }
        #expect(abs(sum - 0.17391304347826086) < 1e-12)
    }

    @Test("Each pass is clamped before passes are averaged")
    func aggregationOrder() throws {
        let passes = [
            Self.mixed, [false, false, true, false, true, false, true, true, false],
            [true, true, false, true, false, true, true, true, false],
        ]
        let scores = try passes.map { try Self.score($0).normalized }
        let expected = [0.17391304347826086, 0, 0.6739130434782609]
        for (score, value) in zip(scores, expected) { #expect(abs(score - value) < 1e-12) }
        #expect(abs(try #require(Averages.mean(scores)) - 0.2826086956521739) < 1e-12)
    }

    @Test("A missing verdict is an error that names the criterion, and bounds say the rest")
    func missing() {
        let verdicts = Dictionary(
            uniqueKeysWithValues: zip(Self.rubric.criteria, Self.mixed).map {
                ($0.id, $1 ? Verdict.met : .unmet)
            }
        ).filter { $0.key != "c1" && $0.key != "c2" }
        #expect(throws: ScoringError.missing(criterionIDs: ["c1", "c2"])) {
            try TaskScore(Self.rubric) { verdicts[$0] }
        }
        let bounds = ScoreBounds(Self.rubric) { verdicts[$0] }
        #expect(abs(bounds.adverse.normalized - 0.17391304347826086) < 1e-12)
        #expect(abs(bounds.favourable.normalized - 0.6739130434782609) < 1e-12)
        #expect(abs(bounds.unresolvedWeightShare - 0.2839506172839506) < 1e-12)
    }

    @Test("Bounds of the pass rate count what is missing as failed, then as passed")
    func passRateBounds() {
        let bounds = ScoreBounds(Self.rubric) { id in
            id == "c1" || id == "c2" ? nil : Self.mixed[Int(id.dropFirst()) ?? 0] ? .met : .unmet
        }
        #expect(abs(bounds.adverse.passRate - 5.0 / 9) < 1e-12)
        #expect(abs(bounds.favourable.passRate - 7.0 / 9) < 1e-12)
    }

    @Test("Without a missing verdict both bounds are the score")
    func noBounds() throws {
        let score = try TaskScore(Self.rubric) { _ in .met }
        let bounds = ScoreBounds(Self.rubric) { _ in .met }
        #expect(bounds.adverse == score && bounds.favourable == score)
        #expect(bounds.unresolvedWeightShare == 0)
    }

    @Test("The error says which criteria it is about")
    func missingDescription() {
        #expect(
            ScoringError.missing(criterionIDs: ["c1"]).description
                == "There is no verdict on criterion c1")
        #expect(
            ScoringError.missing(criterionIDs: ["c1", "c2"]).description
                == "There is no verdict on criteria c1, c2")
    }

    @Test("A score becomes a record with the same figures")
    func record() throws {
        let score = try Self.score(Self.mixed)
        let record = ScoreRecord(answerKey: "k", judgeID: "j", pass: 2, score: score)
        #expect(
            record
                == ScoreRecord(
                    answerKey: "k", judgeID: "j", pass: 2, raw: 8, positiveWeight: 46,
                    normalized: score.normalized, unclamped: score.unclamped,
                    passRate: score.passRate, axes: score.axes))
    }

    @Test("An axis without positive weight has a contribution and no score")
    func negativeAxis() throws {
        let rubric = Rubric(
            id: "r",
            criteria: [
                Criterion(id: "a", axis: .factualAccuracy, weight: 10, requirement: "x"),
                Criterion(id: "b", axis: .citationQuality, weight: -5, requirement: "y"),
            ])
        let score = try TaskScore(rubric) { _ in .met }
        let citation = try #require(score.axes.last)
        #expect(citation.axis == .citationQuality)
        #expect(citation.score == nil)
        #expect(citation.contribution == -0.5)
    }

    @Test("Whatever the verdicts, the rules of the score hold", arguments: 0..<200)
    func rules(seed: Int) throws {
        var generator = SplitMix(state: UInt64(seed))
        let met = Self.weights.map { _ in Bool.random(using: &generator) }
        let score = try Self.score(met)
        #expect((0...1).contains(score.normalized))
        #expect(score.unclamped <= 1)
        #expect((0...1).contains(score.passRate))
        let sum = score.axes.reduce(0) { $0 + $1.contribution }
        #expect(abs(sum - score.unclamped) < 1e-12)
        // Meeting one more positive criterion, or one fewer negative, never lowers a score.
        for index in met.indices where met[index] != (Self.weights[index] > 0) {
            var better = met
            better[index].toggle()
            let improved = try Self.score(better)
            #expect(improved.normalized >= score.normalized)
            #expect(improved.passRate > score.passRate)
        }
    }

    @Test(
        "Whatever the rubric, bounds contain what the missing verdicts turn out to be",
        arguments: 0..<200)
    func boundsHold(seed: Int) throws {
        var generator = SplitMix(state: UInt64(seed))
        let rubric = Self.rubric(drawnWith: &generator)
        var known: [String: Verdict] = [:]
        var all: [String: Verdict] = [:]
        for criterion in rubric.criteria {
            all[criterion.id] = Bool.random(using: &generator) ? .met : .unmet
            if generator.next() % 3 > 0 { known[criterion.id] = all[criterion.id] }
        }
        let score = try TaskScore(rubric) { all[$0] }
        let bounds = ScoreBounds(rubric) { known[$0] }
        #expect(bounds.adverse.unclamped <= score.unclamped)
        #expect(score.unclamped <= bounds.favourable.unclamped)
        #expect(bounds.adverse.passRate <= score.passRate)
        #expect(score.passRate <= bounds.favourable.passRate)
        #expect((bounds.unresolvedWeightShare == 0) == (known.count == all.count))
    }

    /// One to twelve criteria, the first of them positive.
    private static func rubric(drawnWith generator: inout SplitMix) -> Rubric {
        Rubric(
            id: "drawn",
            criteria: (0...Int(generator.next() % 12)).map { index in
                let size = Int.random(in: 1...20, using: &generator)
                let isNegative = index > 0 && Bool.random(using: &generator)
                return Criterion(
                    id: "c\(index)", axis: Axis.allCases[index % 4],
                    weight: isNegative ? -size : size, requirement: "")
            })
    }
}

/// A small seeded generator (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
