import Digests
import JSONText
import Vocabulary

/// Reads a tasks file: one JSON object a line, as DRACO has them, `{id, problem, answer, domain}`
/// with the rubric as a JSON string in `answer`. A row without `answer` takes its rubric from a
/// file of its own.
package struct DatasetReader {
    private let place: DatasetPlace

    private var tasks: [ResearchTask] = []
    private var problems: [CatalogError] = []
    private var seenIDs: Set<String> = []
    /// Digests of what was read: the tasks file, then each rubric file.
    private var digests: [String] = []

    private init(_ place: DatasetPlace) { self.place = place }

    /// The dataset in a tasks file, or in a folder with a file called `tasks.jsonl`.
    ///
    /// - Parameters:
    ///   - rubricsFolder: where rubrics of rows without `answer` lie, as `<task id>.json`; nil
    ///     takes `rubrics/<name>` for a tasks file in `datasets/<name>`.
    ///   - name: what the dataset is called; nil takes the name of the file or, for a file called
    ///     `tasks.jsonl`, of its folder.
    ///   - passphrases: open the dataset where it is sealed.
    /// - Throws: the first problem.
    package static func read(
        tasksFile: String, rubricsFolder: String? = nil, name: String? = nil,
        passphrases: PassphraseSource = .none
    ) throws(CatalogError) -> Dataset {
        let place = try DatasetPlace(
            tasksFile, rubricsFolder: rubricsFolder, passphrases: passphrases)
        return try read(try place.bytes(), at: place, name: name)
    }

    /// The dataset in bytes that were read from a place.
    static func read(
        _ bytes: [UInt8], at place: DatasetPlace, name: String?
    ) throws(CatalogError) -> Dataset {
        var reader = DatasetReader(place)
        reader.read(bytes)
        if let problem = reader.problems.first { throw problem }
        let pinned = PinnedDataset.all.first { $0.sha256 == reader.digests.first }
        return Dataset(
            name: name ?? pinned?.name ?? place.defaultName, sha256: reader.sha256,
            revision: pinned?.revision ?? place.source?.revision(of: reader.digests[0]),
            tasks: reader.tasks)
    }

    /// Everything that is wrong with a dataset, in file order.
    package static func problems(
        tasksFile: String, rubricsFolder: String? = nil
    ) -> [CatalogError] {
        do {
            return problems(
                at: try DatasetPlace(
                    tasksFile, rubricsFolder: rubricsFolder, passphrases: .none))
        } catch {
            return [error]
        }
    }

    /// Everything that is wrong with a dataset that is open.
    static func problems(at place: DatasetPlace) -> [CatalogError] {
        do {
            var reader = DatasetReader(place)
            reader.read(try place.bytes())
            let stale = place.source?.problem(where: reader.digests[0])
            return reader.problems + (stale.map { [$0] } ?? [])
        } catch {
            return [error]
        }
    }

    /// Of the file alone where all rubrics are in it, so that it can be compared with published
    /// digests; otherwise of the digests of all files.
    private var sha256: String {
        digests.count == 1 ? digests[0] : SHA256.hex(fields: digests)
    }

    // MARK: - Rows

    private mutating func read(_ bytes: [UInt8]) {
        digests = [SHA256.hex(bytes)]
        let lines = SourceFile.lines(of: bytes)
        if lines.isEmpty {
            problems.append(
                CatalogError(
                    file: place.tasksFile, reason: "the file has no tasks; each line holds one"))
        }
        for line in lines {
            do {
                try readTask(in: line.bytes, line.number)
            } catch {
                problems.append(error)
            }
        }
    }

    /// Adds a row's task, or everything that is wrong with it.
    ///
    /// - Throws: what keeps the rest of the row from being looked at.
    private mutating func readTask(
        in bytes: ArraySlice<UInt8>, _ number: Int
    ) throws(CatalogError) {
        let line = try JSONLine(file: place.tasksFile, number: number, bytes: bytes)
        let id = try line.required("id")
        guard !id.isEmpty else { throw line.fault("the task's \"id\" is empty; give it one") }
        let problemsBefore = problems.count
        if !seenIDs.insert(id).inserted {
            note("the id is used by an earlier line; task ids must differ", id, line)
        }
        let problem = text("problem", "say what is to be researched", id, line)
        let domain = text("domain", "say what field the task comes from", id, line)
        guard let rubric = try rubric(of: id, line), problems.count == problemsBefore else {
            return
        }
        tasks.append(ResearchTask(id: id, problem: problem, domain: domain, rubric: rubric))
    }

    private mutating func note(_ reason: String, _ task: String, _ line: JSONLine) {
        problems.append(
            CatalogError(file: line.file, line: line.number, task: task, reason: reason))
    }

    /// A member that must have something in it; notes what is wrong with it otherwise.
    private mutating func text(
        _ key: String, _ advice: String, _ task: String, _ line: JSONLine
    ) -> String {
        do {
            let text = try line.required(key)
            if text.allSatisfy(\.isWhitespace) {
                note("\"\(key)\" is empty; \(advice)", task, line)
            }
            return text
        } catch {
            note(error.reason, task, line)
            return ""
        }
    }

    // MARK: - Rubrics

    private mutating func rubric(of task: String, _ line: JSONLine) throws(CatalogError) -> Rubric?
    {
        var reader: RubricReader
        let json: JSONValue
        if let answer = try line.string("answer") {
            reader = RubricReader(file: place.tasksFile, line: line.number, task: task)
            do {
                json = try JSONValue(parsing: answer, duplicateKeys: .refuse)
            } catch {
                throw CatalogError(
                    file: place.tasksFile, line: line.number, task: task,
                    reason: "\"answer\" is not the JSON of a rubric: \(error); correct it")
            }
        } else {
            let (path, bytes) = try place.rubric(of: task, line)
            reader = RubricReader(file: path, line: nil, task: task)
            do {
                json = try JSONValue(parsing: bytes, duplicateKeys: .refuse)
            } catch {
                throw CatalogError(
                    file: path, line: error.line, task: task,
                    reason: "this is not JSON: \(error); correct it")
            }
            digests.append(SHA256.hex(bytes))
        }
        let rubric = reader.rubric(json)
        problems += reader.problems
        return rubric
    }
}
