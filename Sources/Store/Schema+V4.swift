extension Schema {
    /// What providers do by themselves: fusions, searches, sources; what was not sent to them; and
    /// prices with their tiers and their origin.
    static let v4 = """
        ALTER TABLE runs ADD COLUMN search_engine TEXT
            /* behind the models' web search; 'server': the provider's own; NULL: not kept */;
        ALTER TABLE answers ADD COLUMN fusion_status TEXT
            /* of a fusion that the provider was to run, or offered: complete, partial, other_panel,
            failed, capped or not_run; NULL: none was asked for */;
        ALTER TABLE answers ADD COLUMN fusion_panel TEXT
            /* one a line: the models that answered or failed, as the provider tells */;
        ALTER TABLE answers ADD COLUMN fusion_failure TEXT
            /* the provider's word for why it did not run as asked */;
        ALTER TABLE calls ADD COLUMN omitted TEXT
            /* one a line: what was asked for and not sent, since the endpoint does not take it;
            NULL: nothing */;
        ALTER TABLE calls ADD COLUMN server_searches INTEGER
            /* that the provider made; NULL: not told */;
        ALTER TABLE calls ADD COLUMN server_fetches INTEGER
            /* likewise */;
        ALTER TABLE prices ADD COLUMN source TEXT
            /* where the price comes from; NULL: not kept */;

        CREATE TABLE price_tiers ( -- prices that hold in place of those in 'prices'
            run INTEGER NOT NULL REFERENCES runs (id),
            model TEXT NOT NULL,
            position INTEGER NOT NULL, -- 0-based; the last one that applies counts
            min_prompt_tokens INTEGER, -- from which it holds; NULL: always
            from_minute INTEGER, -- after midnight UTC; NULL: all day
            to_minute INTEGER, -- not included; over midnight where it is the smaller
            weekdays_only INTEGER NOT NULL, -- 1: not on Saturdays and Sundays
            input_per_million REAL NOT NULL,
            output_per_million REAL NOT NULL,
            cache_read_per_million REAL,
            cache_write_per_million REAL,
            PRIMARY KEY (run, model, position)
        ) STRICT;

        CREATE TABLE sources ( -- pages that a provider's own tools have used, as far as it says
            answer INTEGER NOT NULL REFERENCES answers (id),
            position INTEGER NOT NULL, -- 0-based, in the provider's order
            kind TEXT NOT NULL, -- search, fetch, citation or fusion
            url TEXT NOT NULL,
            title TEXT,
            PRIMARY KEY (answer, position)
        ) STRICT;

        DROP VIEW ledger;
        \(ledger(
            roles: """
                researcher, member, analyst, synthesizer, server_fusion, search or
                        -- judge
                """,
            more: """
                k.omitted, -- one a line: asked for and not sent
                        k.server_searches, -- that the provider made; NULL: not told
                        k.server_fetches,
                """))

        CREATE VIEW server_fusion AS -- what became of the fusions that the provider was to run
        SELECT
            r.run_id AS run,
            u.configuration,
            u.task_id,
            u.generation, -- 0-based
            c.kind, -- server_fusion, or escalation where the model decides
            a.fusion_status AS status, -- complete, partial, other_panel, failed, capped, not_run
            a.fusion_panel AS panel, -- one a line
            a.analysis_status, -- valid, invalid, failed or skipped
            a.fusion_failure AS failure,
            (SELECT count(*) FROM sources s WHERE s.answer = a.id) AS sources,
            a.cost_usd -- of the whole answer; NULL: unknown
        FROM runs r JOIN units u ON u.run = r.id
        JOIN answers a ON a.answer_key = u.answer_key
        JOIN configurations c ON c.run = r.id AND c.configuration = u.configuration
        WHERE a.fusion_status IS NOT NULL
        ORDER BY r.run_id, u.position;

        """
}
