import GRDB
import Vocabulary

/// A plan as the store keeps it: what a run is made of and which answers belong to it.
package struct RunPlanRecord: Sendable {
    package var run: RunRecord
    package var dataset: Dataset
    package var judge: JudgeRecord
    package var configurations: [ConfigurationSummary]
    /// In plan order.
    package var units: [AnswerUnitRecord]
    package var prices: [String: ModelPrice]

    package init(
        run: RunRecord, dataset: Dataset, judge: JudgeRecord,
        configurations: [ConfigurationSummary], units: [AnswerUnitRecord],
        prices: [String: ModelPrice]
    ) {
        self.run = run
        self.dataset = dataset
        self.judge = judge
        self.configurations = configurations
        self.units = units
        self.prices = prices
    }
}

extension ResultsDatabase {
    /// Starts a run, or brings the plan of a stored one up to date. The first start and all that
    /// was ever answered stay; units that are no longer planned leave the run.
    package func begin(_ plan: RunPlanRecord) async throws {
        try await write { db in
            let dataset = try Self.insert(plan.dataset, db)
            let judge = try Self.insert(plan.judge, db)
            let run = try Self.insert(plan.run, dataset: dataset, judge: judge, db)
            for table in ["configurations", "units", "prices"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE run_id = ?", arguments: [run])
            }
            try Self.insert(plan.configurations, run: run, db)
            try Self.insert(plan.units, run: run, db)
            for (model, price) in plan.prices.sorted(by: { $0.key < $1.key }) {
                try db.execute(
                    sql: "INSERT INTO prices VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        run, model, price.inputPerMillion, price.outputPerMillion,
                        price.cacheReadPerMillion, price.cacheWritePerMillion,
                    ])
            }
        }
    }

    private static func insert(_ dataset: Dataset, _ db: Database) throws -> Int64 {
        if let known = try Int64.fetchOne(
            db, sql: "SELECT id FROM datasets WHERE sha256 = ?", arguments: [dataset.sha256])
        {
            return known
        }
        try db.execute(
            sql: "INSERT INTO datasets (name, sha256, revision) VALUES (?, ?, ?)",
            arguments: [dataset.name, dataset.sha256, dataset.revision])
        let id = db.lastInsertedRowID
        for (position, task) in dataset.tasks.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO tasks (dataset_id, task_id, position, domain, problem)
                    VALUES (?, ?, ?, ?, ?)
                    """, arguments: [id, task.id, position, task.domain, task.problem])
            let taskRow = db.lastInsertedRowID
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO criteria (task, criterion_id, criterion_key, position, axis,
                        weight, requirement) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """)
            for (place, criterion) in task.rubric.criteria.enumerated() {
                try statement.execute(arguments: [
                    taskRow, criterion.id, criterion.key, place, criterion.axis.rawValue,
                    criterion.weight, criterion.requirement,
                ])
            }
        }
        return id
    }

    private static func insert(_ judge: JudgeRecord, _ db: Database) throws -> Int64 {
        if let known = try Int64.fetchOne(
            db, sql: "SELECT id FROM judges WHERE judge_id = ?", arguments: [judge.id])
        {
            return known
        }
        try db.execute(
            sql: """
                INSERT INTO judges (judge_id, model, prompt_name, prompt_version, prompt_sha256,
                    reasoning, temperature, max_output_tokens, endpoint)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                judge.id, judge.model, judge.promptName, judge.promptVersion, judge.promptSHA256,
                judge.reasoning, judge.temperature, judge.maxOutputTokens, judge.endpoint,
            ])
        return db.lastInsertedRowID
    }

    private static func insert(
        _ run: RunRecord, dataset: Int64, judge: Int64, _ db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO runs (run, name, dataset_id, suite_sha256, judge, passes, generations,
                    exclusion_name, exclusion_sha256, seed, simulation, code_version, started_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (run) DO UPDATE SET name = excluded.name,
                    dataset_id = excluded.dataset_id, suite_sha256 = excluded.suite_sha256,
                    judge = excluded.judge, passes = excluded.passes,
                    generations = excluded.generations, exclusion_name = excluded.exclusion_name,
                    exclusion_sha256 = excluded.exclusion_sha256, seed = excluded.seed,
                    simulation = excluded.simulation, code_version = excluded.code_version
                """,
            arguments: [
                run.id, run.name, dataset, run.suiteSHA256, judge, run.passes, run.generations,
                run.exclusionName, run.exclusionSHA256, String(run.seed), run.simulation,
                run.codeVersion, run.startedAt,
            ])
        return try runRow(run.id, db) ?? db.lastInsertedRowID
    }

    private static func insert(
        _ configurations: [ConfigurationSummary], run: Int64, _ db: Database
    ) throws {
        for (position, configuration) in configurations.enumerated() {
            try db.execute(
                sql: "INSERT INTO configurations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    run, position, configuration.id, configuration.kind,
                    configuration.models.joined(separator: "\n"), configuration.analyst,
                    configuration.synthesizer, configuration.drafts,
                ])
        }
    }

    private static func insert(_ units: [AnswerUnitRecord], run: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO units VALUES (?, ?, ?, ?, ?, ?)")
        for (position, unit) in units.enumerated() {
            try statement.execute(arguments: [
                run, position, unit.key, unit.configurationID, unit.taskID, unit.generation,
            ])
        }
    }

    static func runRow(_ id: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT id FROM runs WHERE run = ?", arguments: [id])
    }
}
