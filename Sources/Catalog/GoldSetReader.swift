import Digests
import Vocabulary

/// Reads gold sets. In JSONL, a line is
/// `{task_id, criterion_id, answer | answer_ref, gold, annotators?, polarity, weight, evidence?, case?}`;
/// CSV has the same as columns. `answer_ref` is the id of a line `{id, task_id, answer}` of the file
/// `<name>.answers.jsonl` beside it.
package struct GoldSetReader {
    private let file: String
    private let tasks: [String: ResearchTask]
    private var answers: GoldAnswers
    /// Where each criterion of each answer has its label.
    private var seen: [Place: Origin] = [:]

    private struct Place: Hashable {
        let answerID: String
        let taskID: String
        let criterionID: String
    }

    private struct Origin {
        let line: Int
        let gold: Verdict
    }

    static let answersEnding = ".answers.jsonl"

    /// The gold set in a file that ends in `.jsonl` or `.csv`. Its name is that of the file.
    ///
    /// - Parameter tasks: what the labels are on; each must agree with its criterion there.
    /// - Throws: the first problem, with its line.
    package static func read(
        _ file: String, tasks: [ResearchTask]
    ) throws(CatalogError) -> GoldSet {
        guard let ending = [".jsonl", ".csv"].first(where: file.hasSuffix) else {
            throw CatalogError(
                file: file, reason: "a gold set is a .jsonl or a .csv file; name such a file")
        }
        guard !file.hasSuffix(answersEnding) else {
            throw CatalogError(
                file: file,
                reason: "these are the answers of a gold set; name the file of labels beside them")
        }
        let stem = String(file.dropLast(ending.count))
        let bytes = try SourceFile.read(file, atMost: 1 << 30)
        var reader = GoldSetReader(
            file: file, tasks: tasks, answers: try GoldAnswers(file: stem + answersEnding))
        let lines =
            ending == ".csv"
            ? try GoldRow.lines(ofCSV: bytes, file: file)
            : try jsonLines(of: bytes, file: file)
        let labels = try reader.labels(in: lines)
        let digest = SHA256.hex(bytes)
        return GoldSet(
            name: stem.split(separator: "/").last.map { String($0) } ?? stem,
            sha256: reader.answers.sha256.map { SHA256.hex(fields: [digest, $0]) } ?? digest,
            labels: labels)
    }

    private static func jsonLines(
        of bytes: [UInt8], file: String
    ) throws(CatalogError) -> [JSONLine] {
        var lines: [JSONLine] = []
        for (number, bytes) in SourceFile.lines(of: bytes) {
            lines.append(try JSONLine(file: file, number: number, bytes: bytes))
        }
        return lines
    }

    private init(file: String, tasks: [ResearchTask], answers: GoldAnswers) {
        self.file = file
        self.tasks = Dictionary(
            tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.answers = answers
    }

    private mutating func labels(in lines: [JSONLine]) throws(CatalogError) -> [GoldLabel] {
        guard let first = lines.first else {
            throw CatalogError(
                file: file, line: 1, reason: "the file has no labels; each line holds one")
        }
        var labels: [GoldLabel] = []
        for line in lines { labels.append(try label(in: line)) }
        for verdict in Verdict.allCases where !labels.contains(where: { $0.gold == verdict }) {
            throw first.fault(
                "from here on no label is \(verdict.rawValue), so a judge that always says the "
                    + "other passes; add labels that are")
        }
        guard Set(labels.map(\.answerID)).count > 1 else {
            throw first.fault(
                "from here on all labels are on one answer, so nothing can be said of others; "
                    + "add labels on a second")
        }
        return labels
    }

    private mutating func label(in line: JSONLine) throws(CatalogError) -> GoldLabel {
        let row = try GoldRow(line)
        let criterion = try criterion(of: row, in: line)
        let answer = try answers.answer(of: row, in: line)
        for (index, piece) in row.evidence.enumerated() where !answer.text.utf8.contains(piece.utf8)
        {
            throw fault(
                "piece \(index + 1) of the evidence is not in the answer word for word; copy it "
                    + "from there", row, line)
        }
        guard row.gold == .met || row.evidence.isEmpty else {
            throw fault(
                "evidence is what makes a label MET, and this one is UNMET; drop it", row, line)
        }
        let place = Place(
            answerID: answer.id, taskID: row.taskID, criterionID: criterion.id)
        if let earlier = seen.updateValue(Origin(line: line.number, gold: row.gold), forKey: place)
        {
            throw fault(
                earlier.gold == row.gold
                    ? "line \(earlier.line) has the same label; drop one"
                    : "line \(earlier.line) says \(earlier.gold.rawValue) of the same answer and "
                        + "this \(row.gold.rawValue); keep the one that is right", row, line)
        }
        return GoldLabel(
            taskID: row.taskID, criterionID: criterion.id, answerID: answer.id,
            answer: answer.text, gold: row.gold, polarity: criterion.polarity,
            weight: criterion.weight, annotators: row.annotators, evidence: row.evidence,
            difficulty: row.difficulty)
    }

    /// The criterion that a row is on, which must be as the row says.
    private func criterion(
        of row: GoldRow, in line: JSONLine
    ) throws(CatalogError) -> Criterion {
        guard let task = tasks[row.taskID] else {
            let nearest = NearestWord.to(row.taskID, among: tasks.keys)
            throw line.fault(
                "there is no task \(row.taskID) among the tasks"
                    + (nearest.map { "; did you mean \($0)?" } ?? "; drop the line"))
        }
        let criteria = task.rubric.criteria
        guard let criterion = criteria.first(where: { $0.id == row.criterionID }) else {
            let nearest = NearestWord.to(row.criterionID, among: criteria.map(\.id))
            throw fault(
                "the task has no such criterion"
                    + (nearest.map { "; did you mean \($0)?" } ?? "; drop the line"), row, line)
        }
        guard row.polarity == criterion.polarity else {
            throw fault(
                "the polarity is \(row.polarity.rawValue) here and \(criterion.polarity.rawValue) "
                    + "in the rubric; look at the label again", row, line)
        }
        guard row.weight == criterion.weight else {
            throw fault(
                "the weight is \(row.weight) here and \(criterion.weight) in the rubric; correct "
                    + "it", row, line)
        }
        return criterion
    }

    private func fault(_ reason: String, _ row: GoldRow, _ line: JSONLine) -> CatalogError {
        CatalogError(
            file: line.file, line: line.number, task: row.taskID, criterion: row.criterionID,
            reason: reason)
    }
}
