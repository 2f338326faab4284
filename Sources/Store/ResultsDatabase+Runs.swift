import GRDB
import Vocabulary

/// How far the runs of a file are.
extension ResultsDatabase {
    /// All runs with what they comprise and what of it is stored now, in the order in which they
    /// were first started. A run that is being executed meanwhile is not held up by this.
    package func progressOfRuns() async throws -> [(run: RunRecord, progress: PlanSummary)] {
        try await read { db in
            try Self.runs(db).map { ($0, try Self.progress(of: $0, db)) }
        }
    }

    private static func progress(of run: RunRecord, _ db: Database) throws -> PlanSummary {
        let answers = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*), count(a.id) FILTER (WHERE a.status <> :failed)
                FROM runs r JOIN units u ON u.run = r.id
                LEFT JOIN answers a ON a.answer_key = u.answer_key WHERE r.run_id = :run
                """, arguments: ["run": run.id, "failed": AnswerStatus.infraError.rawValue]
        ).orFail("a count has no row")
        return PlanSummary(
            answers: answers[0], storedAnswers: answers[1],
            verdicts: try plannedVerdicts(of: run, db),
            storedVerdicts: try storedVerdictCount(runID: run.id, db),
            spent: try spent(runID: run.id, db))
    }

    /// Of the answers that can be graded and those still to come.
    private static func plannedVerdicts(of run: RunRecord, _ db: Database) throws -> Int {
        let final = AnswerStatus.allCases.filter { !$0.isGradable && $0 != .infraError }
        let words = final.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let criteria = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM runs r JOIN units u ON u.run = r.id
                JOIN tasks t ON t.dataset = r.dataset AND t.task_id = u.task_id
                JOIN rubrics w ON w.task = t.id
                LEFT JOIN answers a ON a.answer_key = u.answer_key
                WHERE r.run_id = ? AND (a.id IS NULL OR a.status NOT IN (\(words)))
                """, arguments: [run.id])
        let passes = try Int.fetchOne(
            db,
            sql: """
                SELECT sum(g.passes) FROM runs r JOIN run_judges g ON g.run = r.id
                WHERE r.run_id = ?
                """, arguments: [run.id])
        return (criteria ?? 0) * (passes ?? 0)
    }
}
