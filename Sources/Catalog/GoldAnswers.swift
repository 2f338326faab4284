import Digests

/// The answers of a gold set, each under an id: those of the file beside the labels, JSONL
/// `{id, task_id, answer}`, and those that stand in the labels themselves.
struct GoldAnswers {
    struct Answer {
        let id: String
        let taskID: String
        let text: String
    }

    /// Where answers that are named by id lie.
    let file: String
    /// Nil where there is no such file.
    let sha256: String?
    private var byID: [String: Answer] = [:]
    /// Ids by the digest of task and text, so that one answer never has two.
    private var idByDigest: [String: String] = [:]

    /// The answers in a file, or none where it isn't there.
    init(file: String) throws(CatalogError) {
        self.file = file
        guard SourceFile.exists(file) else {
            sha256 = nil
            return
        }
        let bytes = try SourceFile.read(file, atMost: 1 << 30)
        sha256 = SHA256.hex(bytes)
        for (number, bytes) in SourceFile.lines(of: bytes) {
            try add(JSONLine(file: file, number: number, bytes: bytes))
        }
    }

    private mutating func add(_ line: JSONLine) throws(CatalogError) {
        try line.allow(only: ["id", "task_id", "answer"])
        let answer = Answer(
            id: try line.required("id"), taskID: try line.required("task_id"),
            text: try line.required("answer"))
        guard !answer.id.isEmpty else { throw line.fault("the \"id\" is empty; give it one") }
        guard byID.updateValue(answer, forKey: answer.id) == nil else {
            throw line.fault("an earlier line has the id \(answer.id); rename one")
        }
        let digest = Self.digest(of: answer.text, taskID: answer.taskID)
        if let other = idByDigest.updateValue(answer.id, forKey: digest) {
            throw line.fault("the answer is the same as that of \(other); keep one of them")
        }
    }

    /// The answer that a row means.
    mutating func answer(
        of row: GoldRow, in line: JSONLine
    ) throws(CatalogError) -> Answer {
        switch row.answer {
        case .reference(let id):
            guard sha256 != nil else {
                throw line.fault(
                    "answer \(id) should be in \(file), which is not there; write that file")
            }
            guard let answer = byID[id] else {
                let nearest = NearestWord.to(id, among: byID.keys)
                throw line.fault(
                    "\(file) has no answer \(id)"
                        + (nearest.map { "; did you mean \($0)?" } ?? "; add it"))
            }
            guard answer.taskID == row.taskID else {
                throw line.fault(
                    "answer \(id) is to task \(answer.taskID), not to \(row.taskID); correct one")
            }
            return answer
        case .text(let text):
            let digest = Self.digest(of: text, taskID: row.taskID)
            let id = idByDigest[digest] ?? String(digest.prefix(16))
            idByDigest[digest] = id
            return Answer(id: id, taskID: row.taskID, text: text)
        }
    }

    private static func digest(of text: String, taskID: String) -> String {
        SHA256.hex(fields: [taskID, text])
    }
}
