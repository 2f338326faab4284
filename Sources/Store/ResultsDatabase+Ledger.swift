import GRDB
import Vocabulary

/// What calls took, read back and added up.
extension ResultsDatabase {
    /// Of a run; without rows where there is no such run or nothing was asked yet.
    package func ledger(runID: String) async throws -> Ledger {
        try await read { db in
            Ledger(
                rows: try Self.ledgerRows(runID, db), failures: try Self.failures(runID, db),
                prices: try Self.prices(runID, db))
        }
    }

    /// A request that was turned away with an HTTP error used no tokens, so that nothing about it
    /// is unknown.
    private static let hasUnknownUsage = """
        uncached_input IS NULL AND NOT (outcome = 'failed' AND coalesce(http_status, 0) >= 400)
        """

    /// What a provider's own searches cost stands on its bill and in no price of tokens.
    private static let isOfTokens = """
        role NOT IN ('server_fusion', 'search')
        AND coalesce(server_searches, 0) + coalesce(server_fetches, 0) = 0
        """

    private static func ledgerRows(_ runID: String, _ db: Database) throws -> [LedgerRow] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT l.configuration, role, model, count(*) AS calls,
                    sum(outcome <> 'ok') AS failed, sum(attempt > 0) AS retries,
                    total(uncached_input) AS uncached_input, total(cache_read) AS cache_read,
                    total(cache_write) AS cache_write, total(output) AS output,
                    sum(reasoning) AS reasoning, sum(\(hasUnknownUsage)) AS unknown_usage,
                    total(billed_usd) AS billed, total(computed_usd) AS computed,
                    total(billed_usd) FILTER (WHERE computed_usd IS NOT NULL AND \(isOfTokens))
                        AS billed_of_both,
                    total(computed_usd) FILTER (WHERE billed_usd IS NOT NULL AND \(isOfTokens))
                        AS computed_of_both,
                    total(cost_usd) AS cost,
                    total(cost_usd) FILTER (WHERE put_aside) AS cost_put_aside,
                    sum(cost_usd IS NULL) AS unknown_costs, total(latency_seconds) AS latency
                FROM ledger l
                JOIN runs r ON r.run_id = l.run
                JOIN configurations c ON c.run = r.id AND c.configuration = l.configuration
                WHERE l.run = ? AND NOT l.paid_elsewhere GROUP BY c.position, role, model
                ORDER BY c.position, role, model
                """, arguments: [runID])
        let roles = CallRecord.Role.allCases
        // Within a configuration, by role as the work goes, then by model.
        return try rows.map { try LedgerRow($0) }.enumerated().sorted { a, b in
            guard a.element.configurationID == b.element.configurationID else {
                return a.offset < b.offset
            }
            let places = [a, b].map { roles.firstIndex(of: $0.element.role) ?? roles.count }
            return places[0] == places[1] ? a.offset < b.offset : places[0] < places[1]
        }.map(\.element)
    }

    private static func failures(_ runID: String, _ db: Database) throws -> [LedgerFailure] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT l.configuration, role, outcome, http_status, count(*) AS calls
                FROM ledger l
                JOIN runs r ON r.run_id = l.run
                JOIN configurations c ON c.run = r.id AND c.configuration = l.configuration
                WHERE l.run = ? AND NOT l.paid_elsewhere AND outcome <> 'ok'
                GROUP BY c.position, role, outcome, http_status
                ORDER BY c.position, role, outcome, http_status
                """, arguments: [runID]
        ).map { row in
            LedgerFailure(
                configurationID: row["configuration"], role: try StoredWord.read(row["role"]),
                outcome: try StoredWord.read(row["outcome"]), httpStatus: row["http_status"],
                calls: row["calls"])
        }
    }

    private static func prices(_ runID: String, _ db: Database) throws -> [String: ModelPrice] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT p.* FROM prices p JOIN runs r ON r.id = p.run WHERE r.run_id = ?
                """, arguments: [runID])
        let tiers = try Row.fetchAll(
            db,
            sql: """
                SELECT t.* FROM price_tiers t JOIN runs r ON r.id = t.run WHERE r.run_id = ?
                ORDER BY t.model, t.position
                """, arguments: [runID])
        let tiersByModel = Dictionary(grouping: tiers) { $0["model"] as String }
        return Dictionary(
            rows.map { row in
                let model: String = row["model"]
                return (
                    model,
                    ModelPrice(
                        inputPerMillion: row["input_per_million"],
                        outputPerMillion: row["output_per_million"],
                        cacheReadPerMillion: row["cache_read_per_million"],
                        cacheWritePerMillion: row["cache_write_per_million"],
                        tiers: (tiersByModel[model] ?? []).map(PriceTier.init))
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - Pieces of work

    /// What every stored text, analysis, synthesis and verdict took. Left out are those whose
    /// tokens are not all known, those that failed for no fault of a model, and what was put aside.
    ///
    /// - Parameter isSimulated: whether of simulated runs or of real ones; neither says anything
    ///   about the other.
    package func work(isSimulated: Bool) async throws -> [WorkRecord] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT k.role, k.model, \(Self.sums)
                    FROM answers a JOIN calls k ON k.answer = a.id
                    WHERE a.status <> :infra AND EXISTS (
                        SELECT 1 FROM units u JOIN runs r ON r.id = u.run
                        WHERE u.answer_key = a.answer_key
                            AND (r.simulation IS NOT NULL) = :simulated)
                    GROUP BY a.id, k.role, k.member, k.model HAVING NOT sum(\(Self.hasUnknownUsage))
                    UNION ALL
                    SELECT k.role, k.model, \(Self.sums)
                    FROM verdicts v JOIN answers a ON a.id = v.answer
                    JOIN calls k ON k.verdict = v.id
                    WHERE v.verdict IS NOT NULL AND EXISTS (
                        SELECT 1 FROM units u JOIN runs r ON r.id = u.run
                        JOIN run_judges g ON g.run = r.id
                        WHERE u.answer_key = a.answer_key AND g.judge = v.judge
                            AND (r.simulation IS NOT NULL) = :simulated)
                    GROUP BY v.id, k.model HAVING NOT sum(\(Self.hasUnknownUsage))
                    """,
                arguments: [
                    "simulated": isSimulated, "infra": AnswerStatus.infraError.rawValue,
                ]
            ).map { row in
                WorkRecord(
                    role: try StoredWord.read(row["role"]), model: row["model"],
                    calls: row["calls"], usage: TokenUsage(row), seconds: row["seconds"])
            }
        }
    }

    private static let sums = """
        count(*) AS calls, total(uncached_input) AS uncached_input,
        total(cache_read) AS cache_read, total(cache_write) AS cache_write,
        total(output) AS output, sum(reasoning) AS reasoning,
        total(k.latency_seconds) AS seconds
        """
}

