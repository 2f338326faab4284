import GRDB
import Vocabulary

/// What a run came to, written down.
extension ResultsDatabase {
    /// Replaces the scores and lifts of a run.
    ///
    /// - Parameter finishedAt: when the run became complete, in seconds since 1970; nil while
    ///   anything is missing.
    package func finish(
        runID: String, scores: [ScoreRecord], lifts: [LiftRecord], finishedAt: Double?
    ) async throws {
        try await write { db in
            let run = try Int64.fetchOne(
                db, sql: "SELECT id FROM runs WHERE run_id = ?", arguments: [runID]
            ).orFail("it has no run \(runID)")
            try db.execute(sql: "DELETE FROM scores WHERE run = ?", arguments: [run])
            try db.execute(sql: "DELETE FROM lifts WHERE run = ?", arguments: [run])
            for score in scores { try Self.insert(score, run: run, db) }
            for (position, lift) in lifts.enumerated() {
                try Self.insert(lift, at: position, run: run, db)
            }
            try db.execute(
                sql: "UPDATE runs SET finished_at = ? WHERE id = ?", arguments: [finishedAt, run])
        }
    }

    private static func insert(_ score: ScoreRecord, run: Int64, _ db: Database) throws {
        let byAxis = Axis.allCases.flatMap { axis -> [Double?] in
            let part = score.axes.first { $0.axis == axis }
            return [part?.score, part?.contribution]
        }
        let values: [(any DatabaseValueConvertible)?] = [
            run, score.answerKey, score.judgeID, score.pass, score.raw, score.positiveWeight,
            score.normalized, score.unclamped, score.passRate,
        ]
        // The columns of the axes stand in the order of `Axis.allCases`.
        try db.cachedStatement(
            sql: """
                INSERT INTO scores (run, answer, judge, pass, raw, positive_weight, normalized,
                    unclamped, pass_rate, factual_score, factual_contribution, breadth_score,
                    breadth_contribution, presentation_score, presentation_contribution,
                    citation_score, citation_contribution)
                VALUES (?, (SELECT id FROM answers WHERE answer_key = ?),
                    (SELECT id FROM judges WHERE judge_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?)
                """
        ).execute(arguments: StatementArguments(values + byAxis))
    }

    private static func insert(
        _ lift: LiftRecord, at position: Int, run: Int64, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO lifts (run, configuration, position, best_member, common_tasks,
                    fused_score, best_member_score, lower_limit, upper_limit, p_value)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run, lift.configurationID, position, lift.bestMemberID, lift.commonTasks,
                lift.fusedScore, lift.bestMemberScore, lift.lowerLimit, lift.upperLimit,
                lift.pValue,
            ])
    }
}
