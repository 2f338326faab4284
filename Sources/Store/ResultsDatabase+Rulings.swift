import GRDB
import Vocabulary

/// A judge's ruling as it is stored, with what it was on.
package struct StoredRuling: Sendable, Equatable {
    package let answerKey: String
    package let criterionID: String
    /// 0-based.
    package let pass: Int
    /// Nil: missing. Never read as UNMET.
    package let verdict: Verdict?
    package let explanation: String
    /// Why it is missing, where that was kept.
    package let failure: VerdictRecord.Failure?
}

/// What judges said, word for word, and what that took.
extension ResultsDatabase {
    /// All rulings of one of a run's judges on criteria as the run has them now, in the passes that
    /// it asks for: in plan order, then rubric order, then pass order.
    ///
    /// - Parameter judge: the position of the judge in the run.
    package func rulings(runID: String, judge: Int = 0) async throws -> [StoredRuling] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT u.answer_key, c.criterion_id, v.pass, v.verdict, v.explanation, v.failure
                    FROM runs r JOIN run_judges g ON g.run = r.id AND g.position = :judge
                    JOIN units u ON u.run = r.id
                    JOIN answers a ON a.answer_key = u.answer_key
                    JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge AND v.pass < g.passes
                    JOIN tasks t ON t.dataset = r.dataset AND t.task_id = u.task_id
                    JOIN rubrics w ON w.task = t.id AND w.criterion = v.criterion
                    JOIN criteria c ON c.id = v.criterion
                    WHERE r.run_id = :run ORDER BY u.position, w.position, v.pass
                    """, arguments: ["run": runID, "judge": judge]
            ).map { row in
                StoredRuling(
                    answerKey: row[0], criterionID: row[1], pass: row[2],
                    verdict: try StoredWord.readIfPresent(row[3]), explanation: row[4] ?? "",
                    failure: try StoredWord.readIfPresent(row[5]))
            }
        }
    }

    /// The calls of one of a run's judges, whichever execution made them, with whether each brought
    /// a verdict, in no order that means anything.
    package func judgeCalls(
        runID: String, judge: Int = 0
    ) async throws -> [(call: CallRecord, isLastOfRuling: Bool)] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT k.*, v.verdict IS NOT NULL AND k.id = (
                            SELECT max(l.id) FROM calls l WHERE l.verdict = v.id
                        ) AS is_last
                    FROM runs r JOIN run_judges g ON g.run = r.id AND g.position = :judge
                    JOIN units u ON u.run = r.id
                    JOIN answers a ON a.answer_key = u.answer_key
                    JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge
                    JOIN calls k ON k.verdict = v.id
                    WHERE r.run_id = :run
                    """, arguments: ["run": runID, "judge": judge]
            ).map { row in (try CallRecord(row), row["is_last"]) }
        }
    }
}
