import GRDB
import Vocabulary

/// Writes a plan, or brings the stored plan of a run up to date.
struct PlanInserter {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func insert(_ plan: RunPlanRecord) throws {
        let dataset = try row(of: plan.dataset)
        try insert(plan.dataset.tasks, usedBy: plan.units, dataset: dataset)
        let judges = try plan.judges.map { (row: try row(of: $0.record), passes: $0.passes) }
        let before = try basis(of: plan.run.id)
        let run = try row(of: plan.run, dataset: dataset, judge: judges[0].row)
        // Scores and lifts belong to what was planned when they were computed.
        let judgesBefore = try self.judges(of: run)
        try insert(judges, run: run)
        let isAsBefore =
            try basis(of: plan.run.id) == before && units(of: run) == plan.units
            && self.judges(of: run) == judgesBefore
        if !isAsBefore { try forgetConclusion(of: run) }
        try setValidity(plan, of: run)
        for table in ["configurations", "units"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run])
        }
        try insert(plan.configurations, run: run)
        try insert(plan.units, run: run)
        try insertPrices(of: plan, run: run)
    }

    // MARK: - Datasets and judges

    private func row(of dataset: Dataset) throws -> Int64 {
        try Int64.fetchOne(
            db,
            sql: """
                INSERT INTO datasets (name, sha256, revision) VALUES (?, ?, ?)
                ON CONFLICT (name, sha256) DO UPDATE SET revision = excluded.revision
                RETURNING id
                """, arguments: [dataset.name, dataset.sha256, dataset.revision]
        ).orFail("a dataset was not stored")
    }

    /// A task is stored once for each dataset: equal digests mean equal tasks.
    private func insert(
        _ tasks: [ResearchTask], usedBy units: [AnswerUnitRecord], dataset: Int64
    ) throws {
        let known = try Set(
            String.fetchAll(
                db, sql: "SELECT task_id FROM tasks WHERE dataset = ?", arguments: [dataset]))
        let wanted = Set(units.map(\.taskID)).subtracting(known)
        for (position, task) in tasks.enumerated() where wanted.contains(task.id) {
            try db.execute(
                sql: """
                    INSERT INTO tasks (dataset, task_id, position, domain, problem)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    dataset, task.id, position, DatabaseValue.text(task.domain),
                    DatabaseValue.text(task.problem),
                ])
            let row = db.lastInsertedRowID
            for (place, criterion) in task.rubric.criteria.enumerated() {
                try insert(criterion, at: place, task: row)
            }
        }
    }

    private func insert(_ criterion: Criterion, at position: Int, task: Int64) throws {
        let key = criterion.key
        try db.cachedStatement(
            sql: """
                INSERT INTO criteria (criterion_key, criterion_id, polarity, requirement)
                VALUES (?, ?, ?, ?) ON CONFLICT (criterion_key) DO NOTHING
                """
        ).execute(arguments: [
            key, criterion.id, criterion.polarity.rawValue,
            DatabaseValue.text(criterion.requirement),
        ])
        try db.cachedStatement(
            sql: """
                INSERT INTO rubrics (task, criterion, position, axis, weight)
                VALUES (?, (SELECT id FROM criteria WHERE criterion_key = ?), ?, ?, ?)
                """
        ).execute(arguments: [task, key, position, criterion.axis.rawValue, criterion.weight])
    }

    private func row(of judge: JudgeRecord) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO judges (judge_id, model, prompt_name, prompt_version, prompt_sha256,
                    mode, reasoning, temperature, max_output_tokens, endpoint)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (judge_id) DO NOTHING
                """,
            arguments: [
                judge.id, judge.model, judge.promptName, judge.promptVersion, judge.promptSHA256,
                judge.mode.rawValue, judge.reasoning, judge.temperature, judge.maxOutputTokens,
                judge.endpoint,
            ])
        return try Int64.fetchOne(
            db, sql: "SELECT id FROM judges WHERE judge_id = ?", arguments: [judge.id]
        ).orFail("a judge was not stored")
    }

    // MARK: - Runs

    /// What the scores of a run rest on, besides its units.
    private struct Basis: Equatable {
        let dataset: Int64
        let judge: Int64
        let passes: Int
    }

    private func basis(of runID: String) throws -> Basis? {
        try Row.fetchOne(
            db, sql: "SELECT dataset, judge, passes FROM runs WHERE run_id = ?",
            arguments: [runID]
        ).map { Basis(dataset: $0[0], judge: $0[1], passes: $0[2]) }
    }

    private func row(of run: RunRecord, dataset: Int64, judge: Int64) throws -> Int64 {
        try Int64.fetchOne(
            db,
            sql: """
                INSERT INTO runs (run_id, name, dataset, suite_sha256, judge, passes, generations,
                    exclusion_name, exclusion_sha256, seed, simulation, code_version, started_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (run_id) DO UPDATE SET name = excluded.name,
                    dataset = excluded.dataset, suite_sha256 = excluded.suite_sha256,
                    judge = excluded.judge, passes = excluded.passes,
                    generations = excluded.generations, exclusion_name = excluded.exclusion_name,
                    exclusion_sha256 = excluded.exclusion_sha256, seed = excluded.seed,
                    simulation = excluded.simulation, code_version = excluded.code_version
                RETURNING id
                """,
            arguments: [
                run.id, run.name, dataset, run.suiteSHA256, judge, run.passes, run.generations,
                run.exclusionName, run.exclusionSHA256, String(run.seed), run.simulation,
                run.codeVersion, run.startedAt,
            ]
        ).orFail("a run was not stored")
    }

    private func insert(_ judges: [(row: Int64, passes: Int)], run: Int64) throws {
        try db.execute(sql: "DELETE FROM run_judges WHERE run = ?", arguments: [run])
        for (position, judge) in judges.enumerated() {
            try db.execute(
                sql: "INSERT INTO run_judges (run, position, judge, passes) VALUES (?, ?, ?, ?)",
                arguments: [run, position, judge.row, judge.passes])
        }
    }

    /// Judge and passes by position.
    private func judges(of run: Int64) throws -> [[Int64]] {
        try Row.fetchAll(
            db, sql: "SELECT judge, passes FROM run_judges WHERE run = ? ORDER BY position",
            arguments: [run]
        ).map { [$0[0], $0[1]] }
    }

    private func forgetConclusion(of run: Int64) throws {
        try db.execute(sql: "DELETE FROM scores WHERE run = ?", arguments: [run])
        try db.execute(sql: "DELETE FROM lifts WHERE run = ?", arguments: [run])
        try db.execute(sql: "UPDATE runs SET finished_at = NULL WHERE id = ?", arguments: [run])
    }

    /// Lifts leave out what is invalid, so they belong to the limits that they were computed with.
    private func setValidity(_ plan: RunPlanRecord, of run: Int64) throws {
        if try ValidityColumns(run: run, db).limits != plan.validity {
            try db.execute(sql: "DELETE FROM lifts WHERE run = ?", arguments: [run])
        }
        try ValidityColumns(
            limits: plan.validity, offersSearch: plan.offersSearch,
            searchEngine: plan.searchEngine
        ).store(run: run, db)
    }

    private func insert(_ configurations: [ConfigurationSummary], run: Int64) throws {
        for (position, configuration) in configurations.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO configurations (run, position, configuration, kind, models,
                        analyst, synthesizer, drafts, enforcement)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, position, configuration.id, configuration.kind,
                    configuration.models.joined(separator: "\n"), configuration.analyst,
                    configuration.synthesizer, configuration.drafts,
                    configuration.enforcement.rawValue,
                ])
        }
    }

    private func units(of run: Int64) throws -> [AnswerUnitRecord] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT answer_key, configuration, task_id, generation, reused_from FROM units
                WHERE run = ? ORDER BY position
                """, arguments: [run]
        ).map {
            AnswerUnitRecord(
                key: $0[0], configurationID: $0[1], taskID: $0[2], generation: $0[3],
                reusedFrom: $0[4])
        }
    }

    private func insert(_ units: [AnswerUnitRecord], run: Int64) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO units (run, position, answer_key, configuration, task_id, generation,
                    reused_from) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for (position, unit) in units.enumerated() {
            try statement.execute(arguments: [
                run, position, unit.key, unit.configurationID, unit.taskID, unit.generation,
                unit.reusedFrom,
            ])
        }
    }

    /// What an endpoint told stays until it tells otherwise: where nothing is left to ask of it, it
    /// is not read again, and the plan has another price than that of the calls.
    private func insertPrices(of plan: RunPlanRecord, run: Int64) throws {
        let told = try String.fetchSet(
            db, sql: "SELECT model FROM prices WHERE run = ? AND source LIKE ?",
            arguments: [run, PriceSource.told + "%"])
        let stay = told.filter { model in
            plan.prices[model] == nil
                || !(plan.priceSources[model]?.hasPrefix(PriceSource.told) ?? false)
        }
        for table in ["prices", "price_tiers"] {
            let models = try String.fetchSet(
                db, sql: "SELECT DISTINCT model FROM \(table) WHERE run = ?", arguments: [run])
            for model in models.subtracting(stay) {
                try db.execute(
                    sql: "DELETE FROM \(table) WHERE run = ? AND model = ?",
                    arguments: [run, model])
            }
        }
        for (model, price) in plan.prices.sorted(by: { $0.key < $1.key })
        where !stay.contains(model) {
            try db.execute(
                sql: """
                    INSERT INTO prices (run, model, input_per_million, output_per_million,
                        cache_read_per_million, cache_write_per_million, source)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, model, price.inputPerMillion, price.outputPerMillion,
                    price.cacheReadPerMillion, price.cacheWritePerMillion,
                    plan.priceSources[model],
                ])
            try insert(price.tiers, of: model, run: run)
        }
    }

    private func insert(_ tiers: [PriceTier], of model: String, run: Int64) throws {
        for (position, tier) in tiers.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO price_tiers (run, model, position, min_prompt_tokens, from_minute,
                        to_minute, weekdays_only, input_per_million, output_per_million,
                        cache_read_per_million, cache_write_per_million)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, model, position, tier.minPromptTokens, tier.minutesOfDay?.from,
                    tier.minutesOfDay?.to, tier.weekdaysOnly, tier.inputPerMillion,
                    tier.outputPerMillion, tier.cacheReadPerMillion, tier.cacheWritePerMillion,
                ])
        }
    }
}
