import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct PlanInserterTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase

    init() throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
    }

    private func rows(_ table: String) async throws -> Int? {
        try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
    }

    @Test("A plan comes back as it was begun, in its own order")
    func planComesBack() async throws {
        let plan = Sample.plan()
        try await database.begin(plan)
        let results = try #require(try await database.results(runID: "run-1"))
        #expect(results.stored?.run == plan.run)
        #expect(results.stored?.judge == plan.judges[0].record)
        #expect(results.configurations == plan.configurations)
        #expect(results.units.map(\.unit) == plan.units)
        #expect(
            results.tasks == [
                TaskSummary(id: "t1", domain: "Finance"), TaskSummary(id: "t2", domain: "Law"),
            ])
    }

    @Test("How the exclusion was applied comes back; one that was not stored is in full")
    func enforcementComesBack() async throws {
        let configurations = Enforcement.allCases.map {
            ConfigurationSummary(
                id: $0.rawValue, kind: "solo", models: ["a/one"], enforcement: $0)
        }
        let plan = Sample.plan(units: [], configurations: configurations)
        try await database.begin(plan)
        func stored() async throws -> [Enforcement]? {
            try await database.results(runID: "run-1")?.configurations.map(\.enforcement)
        }
        #expect(try await stored() == Enforcement.allCases)
        try await database.write {
            try $0.execute(sql: "UPDATE configurations SET enforcement = NULL")
        }
        #expect(try await stored() == [.full, .full, .full])
    }

    @Test("Beginning twice leaves what beginning once does")
    func beginningTwiceChangesNothing() async throws {
        let tables = [
            "datasets", "tasks", "criteria", "rubrics", "judges", "runs", "configurations",
            "units", "prices",
        ]
        func counts() async throws -> [Int?] {
            var counts: [Int?] = []
            for table in tables { counts.append(try await rows(table)) }
            return counts
        }
        try await database.begin(Sample.plan())
        let once = (try await counts(), try await database.results(runID: "run-1"))
        #expect(once.0 == [1, 2, 3, 6, 1, 1, 2, 4, 1])
        try await database.begin(Sample.plan(startedAt: 900))
        #expect(try await counts() == once.0)
        #expect(try await database.results(runID: "run-1") == once.1, "the first start is kept")
    }

    @Test("Only tasks that have units are stored, and more are added when they get some")
    func onlyPlannedTasksAreStored() async throws {
        let first = Sample.unit("solo", "t2")
        try await database.begin(Sample.plan(units: [first]))
        #expect(try await rows("tasks") == 1)
        try await database.begin(Sample.plan(units: [first, Sample.unit("solo", "t1")]))
        #expect(try await rows("tasks") == 2)
        let results = try await database.results(runID: "run-1")
        #expect(results?.tasks.map(\.id) == ["t1", "t2"], "in dataset order")
    }

    @Test("Units that are no longer planned leave the run, but their answers stay")
    func unplannedUnitsLeave() async throws {
        let (kept, dropped) = (Sample.unit("solo", "t1"), Sample.unit("solo", "t2"))
        try await database.begin(Sample.plan(units: [kept, dropped]))
        for unit in [kept, dropped] {
            try await database.store(
                Sample.answer(unit, calls: [Sample.call(.researcher, cost: 1)]))
        }
        #expect(try await database.spent(runID: "run-1") == USD(2))
        try await database.begin(Sample.plan(units: [kept]))
        #expect(try await database.answerStates(runID: "run-1") == [kept.key: .ok])
        #expect(try await database.spent(runID: "run-1") == USD(1))
        #expect(try await database.answer(key: dropped.key) != nil)
    }

    @Test("An answer under one key belongs to every run that plans it")
    func runsShareAnswers() async throws {
        let shared = Sample.unit("solo", "t1")
        try await database.begin(Sample.plan(run: "run-1", units: [shared]))
        try await database.begin(
            Sample.plan(run: "run-2", units: [Sample.unit("fusion", "t2"), shared]))
        try await database.store(Sample.answer(shared))
        for run in ["run-1", "run-2"] {
            #expect(try await database.answerStates(runID: run) == [shared.key: .ok])
        }
        #expect(try await database.runs().map(\.id) == ["run-1", "run-2"])
    }

    @Test(
        "A plan that scores no longer fit drops them; any other keeps them",
        arguments: [
            (Sample.plan(startedAt: 5), true),
            (Sample.plan(units: [Sample.unit("solo", "t1")]), false),
            (Sample.plan(passes: 3), false),
            (Sample.plan(datasetSHA256: "other"), false),
        ])
    func changedPlanDropsScores(_ second: RunPlanRecord, _ isKept: Bool) async throws {
        let unit = Sample.unit("solo", "t1")
        try await database.begin(Sample.plan())
        try await database.store(Sample.answer(unit))
        try await database.finish(
            runID: "run-1", scores: [Sample.score(unit, 0.5)], lifts: [], finishedAt: 7)
        try await database.begin(second)
        let results = try #require(try await database.results(runID: "run-1"))
        #expect(results.units[0].scores.count == (isKept ? 1 : 0))
        #expect(results.stored?.run.finishedAt == (isKept ? 7 : nil))
    }

    @Test("Validity limits come back, and follow the plan of the same run")
    func validityComesBack() async throws {
        let first = ValidityLimits(
            maxTruncated: 0.01, maxEmpty: 0.02, maxRefused: 0.03, maxWithoutSearch: 0.04,
            maxPanelIncomplete: 0.05, minVerdictCoverage: 0.06)
        for limits in [first, ValidityLimits()] {
            try await database.begin(Sample.plan(validity: limits))
            #expect(try await database.results(runID: "run-1")?.validity == limits)
        }
    }

    @Test(
        "Lifts leave with the limits they were computed with, scores stay",
        arguments: [
            (ValidityLimits(), 1), (ValidityLimits(maxRefused: 0.5), 0),
        ])
    func changedLimitsDropLifts(_ limits: ValidityLimits, _ lifts: Int) async throws {
        let unit = Sample.unit("solo", "t1")
        try await database.begin(Sample.plan())
        try await database.store(Sample.answer(unit))
        try await database.finish(
            runID: "run-1", scores: [Sample.score(unit, 0.5)],
            lifts: [
                LiftRecord(
                    configurationID: "fusion", bestMemberID: "solo", commonTasks: 1,
                    fusedScore: 0.5, bestMemberScore: 0.25)
            ], finishedAt: 7)
        try await database.begin(Sample.plan(validity: limits))
        #expect(try await rows("lifts") == lifts)
        #expect(try await rows("scores") == 1)
    }
}
