/// Verdicts that people are sure of, to test judges against.
package struct GoldSet: Sendable, Equatable {
    /// The name people call it by, such as `sample`.
    package let name: String
    /// SHA-256 of the file of labels, and of the file of answers where there is one.
    package let sha256: String
    /// In file order. No two are on the same criterion of the same answer; at least one is MET and
    /// one UNMET, and they are on two answers or more.
    package let labels: [GoldLabel]

    package init(name: String, sha256: String, labels: [GoldLabel]) {
        self.name = name
        self.sha256 = sha256
        self.labels = labels
    }

    /// How many answers the labels are on.
    package var answerCount: Int { Set(labels.map(\.answerID)).count }
}

/// What is right for one criterion of one answer.
package struct GoldLabel: Sendable, Equatable {
    package let taskID: String
    package let criterionID: String
    /// The same for all labels on one answer, and for no other answer: the id that the file gives
    /// it, or 16 digits of the digest of task and text.
    package let answerID: String
    package let answer: String
    package let gold: Verdict
    package let polarity: Polarity
    /// Of the criterion; never 0.
    package let weight: Int
    /// What each annotator said before they agreed, as far as it is known.
    package let annotators: [String: Verdict]
    /// Pieces of the answer, word for word, without which a MET label would be UNMET. Empty where
    /// none are given, and for UNMET.
    package let evidence: [String]
    /// A word for the kind of difficulty, such as `near_miss`: `case` in the file.
    package let difficulty: String?

    package init(
        taskID: String, criterionID: String, answerID: String, answer: String, gold: Verdict,
        polarity: Polarity, weight: Int, annotators: [String: Verdict] = [:],
        evidence: [String] = [], difficulty: String? = nil
    ) {
        self.taskID = taskID
        self.criterionID = criterionID
        self.answerID = answerID
        self.answer = answer
        self.gold = gold
        self.polarity = polarity
        self.weight = weight
        self.annotators = annotators
        self.evidence = evidence
        self.difficulty = difficulty
    }
}

/// What several annotators said of the same labels: units by annotators, as coefficients of
/// agreement take it.
package struct AnnotatorTable: Sendable, Equatable {
    /// The heads of the columns, sorted.
    package let annotators: [String]
    /// A row for each label, in order; nil where an annotator said nothing.
    package let rows: [[Verdict?]]
}

extension GoldSet {
    /// Everything that annotators said, label by label. Labels without annotators have rows of nil.
    package var annotatorTable: AnnotatorTable {
        let names = Set(labels.flatMap(\.annotators.keys)).sorted()
        return AnnotatorTable(
            annotators: names,
            rows: labels.map { label in names.map { label.annotators[$0] } })
    }
}
