import Statistics
import Testing
import Vocabulary

@Suite("What a run says of one configuration")
struct ConfigurationScoresTests {
    private static let solo = ConfigurationSummary(id: "a", kind: "solo", models: ["m"])

    private static func score(_ unclamped: Double, pass: Int, axis: Double? = nil) -> ScoreRecord {
        ScoreRecord(
            answerKey: "k", judgeID: "j", pass: pass, raw: unclamped, positiveWeight: 1,
            normalized: min(max(unclamped, 0), 1), unclamped: unclamped,
            passRate: min(max(unclamped, 0), 1),
            axes: axis.map {
                [AxisScore(axis: .citationQuality, score: $0, contribution: $0)]
            } ?? [])
    }

    private static func unit(
        _ task: String, generation: Int = 0, status: AnswerStatus? = .ok, cost: USD? = USD(1),
        latency: Double? = 10, judgeCost: USD? = USD(0.5), scores: [ScoreRecord] = []
    ) -> UnitResult {
        UnitResult(
            unit: AnswerUnitRecord(
                key: "\(task) \(generation)", configurationID: "a", taskID: task,
                generation: generation),
            status: status, cost: cost, latencySeconds: latency, judgeCost: judgeCost,
            scores: scores)
    }

    private static func scores(_ units: [UnitResult]) -> ConfigurationScores {
        let tasks = ["t1", "t2", "t3"].map {
            TaskSummary(id: $0, domain: $0 == "t3" ? "Law" : "Finance")
        }
        return ConfigurationScores(
            solo,
            in: RunResults(
                run: .sample, judge: .sample, configurations: [solo], tasks: tasks, units: units))
    }

    @Test("Passes are averaged, then answers, then tasks, each pass clamped on its own")
    func order() throws {
        let scores = Self.scores([
            Self.unit("t1", scores: [Self.score(-0.6, pass: 0), Self.score(0.6, pass: 1)]),
            Self.unit("t1", generation: 1, scores: [Self.score(0.9, pass: 0)]),
            Self.unit("t2", scores: [Self.score(0.2, pass: 0)]),
        ])
        // t1: (mean(0, 0.6) + 0.9) ÷ 2 = 0.6, where all passes alike would give 0.5.
        #expect(abs(try #require(scores.tasks[0].normalized) - 0.6) < 1e-12)
        #expect(abs(try #require(scores.tasks[0].unclamped) - 0.45) < 1e-12)
        #expect(abs(try #require(scores.normalized) - 0.4) < 1e-12)
        #expect(abs(try #require(scores.passRate) - 0.4) < 1e-12)
    }

    @Test("A task without a score is left out of means and counted")
    func missing() throws {
        let scores = Self.scores([
            Self.unit("t1", scores: [Self.score(0.8, pass: 0)]),
            Self.unit("t2", status: .refused), Self.unit("t3", status: nil, cost: nil),
        ])
        #expect(scores.normalized == 0.8)
        #expect((scores.scored.count, scores.tasks.count) == (1, 3))
        #expect((scores.count(of: .refused), scores.unansweredUnits) == (1, 1))
        #expect(scores.scoreByTask == ["t1": 0.8])
    }

    @Test("Where nothing is scored, nothing is known: not 0")
    func nothing() {
        let scores = Self.scores([Self.unit("t1", status: nil, cost: nil, latency: nil)])
        #expect(scores.normalized == nil && scores.passRate == nil)
        #expect(scores.axis(.citationQuality) == nil)
        #expect(scores.domain("Finance").mean == nil)
        #expect(scores.costPerAnswer == nil && scores.medianLatencySeconds == nil)
    }

    @Test("An axis is averaged over the tasks that have it, a domain over its own")
    func parts() throws {
        let scores = Self.scores([
            Self.unit("t1", scores: [Self.score(0.2, pass: 0, axis: 0.4)]),
            Self.unit("t2", scores: [Self.score(0.4, pass: 0)]),
            Self.unit("t3", scores: [Self.score(0.9, pass: 0, axis: 0.8)]),
        ])
        #expect(abs(try #require(scores.axis(.citationQuality)) - 0.6) < 1e-12)
        #expect(scores.axis(.factualAccuracy) == nil)
        #expect(abs(try #require(scores.domain("Finance").mean) - 0.3) < 1e-12)
        #expect(scores.domain("Finance").tasks == 2)
        #expect(scores.domain("Law").mean == 0.9)
    }

    @Test("Cost is the mean over answers asked for, and unknown as soon as one is")
    func costs() {
        let known = [
            Self.unit("t1", cost: USD(1)), Self.unit("t2", status: .refused, cost: USD(2)),
        ]
        #expect(Self.scores(known).costPerAnswer == USD(1.5))
        #expect(Self.scores(known).totalCost == USD(3))
        #expect(Self.scores(known).judgeCost == USD(0.5))
        let partly = known + [Self.unit("t3", cost: nil, judgeCost: nil)]
        #expect(Self.scores(partly).costPerAnswer == nil)
        #expect(Self.scores(partly).totalCost == nil)
        #expect(Self.scores(partly).judgeCost == nil)
        let waiting = known + [Self.unit("t3", status: nil, cost: nil, judgeCost: nil)]
        #expect(Self.scores(waiting).costPerAnswer == USD(1.5))
    }

    @Test("The median latency is that of answers that came")
    func latency() {
        let scores = Self.scores([
            Self.unit("t1", latency: 10), Self.unit("t2", status: .truncated, latency: 20),
            Self.unit("t3", status: .timeout, latency: 1800),
        ])
        #expect(scores.medianLatencySeconds == 15)
    }
}
