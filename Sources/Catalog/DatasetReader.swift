import Digests
import JSONText
import Vocabulary

/// Reads a tasks file: one JSON object a line, as DRACO has them, `{id, problem, answer, domain}`
/// with the rubric as a JSON string in `answer`. A row without `answer` takes its rubric from a
/// file of its own.
package struct DatasetReader {
    private let file: String
    private let rubricsFolder: String?

    private var tasks: [ResearchTask] = []
    private var problems: [CatalogError] = []
    private var seenIDs: Set<String> = []
    /// Digests of what was read: the tasks file, then each rubric file.
    private var digests: [String] = []

    private init(file: String, rubricsFolder: String?) {
        self.file = file
        self.rubricsFolder = rubricsFolder
    }

    /// The dataset in a tasks file.
    ///
    /// - Parameters:
    ///   - rubricsFolder: where rubrics of rows without `answer` lie, as `<task id>.json`.
    ///   - name: what the dataset is called; nil takes the name of the file or, for a file called
    ///     `tasks.jsonl`, of its folder.
    /// - Throws: the first problem.
    package static func read(
        tasksFile: String, rubricsFolder: String? = nil, name: String? = nil,
        revision: String? = nil
    ) throws(CatalogError) -> Dataset {
        let bytes = try SourceFile.read(tasksFile, atMost: largestFile)
        var reader = DatasetReader(file: tasksFile, rubricsFolder: rubricsFolder)
        reader.read(bytes)
        if let problem = reader.problems.first { throw problem }
        let pinned = PinnedDataset.all.first { $0.sha256 == reader.digests.first }
        return Dataset(
            name: name ?? pinned?.name ?? defaultName(of: tasksFile), sha256: reader.sha256,
            revision: revision ?? pinned?.revision, tasks: reader.tasks)
    }

    /// Everything that is wrong with a tasks file, in file order.
    package static func problems(
        tasksFile: String, rubricsFolder: String? = nil
    ) -> [CatalogError] {
        do {
            let bytes = try SourceFile.read(tasksFile, atMost: largestFile)
            var reader = DatasetReader(file: tasksFile, rubricsFolder: rubricsFolder)
            reader.read(bytes)
            return reader.problems
        } catch {
            return [error]
        }
    }

    /// Of the file alone where all rubrics are in it, so that it can be compared with published
    /// digests; otherwise of the digests of all files.
    private var sha256: String {
        digests.count == 1 ? digests[0] : SHA256.hex(fields: digests)
    }

    private static let largestFile = 1 << 30

    private static func defaultName(of path: String) -> String {
        let parts = path.split(separator: "/")
        let file = parts.last.map(String.init) ?? path
        let stem = file.hasSuffix(".jsonl") ? String(file.dropLast(6)) : file
        return stem == "tasks" && parts.count > 1 ? String(parts[parts.count - 2]) : stem
    }

    // MARK: - Rows

    private mutating func read(_ bytes: [UInt8]) {
        digests = [SHA256.hex(bytes)]
        let lines = SourceFile.lines(of: bytes)
        if lines.isEmpty {
            problems.append(
                CatalogError(file: file, reason: "the file has no tasks; each line holds one"))
        }
        for line in lines {
            do {
                if let task = try task(in: line.bytes, line.number) { tasks.append(task) }
            } catch {
                problems.append(error)
            }
        }
    }

    private mutating func task(
        in bytes: ArraySlice<UInt8>, _ number: Int
    ) throws(CatalogError) -> ResearchTask? {
        let line = try JSONLine(file: file, number: number, bytes: bytes)
        let id = try line.required("id")
        guard !id.isEmpty else { throw line.fault("the task's \"id\" is empty; give it one") }
        guard seenIDs.insert(id).inserted else {
            throw CatalogError(
                file: file, line: number, task: id,
                reason: "the id is used by an earlier line; task ids must differ")
        }
        let problem = try line.required("problem")
        guard !problem.allSatisfy(\.isWhitespace) else {
            throw CatalogError(
                file: file, line: number, task: id,
                reason: "the \"problem\" is empty; say what is to be researched")
        }
        let domain = try line.required("domain")
        guard let rubric = try rubric(of: id, line) else { return nil }
        return ResearchTask(id: id, problem: problem, domain: domain, rubric: rubric)
    }

    private mutating func rubric(of task: String, _ line: JSONLine) throws(CatalogError) -> Rubric?
    {
        var reader: RubricReader
        let json: JSONValue
        if let answer = try line.string("answer") {
            reader = RubricReader(file: file, line: line.number, task: task)
            do {
                json = try JSONValue(parsing: answer, duplicateKeys: .refuse)
            } catch {
                throw CatalogError(
                    file: file, line: line.number, task: task,
                    reason: "\"answer\" is not the JSON of a rubric: \(error)")
            }
        } else {
            let path = try rubricFile(of: task, line)
            reader = RubricReader(file: path, line: nil, task: task)
            let bytes = try SourceFile.read(path, atMost: SourceFile.longestLine)
            do {
                json = try JSONValue(parsing: bytes, duplicateKeys: .refuse)
            } catch {
                throw CatalogError(
                    file: path, line: error.line, task: task, reason: "this is not JSON: \(error)")
            }
            digests.append(SHA256.hex(bytes))
        }
        let rubric = reader.rubric(json)
        problems += reader.problems
        return rubric
    }

    /// The path of a task's own rubric file. An id is a file's name here, so it may not lead out
    /// of the folder.
    private func rubricFile(of task: String, _ line: JSONLine) throws(CatalogError) -> String {
        guard let rubricsFolder else {
            throw CatalogError(
                file: file, line: line.number, task: task,
                reason: "the row has no \"answer\" with its rubric; add it")
        }
        let isName =
            task.first != "."
            && task.allSatisfy { character in
                character.isASCII
                    && (character.isLetter || character.isNumber || "._-".contains(character))
            }
        guard isName else {
            throw CatalogError(
                file: file, line: line.number, task: task,
                reason: "the id can't name a rubric file; use letters, digits, '.', '_' and '-'")
        }
        let path = "\(rubricsFolder)/\(task).json"
        guard SourceFile.exists(path) else {
            throw CatalogError(
                file: file, line: line.number, task: task,
                reason: "the row has no \"answer\" and there is no \(path); add one of them")
        }
        return path
    }
}
