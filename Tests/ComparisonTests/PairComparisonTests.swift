import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Two configurations side by side")
struct PairComparisonTests {
    private static func pair(
        _ a: [Double?], _ b: [Double?], costs: [String: Double?] = [:]
    ) -> PairComparison {
        let scores = MadeUp.scores(["a": a, "b": b], costs: costs)
        return PairComparison(scores[0], scores[1], seed: 1)
    }

    @Test("Only tasks that both have scores for are compared, and the others are named")
    func matched() throws {
        let pair = Self.pair([0.5, nil, 0.9, 0.4], [0.3, 0.6, nil, 0.3])
        #expect(pair.common == ["t0", "t3"] && pair.dropped == ["t1", "t2"])
        #expect((pair.a.id, pair.b.id) == ("a", "b"))
        let difference = try #require(pair.difference)
        #expect(abs(difference.mean - 0.15) < 1e-12)
        // With lost answers as 0: (0.2 − 0.6 + 0.9 + 0.1) ÷ 4.
        #expect(abs(try #require(pair.intentionToTreat).mean - 0.15) < 1e-12)
        #expect(pair.intentionToTreat?.count == 4)
    }

    @Test("Without a task in common there is nothing to say")
    func noneCommon() {
        let pair = Self.pair([0.5, nil], [nil, 0.6])
        #expect(pair.common.isEmpty && pair.dropped == ["t0", "t1"])
        #expect(pair.difference == nil && pair.signFlip == nil && pair.wilcoxon == nil)
        #expect(pair.pValue == nil && pair.detectable == nil)
        #expect(pair.leaveOneOut == nil)
        // 0.5 − 0 and 0 − 0.6: the scores that are ranked can be told apart or not all the same.
        #expect(pair.intentionToTreat?.count == 2)
        #expect(pair.pForRanks != nil && !pair.dependsOnLostAnswers)
    }

    @Test("Where which tasks are counted decides, the comparison says so")
    func lostAnswers() {
        // The first answers only what it is good at.
        let pair = Self.pair([0.9, 0.91, 0.92, nil, nil, nil], [0.5, 0.52, 0.51, 0.5, 0.5, 0.5])
        #expect((pair.difference?.mean ?? 0) > 0.3 && (pair.intentionToTreat?.mean ?? 0) < 0)
        #expect(pair.dependsOnLostAnswers)
        let whole = Self.pair([0.9, 0.8, 0.7], [0.5, 0.52, 0.51])
        #expect(!whole.dependsOnLostAnswers)
    }

    @Test("One task in common has a difference, and nothing to measure it by")
    func oneCommon() throws {
        let pair = Self.pair([0.5, nil], [0.3, 0.6])
        #expect(abs(try #require(pair.difference).mean - 0.2) < 1e-12)
        #expect(pair.difference?.interval() == nil && pair.difference?.pValue == nil)
        #expect(pair.detectable == nil && pair.leaveOneOut == nil)
        #expect(pair.pValue == 1)
    }

    @Test("Equal differences have no t test; the sign flip speaks in its place")
    func equal() throws {
        let apart = Self.pair([0.6, 0.7, 0.8], [0.5, 0.6, 0.7])
        #expect(apart.difference?.pValue == nil && apart.difference?.interval() == nil)
        #expect(apart.pForRanks == 0.25 && apart.detectable == nil)
        let same = Self.pair([0.6, 0.7], [0.6, 0.7])
        #expect(same.pForRanks == 1 && same.difference?.mean == 0)
        #expect(same.difference?.ties == 2)
    }

    @Test("The t test decides where there is one")
    func ranks() throws {
        let pair = Self.pair([0.6, 0.8, 0.9], [0.5, 0.6, 0.6])
        // d = 0.1, 0.2, 0.3: t = 0.2 ÷ (0.1 ÷ √3) = 3.4641 on 2 degrees of freedom.
        let p = try #require(pair.pValue)
        #expect(abs(p - 0.0741799) < 1e-6)
        #expect(pair.pForRanks == p)
        #expect(pair.signFlip?.pValue == 0.25)
    }

    @Test("What can be found is the difference that the t test finds four times in five")
    func detectable() throws {
        let a = (0..<100).map { 0.5 + ($0 % 2 == 0 ? 0.1 : -0.1) }
        let pair = Self.pair(a, Array(repeating: 0.5, count: 100))
        let deviation = try #require(pair.difference?.standardDeviation)
        // 0.2829 standard deviations for 100 tasks.
        #expect(abs(try #require(pair.detectable) - 0.2829 * deviation) < 1e-5)
    }

