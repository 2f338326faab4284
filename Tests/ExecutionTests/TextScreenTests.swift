import Testing
import Vocabulary

@testable import Execution

@Suite("Looking through models' own words")
struct TextScreenTests {
    private static let task = ResearchTask(
        id: "t", problem: "Problem", domain: "d", rubric: Rubric(id: "r", criteria: []))

    /// Finds every text and every query.
    private static let everything = TextScreen(
        text: { [finding("text \($0) on \($1.id)")] },
        query: { [finding("query \($0) on \($1.id)")] })

    private static func finding(_ detail: String) -> LeakFinding {
        LeakFinding(evidence: .marker, severity: .metadata, detail: detail)
    }

    private static func draft(
        _ position: Int, _ text: String, reused: String? = nil
    ) -> DraftRecord {
        DraftRecord(position: position, model: "m", status: .ok, text: text, reusedKey: reused)
    }

    private static func answer(
        _ text: String, drafts: [DraftRecord] = [], uses: [ToolUseRecord] = []
    ) -> AnswerRecord {
        AnswerRecord(
            key: "k", configurationID: "c", taskID: "t", generation: 0, status: .ok, text: text,
            drafts: drafts, toolUses: uses)
    }

    @Test("The answer is examined, and fresh drafts under their member; reused ones were before")
    func texts() {
        var answer = Self.answer(
            "final",
            drafts: [
                Self.draft(0, "zero"), Self.draft(1, "one", reused: "solo"), Self.draft(2, "two"),
                Self.draft(3, ""),
            ])
        Self.everything.examine(&answer, on: Self.task)
        #expect(
            answer.findings == [
                TextFinding(finding: Self.finding("text final on t")),
                TextFinding(member: 0, finding: Self.finding("text zero on t")),
                TextFinding(member: 2, finding: Self.finding("text two on t")),
            ])
    }

    @Test("What is known of an answer's sources already stays")
    func earlier() {
        var answer = Self.answer("final")
        answer.findings = [TextFinding(finding: Self.finding("source"))]
        Self.everything.examine(&answer, on: Self.task)
        #expect(answer.findings.map(\.finding.detail) == ["source", "text final on t"])
    }

    @Test("Where there is no answer, its drafts are examined all the same")
    func noAnswer() {
        var answer = Self.answer("", drafts: [Self.draft(0, "zero")])
        Self.everything.examine(&answer, on: Self.task)
        #expect(answer.findings.map(\.member) == [0])
    }

    @Test("What a query gives away is added to what its tool use met")
    func queries() {
        let met = Self.finding("met")
        var answer = Self.answer(
            "",
            uses: [
                ToolUseRecord(
                    member: 1, position: 0, tool: .webSearch, argument: "words", resultCount: 1,
                    findings: [met]),
                ToolUseRecord(
                    position: 1, tool: .webFetch, argument: "http://x/", resultCount: 0),
            ])
        Self.everything.examine(&answer, on: Self.task)
        #expect(
            answer.toolUses.map(\.findings) == [
                [met, Self.finding("query words on t")],
                [Self.finding("query http://x/ on t")],
            ])
        #expect(answer.findings.isEmpty)
    }

    @Test("A screen that finds nothing leaves what tools met")
    func none() {
        let met = ToolUseRecord(
            position: 0, tool: .webSearch, argument: "w", resultCount: 1,
            findings: [Self.finding("met")])
        var answer = Self.answer("text", uses: [met])
        let before = answer
        TextScreen.none.examine(&answer, on: Self.task)
        #expect(answer == before)
    }
}
