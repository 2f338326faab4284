import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct ResultsDatabaseConclusionTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    let unit = Sample.unit("solo", "t1")

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan())
        try await database.store(Sample.answer(unit))
    }

    private func lift(_ score: Double) -> LiftRecord {
        LiftRecord(
            configurationID: "fusion", bestMemberID: "solo", commonTasks: 2, fusedScore: score,
            bestMemberScore: 0.5)
    }

    @Test("Scores come back as they were stored, axes included")
    func scoresComeBack() async throws {
        let axes = [
            AxisScore(axis: .factualAccuracy, score: 0.75, contribution: 0.5),
            AxisScore(axis: .citationQuality, score: nil, contribution: -0.25),
        ]
        let scores = [
            Sample.score(unit, pass: 0, 1.0 / 3, passRate: 0.1, axes: axes),
            Sample.score(unit, pass: 1, 0.5),
        ]
        try await database.finish(
            runID: "run-1", scores: scores.reversed(), lifts: [], finishedAt: nil)
        let results = try #require(try await database.results(runID: "run-1"))
        #expect(results.units[0].scores == scores)
        #expect(results.stored?.run.finishedAt == nil)
    }

    @Test("Finishing again replaces scores, lifts and the end of the run")
    func finishReplaces() async throws {
        try await database.finish(
            runID: "run-1", scores: [Sample.score(unit, 0.9), Sample.score(unit, pass: 1, 0.8)],
            lifts: [lift(0.75)], finishedAt: 5)
        try await database.finish(
            runID: "run-1", scores: [Sample.score(unit, 0.25)], lifts: [lift(0.625)],
            finishedAt: 6)
        let results = try #require(try await database.results(runID: "run-1"))
        #expect(results.units[0].scores == [Sample.score(unit, 0.25)])
        #expect(results.stored?.run.finishedAt == 6)
        let lifts = try await database.read {
            try Double.fetchAll($0, sql: "SELECT lift FROM lift")
        }
        #expect(lifts == [12.5])
    }

    @Test("A lift is stored with its limits, or without where there are none")
    func liftLimits() async throws {
        var bounded = lift(0.75)
        (bounded.lowerLimit, bounded.upperLimit, bounded.pValue) = (-0.125, 0.5, 0.0625)
        for (lift, expected) in [(bounded, [-12.5, 50, 0.0625]), (lift(0.75), [nil, nil, nil])] {
            try await database.finish(
                runID: "run-1", scores: [], lifts: [lift], finishedAt: nil)
            let found = try await database.read { db -> [Double?] in
                try ["lower_limit", "upper_limit", "p_value"].map { column in
                    try Double.fetchOne(db, sql: "SELECT \(column) FROM lift")
                }
            }
            #expect(found == expected)
        }
    }

    @Test("A run that is not in the file can't be finished, and has no results")
    func unknownRun() async throws {
        await #expect(
            throws: StoreError.failed(path: folder.file(), reason: "it has no run other")
        ) {
            try await database.finish(runID: "other", scores: [], lifts: [], finishedAt: 1)
        }
        #expect(try await database.results(runID: "other") == nil)
    }
}
