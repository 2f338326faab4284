import JSONText
import Vocabulary

@testable import Catalog

/// Tasks to write gold sets about, and gold sets as people write them.
enum GoldExample {
    static let tasks = ["t1", "t2"].map { id in
        ResearchTask(
            id: id, problem: "p", domain: "d",
            rubric: Rubric(
                id: "r",
                criteria: [
                    Criterion(
                        id: "states-sum", axis: .factualAccuracy, weight: 5, requirement: "x"),
                    Criterion(
                        id: "wrong-sum", axis: .factualAccuracy, weight: -4, requirement: "y"),
                ]))
    }

    static let met = """
        {"task_id":"t1","criterion_id":"states-sum","answer":"The sum is 12.","gold":"MET",\
        "polarity":"positive","weight":5}
        """
    static let unmet = """
        {"task_id":"t2","criterion_id":"wrong-sum","answer":"No sum.","gold":"UNMET",\
        "polarity":"negative","weight":-4}
        """

    /// The set as CSV, answers in the rows.
    static func csv(_ set: GoldSet) -> String {
        let annotators = set.annotatorTable
        let header =
            ["task_id", "criterion_id", "answer", "gold", "polarity", "weight", "evidence", "case"]
            + annotators.annotators.map { "annotator:" + $0 }
        let rows = zip(set.labels, annotators.rows).map { label, verdicts in
            let evidence = JSONValue.array(label.evidence.map { .string($0) }).text
            return [
                label.taskID, label.criterionID, label.answer, label.gold.rawValue,
                label.polarity.rawValue, String(label.weight),
                label.evidence.isEmpty ? nil : evidence, label.difficulty,
            ] + verdicts.map { $0?.rawValue }
        }
        return ([header.map { $0 }] + rows).map { row in
            row.map { cell in cell.map { "\"\($0.replacing("\"", with: "\"\""))\"" } ?? "" }
                .joined(separator: ",") + "\r\n"
        }.joined()
    }
}

/// The same numbers for the same seed (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
