import Testing
import Vocabulary

@testable import Execution
@testable import Store

@Suite("The verdicts of an answer")
struct VerdictSheetTests {
    private let rubric = Rubric(
        id: "r",
        criteria: [
            Criterion(id: "a", axis: .factualAccuracy, weight: 6, requirement: "A"),
            Criterion(id: "b", axis: .factualAccuracy, weight: 4, requirement: "B"),
        ])

    private func stored(_ id: String, _ pass: Int, _ verdict: Verdict?) -> StoredVerdict {
        let key = rubric.criteria.first { $0.id == id }?.key ?? "another question"
        return StoredVerdict(criterionKey: key, pass: pass, verdict: verdict)
    }

    @Test("Only complete passes are scored, and what is missing is asked for")
    func gaps() {
        var sheet = VerdictSheet(
            rubric: rubric, passes: 2,
            stored: [stored("a", 0, .met), stored("b", 0, .unmet), stored("a", 1, nil)])
        #expect(sheet.scores(answerKey: "k", judgeID: "j").map(\.pass) == [0])
        #expect(sheet.scores(answerKey: "k", judgeID: "j").map(\.normalized) == [0.6])
        let singly = rubric.criteria.map { [$0] }
        let questions = sheet.questions(inGroups: singly)
        #expect(questions.map { "\($0.criteria[0].id)\($0.pass)" } == ["a1", "b1"])
        #expect(sheet.missingCount == 2)
        for question in questions { sheet.set(ruling(question.criteria[0].id, question.pass)) }
        #expect(sheet.scores(answerKey: "k", judgeID: "j").map(\.normalized) == [0.6, 1])
        #expect(sheet.questions(inGroups: singly).isEmpty)
    }

    @Test("A group with one gap is asked about as a whole, and what was ruled stays")
    func groups() {
        var sheet = VerdictSheet(
            rubric: rubric, passes: 2,
            stored: [stored("a", 0, .unmet), stored("a", 1, .met), stored("b", 1, .met)])
        let questions = sheet.questions(inGroups: [rubric.criteria])
        #expect(questions.map { $0.criteria.map(\.id) } == [["a", "b"]])
        #expect(questions.map(\.pass) == [0])
        for id in ["a", "b"] { sheet.set(ruling(id, 0)) }
        #expect(sheet.scores(answerKey: "k", judgeID: "j").map(\.normalized) == [0.4, 1])
    }

    @Test("Without a positive weight there is nothing to score")
    func noPositiveWeight() {
        let fault = Criterion(
            id: "n", axis: .factualAccuracy, weight: -5, requirement: "Says N")
        let sheet = VerdictSheet(
            rubric: Rubric(id: "r", criteria: [fault]), passes: 1,
            stored: [StoredVerdict(criterionKey: fault.key, pass: 0, verdict: .met)])
        #expect(sheet.missingCount == 0)
        #expect(sheet.scores(answerKey: "k", judgeID: "j").isEmpty)
    }

    private func ruling(_ id: String, _ pass: Int) -> VerdictRecord {
        VerdictRecord(
            answerKey: "k", criterionID: id, criterionKey: "", judgeID: "j", pass: pass,
            verdict: .met, explanation: "", rawReply: "", calls: [])
    }

    @Test("Rulings on other questions and on further passes are passed over")
    func strangers() {
        let sheet = VerdictSheet(
            rubric: rubric, passes: 1, stored: [stored("z", 0, .met), stored("a", 3, .met)])
        #expect(sheet.missingCount == 2)
    }
}
