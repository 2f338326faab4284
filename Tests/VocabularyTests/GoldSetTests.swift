import Testing
import Vocabulary

@Suite("Gold sets")
struct GoldSetTests {
    private func label(
        _ answer: Int, _ polarity: Polarity = .positive, annotators: [String: Verdict] = [:]
    ) -> GoldLabel {
        GoldLabel(
            taskID: "t", criterionID: "c", answerID: "a\(answer)", answer: "A \(answer)",
            gold: .met, polarity: polarity, weight: polarity == .positive ? 1 : -1,
            annotators: annotators)
    }

    private func set(_ labels: [GoldLabel]) -> GoldSet {
        GoldSet(name: "s", sha256: "0", labels: labels)
    }

    /// Labels on some answers, the first of them negative.
    private func labels(_ count: Int, answers: Int, negative: Int) -> [GoldLabel] {
        (0..<count).map { label($0 % answers, $0 < negative ? .negative : .positive) }
    }

    @Test(
        "A set warns of each size that is too small, and of no other",
        arguments: [
            (300, 40, 60, []),
            (299, 40, 60, [.fewLabels(299)]),
            (300, 39, 60, [.fewAnswers(39)]),
            (300, 40, 59, [.fewOfPolarity(.negative, 59)]),
            (300, 40, 241, [.fewOfPolarity(.positive, 59)]),
            (
                3, 2, 0,
                [
                    .fewLabels(3), .fewAnswers(2), .fewOfPolarity(.positive, 3),
                    .fewOfPolarity(.negative, 0),
                ]
            ),
        ] as [(Int, Int, Int, [GoldWarning])])
    func warns(count: Int, answers: Int, negative: Int, expected: [GoldWarning]) {
        #expect(set(labels(count, answers: answers, negative: negative)).warnings == expected)
    }

    @Test("A warning says how many there are and how many are enough")
    func warningWords() {
        #expect(
            GoldWarning.fewOfPolarity(.negative, 12).description
                == "the gold set's labels on negative criteria: 12; with fewer than 60 little can "
                + "be said of these")
        #expect(GoldWarning.fewLabels(9).description.contains("labels: 9; with fewer than 300"))
        #expect(GoldWarning.fewAnswers(9).description.contains("answers: 9; with fewer than 40"))
    }

    @Test("Annotators are a table of labels by names, with what is missing left open")
    func annotatorTable() {
        let table = set([
            label(1, annotators: ["eve": .met, "ann": .unmet]), label(2),
            label(3, annotators: ["bo": .met]),
        ]).annotatorTable
        #expect(table.annotators == ["ann", "bo", "eve"])
        #expect(table.rows == [[.unmet, nil, .met], [nil, nil, nil], [nil, .met, nil]])
    }

    @Test("Without annotators the table has no columns and still a row for each label")
    func noAnnotators() {
        let table = set([label(1), label(2)]).annotatorTable
        #expect(table.annotators.isEmpty)
        #expect(table.rows == [[], []])
    }
}
