extension Schema {
    /// Every call of a run as a row of its own, and costs by role that count all of them.
    ///
    /// The mark in the comparison of keys is `ResultsDatabase.asideMark`, written out because a
    /// migration never changes: after it comes a number, and a colon after every number.
    static let v3Ledger = """
        DROP VIEW cost_by_role;

        \(ledger(roles: "researcher, member, analyst, synthesizer or judge"))

        CREATE VIEW cost_by_role AS -- what a run's models were asked to be, and what that took
        SELECT
            run,
            configuration,
            role, -- researcher, member, analyst, synthesizer or judge
            count(*) AS calls, -- those for answers that were put aside included
            sum(outcome <> 'ok') AS failed_calls, -- refusals included
            sum(uncached_input + cache_read + cache_write) AS input_tokens,
            sum(output) AS output_tokens, -- reasoning included
            coalesce(sum(cost_usd), 0) AS cost_usd, -- of the calls whose cost is known
            sum(cost_usd IS NULL) AS unknown_costs -- calls whose cost is not
        FROM ledger WHERE NOT paid_elsewhere
        GROUP BY run, configuration, role;

        """

    /// The view, as the migrations have it.
    ///
    /// - Parameters:
    ///   - roles: the words that a call's role may be.
    ///   - more: columns that later versions add, with their comments.
    static func ledger(roles: String, more: String = "") -> String {
        """
        CREATE VIEW ledger AS -- one row for every call that was made for a run's units
        WITH run_calls AS ( -- CROSS JOIN keeps SQLite to this order, which reads one run's alone
            SELECT r.run_id AS run, u.configuration, u.task_id, u.generation, 0 AS put_aside,
                r.id AS run_row, k.id AS call
            FROM runs r CROSS JOIN units u ON u.run = r.id
            CROSS JOIN answers a ON a.answer_key = u.answer_key
            CROSS JOIN calls k ON k.answer = a.id
            UNION ALL
            SELECT r.run_id, u.configuration, u.task_id, u.generation, 0, r.id, k.id
            FROM runs r CROSS JOIN units u ON u.run = r.id
            CROSS JOIN answers a ON a.answer_key = u.answer_key
            CROSS JOIN run_judges g ON g.run = r.id
            CROSS JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge
            CROSS JOIN calls k ON k.verdict = v.id
            UNION ALL
            SELECT r.run_id, u.configuration, u.task_id, u.generation, 1, r.id, k.id
            FROM runs r CROSS JOIN units u ON u.run = r.id
            CROSS JOIN answers a ON a.answer_key > u.answer_key || ' put aside '
                AND a.answer_key < u.answer_key || ' put aside :'
            CROSS JOIN calls k ON k.answer = a.id
            UNION ALL
            SELECT r.run_id, u.configuration, u.task_id, u.generation, 1, r.id, k.id
            FROM runs r CROSS JOIN units u ON u.run = r.id
            CROSS JOIN answers a ON a.answer_key > u.answer_key || ' put aside '
                AND a.answer_key < u.answer_key || ' put aside :'
            CROSS JOIN run_judges g ON g.run = r.id
            CROSS JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge
            CROSS JOIN calls k ON k.verdict = v.id
        )
        SELECT
            x.run,
            x.configuration,
            x.task_id,
            x.generation, -- 0-based
            k.role, -- \(roles)
            k.member, -- 0-based, in the panel
            k.model, -- that was asked for
            k.served_model, -- that answered, as the provider names it
            k.attempt, -- 0-based, counts the retries of a request
            k.outcome, -- ok, refused (or empty) or failed
            k.http_status, -- NULL: no reply came
            k.uncached_input, -- tokens, in disjoint buckets; NULL: not told
            k.cache_read,
            k.cache_write,
            k.output, -- reasoning included
            k.reasoning,
            k.billed_usd, -- what the provider says it charged
            k.computed_usd, -- tokens times list price
            k.cost_usd, -- billed before computed; NULL: unknown
            k.latency_seconds,
            k.started_at, -- seconds since 1970
            x.put_aside, -- 1: for an answer that was put aside and asked for again
            coalesce(k.paid_by <> x.run_row, 0) AS paid_elsewhere, -- 1: another run made the call,
                -- for an answer that the two share
            \(more)k.error
        FROM run_calls x CROSS JOIN calls k ON k.id = x.call;
        """
    }
}
