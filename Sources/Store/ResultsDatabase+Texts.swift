import GRDB
import Vocabulary

/// What an audit reads of one stored answer.
package struct AnswerTexts: Sendable, Equatable {
    package let unit: AnswerUnitRecord
    package let status: AnswerStatus
    package let text: String
    package let drafts: [Draft]
    package let toolUses: [ToolUseRecord]
    /// Listed addresses that the provider says its own tools have used, as recorded.
    package let listedSources: [TextFinding]

    /// What a panel member gave.
    package struct Draft: Sendable, Equatable {
        /// 0-based, in the panel.
        package let member: Int
        package let text: String
        /// The key of the stored answer it was taken from; nil for a fresh one.
        package let reusedKey: String?
    }
}

extension ResultsDatabase {
    /// The stored answers of a run with what was searched for and written, in plan order.
    package func texts(runID: String) async throws -> [AnswerTexts] {
        try await read { db in
            let units = try Row.fetchAll(
                db,
                sql: """
                    SELECT u.answer_key, u.configuration, u.task_id, u.generation
                    FROM runs r JOIN units u ON u.run = r.id
                    JOIN answers a ON a.answer_key = u.answer_key
                    WHERE r.run_id = ? ORDER BY u.position
                    """, arguments: [runID])
            return try units.compactMap { row -> AnswerTexts? in
                guard let answer = try Self.answer(key: row["answer_key"], db) else { return nil }
                return AnswerTexts(
                    unit: AnswerUnitRecord(
                        key: row["answer_key"], configurationID: row["configuration"],
                        taskID: row["task_id"], generation: row["generation"]),
                    status: answer.status, text: answer.text,
                    drafts: answer.drafts.map {
                        AnswerTexts.Draft(
                            member: $0.position, text: $0.text, reusedKey: $0.reusedKey)
                    }, toolUses: answer.toolUses,
                    listedSources: answer.findings.filter { $0.finding.evidence == .url })
            }
        }
    }

    /// The tasks of a run with their rubrics, as they were when it was planned, in dataset order.
    package func tasks(runID: String) async throws -> [ResearchTask] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT t.task_id, t.domain, t.problem, c.criterion_id, c.requirement, w.axis,
                        w.weight
                    FROM runs r JOIN tasks t ON t.dataset = r.dataset
                    JOIN rubrics w ON w.task = t.id JOIN criteria c ON c.id = w.criterion
                    WHERE r.run_id = ?
                        AND t.task_id IN (SELECT task_id FROM units WHERE run = r.id)
                    ORDER BY t.position, w.position
                    """, arguments: [runID])
            var tasks: [(row: Row, criteria: [Criterion])] = []
            for row in rows {
                if tasks.last?.row["task_id"] != row["task_id"] as String {
                    tasks.append((row, []))
                }
                tasks[tasks.count - 1].criteria.append(
                    Criterion(
                        id: row["criterion_id"], axis: try StoredWord.read(row["axis"]),
                        weight: row["weight"], requirement: row["requirement"]))
            }
            return tasks.map { task in
                ResearchTask(
                    id: task.row["task_id"], problem: task.row["problem"],
                    domain: task.row["domain"],
                    rubric: Rubric(id: task.row["task_id"], criteria: task.criteria))
            }
        }
    }

    /// Puts stored answers aside, so that their units are missing and are asked for again. They
    /// stay in the file with all they have, under a key that no unit has; drafts that were taken
    /// from them keep their text. All runs that plan them are incomplete from then on, and have no
    /// lifts.
    package func setAside(answerKeys: [String]) async throws {
        try await write { db in
            for key in answerKeys {
                guard
                    let id = try Int64.fetchOne(
                        db, sql: "SELECT id FROM answers WHERE answer_key = ?", arguments: [key])
                else { continue }
                try Self.reopenRuns(planning: key, db)
                let aside = "\(key)\(Self.asideMark)\(id)"
                try db.execute(
                    sql: "UPDATE answers SET answer_key = ? WHERE id = ?", arguments: [aside, id])
                try db.execute(
                    sql: "UPDATE drafts SET reused_key = ? WHERE reused_key = ?",
                    arguments: [aside, key])
            }
        }
    }

    /// Stands between an answer's former key and its row, in the key of one that is put aside.
    static let asideMark = " put aside "

    private static func reopenRuns(planning key: String, _ db: Database) throws {
        let runs = "SELECT run FROM units WHERE answer_key = ?"
        try db.execute(
            sql: "UPDATE runs SET finished_at = NULL WHERE id IN (\(runs))", arguments: [key])
        try db.execute(sql: "DELETE FROM lifts WHERE run IN (\(runs))", arguments: [key])
    }
}