    @Test("The task on which a result hangs most is named, on either side")
    func leaveOneOut() throws {
        let range = try #require(Self.pair([0.9, 0.5, 0.1], [0.3, 0.4, 0.4]).leaveOneOut)
        // d = 0.6, 0.1, −0.3
        #expect(range.low.task == "t0" && abs(range.low.mean + 0.1) < 1e-12)
        #expect(range.high.task == "t2" && abs(range.high.mean - 0.35) < 1e-12)
    }

    @Test("Swapping the two turns the signs and keeps p")
    func swapped() throws {
        let (a, b) = (MadeUp.around(0.6, tasks: 12), MadeUp.around(0.5, tasks: 12, phase: 2))
        let (one, other) = (Self.pair(a, b), Self.pair(b, a))
        #expect(abs((one.difference?.mean ?? 9) + (other.difference?.mean ?? 9)) < 1e-12)
        #expect(one.pValue == other.pValue)
        #expect(one.wilcoxon?.pValue == other.wilcoxon?.pValue)
    }

    @Test("Random flips are the same for the same seed")
    func seed() {
        let scores = MadeUp.scores([
            "a": MadeUp.around(0.52, tasks: 40), "b": MadeUp.around(0.5, tasks: 40, phase: 1),
        ])
        func p(_ seed: UInt64) -> Double? {
            PairComparison(scores[0], scores[1], seed: seed).signFlip?.pValue
        }
        #expect(p(3) == p(3) && p(3) != p(4))
    }

    @Test("Differences that are only rounding are ties to the signed rank test")
    func rounding() {
        let pair = Self.pair([0.1 + 0.2, 0.5, 0.7], [0.3, 0.4, 0.5])
        // Two differences above 0 are left: the smallest p of two is ½.
        #expect(pair.wilcoxon?.pValue == 0.5)
    }
}

@Suite("How many times as much one costs as another")
struct CostRatioTests {
    private static func ratio(_ a: [Double?], _ b: [Double?]) -> CostRatio? {
        let tasks = a.indices.map { TaskSummary(id: "t\($0)", domain: "d") }
        let units = [("a", a), ("b", b)].flatMap { id, costs in
            zip(tasks, costs).map { MadeUp.unit(id, $0.id, cost: $1) }
        }
        let results = MadeUp.results(
            ["a", "b"].map(MadeUp.configuration), tasks: tasks, units: units)
        let scores = results.configurations.map { ConfigurationScores($0, in: results) }
        return CostRatio(scores[0], over: scores[1])
    }

    @Test("It is a ratio of means over the tasks where both costs are known")
    func means() throws {
        let ratio = try #require(Self.ratio([1, 9, 5, nil, .infinity], [1, 4, nil, 7, 1]))
        // (1 + 9) ÷ (1 + 4), where the mean of ratios is 1.625.
        #expect(ratio.tasks == 2 && ratio.ratio == 2)
        let interval = try #require(ratio.interval)
        #expect((interval.low ?? 9) < 2 && (interval.high ?? 0) > 2)
    }

    @Test("One task, or the same ratio on every one, gives a ratio and no interval")
    func noSpread() {
        #expect(Self.ratio([3, 6, 1.5], [1, 2, 0.5])?.ratio == 3)
        #expect(Self.ratio([3, 6, 1.5], [1, 2, 0.5])?.interval == nil)
        #expect(Self.ratio([3, nil], [2, 1])?.ratio == 1.5)
        #expect(Self.ratio([3, nil], [2, 1])?.interval == nil)
    }

    @Test(
        "Against nothing, the unknown, and what is no number there is no ratio",
        arguments: [
            ([1, 1], [0, 0]), ([1, nil], [nil, 1]), ([.nan, .nan], [1, 1]), ([1], [.infinity]),
            ([], []),
        ] as [([Double?], [Double?])])
    func undefined(a: [Double?], b: [Double?]) {
        #expect(Self.ratio(a, b) == nil)
    }

    @Test("What costs nothing costs 0 times as much, without an interval")
    func free() {
        #expect(Self.ratio([0, 0], [1, 1])?.ratio == 0)
        #expect(Self.ratio([0, 0], [1, 1])?.interval == nil)
    }
}
