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
        #expect(sheet.missing.map { "\($0.criterion.id)\($0.pass)" } == ["a1", "b1"])
        for gap in sheet.missing { sheet.set(.met, at: gap) }
        #expect(sheet.scores(answerKey: "k", judgeID: "j").map(\.normalized) == [0.6, 1])
        #expect(sheet.missing.isEmpty)
    }

    @Test("Rulings on other questions and on further passes are passed over")
    func strangers() {
        let sheet = VerdictSheet(
            rubric: rubric, passes: 1, stored: [stored("z", 0, .met), stored("a", 3, .met)])
        #expect(sheet.missing.count == 2)
    }
}
