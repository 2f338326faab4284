import GRDB
import Testing
import Vocabulary

@testable import Store

/// The views on numbers that are worked out by hand.
@Suite struct SchemaV1ViewsTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    /// `solo` answers each task twice, `fusion` once.
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
                    "run-1", "fusion", "t1", 0, 1, "blocked", "url", "explicit_answer", "A",
                    "https://huggingface.co/x", "huggingface.co", 77.5),
                values(
                    "run-1", "fusion", "t1", 0, 1, "seen", "ngram", "question_context", nil,
                    "https://arxiv.org/y", "t1", 77.5),
                values(
                    "run-1", "fusion", "t1", 0, 0, "seen", "canary", "explicit_answer", nil, "",
                    "t1 states-year", nil),
            ])
    }
}
