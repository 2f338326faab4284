import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("What a run says of one configuration")
struct ConfigurationScoresTests {
    private static let solo = MadeUp.configuration("a")
    private static let tasks = ["t1", "t2", "t3"].map {
        TaskSummary(id: $0, domain: $0 == "t3" ? "Law" : "Finance")
    }

    private static func unit(
        _ task: String, generation: Int = 0, _ status: AnswerStatus? = .ok,
        _ scores: [ScoreRecord] = []
    ) -> UnitResult {
        MadeUp.unit("a", task, generation: generation, status, scores: scores)
    }

    private static func scores(_ units: [UnitResult]) -> ConfigurationScores {
        ConfigurationScores(solo, in: MadeUp.results([solo], tasks: tasks, units: units))
    }

    private static func close(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-12 } ?? false
    }

    @Test("Passes are averaged, then answers, then tasks, each pass clamped on its own")
    func order() {
        let scores = Self.scores([
            Self.unit("t1", .ok, [MadeUp.score(-0.6), MadeUp.score(0.6, pass: 1)]),
            Self.unit("t1", generation: 1, .ok, [MadeUp.score(0.9)]),
            Self.unit("t2", .ok, [MadeUp.score(0.2)]), Self.unit("t3", .ok, [MadeUp.score(0.1)]),
        ])
        // t1: (mean(0, 0.6) + 0.9) ÷ 2 = 0.6, where all passes alike would give 0.5.
        #expect(Self.close(scores.tasks[0].score, 0.6))
        #expect(Self.close(scores.tasks[0].completed, 0.6))
        #expect(Self.close(scores.tasks[0].unclamped, 0.45))
        #expect(Self.close(scores.score, 0.3))
        #expect(Self.close(scores.passRate, 0.3))
        #expect(Self.close(scores.unclamped, 0.25))
        #expect(scores.clampedPasses == (1, 5))
    }

    @Test(
        "An answer that the system lost counts 0 in the score and nothing where it was completed",
        arguments: [.refused, .empty, .timeout, .modelError] as [AnswerStatus])
    func lost(status: AnswerStatus) {
        let scores = Self.scores([
            Self.unit("t1", .ok, [MadeUp.score(0.8)]), Self.unit("t2", status),
            Self.unit("t3", .ok, [MadeUp.score(0.4)]),
        ])
        #expect(Self.close(scores.score, 0.4))
        #expect(Self.close(scores.completed, 0.6))
        #expect((scores.scored.count, scores.unresolvedTasks) == (2, 0))
        #expect(scores.scoreByTask["t2"] == 0 && scores.completedByTask["t2"] == nil)
    }

    @Test(
        "What the network failed, what waits, and what has no verdicts is not known and no 0",
        arguments: [.infraError, .ok, .truncated, nil] as [AnswerStatus?])
    func unresolved(status: AnswerStatus?) throws {
        let scores = Self.scores([
            Self.unit("t1", .ok, [MadeUp.score(0.8)]), Self.unit("t2", status),
            Self.unit("t3", .ok, [MadeUp.score(0.4)]),
        ])
        #expect(Self.close(scores.score, 0.6))
        #expect((scores.scored.count, scores.unresolvedTasks) == (2, 1))
        #expect(scores.scoreByTask["t2"] == nil && scores.completedByTask["t2"] == nil)
        let bounds = try #require(scores.coverage.bounds)
        #expect(Self.close(bounds.low, 0.4))
        #expect(Self.close(bounds.high, 2.2 / 3))
    }

    @Test("Of several answers to a task the lost count 0 and the unresolved are left out")
    func generations() {
        let scores = Self.scores([
            Self.unit("t1", .ok, [MadeUp.score(0.8)]), Self.unit("t1", generation: 1, .refused),
            Self.unit("t2", .ok, [MadeUp.score(0.6)]), Self.unit("t2", generation: 1, .infraError),
            Self.unit("t3", .timeout), Self.unit("t3", generation: 1, .infraError),
        ])
        #expect(scores.tasks.map(\.score) == [0.4, 0.6, 0])
        #expect(scores.tasks.map(\.completed) == [0.8, 0.6, nil])
        #expect(Self.close(scores.score, 1.0 / 3))
    }

    @Test("A task for which nothing was handed in was not answered, and counts 0")
    func notHandedIn() {
        let scores = Self.scores([Self.unit("t1", .ok, [MadeUp.score(0.9)])])
        #expect(Self.close(scores.score, 0.3))
        #expect((scores.scored.count, scores.tasks.count, scores.unresolvedTasks) == (1, 3, 0))
    }

    @Test("65.3 on 93 of 100 tasks is 60.7 on all, and lies between 60.7 and 67.7")
    func published() throws {
        let scores = MadeUp.scores([
            "a": Array(repeating: 0.653, count: 93) + Array(repeating: nil, count: 7)
        ])[0]
        #expect(abs(try #require(scores.completed) - 0.653) < 1e-12)
        #expect(abs(try #require(scores.score) - 0.60729) < 1e-12)
        let bounds = try #require(scores.coverage.bounds)
        #expect(abs(try #require(bounds.low) - 0.60729) < 1e-12)
        #expect(abs(try #require(bounds.high) - 0.67729) < 1e-12)
    }

    @Test("Answers of other configurations and to other tasks do not count")
    func others() {
        let scores = Self.scores([
            MadeUp.unit("b", "t1", scores: [MadeUp.score(1)]),
            Self.unit("t9", .ok, [MadeUp.score(1)]), Self.unit("t1", .ok, [MadeUp.score(0.6)]),
        ])
        #expect(Self.close(scores.score, 0.2))
    }

    @Test("Where nothing is known, nothing is said: not 0")
    func nothing() {
        let scores = Self.scores(["t1", "t2", "t3"].map { Self.unit($0, nil) })
        #expect(scores.score == nil && scores.completed == nil && scores.passRate == nil)
        #expect(scores.estimate == nil && scores.interval == nil && scores.unclamped == nil)
        #expect(scores.axis(.citationQuality) == nil && scores.domain("Finance") == nil)
        #expect(scores.domainMean == nil && scores.pooled == nil && scores.variance == nil)
        #expect(scores.stratifiedError == nil)
        let none = ConfigurationScores(
            Self.solo, in: MadeUp.results([Self.solo], tasks: [], units: []))
        #expect(none.score == nil && none.coverage.bounds == nil && none.variance == nil)
    }

    @Test(
        "The interval is Student's over tasks, cut to what a score can be; none for one task or equal ones",
        arguments: [
            ([0.2, 0.4], 0, 1), ([0.4, 0.5, 0.6], 0.5 - 0.248413771175033, 0.748413771175033),
            ([0.4], nil, nil), ([0.4, 0.4, 0.4], nil, nil),
        ] as [([Double], Double?, Double?)])
    func interval(values: [Double], low: Double?, high: Double?) {
        let scores = MadeUp.scores(["a": values])[0]
        guard let low, let high else {
            #expect(scores.interval == nil && scores.score != nil)
            return
        }
        #expect(scores.interval?.low.map { abs($0 - low) < 1e-9 } == true)
        #expect(scores.interval?.high.map { abs($0 - high) < 1e-9 } == true)
    }

    @Test("An axis is averaged over the tasks that have it, a domain over its own")
    func parts() {
        let scores = Self.scores([
            Self.unit("t1", .ok, [MadeUp.score(0.2, axis: 0.4)]),
            Self.unit("t2", .ok, [MadeUp.score(0.4)]),
            Self.unit("t3", .ok, [MadeUp.score(0.9, axis: 0.8)]),
        ])
        #expect(Self.close(scores.axis(.citationQuality), 0.6))
        #expect(scores.axis(.factualAccuracy) == nil)
        #expect(Self.close(scores.domain("Finance")?.mean, 0.3))
        #expect(scores.domain("Finance")?.count == 2 && scores.domain("Law")?.mean == 0.9)
        // (0.3 + 0.9) ÷ 2, where the plain mean is 0.5.
        #expect(Self.close(scores.domainMean, 0.6))
    }

    @Test(
        "The stratified error has only the spread inside domains, pooling weighs long rubrics more")
    func otherMeans() throws {
        let tasks = ["t1", "t2", "t3", "t4"].map {
            TaskSummary(id: $0, domain: $0 < "t3" ? "Finance" : "Law")
        }
        let units = zip(tasks, [0.2, 0.4, 0.6, 0.8]).map { task, score in
            let weight = task.id == "t4" ? 5.0 : 1
            return Self.unit(task.id, .ok, [MadeUp.score(score, positiveWeight: weight)])
        }
        let scores = ConfigurationScores(
            Self.solo, in: MadeUp.results([Self.solo], tasks: tasks, units: units))
        // 2 · (½)² · 0.02 ÷ 2 = 0.005
        #expect(Self.close(scores.stratifiedError, 0.005.squareRoot()))
        // (0.2 + 0.4 + 0.6 + 4) ÷ 8
        #expect(Self.close(scores.pooled?.value, 0.65))
    }

    @Test("Noise is measured on the tasks that have all their answers and passes")
    func variance() throws {
        func task(_ id: String, _ answers: [[Double]]) -> [UnitResult] {
            answers.enumerated().map { generation, passes in
                Self.unit(
                    id, generation: generation, .ok,
                    passes.enumerated().map { MadeUp.score($1, pass: $0) })
            }
        }
        let scores = Self.scores(
            task("t1", [[0.1, 0.2], [0.3, 0.4]]) + task("t2", [[0.5, 0.7], [0.5, 0.5]])
                + task("t3", [[0.9, 0.9], [0.9]]))
        let parts = try #require(scores.variance)
        #expect((parts.tasks, parts.generations, parts.passes) == (2, 2, 2))
        let partial = Self.scores(
            task("t1", [[0.1, 0.2]]) + task("t2", [[0.5], [0.5]]) + task("t3", []))
        #expect(partial.variance == nil)
    }
}
