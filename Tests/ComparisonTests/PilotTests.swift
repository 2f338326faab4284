import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("What a pilot says of a design")
struct PilotTests {
    /// By configuration, task and answer the scores of the passes.
    private static func pilot(
        _ a: [[[Double]]], _ b: [[[Double]]], cost: Double? = 2, judgeCost: Double? = 0.5
    ) -> (ConfigurationScores, ConfigurationScores) {
        let configurations = ["a", "b"].map(MadeUp.configuration)
        let tasks = (0..<max(a.count, b.count)).map { TaskSummary(id: "t\($0)", domain: "d") }
        let units = [("a", a), ("b", b)].flatMap { id, cells in
            zip(tasks, cells).flatMap { task, answers in
                answers.enumerated().map { generation, passes in
                    MadeUp.unit(
                        id, task.id, generation: generation, cost: cost, judgeCost: judgeCost,
                        scores: passes.enumerated().map { MadeUp.score($1, pass: $0) })
                }
            }
        }
        let results = MadeUp.results(configurations, tasks: tasks, units: units)
        let scores = configurations.map { ConfigurationScores($0, in: results) }
        return (scores[0], scores[1])
    }

    private static func variance(_ a: [[[Double]]], _ b: [[[Double]]]) -> PilotVariance? {
        let (first, second) = pilot(a, b)
        return PilotVariance(first, second)
    }

    @Test("One answer and one pass give the variance of the task's differences and no more")
    func single() throws {
        let found = try #require(
            Self.variance([[[0.5]], [[0.7]], [[0.9]]], [[[0.4]], [[0.5]], [[0.6]]]))
        // d = 0.1, 0.2, 0.3
        #expect(abs(found.task - 0.01) < 1e-12 && found.answer == nil && found.pass == nil)
        #expect(abs(found.deviation(generations: 1, passes: 1) - 0.1) < 1e-12)
    }

    @Test("Repeats tell the parts apart, and are those of the differences")
    func parts() throws {
        let a = [
            [[0.5, 0.6], [0.7, 0.7]], [[0.2, 0.2], [0.3, 0.5]], [[0.9, 0.8], [0.9, 0.9]],
        ]
        let b = [
            [[0.1, 0.1], [0.2, 0.1]], [[0.2, 0.1], [0.2, 0.2]], [[0.3, 0.3], [0.2, 0.3]],
        ]
        let found = try #require(Self.variance(a, b))
        let parts = try #require(
            VarianceComponents(
                zip(a, b).map { zip($0, $1).map { zip($0, $1).map { $0 - $1 } } }))
        #expect(abs(found.task - parts.task) < 1e-12)
        #expect(abs((found.answer ?? 9) - (parts.generation ?? 8)) < 1e-12)
        #expect(abs((found.pass ?? 9) - (parts.pass ?? 8)) < 1e-12)
    }

    @Test("Tasks that one of the two has not in full are left out")
    func whole() throws {
        let found = try #require(
            Self.variance(
                [[[0.5, 0.5]], [[0.9]], [[0.7, 0.7]]],
                [[[0.4, 0.4]], [[0.1, 0.2]], [[0.4, 0.4]]]))
        // d = 0.1 and 0.3 with no spread between passes.
        #expect(abs(found.task - 0.02) < 1e-12 && found.pass == 0)
        let halves = try #require(
            Self.variance(
                [[[0.5, 0.5]], [[0.9]], [[0.7, 0.7]]], [[[0.4, 0.4]], [[0.1]], [[0.4, 0.4]]]))
        #expect(abs(halves.task - 0.02) < 1e-12)
    }

    @Test("Fewer than two tasks, and equal differences, say nothing")
    func undefined() {
        #expect(Self.variance([[[0.5]]], [[[0.4]]]) == nil)
        #expect(Self.variance([], []) == nil)
        #expect(Self.variance([[[0.5]], [[0.6]]], [[[0.4]], [[0.5]]]) == nil)
        #expect(Self.variance([[[]], [[]]], [[[]], [[]]]) == nil)
        // Twice as many passes on one side: no pass against which to set the second.
        #expect(Self.variance([[[0.5, 0.6]], [[0.9, 0.8]]], [[[0.4]], [[0.1]]]) == nil)
    }

    @Test(
        "More answers shrink their own part and the passes' under it, what is not known apart stays",
        arguments: [
            (0.04, 0.02, 0.01, 2, 5, 0.04 + 0.01 + 0.001), (0.04, nil, 0.01, 1, 5, 0.042),
            (0.04, 0.02, nil, 4, 3, 0.045), (0.04, nil, nil, 3, 3, 0.04),
            (0.04, nil, 0.01, 3, 5, 0.042),
        ] as [(Double, Double?, Double?, Int, Int, Double)])
    func deviation(
        task: Double, answer: Double?, pass: Double?, generations: Int, passes: Int, square: Double
    ) {
        let variance = PilotVariance(task: task, answer: answer, pass: pass)
        let deviation = variance.deviation(generations: generations, passes: passes)
        #expect(abs(deviation * deviation - square) < 1e-12)
    }

    @Test("A design costs its answers and the passes over them, of both configurations")
    func cost() throws {
        let (a, b) = Self.pilot([[[0.5, 0.5]], [[0.7, 0.7]]], [[[0.4, 0.4]], [[0.5, 0.5]]])
        let cost = try #require(DesignCost(a, b))
        // $0.50 of judging for two passes.
        #expect(cost == DesignCost(answers: 4, pass: 0.5))
        #expect(cost.total(StudyDesign(tasks: 10, generations: 2, passes: 3)) == 110)
    }

    @Test("A cost that is not known makes none", arguments: [nil, .nan, .infinity] as [Double?])
    func unknown(cost: Double?) {
        let (a, b) = Self.pilot([[[0.5]]], [[[0.4]]], cost: cost)
        #expect(DesignCost(a, b) == nil)
        let (c, d) = Self.pilot([[[0.5]]], [[[0.4]]], judgeCost: cost)
        #expect(DesignCost(c, d) == nil)
        let (e, f) = Self.pilot([[[]]], [[[0.4]]])
        #expect(DesignCost(e, f) == nil)
    }
}
