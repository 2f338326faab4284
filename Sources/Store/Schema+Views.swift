extension Schema {
    /// What people's own SQL may rely on; the README documents the columns.
    static let views = """
        -- One row for every configuration of a run. Scores and rates are percentages: the passes
        -- of an answer are averaged, then the answers to a task, then the scored tasks.
        CREATE VIEW leaderboard AS
        WITH answer_scores AS (
            SELECT run_id, answer, avg(normalized) AS normalized, avg(pass_rate) AS pass_rate,
                avg(factual_score) AS factual, avg(breadth_score) AS breadth,
                avg(presentation_score) AS presentation, avg(citation_score) AS citation
            FROM scores GROUP BY run_id, answer
        ),
        task_scores AS (
            SELECT u.run_id, u.configuration, u.task_id, avg(s.normalized) AS normalized,
                avg(s.pass_rate) AS pass_rate, avg(s.factual) AS factual,
                avg(s.breadth) AS breadth, avg(s.presentation) AS presentation,
                avg(s.citation) AS citation, avg(a.cost_usd) AS cost_usd,
                count(a.cost_usd) = count(a.id) AS has_cost
            FROM units u
            LEFT JOIN answers a ON a.answer_key = u.answer_key
            LEFT JOIN answer_scores s ON s.answer = a.id AND s.run_id = u.run_id
            GROUP BY u.run_id, u.configuration, u.task_id
        )
        SELECT r.run, c.configuration, c.kind, 100 * avg(t.normalized) AS score,
            100 * avg(t.pass_rate) AS pass_rate, count(t.normalized) AS scored_tasks,
            count(*) AS tasks, 100 * avg(t.factual) AS factual, 100 * avg(t.breadth) AS breadth,
            100 * avg(t.presentation) AS presentation, 100 * avg(t.citation) AS citation,
            CASE WHEN min(t.has_cost) THEN avg(t.cost_usd) END AS cost_per_task_usd,
            r.simulation IS NOT NULL AS simulated
        FROM task_scores t
        JOIN runs r ON r.id = t.run_id
        JOIN configurations c ON c.run_id = t.run_id AND c.configuration = t.configuration
        GROUP BY t.run_id, t.configuration
        ORDER BY r.run, score DESC, c.position;

        -- One row for every fusion that can be compared with its best member; in points.
        CREATE VIEW lift AS
        SELECT r.run, l.configuration AS fused, 100 * l.fused_score AS fused_score, l.best_member,
            100 * l.best_member_score AS best_member_score,
            100 * (l.fused_score - l.best_member_score) AS lift, l.common_tasks
        FROM lifts l JOIN runs r ON r.id = l.run_id
        ORDER BY r.run, l.position;

        -- Calls, tokens and known costs by what the model was asked to be. unknown_costs counts
        -- the calls whose cost is not known and not in cost_usd.
        CREATE VIEW cost_by_role AS
        WITH run_calls AS (
            SELECT u.run_id, u.configuration, k.* FROM units u
            JOIN answers a ON a.answer_key = u.answer_key JOIN calls k ON k.answer = a.id
            UNION ALL
            SELECT u.run_id, u.configuration, k.* FROM units u
            JOIN runs r ON r.id = u.run_id
            JOIN answers a ON a.answer_key = u.answer_key
            JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge
            JOIN calls k ON k.verdict = v.id
        )
        SELECT r.run, k.configuration, k.role, count(*) AS calls,
            sum(k.outcome <> 'ok') AS failed_calls,
            sum(k.uncached_input + k.cache_read + k.cache_write) AS input_tokens,
            sum(k.output) AS output_tokens, coalesce(sum(k.cost_usd), 0) AS cost_usd,
            sum(k.cost_usd IS NULL) AS unknown_costs
        FROM run_calls k JOIN runs r ON r.id = k.run_id
        GROUP BY k.run_id, k.configuration, k.role;

        -- One row for every verdict of a run's judge, with what was asked and how it was ruled.
        -- A verdict that could not be had is NULL.
        CREATE VIEW verdict_sheet AS
        SELECT r.run, u.configuration, u.task_id, t.domain, u.generation, v.pass, c.criterion_id,
            c.axis, c.weight, CASE WHEN c.weight < 0 THEN 'negative' ELSE 'positive' END
                AS polarity,
            c.requirement, v.verdict,
            coalesce(v.explanation, CASE WHEN json_valid(v.raw_reply)
                THEN v.raw_reply ->> '$.explanation' END) AS explanation,
            v.error
        FROM units u
        JOIN runs r ON r.id = u.run_id
        JOIN answers a ON a.answer_key = u.answer_key
        JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge
        JOIN tasks t ON t.dataset_id = r.dataset_id AND t.task_id = u.task_id
        JOIN criteria c ON c.task = t.id AND c.criterion_key = v.criterion_key
        ORDER BY u.run_id, u.position, v.pass, c.position;

        -- Addresses of benchmark material that an answer's research ran into. kind 'blocked' was
        -- kept from the model.
        CREATE VIEW leaks AS
        SELECT r.run, u.configuration, u.task_id, u.generation, o.member, l.kind, l.url, l.rule
        FROM units u
        JOIN runs r ON r.id = u.run_id
        JOIN answers a ON a.answer_key = u.answer_key
        JOIN leak_findings l ON l.answer = a.id
        LEFT JOIN tool_uses o ON o.id = l.tool_use
        ORDER BY u.run_id, u.position, l.id;
        """
}
