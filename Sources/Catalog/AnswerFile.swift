import Vocabulary

/// An answer that was written elsewhere, one line of an answer file.
package struct ImportedAnswer: Sendable, Equatable {
    package var taskID: String
    /// 0-based; tells several answers to one task apart.
    package var generation: Int
    package var text: String
    package var cost: USD?
    package var latencySeconds: Double?
    package var model: String?
}

/// Reads answer files, JSONL `{task_id, answer, cost_usd?, latency_s?, model?, generation?}`.
package enum AnswerFileReader {
    /// All answers, in file order.
    package static func read(
        _ file: String, tasks: [ResearchTask]
    ) throws(CatalogError) -> [ImportedAnswer] {
        let known = Set(tasks.map(\.id))
        var seen: Set<String> = []
        var answers: [ImportedAnswer] = []
        for (number, bytes) in SourceFile.lines(of: try SourceFile.read(file, atMost: 1 << 30)) {
            let line = try JSONLine(file: file, number: number, bytes: bytes)
            try line.allow(
                only: ["task_id", "answer", "cost_usd", "latency_s", "model", "generation"])
            let answer = ImportedAnswer(
                taskID: try line.required("task_id"), generation: try line.index("generation"),
                text: try line.required("answer"),
                cost: try line.amount("cost_usd").map { USD($0) },
                latencySeconds: try line.amount("latency_s"), model: try line.string("model"))
            guard known.contains(answer.taskID) else {
                throw line.fault("the dataset has no task \(answer.taskID); drop the line")
            }
            guard seen.insert("\(answer.generation) \(answer.taskID)").inserted else {
                throw line.fault(
                    """
                    task \(answer.taskID) has an earlier answer; drop one, or number them with \
                    "generation"
                    """)
            }
            answers.append(answer)
        }
        guard !answers.isEmpty else {
            throw CatalogError(file: file, reason: "the file has no answers; each line holds one")
        }
        return answers
    }
}
