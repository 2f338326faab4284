extension Schema {
    /// What people's own SQL may rely on.
    static let v1Views = """
        CREATE VIEW leaderboard AS -- one row for every configuration of a run
        WITH answer_scores AS ( -- means over the passes
            SELECT run, answer, avg(normalized) AS normalized, avg(pass_rate) AS pass_rate,
                avg(factual_score) AS factual, avg(breadth_score) AS breadth,
                avg(presentation_score) AS presentation, avg(citation_score) AS citation
            FROM scores GROUP BY run, answer
        ),
        planned AS (
            SELECT u.run, u.configuration, u.task_id, a.id, a.cost_usd, a.latency_seconds,
                a.status IN ('ok', 'truncated') AND a.latency_seconds IS NOT NULL AS is_timed
            FROM units u LEFT JOIN answers a ON a.answer_key = u.answer_key
        ),
        task_scores AS ( -- means over the answers to a task
            SELECT p.run, p.configuration, p.task_id, avg(s.normalized) AS normalized,
                avg(s.pass_rate) AS pass_rate, avg(s.factual) AS factual,
                avg(s.breadth) AS breadth, avg(s.presentation) AS presentation,
                avg(s.citation) AS citation
            FROM planned p LEFT JOIN answer_scores s ON s.answer = p.id AND s.run = p.run
            GROUP BY p.run, p.configuration, p.task_id
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
            100 * avg(t.normalized) AS score, -- mean over the scored tasks, in percent
            100 * avg(t.pass_rate) AS pass_rate, -- likewise
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
        FROM task_scores t
        JOIN runs r ON r.id = t.run
        JOIN configurations c ON c.run = t.run AND c.configuration = t.configuration
        JOIN costs k ON k.run = t.run AND k.configuration = t.configuration
        LEFT JOIN medians m ON m.run = t.run AND m.configuration = t.configuration
        GROUP BY t.run, t.configuration
        ORDER BY r.run_id, score DESC, c.position;

        CREATE VIEW lift AS -- one row for every fusion that can be compared with its best member
        SELECT
            r.run_id AS run,
            l.configuration AS fused,
            100 * l.fused_score AS fused_score, -- mean over the common tasks, in percent
            l.best_member, -- the solo configuration with the highest mean on these tasks
            100 * l.best_member_score AS best_member_score,
            100 * (l.fused_score - l.best_member_score) AS lift, -- in points
            l.common_tasks -- tasks that the fusion and all of its members have scores for
        FROM lifts l JOIN runs r ON r.id = l.run
        ORDER BY r.run_id, l.position;

        CREATE VIEW cost_by_role AS -- what a run's models were asked to be, and what that took
        WITH run_calls AS (
            SELECT u.run AS in_run, u.configuration, k.* FROM units u
            JOIN answers a ON a.answer_key = u.answer_key
            JOIN calls k ON k.answer = a.id
            UNION ALL
            SELECT u.run AS in_run, u.configuration, k.* FROM units u
            JOIN runs r ON r.id = u.run
            JOIN answers a ON a.answer_key = u.answer_key
            JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge
            JOIN calls k ON k.verdict = v.id
        )
        SELECT
            r.run_id AS run,
            k.configuration,
            k.role, -- researcher, member, analyst, synthesizer or judge
            count(*) AS calls,
            sum(k.outcome <> 'ok') AS failed_calls, -- refusals included
            sum(k.uncached_input + k.cache_read + k.cache_write) AS input_tokens,
            sum(k.output) AS output_tokens, -- reasoning included
            coalesce(sum(k.cost_usd), 0) AS cost_usd, -- of the calls whose cost is known
            sum(k.cost_usd IS NULL) AS unknown_costs -- calls whose cost is not
        FROM run_calls k JOIN runs r ON r.id = k.in_run
        GROUP BY k.in_run, k.configuration, k.role;

        CREATE VIEW verdict_sheet AS -- one row for every verdict of a run's judge
        SELECT
            r.run_id AS run,
            u.configuration,
            u.task_id,
            t.domain,
            u.generation, -- 0-based
            v.pass, -- 0-based
            c.criterion_id,
            w.axis,
            w.weight,
            c.polarity, -- positive or negative; MET on a negative one is an error
            c.requirement,
            v.verdict, -- MET or UNMET; NULL: could not be had, which is not UNMET
            v.explanation,
            v.error -- why there is no verdict
        FROM units u
        JOIN runs r ON r.id = u.run
        JOIN answers a ON a.answer_key = u.answer_key
        JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge
        JOIN tasks t ON t.dataset = r.dataset AND t.task_id = u.task_id
        JOIN rubrics w ON w.task = t.id AND w.criterion = v.criterion
        JOIN criteria c ON c.id = v.criterion
        ORDER BY u.run, u.position, v.pass, w.position;

        CREATE VIEW leaks AS -- addresses of benchmark material that research ran into
        SELECT
            r.run_id AS run,
            u.configuration,
            u.task_id,
            u.generation, -- 0-based
            o.member, -- 0-based, in the panel; NULL: a solo
            l.kind, -- 'blocked': kept from the model
            l.url,
            l.rule -- the rule of the exclusion list that says so
        FROM units u
        JOIN runs r ON r.id = u.run
        JOIN answers a ON a.answer_key = u.answer_key
        JOIN leak_findings l ON l.answer = a.id
        LEFT JOIN tool_uses o ON o.id = l.tool_use
        ORDER BY u.run, u.position, l.id;

        """
}
