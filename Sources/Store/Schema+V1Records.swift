extension Schema {
    /// What came of it: answers with all their parts, verdicts, calls, scores and lifts.
    static let v1Records = """
        CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            answer_key TEXT NOT NULL UNIQUE, -- digest of all that changes the answer
            configuration TEXT NOT NULL,
            task_id TEXT NOT NULL,
            generation INTEGER NOT NULL, -- 0-based
            status TEXT NOT NULL,
            text TEXT NOT NULL, -- what is graded; empty where there is none
            error TEXT,
            finish_reason TEXT,
            model TEXT, -- that wrote the text, as the provider names it
            cost_usd REAL, -- of everything spent on it; NULL where any part is unknown
            latency_seconds REAL,
            analysis_status TEXT,
            analysis TEXT
        ) STRICT;

        CREATE TABLE drafts (
            answer INTEGER NOT NULL REFERENCES answers (id),
            position INTEGER NOT NULL, -- 0-based, in the panel
            model TEXT NOT NULL,
            status TEXT NOT NULL,
            text TEXT, -- NULL: the text of the answer that was reused
            error TEXT,
            finish_reason TEXT,
            cost_usd REAL,
            latency_seconds REAL,
            reused_key TEXT, -- answer_key of the answer that serves as this draft
            PRIMARY KEY (answer, position)
        ) STRICT;

        CREATE TABLE tool_uses (
            id INTEGER PRIMARY KEY,
            answer INTEGER NOT NULL REFERENCES answers (id),
            member INTEGER, -- 0-based, in the panel; NULL: a solo
            position INTEGER NOT NULL, -- 0-based, in that model's research
            tool TEXT NOT NULL,
            argument TEXT NOT NULL, -- the query or the URL
            result_count INTEGER NOT NULL, -- results or bytes that the model was given
            error TEXT
        ) STRICT;
        CREATE INDEX tool_uses_by_answer ON tool_uses (answer);

        CREATE TABLE leak_findings (
            id INTEGER PRIMARY KEY,
            answer INTEGER NOT NULL REFERENCES answers (id),
            tool_use INTEGER REFERENCES tool_uses (id),
            kind TEXT NOT NULL, -- 'blocked': the exclusion list kept it from the model
            url TEXT NOT NULL,
            rule TEXT NOT NULL -- as the exclusion list writes it
        ) STRICT;
        CREATE INDEX leak_findings_by_answer ON leak_findings (answer);
        CREATE INDEX leak_findings_by_tool_use ON leak_findings (tool_use);

        CREATE TABLE verdicts (
            id INTEGER PRIMARY KEY,
            answer INTEGER NOT NULL REFERENCES answers (id),
            judge INTEGER NOT NULL REFERENCES judges (id),
            pass INTEGER NOT NULL, -- 0-based
            criterion INTEGER NOT NULL REFERENCES criteria (id),
            verdict TEXT CHECK (verdict IN ('MET', 'UNMET')), -- NULL: could not be had
            own_explanation TEXT, -- only where the raw reply is not JSON that has it
            raw_reply TEXT NOT NULL, -- the judge's last words
            error TEXT, -- why there is no verdict
            explanation TEXT GENERATED ALWAYS AS
                (coalesce(own_explanation, raw_reply ->> '$.explanation')) VIRTUAL,
            UNIQUE (answer, judge, pass, criterion)
        ) STRICT;

        CREATE TABLE calls ( -- requests to models, failed and repeated ones included
            id INTEGER PRIMARY KEY,
            answer INTEGER REFERENCES answers (id),
            verdict INTEGER REFERENCES verdicts (id),
            role TEXT NOT NULL, -- researcher, member, analyst, synthesizer or judge
            member INTEGER, -- 0-based, in the panel
            model TEXT NOT NULL, -- that was asked for
            served_model TEXT, -- that answered, as the provider names it
            attempt INTEGER NOT NULL, -- 0-based, counts the retries of a request
            outcome TEXT NOT NULL, -- ok, refused or failed
            http_status INTEGER,
            uncached_input INTEGER, -- tokens, in disjoint buckets; NULL: not told
            cache_read INTEGER,
            cache_write INTEGER,
            output INTEGER, -- reasoning included
            reasoning INTEGER,
            billed_usd REAL, -- what the provider says it charged
            computed_usd REAL, -- tokens times price
            cost_usd REAL, -- the one that counts; NULL: unknown
            latency_seconds REAL NOT NULL,
            generation_id TEXT, -- the provider's id of the completion
            error TEXT,
            started_at REAL NOT NULL, -- seconds since 1970
            CHECK ((answer IS NULL) <> (verdict IS NULL))
        ) STRICT;
        CREATE INDEX calls_by_answer ON calls (answer) WHERE answer IS NOT NULL;
        CREATE INDEX calls_by_verdict ON calls (verdict) WHERE verdict IS NOT NULL;

        CREATE TABLE scores ( -- shares, 0 to 1; one row for every complete pass of an answer
            run INTEGER NOT NULL REFERENCES runs (id),
            answer INTEGER NOT NULL REFERENCES answers (id),
            judge INTEGER NOT NULL REFERENCES judges (id),
            pass INTEGER NOT NULL, -- 0-based
            raw REAL NOT NULL, -- sum of the weights of MET criteria
            positive_weight REAL NOT NULL,
            normalized REAL NOT NULL, -- raw / positive_weight, held between 0 and 1
            unclamped REAL NOT NULL,
            pass_rate REAL NOT NULL,
            factual_score REAL, -- NULL: no positive weight on that axis
            factual_contribution REAL, -- NULL: no criteria on that axis
            breadth_score REAL,
            breadth_contribution REAL,
            presentation_score REAL,
            presentation_contribution REAL,
            citation_score REAL,
            citation_contribution REAL,
            PRIMARY KEY (run, answer, judge, pass)
        ) STRICT;

        CREATE TABLE lifts (
            run INTEGER NOT NULL REFERENCES runs (id),
            configuration TEXT NOT NULL, -- the fusion
            position INTEGER NOT NULL,
            best_member TEXT NOT NULL, -- the solo configuration it is compared with
            common_tasks INTEGER NOT NULL, -- tasks that all of them have scores for
            fused_score REAL NOT NULL, -- shares, 0 to 1
            best_member_score REAL NOT NULL,
            PRIMARY KEY (run, configuration)
        ) STRICT;

        """
}
