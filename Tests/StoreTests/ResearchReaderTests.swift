import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct ResearchReaderTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    private static let (solo, fusion) = (Sample.unit("solo", "t1"), Sample.unit("fusion", "t1"))

    init() throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
    }

    private static func uses(
        _ count: Int, of tool: ResearchSpec.Tool = .webSearch, by member: Int? = nil,
        failed: Int = 0
    ) -> [ToolUseRecord] {
        (0..<count).map {
            ToolUseRecord(
                member: member, position: $0, tool: tool, argument: "x", resultCount: 1,
                error: $0 < failed ? "Down." : nil)
        }
    }

    private static func answer(
        _ unit: AnswerUnitRecord, _ uses: [ToolUseRecord], drafts: [DraftRecord] = []
    ) -> AnswerRecord {
        var answer = Sample.answer(unit)
        answer.toolUses = uses
        answer.drafts = drafts
        return answer
    }

    private static func result(_ model: String, _ searches: Int, _ failed: Int) -> ResearchResult {
        ResearchResult(model: model, searches: searches, failedSearches: failed)
    }

    private func research(of unit: AnswerUnitRecord) async throws -> [ResearchResult]? {
        try await database.results(runID: "run-1")?.units.first { $0.unit == unit }?.research
    }

    @Test("A solo answer's searches are counted, with those that failed, and fetches are not")
    func solo() async throws {
        try await database.begin(Sample.plan(units: [Self.solo]))
        #expect(try await research(of: Self.solo) == [], "not answered yet")
        let uses = Self.uses(3, failed: 2) + Self.uses(4, of: .webFetch, failed: 4)
        try await database.store(Self.answer(Self.solo, uses))
        #expect(try await research(of: Self.solo) == [Self.result("a/one", 3, 2)])
    }

    /// The panel is a/one, b/two, a/one; the first draft is the solo answer, which the run may plan
    /// or not.
    @Test(
        "A fusion's are counted draft by draft, reused ones where they come from",
        arguments: [true, false])
    func fusion(isSoloPlanned: Bool) async throws {
        try await database.begin(
            Sample.plan(units: isSoloPlanned ? [Self.solo, Self.fusion] : [Self.fusion]))
        try await database.store(Self.answer(Self.solo, Self.uses(5, failed: 1)))
        let drafts = ["a/one", "b/two", "a/one"].enumerated().map { position, model in
            DraftRecord(
                position: position, model: model, status: position == 1 ? .empty : .ok, text: "D",
                reusedKey: position == 0 ? Self.solo.key : nil)
        }
        let uses = Self.uses(2, by: 1, failed: 2) + Self.uses(1, of: .webFetch, by: 2)
        try await database.store(Self.answer(Self.fusion, uses, drafts: drafts.reversed()))
        #expect(
            try await research(of: Self.fusion) == [
                Self.result("a/one", 5, 1), Self.result("b/two", 2, 2), Self.result("a/one", 0, 0),
            ])
        let units = try await database.results(runID: "run-1")?.units
        #expect(units?.last?.drafts.map(\.status) == [.ok, .empty, .ok])
    }

    @Test("Where search is not offered, there is no research")
    func notOffered() async throws {
        try await database.begin(Sample.plan(units: [Self.solo], offersSearch: false))
        try await database.store(Self.answer(Self.solo, Self.uses(1, of: .webFetch)))
        #expect(try await research(of: Self.solo) == [])
    }

    @Test(
        "Where it is not known whether search was offered, any search in the run says so",
        arguments: [
            (ResearchSpec.Tool.webSearch, [result("a/one", 0, 0)]), (.webFetch, []),
        ])
    func unknown(_ tool: ResearchSpec.Tool, _ expected: [ResearchResult]) async throws {
        let other = Sample.unit("solo", "t2")
        try await database.begin(Sample.plan(units: [Self.solo, other]))
        try await database.write { try $0.execute(sql: "UPDATE runs SET offers_search = NULL") }
        try await database.store(Self.answer(Self.solo, []))
        try await database.store(Self.answer(other, Self.uses(1, of: tool)))
        #expect(try await research(of: Self.solo) == expected)
    }

    // MARK: - Searches of the provider

    private static func answer(
        _ unit: AnswerUnitRecord, searches: Int?, told: Int
    ) -> AnswerRecord {
        var answer = answer(unit, uses(told))
        var call = Sample.call(.researcher)
        call.serverSearches = searches
        answer.calls = [call]
        return answer
    }

    @Test(
        "A provider's searches are those it counts or those it tells of, and unknown without either",
        arguments: [
            (6, 2, [result("a/one", 6, 0)]), (1, 4, [result("a/one", 4, 0)]),
            (0, 0, [result("a/one", 0, 0)]), (nil, 3, [result("a/one", 3, 0)]), (nil, 0, []),
        ] as [(Int?, Int, [ResearchResult])])
    func serverSide(_ counted: Int?, _ told: Int, _ expected: [ResearchResult]) async throws {
        try await database.begin(Sample.plan(units: [Self.solo], searchEngine: .server))
        try await database.store(Self.answer(Self.solo, searches: counted, told: told))
        #expect(try await research(of: Self.solo) == expected)
    }

    @Test("Of the research of a fusion that the provider ran nothing is known")
    func serverFusion() async throws {
        let configuration = ConfigurationSummary(
            id: "fusion", kind: "server_fusion", models: ["a/one", "b/two"])
        try await database.begin(
            Sample.plan(units: [Self.fusion], configurations: [configuration]))
        let drafts = [DraftRecord(position: 0, model: "a/one", status: .ok, text: "D")]
        var answer = Self.answer(Self.fusion, Self.uses(1), drafts: drafts)
        answer.serverFusion = ServerFusionRecord(status: .partial, panel: ["a/one", "b/two"])
        try await database.store(answer)
        #expect(try await research(of: Self.fusion) == [])
        let unit = try await database.results(runID: "run-1")?.units.first
        #expect(unit?.serverFusion == answer.serverFusion)
    }
}
