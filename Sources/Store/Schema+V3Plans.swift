extension Schema {
    /// Several judges in a run, judges of other kinds, what answers are made of, and why verdicts are
    /// missing.
    static let v3Plans = """
        CREATE TABLE run_judges ( -- the judges of a run; the first one is that of 'runs'
            run INTEGER NOT NULL REFERENCES runs (id),
            position INTEGER NOT NULL, -- 0-based, in the suite
            judge INTEGER NOT NULL REFERENCES judges (id),
            passes INTEGER NOT NULL,
            PRIMARY KEY (run, position),
            UNIQUE (run, judge)
        ) STRICT;
        INSERT INTO run_judges SELECT id, 0, judge, passes FROM runs;

        ALTER TABLE judges ADD COLUMN mode TEXT
            /* per-criterion, per-axis or per-rubric; NULL: per-criterion */;
        ALTER TABLE answers ADD COLUMN content_key TEXT
            /* digest of what the answer is made of, whichever run asks; NULL: not kept */;
        ALTER TABLE answers ADD COLUMN ingredients TEXT
            /* JSON: what it is made of, by name; long texts as the start of their SHA-256 */;
        CREATE INDEX answers_by_content ON answers (content_key) WHERE content_key IS NOT NULL;
        ALTER TABLE units ADD COLUMN reused_from TEXT
            /* run_id that paid for the answer; NULL: this run did */;
        ALTER TABLE calls ADD COLUMN paid_by INTEGER
            /* run that made the call; NULL: not kept, it is that of the unit */;
        ALTER TABLE verdicts ADD COLUMN failure TEXT
            /* of a missing verdict: unreadable, refused, empty, timeout, judge_error or
            infra_error; NULL: not kept */;

        DROP VIEW leaderboard;
        \(leaderboard(of: """
            (SELECT s.* FROM scores s JOIN runs r ON r.id = s.run AND r.judge = s.judge)
            """))

        """
}
