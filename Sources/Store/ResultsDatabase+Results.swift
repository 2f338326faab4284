import GRDB
import Vocabulary

/// What a run came to, read back.
extension ResultsDatabase {
    /// Everything a report is made of; nil where there is no such run.
    ///
    /// The same plan, answers, verdicts and scores give equal values, whatever the order in which
    /// they were stored.
    ///
    /// - Parameter judge: the position of one of the run's judges, whose scores they are.
    package func results(runID: String, judge: Int = 0) async throws -> RunResults? {
        try await read { db in
            let row = try Int64.fetchOne(
                db, sql: "SELECT id FROM runs WHERE run_id = ?", arguments: [runID])
            let judges = try Self.judges(runID: runID, db)
            var record = try Self.runs(db).first { $0.id == runID }
            guard let row, judges.indices.contains(judge) else { return nil }
            record?.judgeID = judges[judge].record.id
            record?.passes = judges[judge].passes
            guard let record else { return nil }
            return RunResults(
                origin: .run(record, judges[judge].record),
                validity: try ValidityColumns(run: row, db).limits,
                configurations: try Self.configurations(of: row, db),
                tasks: try Self.tasks(of: row, db),
                units: try UnitReader(run: row, judge: judge, db).units(),
                omissions: try Self.omissions(of: row, judge: judge, db))
        }
    }

    /// Of the calls for the run's answers, and for the verdicts of that judge.
    private static func omissions(
        of run: Int64, judge: Int, _ db: Database
    ) throws -> [Omission] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT k.model, k.omitted FROM units u
                JOIN answers a ON a.answer_key = u.answer_key
                JOIN calls k ON k.answer = a.id
                WHERE u.run = :run AND k.omitted IS NOT NULL
                UNION
                SELECT k.model, k.omitted FROM units u
                JOIN run_judges g ON g.run = u.run AND g.position = :judge
                JOIN answers a ON a.answer_key = u.answer_key
                JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge
                JOIN calls k ON k.verdict = v.id
                WHERE u.run = :run AND k.omitted IS NOT NULL
                """, arguments: ["run": run, "judge": judge])
        let found = rows.flatMap { row in
            Lines.names(row["omitted"]).map { Omission(model: row["model"], parameter: $0) }
        }
        return Set(found).sorted { ($0.model, $0.parameter) < ($1.model, $1.parameter) }
    }

    /// The judges of a run with their passes, in the suite's order; empty where there is no such run.
    package func judges(runID: String) async throws -> [(record: JudgeRecord, passes: Int)] {
        try await read { db in try Self.judges(runID: runID, db) }
    }

    private static func judges(
        runID: String, _ db: Database
    ) throws -> [(record: JudgeRecord, passes: Int)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT j.*, g.passes FROM runs r JOIN run_judges g ON g.run = r.id
                JOIN judges j ON j.id = g.judge WHERE r.run_id = ? ORDER BY g.position
                """, arguments: [runID]
        ).map { row in (try JudgeRecord(row), row["passes"]) }
    }

    /// All runs, in the order in which they were first started.
    package func runs() async throws -> [RunRecord] {
        try await read { db in try Self.runs(db) }
    }

    static func runs(_ db: Database) throws -> [RunRecord] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT r.*, d.name AS dataset_name, d.sha256, d.revision, j.judge_id FROM runs r
                JOIN datasets d ON d.id = r.dataset JOIN judges j ON j.id = r.judge ORDER BY r.id
                """
        ).map { row in
            RunRecord(
                id: row["run_id"], name: row["name"], datasetName: row["dataset_name"],
                datasetSHA256: row["sha256"], datasetRevision: row["revision"],
                suiteSHA256: row["suite_sha256"], judgeID: row["judge_id"],
                passes: row["passes"], generations: row["generations"],
                exclusionName: row["exclusion_name"], exclusionSHA256: row["exclusion_sha256"],
                seed: try UInt64(row["seed"] as String).orFail("a seed is not a number"),
                simulation: row["simulation"], codeVersion: row["code_version"],
                startedAt: row["started_at"], finishedAt: row["finished_at"])
        }
    }

    private static func configurations(
        of run: Int64, _ db: Database
    ) throws -> [ConfigurationSummary] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM configurations WHERE run = ? ORDER BY position",
            arguments: [run]
        ).map { row in
            let models: String = row["models"]
            return ConfigurationSummary(
                id: row["configuration"], kind: row["kind"],
                models: models.split(separator: "\n").map(String.init), analyst: row["analyst"],
                synthesizer: row["synthesizer"], drafts: row["drafts"],
                enforcement: try StoredWord.readIfPresent(row["enforcement"]) ?? .full)
        }
    }

    private static func tasks(of run: Int64, _ db: Database) throws -> [TaskSummary] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT t.task_id, t.domain FROM tasks t JOIN runs r ON r.dataset = t.dataset
                WHERE r.id = ?1 AND t.task_id IN (SELECT task_id FROM units WHERE run = ?1)
                ORDER BY t.position
                """, arguments: [run]
        ).map { TaskSummary(id: $0[0], domain: $0[1]) }
    }
}

extension JudgeRecord {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: row["judge_id"], model: row["model"], promptName: row["prompt_name"],
            promptVersion: row["prompt_version"], promptSHA256: row["prompt_sha256"],
            mode: try StoredWord.readIfPresent(row["mode"]) ?? .perCriterion,
            reasoning: row["reasoning"], temperature: row["temperature"],
            maxOutputTokens: row["max_output_tokens"], endpoint: row["endpoint"])
    }
}
