extension Schema {
    /// What is asked: datasets with their rubrics, judges, and runs with what they plan.
    ///
    /// A column named like a table holds its row ids; text that identifies something ends in `_id`
    /// or `_key`. The comments stand inside the statements because SQLite keeps them there, so that
    /// `.schema` in the `sqlite3` shell shows them.
    static let v1Plans = """
        CREATE TABLE datasets (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL, -- of the tasks file and of every rubric file read with it
            revision TEXT, -- as the dataset's source states it
            UNIQUE (name, sha256)
        ) STRICT;

        CREATE TABLE tasks (
            id INTEGER PRIMARY KEY,
            dataset INTEGER NOT NULL REFERENCES datasets (id),
            task_id TEXT NOT NULL,
            position INTEGER NOT NULL, -- 0-based, in the dataset
            domain TEXT NOT NULL,
            problem TEXT NOT NULL,
            UNIQUE (dataset, task_id)
        ) STRICT;

        CREATE TABLE criteria ( -- what a judge is asked; the weight is no part of it
            id INTEGER PRIMARY KEY,
            criterion_key TEXT NOT NULL UNIQUE, -- digest of the three that follow
            criterion_id TEXT NOT NULL,
            polarity TEXT NOT NULL CHECK (polarity IN ('positive', 'negative')),
            requirement TEXT NOT NULL
        ) STRICT;

        CREATE TABLE rubrics ( -- the criteria of a task with their weights
            task INTEGER NOT NULL REFERENCES tasks (id),
            criterion INTEGER NOT NULL REFERENCES criteria (id),
            position INTEGER NOT NULL, -- 0-based, in the rubric
            axis TEXT NOT NULL,
            weight INTEGER NOT NULL CHECK (weight <> 0), -- negative: MET is an error
            PRIMARY KEY (task, criterion)
        ) STRICT;

        CREATE TABLE judges (
            id INTEGER PRIMARY KEY,
            judge_id TEXT NOT NULL UNIQUE, -- digest of all that follow
            model TEXT NOT NULL,
            prompt_name TEXT NOT NULL,
            prompt_version TEXT NOT NULL,
            prompt_sha256 TEXT NOT NULL,
            reasoning TEXT,
            temperature REAL,
            max_output_tokens INTEGER,
            endpoint TEXT NOT NULL -- base URL, or 'simulator'
        ) STRICT;

        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            run_id TEXT NOT NULL UNIQUE, -- as commands take it
            name TEXT NOT NULL,
            dataset INTEGER NOT NULL REFERENCES datasets (id),
            suite_sha256 TEXT NOT NULL,
            judge INTEGER NOT NULL REFERENCES judges (id),
            passes INTEGER NOT NULL,
            generations INTEGER NOT NULL,
            exclusion_name TEXT NOT NULL,
            exclusion_sha256 TEXT NOT NULL,
            seed TEXT NOT NULL, -- unsigned 64 bits do not fit an INTEGER
            simulation TEXT, -- what the simulator was made of; NULL: a real run
            code_version TEXT NOT NULL,
            started_at REAL NOT NULL, -- the first start, in seconds since 1970
            finished_at REAL -- NULL while anything is missing
        ) STRICT;

        CREATE TABLE configurations (
            run INTEGER NOT NULL REFERENCES runs (id),
            configuration TEXT NOT NULL,
            position INTEGER NOT NULL, -- 0-based, in the suite
            kind TEXT NOT NULL, -- solo, fusion or answers
            models TEXT NOT NULL, -- one a line: the solo model, or the panel in order
            analyst TEXT,
            synthesizer TEXT,
            drafts TEXT, -- of a fusion: fresh or reuse
            PRIMARY KEY (run, configuration)
        ) STRICT;

        CREATE TABLE units ( -- the answers that a run plans, whether they are there or not
            run INTEGER NOT NULL REFERENCES runs (id),
            position INTEGER NOT NULL, -- 0-based, in the plan
            answer_key TEXT NOT NULL,
            configuration TEXT NOT NULL,
            task_id TEXT NOT NULL,
            generation INTEGER NOT NULL, -- 0-based
            PRIMARY KEY (run, position)
        ) STRICT;

        CREATE TABLE prices ( -- US dollars per million tokens, as the run assumed them
            run INTEGER NOT NULL REFERENCES runs (id),
            model TEXT NOT NULL,
            input_per_million REAL NOT NULL,
            output_per_million REAL NOT NULL,
            cache_read_per_million REAL,
            cache_write_per_million REAL,
            PRIMARY KEY (run, model)
        ) STRICT;

        """
}
