import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct LeakReaderTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    private static let (solo, fusion) = (Sample.unit("solo", "t1"), Sample.unit("fusion", "t1"))

    init() throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
    }

    private static func finding(_ detail: String, url: String? = nil) -> LeakFinding {
        LeakFinding(
            evidence: .marker, severity: .metadata, url: url, detail: detail, wasKeptAway: true)
    }

    /// Its research met one thing, its text has another.
    private static func answer(
        _ unit: AnswerUnitRecord, member: Int? = nil, reusing: [Int: String] = [:]
    ) -> AnswerRecord {
        var answer = Sample.answer(unit)
        let name = unit.configurationID
        answer.toolUses = [
            ToolUseRecord(
                member: member, position: 0, tool: .webSearch, argument: "x", resultCount: 1,
                findings: [finding("\(name) met", url: "https://\(name)/")])
        ]
        answer.findings = [TextFinding(member: member, finding: finding("\(name) wrote"))]
        answer.drafts = (0..<3).map { place in
            DraftRecord(
                position: place, model: "m", status: .ok, text: "D", reusedKey: reusing[place])
        }
        return answer
    }

    private func leaks(of unit: AnswerUnitRecord) async throws -> [TextFinding]? {
        try await database.results(runID: "run-1")?.units.first { $0.unit == unit }?.leaks
    }

    @Test("A reused draft brings what its answer met and wrote, under its place in the panel")
    func inherited() async throws {
        let other = Sample.unit("other", "t1")
        try await database.begin(Sample.plan(units: [Self.solo, Self.fusion, other]))
        try await database.store(Self.answer(Self.solo))
        try await database.store(Self.answer(other))
        try await database.store(
            Self.answer(Self.fusion, member: 1, reusing: [2: Self.solo.key, 0: other.key]))
        let own = { (name: String, member: Int?) in
            [
                TextFinding(
                    member: member, finding: Self.finding("\(name) met", url: "https://\(name)/")),
                TextFinding(member: member, finding: Self.finding("\(name) wrote")),
            ]
        }
        #expect(
            try await leaks(of: Self.fusion) == own("fusion", 1) + own("other", 0) + own("solo", 2))
        #expect(try await leaks(of: Self.solo) == own("solo", nil))
    }

    @Test("It does so where the run does not plan the answer, and where it was put aside")
    func notPlanned() async throws {
        try await database.begin(Sample.plan(units: [Self.fusion]))
        try await database.store(Self.answer(Self.solo))
        try await database.store(Self.answer(Self.fusion, reusing: [1: Self.solo.key]))
        let before = try #require(try await leaks(of: Self.fusion))
        #expect(before.map(\.member) == [nil, nil, 1, 1])
        try await database.setAside(answerKeys: [Self.solo.key])
        #expect(try await leaks(of: Self.fusion) == before)
        // What is asked for in its place is not what the draft was.
        try await database.store(Sample.answer(Self.solo))
        #expect(try await leaks(of: Self.fusion) == before)
    }

    @Test("Answers of other runs bring nothing")
    func otherRuns() async throws {
        try await database.begin(Sample.plan(units: [Self.solo]))
        try await database.begin(Sample.plan(run: "run-2", units: [Self.fusion]))
        try await database.store(Self.answer(Self.fusion))
        try await database.store(Sample.answer(Self.solo))
        #expect(try await leaks(of: Self.solo) == [])
    }

    @Test("A finding is read back as it was stored", arguments: LeakFinding.Evidence.allCases)
    func roundTrip(evidence: LeakFinding.Evidence) async throws {
        let findings = LeakFinding.Severity.allCases.flatMap { severity in
            [true, false].flatMap { wasKeptAway in
                [nil, "https://x/"].map { url in
                    LeakFinding(
                        evidence: evidence, severity: severity,
                        tier: url == nil ? nil : .results, url: url, detail: "d",
                        wasKeptAway: wasKeptAway)
                }
            }
        }
        var answer = Sample.answer(Self.solo)
        answer.findings = findings.map { TextFinding(finding: $0) }
        try await database.begin(Sample.plan(units: [Self.solo]))
        try await database.store(answer)
        #expect(try await leaks(of: Self.solo) == answer.findings)
    }

    @Test("What an older version stored is read as an address that gave away a benchmark")
    func older() async throws {
        try await database.begin(Sample.plan(units: [Self.solo]))
        try await database.store(Self.answer(Self.solo))
        try await database.write {
            try $0.execute(
                sql: "UPDATE leak_findings SET evidence = NULL, severity = NULL, tier = NULL")
        }
        let leaks = try #require(try await leaks(of: Self.solo))
        #expect(leaks.map(\.finding.evidence) == [.url, .url])
        #expect(leaks.map(\.finding.severity) == [.metadata, .metadata])
    }
}
