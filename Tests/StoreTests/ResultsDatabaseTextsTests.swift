import GRDB
import Testing
import Vocabulary

@testable import Store

@Suite struct ResultsDatabaseTextsTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    private static let (solo, fusion) = (Sample.unit("solo", "t1"), Sample.unit("fusion", "t1"))

    init() throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
    }

    private func rows(_ table: String) async throws -> Int? {
        try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
    }

    private static func fused(reusing key: String, _ text: String = "Draft.") -> AnswerRecord {
        var answer = Sample.answer(fusion, text: "Fused.")
        answer.drafts = [
            DraftRecord(position: 0, model: "a/one", status: .ok, text: text, reusedKey: key),
            DraftRecord(position: 1, model: "b/two", status: .ok, text: "Fresh."),
        ]
        return answer
    }

    // MARK: - Texts

    @Test("Texts come in plan order, with drafts and what was searched for; missing ones don't")
    func texts() async throws {
        try await database.begin(Sample.plan())
        let use = ToolUseRecord(
            member: 1, position: 0, tool: .webSearch, argument: "words", resultCount: 2,
            findings: [
                LeakFinding(
                    evidence: .marker, severity: .metadata, url: "https://x/", detail: "m",
                    wasKeptAway: true)
            ])
        var fused = Self.fused(reusing: Self.solo.key)
        fused.toolUses = [use]
        let listed = TextFinding(
            finding: LeakFinding(
                evidence: .url, severity: .explicitAnswer, url: "https://h.example/x",
                detail: "h.example", wasKeptAway: false))
        let word = TextFinding(
            finding: LeakFinding(
                evidence: .marker, severity: .metadata, detail: "m", wasKeptAway: false))
        fused.findings = [word, listed]
        // Stored the other way round than they were planned.
        let refused = Sample.unit("solo", "t2")
        try await database.store(Sample.answer(refused, .refused, text: ""))
        try await database.store(fused)
        try await database.store(Sample.answer(Self.solo, text: "Draft."))
        #expect(
            try await database.texts(runID: "run-1") == [
                AnswerTexts(
                    unit: Self.solo, status: .ok, text: "Draft.", drafts: [], toolUses: [],
                    listedSources: []),
                AnswerTexts(
                    unit: Self.fusion, status: .ok, text: "Fused.",
                    drafts: [
                        AnswerTexts.Draft(member: 0, text: "Draft.", reusedKey: Self.solo.key),
                        AnswerTexts.Draft(member: 1, text: "Fresh.", reusedKey: nil),
                    ], toolUses: [use], listedSources: [listed]),
                AnswerTexts(
                    unit: refused, status: .refused, text: "", drafts: [], toolUses: [],
                    listedSources: []),
            ])
        #expect(try await database.texts(runID: "unknown").isEmpty)
    }

    // MARK: - Tasks

    @Test("Tasks come back as they were planned: in dataset order, with axes and weights")
    func tasks() async throws {
        let criteria = [
            Criterion(id: "z", axis: .citationQuality, weight: -25, requirement: "No source."),
            Criterion(id: "a", axis: .presentationQuality, weight: 3, requirement: "“Ω” \u{1F680}"),
            Criterion(id: "m", axis: .factualAccuracy, weight: 20, requirement: "Says 1998."),
            Criterion(id: "b", axis: .breadthAndDepth, weight: 1, requirement: "Says why."),
        ]
        let tasks = [
            Sample.task("t2", criteria: criteria), Sample.task("t1", domain: "Law"),
            Sample.task("t3", criteria: criteria.reversed()), Sample.task("unplanned"),
        ]
        let units = ["t3", "t1", "t2"].map { Sample.unit("solo", $0) }
        try await database.begin(Sample.plan(tasks: tasks, units: units))
        // Another run of another dataset has tasks of the same ids.
        try await database.begin(
            Sample.plan(run: "run-2", tasks: [Sample.task("t1")], datasetSHA256: "other"))
        let read = try await database.tasks(runID: "run-1")
        #expect(read.map(\.id) == ["t2", "t1", "t3"])
        #expect(read.map(\.problem) == tasks[..<3].map(\.problem))
        #expect(read.map(\.domain) == tasks[..<3].map(\.domain))
        #expect(read.map(\.rubric.criteria) == tasks[..<3].map(\.rubric.criteria))
        #expect(try await database.tasks(runID: "unknown").isEmpty)
    }

    @Test("A criterion that two tasks share has its own weight and axis in each")
    func sharedCriteria() async throws {
        func criterion(_ axis: Axis, _ weight: Int) -> Criterion {
            Criterion(id: "same", axis: axis, weight: weight, requirement: "Same.")
        }
        let tasks = [
            Sample.task("t1", criteria: [criterion(.factualAccuracy, 10)]),
            Sample.task("t2", criteria: [criterion(.citationQuality, 2)]),
        ]
        try await database.begin(Sample.plan(tasks: tasks))
        #expect(
            try await database.tasks(runID: "run-1").map(\.rubric.criteria)
                == tasks.map(\.rubric.criteria))
    }

    // MARK: - Putting aside

    @Test("A unit whose answer is put aside is missing; the answer stays with its verdicts")
    func setAside() async throws {
        try await database.begin(Sample.plan())
        try await database.store(
            Sample.answer(Self.solo, text: "Old.", calls: [Sample.call(.researcher)]))
        try await database.store([Sample.verdict(on: Self.solo)])
        try await database.setAside(answerKeys: [Self.solo.key, "unknown"])

        #expect(try await database.answer(key: Self.solo.key) == nil)
        #expect(try await database.answerStates(runID: "run-1").isEmpty)
        #expect(
            try await database.verdicts(answerKey: Self.solo.key, judgeID: Sample.judge.id).isEmpty)
        #expect(try await database.results(runID: "run-1")?.units[0].status == nil)
        #expect(try await database.texts(runID: "run-1").isEmpty)
        #expect(try await rows("answers WHERE text = 'Old.'") == 1)
        #expect(try await rows("verdicts") == 1)
        #expect(try await rows("calls") == 2)
    }

    @Test("The next answer under the key is another one, and can be put aside as well")
    func again() async throws {
        try await database.begin(Sample.plan())
        for text in ["First.", "Second.", "Third."] {
            try await database.store(Sample.answer(Self.solo, text: text))
            #expect(try await database.answer(key: Self.solo.key)?.text == text)
            #expect(
                try await database.verdicts(answerKey: Self.solo.key, judgeID: Sample.judge.id)
                    .isEmpty)
            try await database.store([Sample.verdict(on: Self.solo)])
            try await database.setAside(answerKeys: [Self.solo.key])
        }
        #expect(try await rows("answers") == 3)
        #expect(try await rows("verdicts") == 3)
        #expect(Set([try await rows("answers WHERE text = 'Second.'")]) == [1])
    }

    @Test("Drafts that were taken from it keep its text, also once there is a new answer")
    func drafts() async throws {
        try await database.begin(Sample.plan())
        try await database.store(Sample.answer(Self.solo, text: "Draft."))
        try await database.store(Self.fused(reusing: Self.solo.key))
        try await database.setAside(answerKeys: [Self.solo.key])
        func draft() async throws -> DraftRecord? {
            try await database.answer(key: Self.fusion.key)?.drafts.first
        }
        #expect(try await draft()?.text == "Draft.")
        try await database.store(Sample.answer(Self.solo, text: "New."))
        #expect(try await draft()?.text == "Draft.")
        #expect(try await draft()?.reusedKey != Self.solo.key)
    }

    @Test("What it took is still spent, by the runs that plan it and their judges")
    func spent() async throws {
        var other = Sample.judge
        other.id = "judge-2"
        let units = [Self.solo, Sample.unit("solo", "t2")]
        try await database.begin(Sample.plan(units: units))
        try await database.begin(Sample.plan(run: "run-2", units: [Self.solo], judge: other))
        try await database.begin(Sample.plan(run: "run-3", units: [Self.fusion]))
        for _ in 0..<11 {
            for (unit, cost) in zip(units, [1.0, 0.125]) {
                try await database.store(
                    Sample.answer(unit, calls: [Sample.call(.researcher, cost: cost)]))
            }
            try await database.store([
                Sample.verdict(on: Self.solo, calls: [Sample.call(cost: 0.5)])
            ])
            try await database.setAside(answerKeys: [Self.solo.key])
        }
        // The answer of t2 is kept; its calls are added all the same.
        #expect(try await database.spent(runID: "run-1") == USD(11 * (1 + 0.5 + 0.125)))
        #expect(try await database.spent(runID: "run-2") == USD(11))
        #expect(try await database.spent(runID: "run-3") == .zero)
    }

    /// A key stands for one answer, whoever plans it: there is none to keep for the other run.
    @Test("Other runs that plan the same key miss the answer too")
    func otherRuns() async throws {
        for run in ["run-1", "run-2"] {
            try await database.begin(Sample.plan(run: run, units: [Self.solo]))
        }
        try await database.store(Sample.answer(Self.solo))
        try await database.setAside(answerKeys: [Self.solo.key])
        for run in ["run-1", "run-2"] {
            #expect(try await database.answerStates(runID: run).isEmpty)
        }
    }

    @Test("A run whose answer is put aside is no longer complete, and its lifts leave")
    func incomplete() async throws {
        let units = [Self.solo, Self.fusion]
        try await database.begin(Sample.plan(units: units))
        try await database.begin(Sample.plan(run: "run-2", units: [Sample.unit("solo", "t2")]))
        for unit in units { try await database.store(Sample.answer(unit)) }
        let lift = LiftRecord(
            configurationID: "fusion", bestMemberID: "solo", commonTasks: 1, fusedScore: 0.5,
            bestMemberScore: 0.25)
        for run in ["run-1", "run-2"] {
            try await database.finish(
                runID: run, scores: run == "run-1" ? units.map { Sample.score($0, 0.5) } : [],
                lifts: [lift], finishedAt: 7)
        }
        func finished() async throws -> [Double?] {
            try await database.runs().sorted { $0.id < $1.id }.map(\.finishedAt)
        }
        try await database.setAside(answerKeys: ["unknown"])
        #expect(try await finished() == [7, 7])
        try await database.setAside(answerKeys: [Self.fusion.key])
        #expect(try await finished() == [nil, 7])
        #expect(try await rows("lifts") == 1)
        let left = try await database.results(runID: "run-1")
        #expect(left?.units.map(\.scores.count) == [1, 0])
    }
}
