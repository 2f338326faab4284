import Digests
import Vocabulary

/// A verdict that was given elsewhere, one line of a verdict file.
package struct ImportedVerdict: Sendable, Equatable {
    package var taskID: String
    package var criterionID: String
    package var verdict: Verdict
    package var configuration: String
    /// 0-based; tells several answers to one task apart.
    package var generation: Int
    /// 0-based.
    package var pass: Int
    /// Who gave it, where the line says so.
    package var judge: String?
}

/// Verdict files, read and checked together.
package struct VerdictFiles: Sendable, Equatable {
    /// In the order in which they were given.
    package var files: [VerdictFilesRecord.File]
    /// File by file, line by line.
    package var verdicts: [ImportedVerdict]
}

/// Reads verdict files, JSONL
/// `{task_id, criterion_id, verdict, configuration?, generation?, pass?, judge?}`.
package struct VerdictFileReader {
    /// What a line without a configuration belongs to.
    package static let defaultConfiguration = "default"

    private let rubrics: [String: TaskRubric]
    /// By name, in the order of their first lines.
    private var configurations: [String: Int] = [:]
    /// Where each ruling was given first.
    private var seen: [Place: Origin] = [:]

    private init(_ tasks: [ResearchTask]) {
        rubrics = Dictionary(
            tasks.enumerated().map { ($0.element.id, TaskRubric($0.element, number: $0.offset)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// All verdicts of a file, in its order.
    package static func read(
        _ file: String, tasks: [ResearchTask]
    ) throws(CatalogError) -> [ImportedVerdict] {
        try read([file], tasks: tasks).verdicts
    }

    /// All verdicts of some files. Every line is on a criterion that the tasks have, and no two are
    /// on the same one in the same pass, in whatever files.
    package static func read(
        _ files: [String], tasks: [ResearchTask]
    ) throws(CatalogError) -> VerdictFiles {
        var reader = VerdictFileReader(tasks)
        var result = VerdictFiles(files: [], verdicts: [])
        for file in files {
            let bytes = try SourceFile.read(file, atMost: 1 << 30)
            result.files.append(.init(name: file, sha256: SHA256.hex(bytes)))
            result.verdicts += try reader.verdicts(in: bytes, file: file)
        }
        return result
    }

    private mutating func verdicts(
        in bytes: [UInt8], file: String
    ) throws(CatalogError) -> [ImportedVerdict] {
        var verdicts: [ImportedVerdict] = []
        for (number, bytes) in SourceFile.lines(of: bytes) {
            verdicts.append(try verdict(in: JSONLine(file: file, number: number, bytes: bytes)))
        }
        guard !verdicts.isEmpty else {
            throw CatalogError(file: file, reason: "the file has no verdicts; each line holds one")
        }
        return verdicts
    }

    private mutating func verdict(
        in line: JSONLine
    ) throws(CatalogError) -> ImportedVerdict {
        let taskID = try line.required("task_id")
        guard let rubric = rubrics[taskID] else {
            throw line.fault("there is no task \(taskID) among the tasks; drop the line")
        }
        let criterion = try rubric.criterion(of: line)
        let word = try line.required("verdict")
        guard let verdict = Verdict(rawValue: word) else {
            throw line.fault("\"verdict\" is \"\(word)\"; it must be MET or UNMET")
        }
        let result = ImportedVerdict(
            taskID: rubric.taskID, criterionID: criterion.id, verdict: verdict,
            configuration: try line.string("configuration") ?? Self.defaultConfiguration,
            generation: try line.index("generation"), pass: try line.index("pass"),
            judge: try line.string("judge"))
        let place = Place(
            configuration: number(of: result.configuration), task: rubric.number,
            generation: result.generation, pass: result.pass, criterion: criterion.number)
        let origin = Origin(file: line.file, line: line.number)
        if let first = seen.updateValue(origin, forKey: place) {
            throw CatalogError(
                file: line.file, line: line.number, task: result.taskID,
                criterion: result.criterionID,
                reason: "\(first.file):\(first.line) rules on this in the same pass; drop one")
        }
        return result
    }

    private mutating func number(of configuration: String) -> Int {
        if let number = configurations[configuration] { return number }
        configurations[configuration] = configurations.count
        return configurations.count - 1
    }
}

/// What a line rules on. Numbers stand for the words, since a file may have a line for each of
/// hundreds of thousands of these.
private struct Place: Hashable {
    let configuration: Int
    let task: Int
    let generation: Int
    let pass: Int
    let criterion: Int
}

private struct Origin {
    let file: String
    let line: Int
}

/// A task's criteria by id, numbered.
private struct TaskRubric {
    let taskID: String
    let number: Int
    private let criteria: [String: Int]

    init(_ task: ResearchTask, number: Int) {
        taskID = task.id
        self.number = number
        criteria = Dictionary(
            task.rubric.criteria.enumerated().map { ($0.element.id, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The criterion that a line names.
    func criterion(of line: JSONLine) throws(CatalogError) -> (id: String, number: Int) {
        let id = try line.required("criterion_id")
        if let number = criteria[id] { return (id, number) }
        let nearest = NearestWord.to(id, among: criteria.keys).map { "; did you mean \($0)?" }
        throw CatalogError(
            file: line.file, line: line.number, task: taskID, criterion: id,
            reason: "the task has no such criterion" + (nearest ?? "; drop the line"))
    }
}
