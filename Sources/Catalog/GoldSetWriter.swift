import JSONText
import Vocabulary

/// Writes gold sets in their canonical form, JSONL: labels that name their answers by id, and each
/// answer once in a file of its own.
package enum GoldSetWriter {
    /// The file of labels, in their order.
    package static func labels(of set: GoldSet) -> String {
        lines(set.labels.map(object))
    }

    /// The file of answers, in the order of their first labels.
    package static func answers(of set: GoldSet) -> String {
        var seen: Set<String> = []
        return lines(
            set.labels.filter { seen.insert($0.answerID).inserted }.map {
                JSONObject(pairs: [
                    ("id", .string($0.answerID)), ("task_id", .string($0.taskID)),
                    ("answer", .string($0.answer)),
                ])
            })
    }

    /// Writes `<name>.jsonl` and `<name>.answers.jsonl` into a folder that is there.
    ///
    /// - Parameter name: what the set is to be called, in the letters of a file name.
    /// - Returns: the paths of the files, labels first.
    /// - Throws: where one of them is there already; nothing is written then.
    package static func write(
        _ set: GoldSet, as name: String, to folder: String
    ) throws(CatalogError) -> (labels: String, answers: String) {
        guard FileName.isSafe(name) else {
            throw CatalogError(
                file: "\(folder)/\(name).jsonl",
                reason: "the name '\(name)' won't do; use \(FileName.allowed)")
        }
        let labels = "\(folder)/\(name).jsonl"
        let answers = "\(folder)/\(name)\(GoldSetReader.answersEnding)"
        for path in [labels, answers] where SourceFile.exists(path) {
            throw WholeFile.exists(path)
        }
        try WholeFile.write(Array(self.answers(of: set).utf8), to: answers, replacing: false)
        try WholeFile.write(Array(self.labels(of: set).utf8), to: labels, replacing: false)
        return (labels, answers)
    }

    private static func object(_ label: GoldLabel) -> JSONObject {
        var object = JSONObject(pairs: [
            ("task_id", .string(label.taskID)), ("criterion_id", .string(label.criterionID)),
            ("answer_ref", .string(label.answerID)), ("gold", .string(label.gold.rawValue)),
            ("polarity", .string(label.polarity.rawValue)), ("weight", .integer(label.weight)),
        ])
        if !label.annotators.isEmpty {
            let sorted = label.annotators.sorted { $0.key < $1.key }
            object["annotators"] = .object(
                JSONObject(pairs: sorted.map { ($0.key, .string($0.value.rawValue)) }))
        }
        if !label.evidence.isEmpty {
            object["evidence"] = .array(label.evidence.map { .string($0) })
        }
        if let difficulty = label.difficulty { object["case"] = .string(difficulty) }
        return object
    }

    private static func lines(_ objects: [JSONObject]) -> String {
        objects.map { JSONValue.object($0).text + "\n" }.joined()
    }
}
