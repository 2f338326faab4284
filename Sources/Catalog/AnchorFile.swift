import FoundationEssentials
import JSONText
import Vocabulary

/// Frozen answers as a file: JSONL whose first line says what was judged by whom; then a line for
/// every answer, and a line for every later judging, which are only ever added.
package enum AnchorFile {
    package static func read(
        _ path: String, tasks: (_ dataset: String) throws(CatalogError) -> [ResearchTask]
    ) throws(CatalogError) -> FrozenAnswers {
        var lines: [JSONLine] = []
        for (number, bytes) in SourceFile.lines(of: try SourceFile.read(path, atMost: 1 << 30)) {
            lines.append(try JSONLine(file: path, number: number, bytes: bytes))
        }
        guard let head = lines.first else {
            throw CatalogError(
                file: path, reason: "the file is empty; make one with 'dracobench judge anchor'")
        }
        var frozen = try header(head)
        let known = Dictionary(
            try tasks(frozen.dataset).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for line in lines.dropFirst() {
            if line.object["rejudged_at"] != nil {
                frozen.history.append(try rejudging(line, of: frozen))
            } else {
                let answer = try answer(line, known)
                guard !frozen.answers.contains(where: { $0.id == answer.id }) else {
                    throw line.fault("answer \(answer.id) stands in an earlier line; drop one")
                }
                frozen.answers.append(answer)
            }
        }
        guard !frozen.answers.isEmpty else {
            throw head.fault("no answers follow; make the file anew with 'dracobench judge anchor'")
        }
        return frozen
    }

    // MARK: - Reading

    private static func header(_ line: JSONLine) throws(CatalogError) -> FrozenAnswers {
        try line.allow(only: [
            "dataset", "judge_id", "judge_model", "judge", "repeats", "judged_at",
        ])
        guard let date = try line.amount("judged_at") else {
            throw line.fault("\"judged_at\" is missing; add seconds since 1970")
        }
        return FrozenAnswers(
            dataset: try line.required("dataset"), judgeID: try line.required("judge_id"),
            judgeModel: try line.required("judge_model"), judgeName: try line.required("judge"),
            repeats: try line.index("repeats"), date: date, answers: [])
    }

    private static func answer(
        _ line: JSONLine, _ tasks: [String: ResearchTask]
    ) throws(CatalogError) -> FrozenAnswers.Answer {
        try line.allow(only: ["answer_id", "task_id", "answer", "verdicts"])
        let taskID = try line.required("task_id")
        guard let task = tasks[taskID] else {
            throw line.fault("the dataset has no task \(taskID); use the one it was made with")
        }
        let counts = try counts(line.object["verdicts"], line)
        let criteria = Set(task.rubric.criteria.map(\.id))
        if let stranger = counts.keys.sorted().first(where: { !criteria.contains($0) }) {
            throw line.fault(
                """
                task \(taskID) has no criterion \(stranger); the rubric has changed, so make the \
                anchor anew
                """)
        }
        return FrozenAnswers.Answer(
            id: try line.required("answer_id"), taskID: taskID,
            text: try line.required("answer"), counts: counts)
    }

    private static func rejudging(
        _ line: JSONLine, of frozen: FrozenAnswers
    ) throws(CatalogError) -> FrozenAnswers.Rejudging {
        try line.allow(only: ["rejudged_at", "judge_id", "verdicts"])
        var byAnswer: [String: [String: FrozenAnswers.Count]] = [:]
        for member in line.object["verdicts"]?.object?.members ?? [] {
            let (id, value) = (member.key, member.value)
            guard frozen.answers.contains(where: { $0.id == id }) else {
                throw line.fault("there is no answer \(id); drop the line")
            }
            byAnswer[id] = try counts(value, line)
        }
        return FrozenAnswers.Rejudging(
            date: try line.amount("rejudged_at") ?? 0, judgeID: try line.required("judge_id"),
            counts: byAnswer)
    }

    private static func counts(
        _ value: JSONValue?, _ line: JSONLine
    ) throws(CatalogError) -> [String: FrozenAnswers.Count] {
        guard let members = value?.object?.members else {
            throw line.fault(
                "\"verdicts\" must be an object of [met, runs] by criterion id; correct it")
        }
        var counts: [String: FrozenAnswers.Count] = [:]
        for member in members {
            let id = member.key
            let numbers = (member.value.array ?? []).compactMap { $0.integer }
            guard numbers.count == 2, numbers[0] >= 0, numbers[1] >= numbers[0],
                (1...999).contains(numbers[1])
            else {
                throw line.fault("\"\(id)\" must be [met, runs] with met ≤ runs; correct it")
            }
            counts[id] = FrozenAnswers.Count(met: numbers[0], runs: numbers[1])
        }
        return counts
    }

    // MARK: - Writing

    /// Writes a new file; an anchor that is there already is not replaced, since it can't be had
    /// again.
    package static func write(_ frozen: FrozenAnswers, to path: String) throws(CatalogError) {
        try checkPlace(path)
        let head: JSONValue = [
            "dataset": .string(frozen.dataset), "judge_id": .string(frozen.judgeID),
            "judge_model": .string(frozen.judgeModel), "judge": .string(frozen.judgeName),
            "repeats": .integer(frozen.repeats), "judged_at": .number(frozen.date),
        ]
        let answers = frozen.answers.map { answer -> JSONValue in
            [
                "answer_id": .string(answer.id), "task_id": .string(answer.taskID),
                "answer": .string(answer.text), "verdicts": json(answer.counts),
            ]
        }
        let text = ([head] + answers + frozen.history.map(json)).map { $0.text + "\n" }.joined()
        try save(Array(text.utf8), to: path)
    }

    /// Refuses a place where no anchor can be written, before anything is judged for one.
    package static func checkPlace(_ path: String) throws(CatalogError) {
        guard !SourceFile.exists(path) else {
            throw CatalogError(
                file: path, reason: "an anchor is there already; name another file")
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw CatalogError(
                file: path, reason: "its folder is not there or can't be written to; make it")
        }
    }

    /// Adds a later judging to a file.
    package static func append(
        _ rejudging: FrozenAnswers.Rejudging, to path: String
    ) throws(CatalogError) {
        var bytes = try SourceFile.read(path, atMost: 1 << 30)
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        try save(bytes + Array((json(rejudging).text + "\n").utf8), to: path)
    }

    /// All of it or nothing.
    private static func save(_ bytes: [UInt8], to path: String) throws(CatalogError) {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CatalogError(
                file: path, reason: "it can't be written; check the folder and its rights")
        }
    }

    private static func json(_ rejudging: FrozenAnswers.Rejudging) -> JSONValue {
        [
            "rejudged_at": .number(rejudging.date), "judge_id": .string(rejudging.judgeID),
            "verdicts": .object(
                JSONObject(
                    pairs: rejudging.counts.sorted { $0.key < $1.key }.map {
                        ($0.key, json($0.value))
                    })),
        ]
    }

    private static func json(_ counts: [String: FrozenAnswers.Count]) -> JSONValue {
        .object(
            JSONObject(
                pairs: counts.sorted { $0.key < $1.key }.map {
                    ($0.key, .array([.integer($0.value.met), .integer($0.value.runs)]))
                }))
    }
}
