import Vocabulary

/// A verdict that was given elsewhere, one line of a verdict file.
package struct ImportedVerdict: Sendable, Equatable {
    package var taskID: String
    package var criterionID: String
    package var verdict: Verdict
    package var configuration: String
    /// 0-based.
    package var pass: Int
}

/// Reads verdict files, JSONL `{task_id, criterion_id, verdict, configuration?, pass?}`.
package enum VerdictFileReader {
    /// What a line without a configuration belongs to.
    package static let defaultConfiguration = "default"

    /// All verdicts, in file order. Every line is on a criterion that the tasks have, and no two
    /// are on the same one in the same pass.
    package static func read(
        _ file: String, tasks: [ResearchTask]
    ) throws(CatalogError) -> [ImportedVerdict] {
        let criteria = Dictionary(
            tasks.map { ($0.id, Set($0.rubric.criteria.map(\.id))) },
            uniquingKeysWith: { first, _ in first })
        var seen: Set<[String]> = []
        var verdicts: [ImportedVerdict] = []
        for (number, bytes) in SourceFile.lines(of: try SourceFile.read(file, atMost: 1 << 30)) {
            let line = try JSONLine(file: file, number: number, bytes: bytes)
            let verdict = try verdict(in: line, criteria)
            let identity = [
                verdict.configuration, String(verdict.pass), verdict.taskID, verdict.criterionID,
            ]
            guard seen.insert(identity).inserted else {
                throw CatalogError(
                    file: file, line: number, task: verdict.taskID,
                    criterion: verdict.criterionID,
                    reason: "an earlier line rules on this in the same pass; drop one")
            }
            verdicts.append(verdict)
        }
        guard !verdicts.isEmpty else {
            throw CatalogError(file: file, reason: "the file has no verdicts; each line holds one")
        }
        return verdicts
    }

    private static func verdict(
        in line: JSONLine, _ criteria: [String: Set<String>]
    ) throws(CatalogError) -> ImportedVerdict {
        let task = try line.required("task_id")
        let criterion = try line.required("criterion_id")
        guard let known = criteria[task] else {
            throw line.fault("there is no task \(task) among the tasks; drop the line")
        }
        guard known.contains(criterion) else {
            let nearest = NearestWord.to(criterion, among: known).map { "; did you mean \($0)?" }
            throw CatalogError(
                file: line.file, line: line.number, task: task, criterion: criterion,
                reason: "the task has no such criterion" + (nearest ?? "; drop the line"))
        }
        let word = try line.required("verdict")
        guard let verdict = Verdict(rawValue: word) else {
            throw line.fault("\"verdict\" is \"\(word)\"; it must be MET or UNMET")
        }
        return ImportedVerdict(
            taskID: task, criterionID: criterion, verdict: verdict,
            configuration: try line.string("configuration") ?? defaultConfiguration,
            pass: try line.index("pass"))
    }
}