extension LedgerRow {
    fileprivate init(_ row: Row) throws {
        var totals = CallTotals()
        totals.calls = row["calls"]
        totals.failed = row["failed"]
        totals.retries = row["retries"]
        totals.usage = TokenUsage(row)
        totals.unknownUsage = row["unknown_usage"]
        totals.billed = USD(row["billed"] as Double)
        totals.computed = USD(row["computed"] as Double)
        totals.billedOfBoth = USD(row["billed_of_both"] as Double)
        totals.computedOfBoth = USD(row["computed_of_both"] as Double)
        totals.cost = USD(row["cost"] as Double)
        totals.costPutAside = USD(row["cost_put_aside"] as Double)
        totals.unknownCosts = row["unknown_costs"]
        totals.latencySeconds = row["latency"]
        self.init(
            configurationID: row["configuration"], role: try StoredWord.read(row["role"]),
            model: row["model"], totals: totals)
    }
}

extension TokenUsage {
    /// Sums of the buckets: `total` gives 0 and not NULL where there is nothing to add, as a
    /// floating-point number.
    fileprivate init(_ row: Row) {
        func count(_ column: String) -> Int { Int(row[column] as Double) }
        self.init(
            uncachedInput: count("uncached_input"), cacheRead: count("cache_read"),
            cacheWrite: count("cache_write"), output: count("output"),
            reasoning: row["reasoning"])
    }
}

extension PriceTier {
    fileprivate init(_ row: Row) {
        let from: Int? = row["from_minute"]
        let to: Int? = row["to_minute"]
        self.init(
            minPromptTokens: row["min_prompt_tokens"],
            minutesOfDay: from.flatMap { from in to.map { MinuteSpan(from: from, to: $0) } },
            weekdaysOnly: row["weekdays_only"], inputPerMillion: row["input_per_million"],
            outputPerMillion: row["output_per_million"],
            cacheReadPerMillion: row["cache_read_per_million"],
            cacheWritePerMillion: row["cache_write_per_million"])
    }
}
