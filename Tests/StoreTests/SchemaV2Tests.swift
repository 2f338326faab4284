import GRDB
import Testing
import Vocabulary

@testable import Store

/// What the second version makes of the first one's rows, and its views on numbers that are worked
/// out by hand.
@Suite struct SchemaV2Tests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func values(_ values: (any DatabaseValueConvertible)?...) -> [DatabaseValue] {
        values.map { $0?.databaseValue ?? .null }
    }

    // MARK: - From v1

    @Test("A file of the first version keeps every row and reads back")
    func keepsEverything() async throws {
        try OldFile.write(to: folder.file())
        let old = try DatabaseQueue(path: folder.file())
        let before = try await old.read(Self.contents)
        #expect(before.count == OldFile.tables.count)
        #expect(before.allSatisfy { !$0.isEmpty })
        try old.close()
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        #expect(try await database.read(Self.contents) == before)

        let results = try #require(try await database.results(runID: "old-run"))
        #expect(results.validity == ValidityLimits(), "the default ones")
        #expect(results.stored?.run.finishedAt == 200)
        #expect(results.tasks == [TaskSummary(id: "t1", domain: "Law")])
        let research = ResearchResult(model: "a/one", searches: 2, failedSearches: 1)
        let solo = try #require(results.units.first)
        #expect(solo.research == [research])
        #expect((solo.plannedVerdictWeight, solo.obtainedVerdictWeight) == (30, 25))
        #expect((solo.missingVerdicts, solo.scores.count, solo.blockedURLs) == (1, 1, 1))
        #expect(solo.judgeCost == USD(0.25))
        let fusion = try #require(results.units.last)
        #expect(fusion.drafts == [DraftResult(model: "a/one", status: .ok)])
        #expect(fusion.research == [research], "of the answer that was reused")
        #expect(try await database.answer(key: "kf")?.drafts.first?.text == "So.")
    }

    /// The columns that the first version had, row by row, as text.
    private static func contents(_ db: Database) throws -> [[String]] {
        let added = [
            "max_truncated", "max_empty", "max_refused", "max_without_search",
            "max_panel_incomplete", "min_verdict_coverage", "offers_search", "lower_limit",
            "upper_limit", "p_value", "enforcement", "evidence", "severity", "tier", "member",
            "started_at", "mode", "content_key", "ingredients", "reused_from", "failure",
            "paid_by", "search_engine", "fusion_status", "fusion_panel", "fusion_failure",
            "omitted",
            "server_searches", "server_fetches", "source",
        ]
        return try OldFile.tables.map { table in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY rowid").map { row in
                row.filter { !added.contains($0.0) }.map { "\($0.0) \($0.1)" }.joined(
                    separator: ", ")
            }
        }
    }

    @Test("An old run's views count failures, and have no limits of the lift")
    func oldViews() async throws {
        try OldFile.write(to: folder.file())
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let leaderboard = """
            SELECT configuration, score, completed_score, resolved_tasks, scored_tasks
            FROM leaderboard ORDER BY configuration
            """
        #expect(
            try await database.rows(leaderboard) == [
                values("fusion", 0.0, nil, 1, 0), values("solo", 100.0, 100.0, 1, 1),
            ], "of two passes of the solo answer, one is complete")
        #expect(
            try await database.rows("SELECT * FROM lift") == [
                values("old-run", "fusion", 50.0, "solo", 100.0, -50.0, nil, nil, nil, 1)
            ])
    }

    @Test("Planning an old run again gives it the plan's limits")
    func plannedAgain() async throws {
        try OldFile.write(to: folder.file())
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        let limits = ValidityLimits(maxEmpty: 0)
        try await database.begin(
            Sample.plan(run: "old-run", validity: limits, offersSearch: false))
        #expect(try await database.results(runID: "old-run")?.validity == limits)
    }

    // MARK: - The leaderboard

    /// Two passes. `solo` answers each of four tasks twice:
    /// - t1: (0.75 + 0.25) ÷ 2 = 0.5 and, of the second answer, one pass of two.
    /// - t2: (0.125 + 0.375) ÷ 2 = 0.25, and a refusal.
    /// - t3: a failure of the network, and no answer yet.
    /// - t4: a timeout, and none yet.
    private static let tasks = ["t1", "t2", "t3", "t4"].map { Sample.task($0) }
    private static let soloUnits = tasks.flatMap {
        [Sample.unit("solo", $0.id), Sample.unit("solo", $0.id, 1)]
    }
    private static let fusionUnits = tasks.map { Sample.unit("fusion", $0.id) }

    private func finished() async throws -> ResultsDatabase {
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(
            Sample.plan(tasks: Self.tasks, units: Self.soloUnits + Self.fusionUnits))
        let (solo, fusion) = (Self.soloUnits, Self.fusionUnits)
        for answer in [
            Sample.answer(solo[0], cost: 0.25, latency: 10),
            Sample.answer(solo[1], .truncated, cost: 0.5, latency: 60),
            Sample.answer(solo[2], cost: 0.125, latency: 20),
            Sample.answer(solo[3], .refused, text: "", cost: 0.125, latency: 1),
            Sample.answer(solo[4], .infraError, text: "", cost: 0.25, latency: nil),
            Sample.answer(solo[6], .timeout, text: "", cost: 0.25, latency: nil),
            Sample.answer(fusion[0], cost: 1, latency: 30),
            Sample.answer(fusion[1], cost: nil, latency: 50),
        ] { try await database.store(answer) }
        func axes(_ factual: Double?, _ citation: Double?) -> [AxisScore] {
            [
                AxisScore(axis: .factualAccuracy, score: factual, contribution: 0),
                AxisScore(axis: .citationQuality, score: citation, contribution: 0),
            ]
        }
        try await database.finish(
            runID: "run-1",
            scores: [
                Sample.score(solo[0], pass: 0, 0.75, passRate: 1, axes: axes(1, nil)),
                Sample.score(solo[0], pass: 1, 0.25, passRate: 0.5, axes: axes(0.5, nil)),
                Sample.score(solo[1], pass: 0, 0.25, passRate: 0.25, axes: axes(0.25, nil)),
                Sample.score(solo[2], pass: 0, 0.125, passRate: 0.25, axes: axes(0, 1)),
                Sample.score(solo[2], pass: 1, 0.375, passRate: 0.25, axes: axes(0, 0.5)),
                Sample.score(fusion[0], pass: 0, 0.5), Sample.score(fusion[0], pass: 1, 0.5),
                Sample.score(fusion[1], pass: 0, 0.75), Sample.score(fusion[1], pass: 1, 0.75),
            ],
            lifts: [
                LiftRecord(
                    configurationID: "fusion", bestMemberID: "solo", commonTasks: 2,
                    fusedScore: 0.625, bestMemberScore: 0.3125, lowerLimit: 0.125,
                    upperLimit: 0.5, pValue: 0.03125)
            ], finishedAt: nil)
        return database
    }

    /// solo's values: t1 (0.5 + 0.25) ÷ 2 = 0.375, t2 (0.25 + 0) ÷ 2 = 0.125, t3 none, t4 0. Their
    /// mean is 0.5 ÷ 3; the squares of their distances from it add up to 0.15625 − 0.25 ÷ 3. The
    /// completed score, as before: t1 0.375 and t2 0.25 give 31.25. fusion: 0.5 and 0.75 give 62.5, with √(0.03125 ÷ 2) = 0.125 of error.
    @Test("The score counts a model's failures as 0 and leaves out what is not known")
    func scores() async throws {
        let database = try await finished()
        let others = """
            SELECT configuration, completed_score, resolved_tasks, scored_tasks, tasks
            FROM leaderboard
            """
        #expect(
            try await database.rows(others) == [
                values("fusion", 62.5, 2, 2, 4), values("solo", 31.25, 3, 2, 4),
            ])
        let scores = try await database.read { db in
            try ["score", "standard_error"].map { column in
                try Double.fetchAll(db, sql: "SELECT \(column) FROM leaderboard")
            }
        }
        let variance = (0.15625 - 0.25 / 3) / 2
        let expected = [
            [62.5, 100 * 0.5 / 3], [12.5, 100 * (variance / 3).squareRoot()],
        ]
        for (found, expected) in zip(scores.joined(), expected.joined()) {
            #expect(abs(found - expected) < 1e-12 * expected)
        }
    }

    /// Factual of solo: t1 (0.75 + 0.25) ÷ 2 = 0.5, t2 0, so 25 %; citation: t2 alone, 75 %. Pass
    /// rate: t1 (0.75 + 0.25) ÷ 2 = 0.5, t2 0.25, so 37.5 %. Cost: 1.5 ÷ 6. Median latency: of 10,
    /// 20 and 60, the refusal left out. The fusion's costs are not all known.
    @Test("Pass rate and axes are means over the scored tasks, costs and times over answers")
    func otherColumns() async throws {
        let sql = """
            SELECT run, configuration, kind, pass_rate, factual, breadth, presentation, citation,
                cost_per_task_usd, median_latency_seconds, simulated FROM leaderboard
            """
        #expect(
            try await finished().rows(sql) == [
                values("run-1", "fusion", "fusion", 50.0, nil, nil, nil, nil, nil, 40.0, 1),
                values("run-1", "solo", "solo", 37.5, 25.0, nil, nil, 75.0, 0.25, 20.0, 1),
            ])
    }

    @Test(
        "Each way in which an answer ends counts 0, counts, or has no value",
        arguments: [
            (AnswerStatus.ok, Double?(75)), (.truncated, 75), (.refused, 0), (.empty, 0),
            (.timeout, 0),
            (.modelError, 0), (.infraError, nil),
        ])
    func statuses(_ status: AnswerStatus, _ score: Double?) async throws {
        let unit = Sample.unit("solo", "t1")
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan(units: [unit]))
        try await database.store(Sample.answer(unit, status))
        let scores = status.isGradable ? (0..<2).map { Sample.score(unit, pass: $0, 0.75) } : []
        try await database.finish(runID: "run-1", scores: scores, lifts: [], finishedAt: nil)
        #expect(
            try await database.rows("SELECT score, standard_error FROM leaderboard")
                == [values(score, nil)], "one task has no standard error")
    }

    @Test("A task that an answer file leaves out counts 0, where others answer it")
    func notHandedIn() async throws {
        let imported = ConfigurationSummary(id: "imported", kind: "answers", models: [])
        let units = [
            Sample.unit("solo", "t1"), Sample.unit("solo", "t2"), Sample.unit("imported", "t1"),
        ]
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(
            Sample.plan(units: units, configurations: [Sample.solo, imported]))
        for unit in units { try await database.store(Sample.answer(unit)) }
        try await database.finish(
            runID: "run-1",
            scores: units.flatMap { unit in (0..<2).map { Sample.score(unit, pass: $0, 0.5) } },
            lifts: [], finishedAt: nil)
        let sql = """
            SELECT configuration, score, completed_score, resolved_tasks, scored_tasks, tasks,
                cost_per_task_usd FROM leaderboard
            """
        #expect(
            try await database.rows(sql) == [
                values("solo", 50.0, 50.0, 2, 2, 2, 0.25),
                values("imported", 25.0, 50.0, 2, 1, 2, 0.25),
            ])
    }

    @Test("The standard error of equal values is 0, whatever their size")
    func equalValues() async throws {
        let units = Self.fusionUnits
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan(tasks: Self.tasks, units: units))
        for unit in units { try await database.store(Sample.answer(unit)) }
        try await database.finish(
            runID: "run-1",
            scores: units.flatMap { unit in (0..<2).map { Sample.score(unit, pass: $0, 0.7) } },
            lifts: [], finishedAt: nil)
        let error = try await database.read {
            try Double.fetchOne($0, sql: "SELECT standard_error FROM leaderboard")
        }
        #expect(try #require(error) < 1e-13)
    }

    @Test("A run without answers has a leaderboard without numbers")
    func emptyLeaderboard() async throws {
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan())
        let sql = """
            SELECT configuration, score, standard_error, completed_score, resolved_tasks,
                scored_tasks, tasks FROM leaderboard
            """
        #expect(
            try await database.rows(sql) == [
                values("solo", nil, nil, nil, 0, 0, 2), values("fusion", nil, nil, nil, 0, 0, 2),
            ])
    }

    // MARK: - The lift

    @Test("The lift and its limits are in points")
    func lift() async throws {
        #expect(
            try await finished().rows("SELECT * FROM lift") == [
                values(
                    "run-1", "fusion", 62.5, "solo", 31.25, 31.25, 12.5, 50.0, 0.03125, 2)
            ])
    }
}

extension ResultsDatabase {
    fileprivate func rows(_ sql: String) async throws -> [[DatabaseValue]] {
        try await read { db in
            try Row.fetchAll(db, sql: sql).map { Array($0.databaseValues) }
        }
    }
}
