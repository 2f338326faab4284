extension Schema {
    /// Validity limits of runs, intervals of lifts, a score that counts failures as 0, and what gave a
    /// leak away.
    ///
    /// SQLite puts a column's text before the closing parenthesis of the table's, so that only
    /// comments with an end can stand in it.
    static let v2 = """
        ALTER TABLE runs ADD COLUMN max_truncated REAL
            /* share of answers, beyond which a configuration is invalid; NULL in each of these:
            the run was begun before they were stored */;
        ALTER TABLE runs ADD COLUMN max_empty REAL;
        ALTER TABLE runs ADD COLUMN max_refused REAL;
        ALTER TABLE runs ADD COLUMN max_without_search REAL;
        ALTER TABLE runs ADD COLUMN max_panel_incomplete REAL;
        ALTER TABLE runs ADD COLUMN min_verdict_coverage REAL
            /* share of the weight that must have a verdict */;
        ALTER TABLE runs ADD COLUMN offers_search INTEGER
            /* 1: research may search the web */;
        ALTER TABLE lifts ADD COLUMN lower_limit REAL
            /* 97.5 % limits of the lift over every member, shares; NULL: they can't be had */;
        ALTER TABLE lifts ADD COLUMN upper_limit REAL;
        ALTER TABLE lifts ADD COLUMN p_value REAL
            /* one-sided: that some member is as good as the fusion */;
        ALTER TABLE configurations ADD COLUMN enforcement TEXT
            /* of the exclusion list: full, provider or off; NULL: full */;
        ALTER TABLE tool_uses ADD COLUMN started_at REAL
            /* seconds since 1970; NULL: not kept */;
        ALTER TABLE leak_findings ADD COLUMN evidence TEXT
            /* url, marker, canary, ngram, self_recognition, overlap or citation; NULL: url. Of kind
            there is 'blocked', kept from the model, and 'seen', which it got */;
        ALTER TABLE leak_findings ADD COLUMN severity TEXT
            /* metadata, question_context or explicit_answer; NULL: metadata */;
        ALTER TABLE leak_findings ADD COLUMN tier TEXT
            /* of the exclusion list's rule: A, B or C */;
        ALTER TABLE leak_findings ADD COLUMN member INTEGER
            /* 0-based, in the panel; NULL: a solo, or the answer itself */;

        DROP VIEW leaderboard;
        DROP VIEW lift;
        DROP VIEW leaks;

        \(leaderboard(of: "scores"))

        CREATE VIEW lift AS -- one row for every fusion that can be compared with its best member
        SELECT
            r.run_id AS run,
            l.configuration AS fused,
            100 * l.fused_score AS fused_score, -- mean over the common tasks, in percent
            l.best_member, -- the solo configuration with the highest mean on these tasks
            100 * l.best_member_score AS best_member_score,
            100 * (l.fused_score - l.best_member_score) AS lift, -- in points
            100 * l.lower_limit AS lower_limit, -- of the lift over every member, in points
            100 * l.upper_limit AS upper_limit,
            l.p_value, -- one-sided: that some member is as good as the fusion
            l.common_tasks -- tasks that the fusion and all of its members have scores for
        FROM lifts l JOIN runs r ON r.id = l.run
        ORDER BY r.run_id, l.position;

        CREATE VIEW leaks AS -- what research and answers have to do with the benchmark
        SELECT
            r.run_id AS run,
            u.configuration,
            u.task_id,
            u.generation, -- 0-based
            coalesce(l.member, o.member) AS member, -- 0-based, in the panel; NULL: a solo, or
                -- the answer itself
            l.kind, -- 'blocked': kept from the model; 'seen': it got through
            coalesce(l.evidence, 'url') AS evidence, -- url, marker, canary, ngram,
                -- self_recognition, overlap or citation
            coalesce(l.severity, 'metadata') AS severity, -- metadata, question_context or
                -- explicit_answer
            l.tier, -- of the rule: A answer key, B paper and results, C wrapper
            l.url, -- empty for a query or an answer
            l.rule, -- the rule, the marker, or the ids that matched
            o.started_at AS at -- of the search or fetch, in seconds since 1970
        FROM units u
        JOIN runs r ON r.id = u.run
        JOIN answers a ON a.answer_key = u.answer_key
        JOIN leak_findings l ON l.answer = a.id
        LEFT JOIN tool_uses o ON o.id = l.tool_use
        ORDER BY u.run, u.position, l.id;

        """

    /// The view that people's own queries start from.
    ///
    /// - Parameter scores: the scores that it is made of, as SQL.
    static func leaderboard(of scores: String) -> String {
        """
        CREATE VIEW leaderboard AS -- one row for every configuration of a run
        WITH answer_scores AS ( -- means over the passes that are complete
            SELECT run, answer, avg(normalized) AS normalized, avg(pass_rate) AS pass_rate,
                avg(factual_score) AS factual, avg(breadth_score) AS breadth,
                avg(presentation_score) AS presentation, avg(citation_score) AS citation
            FROM \(scores) GROUP BY run, answer
        ),
        planned AS ( -- imported answers with every task of the run, also those not handed in
            SELECT c.run, c.configuration, t.task_id, u.answer_key IS NULL AS is_not_handed_in,
                a.id, a.status, a.cost_usd, a.latency_seconds,
                a.status IN ('ok', 'truncated') AND a.latency_seconds IS NOT NULL AS is_timed
            FROM configurations c
            JOIN (SELECT DISTINCT run, task_id FROM units) t ON t.run = c.run
            LEFT JOIN units u ON u.run = c.run AND u.configuration = c.configuration
                AND u.task_id = t.task_id
            LEFT JOIN answers a ON a.answer_key = u.answer_key
            WHERE u.answer_key IS NOT NULL OR c.kind = 'answers'
        ),
        valued AS ( -- a failure of the model's counts 0, and so does a task that an answer file
                -- leaves out; what is not known yet, or says nothing about the model, has no value
            SELECT p.*, s.normalized, s.pass_rate, s.factual, s.breadth, s.presentation,
                s.citation,
                CASE
                    WHEN p.is_not_handed_in THEN 0.0
                    WHEN p.status IN ('refused', 'empty', 'timeout', 'model_error') THEN 0.0
                    ELSE s.normalized
                END AS value
            FROM planned p
            LEFT JOIN answer_scores s ON s.answer = p.id AND s.run = p.run
        ),
        task_scores AS ( -- means over the answers to a task
            SELECT run, configuration, task_id, avg(value) AS value,
                avg(normalized) AS normalized, avg(pass_rate) AS pass_rate,
                avg(factual) AS factual, avg(breadth) AS breadth,
                avg(presentation) AS presentation, avg(citation) AS citation
            FROM valued GROUP BY run, configuration, task_id
        ),
        deviations AS ( -- of the tasks' values from their mean
            SELECT *, value - avg(value) OVER (PARTITION BY run, configuration) AS deviation
            FROM task_scores
        ),
        costs AS (
            SELECT run, configuration, CASE WHEN count(cost_usd) = count(id)
                THEN sum(cost_usd) / count(id) END AS cost_per_answer
            FROM planned GROUP BY run, configuration
        ),
        latencies AS (
            SELECT run, configuration, latency_seconds,
                row_number() OVER (PARTITION BY run, configuration ORDER BY latency_seconds)
                    AS place,
                count(*) OVER (PARTITION BY run, configuration) AS answers
            FROM planned WHERE is_timed
        ),
        medians AS ( -- of an even number, the mean of the middle two
            SELECT run, configuration, avg(latency_seconds) AS median FROM latencies
            WHERE place IN ((answers + 1) / 2, (answers + 2) / 2) GROUP BY run, configuration
        )
        SELECT
            r.run_id AS run,
            c.configuration,
            c.kind, -- solo, fusion or answers
            100 * avg(t.value) AS score, -- mean over the resolved tasks, in percent: answers that
                -- the model refused or failed to give count 0
            100 * sqrt(sum(t.deviation * t.deviation) / (count(t.value) - 1) / count(t.value))
                AS standard_error, -- of the score, over the tasks; NULL for fewer than two, as
                -- SQLite has it where one divides by 0
            100 * avg(t.normalized) AS completed_score, -- mean over the scored tasks: answers that
                -- were not given are left out
            100 * avg(t.pass_rate) AS pass_rate, -- likewise
            count(t.value) AS resolved_tasks, -- that count in the score
            count(t.normalized) AS scored_tasks,
            count(*) AS tasks, -- planned, those without a score included
            100 * avg(t.factual) AS factual, -- mean axis scores, in percent
            100 * avg(t.breadth) AS breadth,
            100 * avg(t.presentation) AS presentation,
            100 * avg(t.citation) AS citation,
            k.cost_per_answer AS cost_per_task_usd, -- mean over the answers, failed ones
                -- included; NULL where the cost of any is unknown
            m.median AS median_latency_seconds, -- over the answers that came
            r.simulation IS NOT NULL AS simulated -- 1: the simulator played the provider
        FROM deviations t
        JOIN runs r ON r.id = t.run
        JOIN configurations c ON c.run = t.run AND c.configuration = t.configuration
        JOIN costs k ON k.run = t.run AND k.configuration = t.configuration
        LEFT JOIN medians m ON m.run = t.run AND m.configuration = t.configuration
        GROUP BY t.run, t.configuration
        ORDER BY r.run_id, score DESC, c.position;
        """
    }
}
