import GRDB
import Vocabulary

/// What a run came to.
extension ResultsDatabase {
    /// Replaces the scores and lifts of a run.
    ///
    /// - Parameter finishedAt: when the run became complete, in seconds since 1970; nil while
    ///   anything is missing. The first completion of a run is kept.
    package func finish(
        runID: String, scores: [ScoreRecord], lifts: [LiftRecord], finishedAt: Double?
    ) async throws {
        try await write { db in
            guard let run = try Self.runRow(runID, db) else { return }
            try db.execute(sql: "DELETE FROM scores WHERE run_id = ?", arguments: [run])
            try db.execute(sql: "DELETE FROM lifts WHERE run_id = ?", arguments: [run])
            for score in scores { try Self.insert(score, run: run, db) }
            for (position, lift) in lifts.enumerated() {
                try db.execute(
                    sql: "INSERT INTO lifts VALUES (?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        run, position, lift.configurationID, lift.bestMemberID, lift.commonTasks,
                        lift.fusedScore, lift.bestMemberScore,
                    ])
            }
            try db.execute(
                sql: """
                    UPDATE runs SET finished_at =
                        CASE WHEN ?1 IS NULL THEN NULL ELSE coalesce(finished_at, ?1) END
                    WHERE id = ?2
                    """, arguments: [finishedAt, run])
        }
    }

    /// Everything a report is made of; nil where there is no such run.
    package func results(runID: String) async throws -> RunResults? {
        try await read { db in
            guard let run = try Self.runRow(runID, db),
                let record = try Self.runs(db).first(where: { $0.id == runID })
            else { return nil }
            return RunResults(
                run: record, judge: try Self.judge(of: run, db),
                configurations: try Self.configurations(of: run, db),
                tasks: try Self.tasks(of: run, db), units: try Self.units(of: run, db))
        }
    }

    /// All runs, in the order in which they were first started.
    package func runs() async throws -> [RunRecord] {
        try await read { db in try Self.runs(db) }
    }

    // MARK: - Writing

    private static func insert(_ score: ScoreRecord, run: Int64, _ db: Database) throws {
        let byAxis = Axis.allCases.flatMap { axis -> [(any DatabaseValueConvertible)?] in
            let part = score.axes.first { $0.axis == axis }
            return [part?.score, part?.contribution]
        }
        let values: [(any DatabaseValueConvertible)?] = [
            run, score.raw, score.positiveWeight, score.normalized, score.unclamped,
            score.passRate,
        ]
        try db.cachedStatement(
            sql: """
                INSERT INTO scores (run_id, raw, positive_weight, normalized, unclamped, pass_rate,
                    factual_score, factual_contribution, breadth_score, breadth_contribution,
                    presentation_score, presentation_contribution, citation_score,
                    citation_contribution, pass, answer, judge)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    (SELECT id FROM answers WHERE answer_key = ?),
                    (SELECT id FROM judges WHERE judge_id = ?))
                """
        ).execute(
            arguments: StatementArguments(
                values + byAxis + [score.pass, score.answerKey, score.judgeID]))
    }

    // MARK: - Reading

    private static func runs(_ db: Database) throws -> [RunRecord] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT r.*, d.name AS dataset, d.sha256, d.revision, j.judge_id FROM runs r
                JOIN datasets d ON d.id = r.dataset_id JOIN judges j ON j.id = r.judge
                ORDER BY r.id
                """
        ).map { row in
            RunRecord(
                id: row["run"], name: row["name"], datasetName: row["dataset"],
                datasetSHA256: row["sha256"], datasetRevision: row["revision"],
                suiteSHA256: row["suite_sha256"], judgeID: row["judge_id"],
                passes: row["passes"], generations: row["generations"],
                exclusionName: row["exclusion_name"], exclusionSHA256: row["exclusion_sha256"],
                seed: UInt64(row["seed"] as String) ?? 0, simulation: row["simulation"],
                codeVersion: row["code_version"], startedAt: row["started_at"],
                finishedAt: row["finished_at"])
        }
    }

    private static func judge(of run: Int64, _ db: Database) throws -> JudgeRecord {
        let row = try Row.fetchOne(
            db, sql: "SELECT j.* FROM judges j JOIN runs r ON r.judge = j.id WHERE r.id = ?",
            arguments: [run])
        guard let row else { throw DatabaseError(message: "a run without a judge") }
        return JudgeRecord(
            id: row["judge_id"], model: row["model"], promptName: row["prompt_name"],
            promptVersion: row["prompt_version"], promptSHA256: row["prompt_sha256"],
            reasoning: row["reasoning"], temperature: row["temperature"],
            maxOutputTokens: row["max_output_tokens"], endpoint: row["endpoint"])
    }

    private static func configurations(
        of run: Int64, _ db: Database
    ) throws -> [ConfigurationSummary] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM configurations WHERE run_id = ? ORDER BY position",
            arguments: [run]
        ).map { row in
            let models: String = row["models"]
            return ConfigurationSummary(
                id: row["configuration"], kind: row["kind"],
                models: models.split(separator: "\n").map(String.init), analyst: row["analyst"],
                synthesizer: row["synthesizer"], drafts: row["drafts"])
        }
    }

    private static func tasks(of run: Int64, _ db: Database) throws -> [TaskSummary] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT t.task_id, t.domain FROM tasks t JOIN runs r ON r.dataset_id = t.dataset_id
                WHERE r.id = ?1 AND EXISTS
                    (SELECT 1 FROM units u WHERE u.run_id = ?1 AND u.task_id = t.task_id)
                ORDER BY t.position
                """, arguments: [run]
        ).map { TaskSummary(id: $0[0], domain: $0[1]) }
    }

    private static func units(of run: Int64, _ db: Database) throws -> [UnitResult] {
        let scores = try scores(of: run, db)
        let verdicts = try verdictTotals(of: run, db)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT u.answer_key, u.configuration, u.task_id, u.generation, a.id, a.status,
                    a.error, a.finish_reason, a.cost_usd, a.latency_seconds, a.analysis_status,
                    (SELECT count(*) FROM leak_findings l WHERE l.answer = a.id) AS blocked,
                    (SELECT count(*) FROM drafts d WHERE d.answer = a.id) AS drafts,
                    (SELECT count(*) FROM drafts d WHERE d.answer = a.id
                        AND d.status IN ('ok', 'truncated')) AS usable
                FROM units u LEFT JOIN answers a ON a.answer_key = u.answer_key
                WHERE u.run_id = ? ORDER BY u.position
                """, arguments: [run]
        ).map { row in
            let answer: Int64? = row["id"]
            let totals = answer.flatMap { verdicts[$0] }
            let analysis = try (row["analysis_status"] as String?)
                .map { try value(AnalysisRecord.Status.self, $0) }
            return UnitResult(
                unit: AnswerUnitRecord(
                    key: row["answer_key"], configurationID: row["configuration"],
                    taskID: row["task_id"], generation: row["generation"]),
                status: try (row["status"] as String?).map { try value(AnswerStatus.self, $0) },
                error: row["error"], finishReason: row["finish_reason"],
                cost: (row["cost_usd"] as Double?).map { USD($0) },
                latencySeconds: row["latency_seconds"], blockedURLs: row["blocked"],
                drafts: row["drafts"], usableDrafts: row["usable"], analysis: analysis,
                judgeCost: totals == nil ? .zero : totals?.cost,
                missingVerdicts: totals?.missing ?? 0,
                scores: answer.flatMap { scores[$0] } ?? [])
        }
    }

    /// By answer: what its judging cost, nil where any part is unknown, and the verdicts that
    /// could not be had.
    private static func verdictTotals(
        of run: Int64, _ db: Database
    ) throws -> [Int64: (cost: USD?, missing: Int)] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT v.answer, sum(v.verdict IS NULL), sum(k.cost), sum(k.unknown)
                FROM units u JOIN runs r ON r.id = u.run_id
                JOIN answers a ON a.answer_key = u.answer_key
                JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge AND v.pass < r.passes
                LEFT JOIN (SELECT verdict, sum(cost_usd) AS cost, sum(cost_usd IS NULL) AS unknown
                    FROM calls WHERE verdict IS NOT NULL GROUP BY verdict) k ON k.verdict = v.id
                WHERE u.run_id = ? GROUP BY v.answer
                """, arguments: [run])
        var totals: [Int64: (cost: USD?, missing: Int)] = [:]
        for row in rows {
            let unknown: Int = row[3] ?? 0
            totals[row[0]] = (unknown > 0 ? nil : USD(row[2] ?? 0), row[1])
        }
        return totals
    }

    private static func scores(of run: Int64, _ db: Database) throws -> [Int64: [ScoreRecord]] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT s.*, a.answer_key, j.judge_id FROM scores s
                JOIN answers a ON a.id = s.answer JOIN judges j ON j.id = s.judge
                WHERE s.run_id = ? ORDER BY s.answer, s.pass
                """, arguments: [run])
        let columns: [(Axis, String)] = [
            (.factualAccuracy, "factual"), (.breadthAndDepth, "breadth"),
            (.presentationQuality, "presentation"), (.citationQuality, "citation"),
        ]
        var scores: [Int64: [ScoreRecord]] = [:]
        for row in rows {
            let axes = columns.compactMap { axis, name -> AxisScore? in
                guard let contribution = row["\(name)_contribution"] as Double? else {
                    return nil
                }
                return AxisScore(
                    axis: axis, score: row["\(name)_score"], contribution: contribution)
            }
            scores[row["answer"], default: []].append(
                ScoreRecord(
                    answerKey: row["answer_key"], judgeID: row["judge_id"], pass: row["pass"],
                    raw: row["raw"], positiveWeight: row["positive_weight"],
                    normalized: row["normalized"], unclamped: row["unclamped"],
                    passRate: row["pass_rate"], axes: axes))
        }
        return scores
    }
}
