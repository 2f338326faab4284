import Comparison
import Testing
import Vocabulary

@Suite("What a configuration cost, how long it took, and what happened on the way")
struct ConfigurationScoresCostsTests {
    private static func scores(_ units: [UnitResult]) -> ConfigurationScores {
        let solo = MadeUp.configuration("a")
        let tasks = ["t1", "t2", "t3", "t4"].map { TaskSummary(id: $0, domain: "d") }
        return ConfigurationScores(solo, in: MadeUp.results([solo], tasks: tasks, units: units))
    }

    @Test("Cost is the mean over answers asked for, and unknown as soon as one is")
    func costs() {
        let known = [
            MadeUp.unit("a", "t1", cost: 1), MadeUp.unit("a", "t2", .refused, cost: 2),
        ]
        #expect(Self.scores(known).costPerAnswer == USD(1.5))
        #expect(Self.scores(known).totalCost == USD(3))
        #expect(Self.scores(known).judgeCost == USD(0.5))
        let partly = Self.scores(known + [MadeUp.unit("a", "t3", cost: nil, judgeCost: nil)])
        #expect(partly.costPerAnswer == nil && partly.totalCost == nil && partly.judgeCost == nil)
        let waiting = Self.scores(
            known + [MadeUp.unit("a", "t3", nil, cost: nil, judgeCost: nil)])
        #expect(waiting.costPerAnswer == USD(1.5) && waiting.judgeCost == USD(0.5))
    }

    @Test("Where nothing was asked for, there is no cost per answer")
    func noAnswers() {
        #expect(Self.scores([]).costPerAnswer == nil)
        #expect(Self.scores([MadeUp.unit("a", "t1", nil, cost: nil)]).costPerAnswer == nil)
        #expect(Self.scores([]).costByTask.isEmpty && Self.scores([]).latency(0.5) == nil)
    }

    @Test(
        "A cost that is no finite number is not known", arguments: [Double.nan, .infinity])
    func notFinite(cost: Double) {
        let scores = Self.scores([
            MadeUp.unit("a", "t1", cost: 1), MadeUp.unit("a", "t2", cost: cost, judgeCost: cost),
        ])
        #expect(scores.costPerAnswer == nil && scores.totalCost == nil)
        #expect(scores.judgeCost == nil)
        #expect(scores.costByTask == ["t1": 1])
    }

    @Test("A task costs the mean of its answers, unknown as soon as one is")
    func byTask() {
        let scores = Self.scores([
            MadeUp.unit("a", "t1", cost: 1), MadeUp.unit("a", "t1", generation: 1, cost: 3),
            MadeUp.unit("a", "t2", cost: 1),
            MadeUp.unit("a", "t2", generation: 1, .refused, cost: nil),
            MadeUp.unit("a", "t3", cost: 4), MadeUp.unit("a", "t3", generation: 1, nil, cost: nil),
        ])
        #expect(scores.costByTask == ["t1": 2, "t3": 4])
    }

    @Test("Latency is that of the answers that came, cut off or not")
    func latency() throws {
        let scores = Self.scores([
            MadeUp.unit("a", "t1", latency: 10), MadeUp.unit("a", "t2", .truncated, latency: 20),
            MadeUp.unit("a", "t3", .refused, latency: 1),
            MadeUp.unit("a", "t4", .modelError, latency: .nan),
        ])
        #expect(try #require(scores.latency(0.5)).seconds == 15)
        #expect(try #require(scores.latency(0.9)).seconds == 19)
    }

    @Test("Answers given up took longer than their time: they are no fast ones, nor dropped")
    func timeouts() throws {
        let scores = Self.scores([
            MadeUp.unit("a", "t1", latency: 10), MadeUp.unit("a", "t2", latency: 20),
            MadeUp.unit("a", "t3", latency: 30),
            MadeUp.unit("a", "t4", .timeout, latency: 1800),
        ])
        let median = try #require(scores.latency(0.5))
        #expect(median.seconds == 20 && median.interval == nil)
        #expect(scores.latency(0.9) == nil)
        #expect(Self.scores([MadeUp.unit("a", "t1", .timeout)]).latency(0.5) == nil)
    }

    @Test("What went wrong is counted by kind")
    func counts() {
        var fused = MadeUp.unit(
            "a", "t1",
            drafts: [
                DraftResult(model: "x", status: .ok), DraftResult(model: "y", status: .timeout),
                DraftResult(model: "z", status: .truncated),
            ])
        fused.analysis = .invalid
        fused.missingVerdicts = 2
        fused.blockedURLs = 3
        var other = MadeUp.unit("a", "t2", .infraError)
        other.analysis = .failed
        var skipped = MadeUp.unit("a", "t3", .refused)
        skipped.analysis = .skipped
        let scores = Self.scores([
            fused, other, skipped, MadeUp.unit("a", "t4", .timeout),
            MadeUp.unit("a", "t4", generation: 1, .modelError),
            MadeUp.unit("a", "t4", generation: 2, nil),
        ])
        #expect(scores.lostDrafts == 1 && scores.missingAnalyses == 2)
        #expect(scores.missingVerdicts == 2 && scores.blockedURLs == 3)
        #expect(scores.failedCount == 3 && scores.count(of: .refused) == 1)
        #expect(scores.unansweredUnits == 1 && scores.answered.count == 5)
    }
}
