import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite("An answer that is stored part by part")
struct UnfinishedAnswerTests {
    private let folder: TemporaryFolder
    private let database: ResultsDatabase
    private let unit = Sample.unit("fusion", "t1")

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan())
    }

    /// One fresh draft of a panel of three, with a search of its own.
    private func part(_ position: Int, cost: Double? = 0.25) -> AnswerRecord {
        var record = Sample.answer(unit, .infraError, text: "", cost: cost, latency: nil)
        record.drafts = [
            DraftRecord(position: position, model: "a/one", status: .ok, text: "Draft \(position)")
        ]
        record.storedDrafts = Set(0..<3).subtracting([position])
        record.toolUses = [
            ToolUseRecord(
                member: position, position: 0, tool: .webSearch, argument: "q\(position)",
                resultCount: 1,
                findings: [
                    LeakFinding(
                        evidence: .url, severity: .metadata, url: "https://x/\(position)",
                        detail: "r", wasKeptAway: true)
                ])
        ]
        record.calls = [Sample.call(.member, cost: cost)]
        return record
    }

    @Test("Parts add up, in whatever order they come, and the end keeps them")
    func addsUp() async throws {
        for position in [2, 0, 1] { try await database.store(part(position)) }
        let unfinished = try #require(try await database.answer(key: unit.key))
        #expect(unfinished.status == .infraError)
        #expect(unfinished.drafts.map(\.text) == ["Draft 0", "Draft 1", "Draft 2"])
        #expect(unfinished.cost == USD(0.75))
        #expect(unfinished.calls.count == 3)

        var end = Sample.answer(unit, text: "Fused.", cost: 0.5)
        end.drafts = unfinished.drafts
        end.storedDrafts = [0, 1, 2]
        end.calls = [Sample.call(.synthesizer)]
        try await database.store(end)
        let answer = try #require(try await database.answer(key: unit.key))
        #expect(answer.status == .ok)
        #expect(answer.text == "Fused.")
        #expect(answer.drafts == unfinished.drafts)
        #expect(answer.toolUses == unfinished.toolUses)
        #expect(answer.toolUses.flatMap(\.findings).count == 3)
        #expect(answer.cost == USD(1.25))
        #expect(answer.calls.count == 4)
    }

    @Test("A draft that comes in place of a failed one leaves the others alone")
    func replacesOne() async throws {
        for position in 0..<3 { try await database.store(part(position)) }
        var again = part(1)
        again.drafts[0].text = "Better"
        try await database.store(again)
        let answer = try #require(try await database.answer(key: unit.key))
        #expect(answer.drafts.map(\.text) == ["Draft 0", "Better", "Draft 2"])
        #expect(answer.toolUses.count == 3)
        #expect(answer.cost == USD(1))
    }

    @Test("An unknown cost of a part leaves the whole unknown")
    func unknownCost() async throws {
        try await database.store(part(0, cost: nil))
        try await database.store(part(1))
        #expect(try await database.answer(key: unit.key)?.cost == nil)
    }

    @Test("What an answer is made of is kept, and found by run, configuration, task and generation")
    func ingredients() async throws {
        var record = part(0)
        record.origin = AnswerOrigin(
            contentKey: "content", ingredients: [.init("run", "run-1"), .init("model", "a\"b")])
        try await database.store(record)
        let place = AnswerUnitRecord(
            key: "", configurationID: "fusion", taskID: "t1", generation: 0)
        let latest = try await database.latestIngredients(runID: "run-1")
        #expect(latest == [place: ["run": "run-1", "model": "a\"b"]])
        #expect(try await database.latestIngredients(runID: "run-2").isEmpty)
        // It has to be asked for again, so nobody can take it.
        #expect(try await database.reusableAnswers(runID: "run-2", others: true).isEmpty)
    }

    @Test("A finished answer can be taken by other runs, and only when they ask for it")
    func reusable() async throws {
        var record = Sample.answer(unit)
        record.origin = AnswerOrigin(contentKey: "content", ingredients: [])
        try await database.store(record)
        let source = StoredSource(contentKey: "content", key: unit.key, runID: "run-1")
        #expect(try await database.reusableAnswers(runID: "run-2", others: true) == [source])
        #expect(try await database.reusableAnswers(runID: "run-2", others: false).isEmpty)
        #expect(try await database.reusableAnswers(runID: "run-1", others: true).isEmpty)

        var taken = unit
        taken.reusedFrom = "run-1"
        try await database.begin(Sample.plan(run: "run-2", units: [taken]))
        #expect(try await database.reusableAnswers(runID: "run-2", others: false) == [source])
        let results = try #require(try await database.results(runID: "run-2"))
        #expect(results.units.map(\.unit.reusedFrom) == ["run-1"])
        #expect(results.units[0].cost == record.cost)
    }

    @Test("Of an answer that two runs share, each has paid for its own calls")
    func sharedCosts() async throws {
        try await database.store(
            Sample.answer(unit, calls: [Sample.call(.member, cost: 2)]), paidBy: "run-1")
        var taken = unit
        taken.reusedFrom = "run-1"
        try await database.begin(Sample.plan(run: "run-2", units: [taken]))
        try await database.store(
            [Sample.verdict(on: unit, calls: [Sample.call(cost: 0.5)])], paidBy: "run-2")
        #expect(try await database.spent(runID: "run-1") == USD(2))
        #expect(try await database.spent(runID: "run-2") == USD(0.5))
        let elsewhere = try await database.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT run || ' ' || role || ' ' || paid_elsewhere FROM ledger
                    ORDER BY run, role
                    """)
        }
        #expect(
            elsewhere == ["run-1 judge 1", "run-1 member 0", "run-2 judge 0", "run-2 member 1"])
    }

    @Test("How often an answer was put aside is counted by its key")
    func putAside() async throws {
        #expect(try await database.answersPutAside(key: unit.key) == 0)
        for count in 1...2 {
            try await database.store(Sample.answer(unit))
            try await database.setAside(answerKeys: [unit.key])
            #expect(try await database.answersPutAside(key: unit.key) == count)
        }
        #expect(try await database.answersPutAside(key: "fusion/t1") == 0)
    }
}
