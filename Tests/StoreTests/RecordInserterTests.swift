import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct RecordInserterTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    let unit = Sample.unit("solo", "t1")

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan())
    }

    static let full = AnswerRecord(
        key: "fusion/t1/0", configurationID: "fusion", taskID: "t1", generation: 0,
        status: .truncated, text: "Fused \u{1F680}", error: "Cut off.", finishReason: "length",
        model: "b/two-2026", cost: USD(0.125), latencySeconds: 81.5,
        drafts: [
            DraftRecord(
                position: 0, model: "a/one", status: .ok, text: "First draft",
                finishReason: "stop", cost: USD(0.5), latencySeconds: 3, reusedKey: "solo/t1/0"),
            DraftRecord(
                position: 1, model: "b/two", status: .timeout, text: "", error: "Too slow."),
            DraftRecord(position: 2, model: "a/one", status: .ok, text: "Third draft"),
        ],
        analysis: AnalysisRecord(status: .invalid, text: "no JSON"),
        serverFusion: ServerFusionRecord(
            status: .partial, panel: ["~a/one-latest", "b/two"], failureReason: "rate_limited"),
        sources: [
            SourceRecord(url: "https://b.example/2", title: "B", kind: .fusion),
            SourceRecord(url: "https://a.example/1", kind: .citation),
        ],
        toolUses: [
            ToolUseRecord(
                member: 1, position: 0, tool: .webSearch, argument: "what", resultCount: 4,
                findings: [
                    LeakFinding(
                        evidence: .url, severity: .explicitAnswer, tier: .answerKey,
                        url: "https://huggingface.co/x", detail: "huggingface.co",
                        wasKeptAway: true),
                    LeakFinding(
                        evidence: .ngram, severity: .questionContext, url: "https://arxiv.org/y",
                        detail: "t1", wasKeptAway: false),
                ], startedAt: 77.5),
            ToolUseRecord(
                position: 1, tool: .webFetch, argument: "https://a.example", resultCount: 0,
                error: "Not found."),
        ],
        findings: [
            TextFinding(
                member: 0,
                finding: LeakFinding(
                    evidence: .canary, severity: .explicitAnswer, detail: "t1 states-year",
                    wasKeptAway: false))
        ],
        calls: [
            CallRecord(
                role: .member, member: 1, model: "b/two", servedModel: "b/two-2026", attempt: 2,
                outcome: .refused, httpStatus: 200,
                usage: TokenUsage(
                    uncachedInput: 1, cacheRead: 2, cacheWrite: 3, output: 4, reasoning: 5),
                billedCost: USD(0.1), computedCost: USD(0.2), latencySeconds: 1.25,
                generationID: "gen-1", error: "Declined.", omitted: ["seed", "temperature"],
                serverSearches: 7, serverFetches: 2, startedAt: 1_700_000_000.5),
            CallRecord(
                role: .analyst, model: "a/one", outcome: .failed, httpStatus: 503,
                latencySeconds: 0, startedAt: 1),
        ])

    @Test("An answer comes back with its drafts, tool uses and calls as it was stored")
    func answerComesBack() async throws {
        try await database.store(Sample.answer(unit, text: "First draft"))
        try await database.store(Self.full)
        #expect(try await database.answer(key: "fusion/t1/0") == Self.full)
        #expect(try await database.answer(key: "unknown") == nil)
        let text = try #require(try await database.answerText(key: "fusion/t1/0"))
        #expect(text == (.truncated, "Fused \u{1F680}"))
        #expect(try await database.answerText(key: "unknown") == nil)
    }

    @Test("A reused draft's text is stored once, and kept where the answer reads otherwise")
    func reusedDraftIsNotCopied() async throws {
        try await database.store(Sample.answer(unit, text: "First draft"))
        try await database.store(Self.full)
        let copies = "SELECT count(*) FROM drafts WHERE position = 0 AND text IS NOT NULL"
        #expect(try await database.read { try Int.fetchOne($0, sql: copies) } == 0)

        var other = Self.full
        other.key = "fusion/t2/0"
        other.drafts[0].text = "Something else"
        try await database.store(other)
        #expect(try await database.answer(key: "fusion/t2/0") == other)
    }

    @Test(
        "A stored answer stays, unless the network or the endpoint was at fault",
        arguments: AnswerStatus.allCases)
    func storedAnswerStays(_ first: AnswerStatus) async throws {
        let call = Sample.call(.researcher, cost: 0.25)
        try await database.store(Sample.answer(unit, first, text: "old", calls: [call]))
        try await database.store(Sample.answer(unit, .ok, text: "new", calls: [call]))
        let stored = try #require(try await database.answer(key: unit.key))
        #expect(stored.status == (first == .infraError ? .ok : first))
        #expect(stored.text == (first == .infraError ? "new" : "old"))
        #expect(stored.calls.count == 2, "both were paid for")
        #expect(stored.cost == USD(first == .infraError ? 0.5 : 0.25))
    }

    @Test("What replaces a failed answer costs an unknown amount if the failure did")
    func unknownCostStaysUnknown() async throws {
        try await database.store(Sample.answer(unit, .infraError, text: "", cost: nil))
        try await database.store(Sample.answer(unit, .ok))
        #expect(try await database.answer(key: unit.key)?.cost == nil)
    }

    @Test("The parts of a replaced answer go with it")
    func partsAreReplaced() async throws {
        var failed = Self.full
        failed.status = .infraError
        try await database.store(failed)
        var whole = Self.full
        whole.toolUses = [Self.full.toolUses[1]]
        whole.drafts = [Self.full.drafts[2]]
        try await database.store(whole)
        let stored = try #require(try await database.answer(key: whole.key))
        #expect(stored.toolUses == whole.toolUses)
        #expect(stored.drafts == whole.drafts)
    }

    @Test("A missing verdict gives way to a ruling; a ruling stays; all calls are kept")
    func missingVerdictIsReplaced() async throws {
        try await database.store(Sample.answer(unit))
        func stored() async throws -> Verdict? {
            try await database.verdicts(answerKey: unit.key, judgeID: "judge-1").first?.verdict
        }
        try await database.store([Sample.verdict(nil, on: unit, explanation: "", rawReply: "")])
        #expect(try await stored() == nil)
        try await database.store([Sample.verdict(.unmet, on: unit)])
        #expect(try await stored() == .unmet)
        try await database.store([Sample.verdict(.met, on: unit, explanation: "Later.")])
        #expect(try await stored() == .unmet)
        try await database.store([Sample.verdict(nil, on: unit)])
        #expect(try await stored() == .unmet)

        let rows = try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT explanation, error FROM verdict_sheet").map {
                [$0[0] as String?, $0[1] as String?]
            }
        }
        #expect(rows == [["It does.", nil]])
        #expect(try await database.spent(runID: "run-1") == USD(2), "four calls of 0.5")
    }

    @Test(
        "The explanation is stored apart only where the raw reply is not JSON that has it",
        arguments: [
            (#"{"explanation":"A \"b\" \u00e9","criterion_status":"MET"}"#, "A \"b\" é", false),
            (#"Sure! {"explanation":"A","criterion_status":"MET"}"#, "A", true),
            (#"{"explanation":"A"} {"explanation":"B"}"#, "B", true),
            (#"{"explanation":7,"criterion_status":"MET"}"#, "", true),
            (#"{"criterion_status":"MET"}"#, "", true),
            (#"[1]"#, "", true),
            ("{broken}", "salvaged", true),
            ("", "", true),
        ])
    func explanationIsStoredOnce(
        _ rawReply: String, _ explanation: String, _ isApart: Bool
    ) async throws {
        try await database.store(Sample.answer(unit))
        try await database.store([
            Sample.verdict(.met, on: unit, explanation: explanation, rawReply: rawReply)
        ])
        let row = try await database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT explanation, raw_reply, own_explanation FROM verdicts"
            ).map { [$0[0] as String?, $0[1], $0[2]] }
        }
        #expect(row == [[explanation, rawReply, isApart ? explanation : nil]])
    }

    @Test("Verdicts of several judges and passes stand side by side")
    func placesOfVerdictsDiffer() async throws {
        var other = Sample.judge
        other.id = "judge-2"
        try await database.begin(Sample.plan(run: "run-2", judge: other))
        try await database.store(Sample.answer(unit))
        try await database.store([
            Sample.verdict(.met, on: unit, pass: 1), Sample.verdict(.unmet, on: unit, pass: 0),
            Sample.verdict(.met, on: unit, pass: 0, judge: "judge-2"),
        ])
        let first = try await database.verdicts(answerKey: unit.key, judgeID: "judge-1")
        let second = try await database.verdicts(answerKey: unit.key, judgeID: "judge-2")
        let key = Sample.criteria[0].key
        func stored(_ pass: Int, _ verdict: Verdict) -> StoredVerdict {
            StoredVerdict(
                criterionKey: key, pass: pass, verdict: verdict)
        }
        #expect(first == [stored(0, .unmet), stored(1, .met)])
        #expect(second == [stored(0, .met)])
    }

    @Test("A verdict on what is not stored is refused")
    func strayVerdictIsRefused() async throws {
        await #expect(throws: StoreError.self) {
            try await database.store([Sample.verdict(on: unit)])
        }
        try await database.store(Sample.answer(unit))
        await #expect(throws: StoreError.self) {
            try await database.store([Sample.verdict(on: unit, judge: "stranger")])
        }
        try await database.store([Sample.verdict(on: unit)])
    }
}
