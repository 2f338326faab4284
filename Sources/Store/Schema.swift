import GRDB

/// The tables and views of a results file. Migrations are numbered, only ever added to, and never
/// changed once released.
enum Schema {
    /// Marks a SQLite file as ours: "DRAC" as a number.
    static let applicationID: Int32 = 0x4452_4143

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 results") { db in
            try db.execute(sql: tables)
            try db.execute(sql: views)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        return migrator
    }

    private static let tables = """
        CREATE TABLE datasets (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE,
            revision TEXT
        ) STRICT;

        CREATE TABLE tasks (
            id INTEGER PRIMARY KEY,
            dataset_id INTEGER NOT NULL REFERENCES datasets (id),
            task_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            domain TEXT NOT NULL,
            problem TEXT NOT NULL,
            UNIQUE (dataset_id, task_id)
        ) STRICT;

        CREATE TABLE criteria (
            id INTEGER PRIMARY KEY,
            task INTEGER NOT NULL REFERENCES tasks (id),
            criterion_id TEXT NOT NULL,
            criterion_key TEXT NOT NULL,
            position INTEGER NOT NULL,
            axis TEXT NOT NULL,
            weight INTEGER NOT NULL CHECK (weight <> 0),
            requirement TEXT NOT NULL,
            UNIQUE (task, criterion_id)
        ) STRICT;

        CREATE INDEX criteria_by_key ON criteria (criterion_key);

        CREATE TABLE judges (
            id INTEGER PRIMARY KEY,
            judge_id TEXT NOT NULL UNIQUE,
            model TEXT NOT NULL,
            prompt_name TEXT NOT NULL,
            prompt_version TEXT NOT NULL,
            prompt_sha256 TEXT NOT NULL,
            reasoning TEXT,
            temperature REAL,
            max_output_tokens INTEGER,
            endpoint TEXT NOT NULL
        ) STRICT;

        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            run TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            dataset_id INTEGER NOT NULL REFERENCES datasets (id),
            suite_sha256 TEXT NOT NULL,
            judge INTEGER NOT NULL REFERENCES judges (id),
            passes INTEGER NOT NULL,
            generations INTEGER NOT NULL,
            exclusion_name TEXT NOT NULL,
            exclusion_sha256 TEXT NOT NULL,
            seed TEXT NOT NULL,
            simulation TEXT,
            code_version TEXT NOT NULL,
            started_at REAL NOT NULL,
            finished_at REAL
        ) STRICT;

        CREATE TABLE configurations (
            run_id INTEGER NOT NULL REFERENCES runs (id),
            position INTEGER NOT NULL,
            configuration TEXT NOT NULL,
            kind TEXT NOT NULL,
            models TEXT NOT NULL,
            analyst TEXT,
            synthesizer TEXT,
            drafts TEXT,
            PRIMARY KEY (run_id, configuration)
        ) STRICT;

        CREATE TABLE units (
            run_id INTEGER NOT NULL REFERENCES runs (id),
            position INTEGER NOT NULL,
            answer_key TEXT NOT NULL,
            configuration TEXT NOT NULL,
            task_id TEXT NOT NULL,
            generation INTEGER NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT;

        CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            answer_key TEXT NOT NULL UNIQUE,
            configuration TEXT NOT NULL,
            task_id TEXT NOT NULL,
            generation INTEGER NOT NULL,
            status TEXT NOT NULL,
            text TEXT NOT NULL,
            error TEXT,
            finish_reason TEXT,
            model TEXT,
            cost_usd REAL,
            latency_seconds REAL,
            analysis_status TEXT,
            analysis TEXT
        ) STRICT;

        CREATE TABLE drafts (
            answer INTEGER NOT NULL REFERENCES answers (id),
            position INTEGER NOT NULL,
            model TEXT NOT NULL,
            status TEXT NOT NULL,
            text TEXT,
            error TEXT,
            finish_reason TEXT,
            cost_usd REAL,
            latency_seconds REAL,
            reused_key TEXT,
            PRIMARY KEY (answer, position)
        ) STRICT;

        CREATE TABLE tool_uses (
            id INTEGER PRIMARY KEY,
            answer INTEGER NOT NULL REFERENCES answers (id),
            member INTEGER,
            position INTEGER NOT NULL,
            tool TEXT NOT NULL,
            argument TEXT NOT NULL,
            result_count INTEGER NOT NULL,
            error TEXT
        ) STRICT;

        CREATE INDEX tool_uses_by_answer ON tool_uses (answer);

        CREATE TABLE leak_findings (
            id INTEGER PRIMARY KEY,
            answer INTEGER NOT NULL REFERENCES answers (id),
            tool_use INTEGER REFERENCES tool_uses (id),
            kind TEXT NOT NULL,
            url TEXT NOT NULL,
            rule TEXT NOT NULL
        ) STRICT;

        CREATE INDEX leak_findings_by_answer ON leak_findings (answer);

        CREATE TABLE verdicts (
            id INTEGER PRIMARY KEY,
            answer INTEGER NOT NULL REFERENCES answers (id),
            criterion_key TEXT NOT NULL,
            judge INTEGER NOT NULL REFERENCES judges (id),
            pass INTEGER NOT NULL,
            verdict TEXT CHECK (verdict IN ('MET', 'UNMET')),
            explanation TEXT,
            raw_reply TEXT NOT NULL,
            error TEXT,
            UNIQUE (answer, judge, pass, criterion_key)
        ) STRICT;

        CREATE TABLE calls (
            id INTEGER PRIMARY KEY,
            answer INTEGER REFERENCES answers (id),
            verdict INTEGER REFERENCES verdicts (id),
            role TEXT NOT NULL,
            member INTEGER,
            model TEXT NOT NULL,
            served_model TEXT,
            attempt INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            http_status INTEGER,
            uncached_input INTEGER,
            cache_read INTEGER,
            cache_write INTEGER,
            output INTEGER,
            reasoning INTEGER,
            billed_usd REAL,
            computed_usd REAL,
            cost_usd REAL,
            latency_seconds REAL NOT NULL,
            generation_id TEXT,
            error TEXT,
            started_at REAL NOT NULL,
            CHECK ((answer IS NULL) <> (verdict IS NULL))
        ) STRICT;

        CREATE INDEX calls_by_answer ON calls (answer) WHERE answer IS NOT NULL;
        CREATE INDEX calls_by_verdict ON calls (verdict) WHERE verdict IS NOT NULL;

        CREATE TABLE scores (
            run_id INTEGER NOT NULL REFERENCES runs (id),
            answer INTEGER NOT NULL REFERENCES answers (id),
            judge INTEGER NOT NULL REFERENCES judges (id),
            pass INTEGER NOT NULL,
            raw REAL NOT NULL,
            positive_weight REAL NOT NULL,
            normalized REAL NOT NULL,
            unclamped REAL NOT NULL,
            pass_rate REAL NOT NULL,
            factual_score REAL,
            factual_contribution REAL,
            breadth_score REAL,
            breadth_contribution REAL,
            presentation_score REAL,
            presentation_contribution REAL,
            citation_score REAL,
            citation_contribution REAL,
            PRIMARY KEY (run_id, answer, judge, pass)
        ) STRICT;

        CREATE TABLE lifts (
            run_id INTEGER NOT NULL REFERENCES runs (id),
            position INTEGER NOT NULL,
            configuration TEXT NOT NULL,
            best_member TEXT NOT NULL,
            common_tasks INTEGER NOT NULL,
            fused_score REAL NOT NULL,
            best_member_score REAL NOT NULL,
            PRIMARY KEY (run_id, configuration)
        ) STRICT;

        CREATE TABLE prices (
            run_id INTEGER NOT NULL REFERENCES runs (id),
            model TEXT NOT NULL,
            input_per_million REAL NOT NULL,
            output_per_million REAL NOT NULL,
            cache_read_per_million REAL,
            cache_write_per_million REAL,
            PRIMARY KEY (run_id, model)
        ) STRICT;
        """
}
