import Statistics
import Testing
import Vocabulary

@testable import Comparison

/// Answers to four tasks by a solo model and by the same one with an offer, and a fusion that the
/// provider ran, counted by hand.
@Suite struct ServerFusionOutcomeTests {
    private static let tasks = ["t1", "t2", "t3", "t4"].map { TaskSummary(id: $0, domain: "d") }
    private static let solo = ConfigurationSummary(id: "solo", kind: "solo", models: ["a/one"])
    private static let offered = ConfigurationSummary(
        id: "offered", kind: "escalation", models: ["a/one"])
    private static let outside = ConfigurationSummary(
        id: "outside", kind: "server_fusion", models: ["a/one", "b/two"])

    private static func unit(
        _ configuration: ConfigurationSummary, _ task: Int, _ score: Double, cost: Double? = 1,
        _ status: ServerFusionRecord.Status? = nil, panel: [String] = [],
        analysis: AnalysisRecord.Status? = nil, drafts: [DraftResult] = []
    ) -> UnitResult {
        var unit = MadeUp.unit(
            configuration.id, tasks[task].id, cost: cost, drafts: drafts,
            scores: [MadeUp.score(score)])
        unit.serverFusion = status.map { ServerFusionRecord(status: $0, panel: panel) }
        unit.analysis = analysis
        return unit
    }

    private static func standings(
        _ configurations: [ConfigurationSummary], _ units: [UnitResult]
    ) -> Standings {
        Standings(
            MadeUp.results(configurations, tasks: tasks, units: units), includeInvalid: true,
            seed: 1)
    }

    @Test("Fusions of the provider are counted by what became of them, panels by who answered")
    func counts() throws {
        let panel = ["b/two", "a/one"]
        let lost = DraftResult(model: "b/two", status: .modelError)
        var failed = Self.unit(Self.outside, 3, 0)
        failed.status = .modelError
        failed.scores = []
        let outcome = try #require(
            Self.standings(
                [Self.outside],
                [
                    Self.unit(Self.outside, 0, 0.5, .complete, panel: panel, analysis: .valid),
                    Self.unit(
                        Self.outside, 1, 0.5, .partial, panel: panel, analysis: .invalid,
                        drafts: [lost]),
                    Self.unit(Self.outside, 2, 0.5, .notRun), failed,
                ]
            ).serverFusions.first)
        #expect(outcome.counts == [.complete: 1, .partial: 1, .notRun: 1])
        #expect((outcome.untold, outcome.withoutAnalysis, outcome.lostDrafts) == (1, 1, 1))
        #expect(outcome.panels.map(\.models) == [["a/one", "b/two"]])
        #expect(outcome.panels.map(\.answers) == [2])
    }

    /// Escalated on t1 and t2: scores 0.8 and 0.6, costs 3 and 5; the solo row has 0.5 and 0.5
    /// there. Alone on t3 and t4: 0.4 and 0.2 at 1 each; the solo row has 0.5 and 0.1.
    @Test("Answers with and without a fusion are told apart, each beside the solo row's")
    func escalation() throws {
        let units =
            [0.5, 0.5, 0.5, 0.1].enumerated().map { Self.unit(Self.solo, $0, $1) } + [
                Self.unit(Self.offered, 0, 0.8, cost: 3, .complete),
                Self.unit(Self.offered, 1, 0.6, cost: 5, .partial),
                Self.unit(Self.offered, 2, 0.4, .notRun), Self.unit(Self.offered, 3, 0.2, .failed),
            ]
        let standings = Self.standings([Self.solo, Self.offered], units)
        let outcome = try #require(standings.escalations.first)
        #expect(outcome.solo == Self.solo)
        #expect((outcome.escalated.answers, outcome.alone.answers) == (2, 2))
        #expect(outcome.escalated.score.map { abs($0.mean - 0.7) < 1e-12 } == true)
        #expect(outcome.escalated.cost == USD(4))
        #expect(outcome.escalated.overSolo.map { abs($0.mean - 0.2) < 1e-12 } == true)
        #expect(outcome.alone.score.map { abs($0.mean - 0.3) < 1e-12 } == true)
        #expect(outcome.alone.overSolo.map { abs($0.mean) < 1e-12 } == true)
        #expect(standings.serverFusions.map(\.configuration) == [Self.offered])
    }

    @Test("Without a solo row there is nothing to compare with, and an unknown cost stays unknown")
    func withoutSolo() throws {
        let outcome = try #require(
            Self.standings(
                [Self.offered], [Self.unit(Self.offered, 0, 0.8, cost: nil, .complete)]
            ).escalations.first)
        #expect(outcome.solo == nil)
        #expect(outcome.escalated.overSolo == nil)
        #expect(outcome.escalated.cost == nil)
        #expect(outcome.alone.answers == 0)
    }

    @Test("Fusions that are not complete count against the panel's limit, whoever has run them")
    func validity() throws {
        let units = [
            Self.unit(Self.outside, 0, 0.5, .complete), Self.unit(Self.outside, 1, 0.5, .notRun),
            Self.unit(Self.outside, 2, 0.5, .complete), Self.unit(Self.outside, 3, 0.5, .partial),
        ]
        let row = try #require(Self.standings([Self.outside], units).rows.first)
        let finding = try #require(row.findings.first { $0.gate == .panelIncomplete })
        #expect(finding.share == 0.5)
    }

    @Test("A fusion of the provider with a named panel has a lift over its members' solo rows")
    func lift() {
        let units =
            [0.5, 0.4, 0.5, 0.1].enumerated().map { Self.unit(Self.solo, $0, $1) }
            + [0.9, 0.6, 0.8, 0.7].enumerated().map {
                Self.unit(Self.outside, $0, $1, .complete)
            }
        let lifts = Self.standings([Self.solo, Self.outside], units).lifts
        #expect(lifts.map(\.fusion.id) == ["outside"])
        #expect(lifts.first?.absentModels == ["b/two"])
    }

    @Test("A model whose fusion ran is not held to have searched itself")
    func searchesOfEscalations() throws {
        func unit(_ task: Int, _ status: ServerFusionRecord.Status) -> UnitResult {
            var unit = Self.unit(Self.offered, task, 0.5, status)
            unit.research = [ResearchResult(model: "a/one", searches: 0, failedSearches: 0)]
            return unit
        }
        let ran = Self.standings([Self.offered], (0..<4).map { unit($0, .complete) })
        #expect(try #require(ran.rows.first).findings.isEmpty)
        let alone = Self.standings([Self.offered], (0..<4).map { unit($0, .notRun) })
        #expect(try #require(alone.rows.first).findings.map(\.gate) == [.withoutSearch])
    }
}
