import GRDB
import Testing
import Vocabulary

@testable import Store

/// The views on numbers that are worked out by hand.
@Suite struct SchemaV1ViewsTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    /// Three tasks; `solo` answers each twice, `fusion` once.
    static let tasks = [
        Sample.task("t1"), Sample.task("t2", domain: "Law"), Sample.task("t3"),
    ]
    static let soloUnits = tasks.flatMap {
        [
            Sample.unit("solo", $0.id, 0),
            .init(key: "solo/\($0.id)/1", configurationID: "solo", taskID: $0.id, generation: 1),
        ]
    }
    static let fusionUnits = tasks.map { Sample.unit("fusion", $0.id) }

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(
            Sample.plan(tasks: Self.tasks, units: Self.soloUnits + Self.fusionUnits))
    }

    private func rows(_ sql: String) async throws -> [[DatabaseValue]] {
        try await database.read { db in
            try Row.fetchAll(db, sql: sql).map { Array($0.databaseValues) }
        }
    }

    private func values(_ values: (any DatabaseValueConvertible)?...) -> [DatabaseValue] {
        values.map { $0?.databaseValue ?? .null }
    }

    /// solo: t1 has generations of (0.75 + 0.25) ÷ 2 = 0.5 and 0.25 (its second pass is not
    /// complete), so 0.375; t2 has (0.125 + 0.375) ÷ 2 = 0.25 and no second answer, so 0.25; t3 was
    /// refused. The score is (0.375 + 0.25) ÷ 2 = 31.25 %, where a mean over all five passes would
    /// give 35 %.
    private func finish() async throws {
        let (t10, t11, t20, t30) = (
            Self.soloUnits[0], Self.soloUnits[1], Self.soloUnits[2], Self.soloUnits[4]
        )
        try await database.store(Sample.answer(t10, cost: 0.25, latency: 10))
        try await database.store(Sample.answer(t11, .truncated, cost: 0.5, latency: 60))
        try await database.store(Sample.answer(t20, cost: 0.125, latency: 20))
        try await database.store(Sample.answer(t30, .refused, text: "", cost: 0.125, latency: 1))
        try await database.store(
            Sample.answer(Self.fusionUnits[0], cost: 1, latency: 30))
        try await database.store(
            Sample.answer(Self.fusionUnits[1], cost: nil, latency: 50))
        func axes(_ factual: Double?, _ citation: Double?) -> [AxisScore] {
            [
                AxisScore(axis: .factualAccuracy, score: factual, contribution: 0),
                AxisScore(axis: .citationQuality, score: citation, contribution: 0),
            ]
        }
        try await database.finish(
            runID: "run-1",
            scores: [
                Sample.score(t10, pass: 0, 0.75, passRate: 1, axes: axes(1, nil)),
                Sample.score(t10, pass: 1, 0.25, passRate: 0.5, axes: axes(0.5, nil)),
                Sample.score(t11, pass: 0, 0.25, passRate: 0.25, axes: axes(0.25, nil)),
                Sample.score(t20, pass: 0, 0.125, passRate: 0.25, axes: axes(0, 1)),
                Sample.score(t20, pass: 1, 0.375, passRate: 0.25, axes: axes(0, 0.5)),
                Sample.score(Self.fusionUnits[0], 0.5),
                Sample.score(Self.fusionUnits[1], 0.75),
            ],
            lifts: [
                LiftRecord(
                    configurationID: "fusion", bestMemberID: "solo", commonTasks: 2,
                    fusedScore: 0.625, bestMemberScore: 0.3125)
            ], finishedAt: nil)
    }

    @Test("The leaderboard averages passes, then generations, then scored tasks")
    func leaderboard() async throws {
        try await finish()
        // Factual of solo: t1 (0.75 + 0.25) ÷ 2 = 0.5, t2 0, so 25 %; citation: t2 alone, 75 %.
        // Pass rate: t1 (0.75 + 0.25) ÷ 2 = 0.5, t2 0.25, so 37.5 %. Cost: 1 ÷ 4. Median latency:
        // of 10, 20 and 60, the refusal left out. The fusion's costs are not all known.
        #expect(
            try await rows("SELECT * FROM leaderboard") == [
                values(
                    "run-1", "fusion", "fusion", 62.5, 50.0, 2, 3, nil, nil, nil, nil, nil, 40.0,
                    1),
                values(
                    "run-1", "solo", "solo", 31.25, 37.5, 2, 3, 25.0, nil, nil, 75.0, 0.25, 20.0,
                    1),
            ])
    }

    @Test("A run without answers has a leaderboard without numbers")
    func emptyLeaderboard() async throws {
        #expect(
            try await rows("SELECT configuration, score, scored_tasks, tasks FROM leaderboard")
                == [values("solo", nil, 0, 3), values("fusion", nil, 0, 3)])
    }

    @Test("The lift is in points")
    func lift() async throws {
        try await finish()
        #expect(
            try await rows("SELECT * FROM lift")
                == [values("run-1", "fusion", 62.5, "solo", 31.25, 31.25, 2)])
    }

    @Test("Costs by role add up known costs and count the unknown ones")
    func costByRole() async throws {
        let unit = Self.soloUnits[0]
        var failed = Sample.call(.researcher, cost: nil)
        failed.outcome = .failed
        failed.usage = nil
        try await database.store(
            Sample.answer(unit, calls: [failed, Sample.call(.researcher, cost: 0.25)]))
        try await database.store([
            Sample.verdict(on: unit), Sample.verdict(nil, on: unit, pass: 1),
        ])
        #expect(
            try await rows("SELECT * FROM cost_by_role ORDER BY role") == [
                values("run-1", "solo", "judge", 2, 0, 246, 80, 1.0, 0),
                values("run-1", "solo", "researcher", 2, 1, 123, 40, 0.25, 1),
            ])
    }

    @Test("The verdict sheet says what was asked and how it was ruled, in plan order")
    func verdictSheet() async throws {
        let (first, second) = (Self.soloUnits[0], Self.soloUnits[2])
        for unit in [second, first] { try await database.store(Sample.answer(unit)) }
        try await database.store([
            Sample.verdict(nil, on: second, Sample.criteria[1], explanation: "", rawReply: "Hm."),
            Sample.verdict(.unmet, on: first, Sample.criteria[2], explanation: "Says 1999."),
        ])
        #expect(
            try await rows("SELECT * FROM verdict_sheet") == [
                values(
                    "run-1", "solo", "t1", "Finance", 0, 0, "wrong-year", "factual-accuracy", -5,
                    "negative", "Says 1998.", "UNMET", "Says 1999.", nil),
                values(
                    "run-1", "solo", "t2", "Law", 0, 0, "causes",
                    "breadth-and-depth-of-analysis", 5, "positive", "Gives causes.", nil, "",
                    "No ruling."),
            ])
    }

    @Test("Leaks name the address, the rule and who ran into it")
    func leaks() async throws {
        try await database.store(RecordInserterTests.full)
        #expect(
            try await rows("SELECT * FROM leaks") == [
                values(
                    "run-1", "fusion", "t1", 0, 1, "blocked", "https://huggingface.co/x",
                    "huggingface.co"),
                values(
                    "run-1", "fusion", "t1", 0, 1, "blocked", "https://arxiv.org/y",
                    "arxiv.org/y"),
            ])
    }
}
