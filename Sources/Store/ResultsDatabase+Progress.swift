import GRDB
import Vocabulary

/// A stored ruling, or the stored fact that none could be had.
package struct StoredVerdict: Sendable, Equatable {
    package let criterionKey: String
    package let pass: Int
    package let verdict: Verdict?
}

/// What a run needs to know to do only what is missing.
extension ResultsDatabase {
    /// How the stored answers of a run's units ended, by unit key.
    package func answerStates(runID: String) async throws -> [String: AnswerStatus] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT a.answer_key, a.status FROM units u
                    JOIN runs r ON r.id = u.run_id
                    JOIN answers a ON a.answer_key = u.answer_key WHERE r.run = ?
                    """, arguments: [runID])
            var states: [String: AnswerStatus] = [:]
            while let row = try rows.next() {
                states[row[0]] = try Self.value(AnswerStatus.self, row[1])
            }
            return states
        }
    }

    /// A stored answer with all its parts.
    package func answer(key: String) async throws -> AnswerRecord? {
        try await read { db in try Self.answer(key: key, db) }
    }

    /// The rulings of a judge on an answer, the missing ones included.
    package func verdicts(answerKey: String, judgeID: String) async throws -> [StoredVerdict] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT v.criterion_key, v.pass, v.verdict FROM verdicts v
                    JOIN answers a ON a.id = v.answer JOIN judges j ON j.id = v.judge
                    WHERE a.answer_key = ? AND j.judge_id = ?
                    """)
            let rows = try Row.fetchAll(statement, arguments: [answerKey, judgeID])
            return rows.map { row in
                StoredVerdict(
                    criterionKey: row[0], pass: row[1],
                    verdict: (row[2] as String?).flatMap(Verdict.init(rawValue:)))
            }
        }
    }

    /// Rulings of the run's judge on its units, on criteria as the dataset has them now and in the
    /// passes that the run asks for.
    package func storedVerdictCount(runID: String) async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM units u
                    JOIN runs r ON r.id = u.run_id
                    JOIN answers a ON a.answer_key = u.answer_key
                    JOIN verdicts v ON v.answer = a.id AND v.judge = r.judge
                        AND v.pass < r.passes AND v.verdict IS NOT NULL
                    JOIN tasks t ON t.dataset_id = r.dataset_id AND t.task_id = u.task_id
                    JOIN criteria c ON c.task = t.id AND c.criterion_key = v.criterion_key
                    WHERE r.run = ?
                    """, arguments: [runID]) ?? 0
        }
    }

    /// Known costs of every call made for the run's units, by whatever execution.
    package func spent(runID: String) async throws -> USD {
        try await read { db in
            let total = try Double.fetchOne(
                db, sql: "SELECT sum(cost_usd) FROM cost_by_role WHERE run = ?",
                arguments: [runID])
            return USD(total ?? 0)
        }
    }

    static func value<Value: RawRepresentable<String>>(
        _ type: Value.Type, _ text: String
    ) throws -> Value {
        guard let value = Value(rawValue: text) else {
            throw DatabaseError(message: "\(text) is not a known \(type)")
        }
        return value
    }

    private static func answer(key: String, _ db: Database) throws -> AnswerRecord? {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM answers WHERE answer_key = ?", arguments: [key])
        else { return nil }
        let id: Int64 = row["id"]
        var analysis: AnalysisRecord?
        if let status = row["analysis_status"] as String? {
            analysis = AnalysisRecord(
                status: try value(AnalysisRecord.Status.self, status), text: row["analysis"] ?? "")
        }
        return AnswerRecord(
            key: key, configurationID: row["configuration"], taskID: row["task_id"],
            generation: row["generation"], status: try value(AnswerStatus.self, row["status"]),
            text: row["text"], error: row["error"], finishReason: row["finish_reason"],
            model: row["model"], cost: (row["cost_usd"] as Double?).map { USD($0) },
            latencySeconds: row["latency_seconds"], drafts: try drafts(of: id, db),
            analysis: analysis, toolUses: try toolUses(of: id, db), calls: try calls(of: id, db))
    }

    private static func drafts(of answer: Int64, _ db: Database) throws -> [DraftRecord] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT d.*, coalesce(d.text, a.text, '') AS draft FROM drafts d
                LEFT JOIN answers a ON a.answer_key = d.reused_key
                WHERE d.answer = ? ORDER BY d.position
                """, arguments: [answer]
        ).map { row in
            DraftRecord(
                position: row["position"], model: row["model"],
                status: try value(AnswerStatus.self, row["status"]), text: row["draft"],
                error: row["error"], finishReason: row["finish_reason"],
                cost: (row["cost_usd"] as Double?).map { USD($0) },
                latencySeconds: row["latency_seconds"], reusedKey: row["reused_key"])
        }
    }

    private static func toolUses(of answer: Int64, _ db: Database) throws -> [ToolUseRecord] {
        let blocked = try Row.fetchAll(
            db,
            sql: "SELECT tool_use, url, rule FROM leak_findings WHERE answer = ? ORDER BY id",
            arguments: [answer])
        return try Row.fetchAll(
            db, sql: "SELECT * FROM tool_uses WHERE answer = ? ORDER BY id", arguments: [answer]
        ).map { row in
            let id: Int64 = row["id"]
            return ToolUseRecord(
                member: row["member"], position: row["position"],
                tool: try value(ResearchSpec.Tool.self, row["tool"]), argument: row["argument"],
                resultCount: row["result_count"],
                blocked: blocked.filter { $0["tool_use"] == id }
                    .map { BlockedURL(url: $0["url"], rule: $0["rule"]) },
                error: row["error"])
        }
    }

    private static func calls(of answer: Int64, _ db: Database) throws -> [CallRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM calls WHERE answer = ? ORDER BY id", arguments: [answer]
        ).map { row in
            var usage: TokenUsage?
            if let input = row["uncached_input"] as Int?, let output = row["output"] as Int? {
                usage = TokenUsage(
                    uncachedInput: input, cacheRead: row["cache_read"] ?? 0,
                    cacheWrite: row["cache_write"] ?? 0, output: output,
                    reasoning: row["reasoning"])
            }
            let model: String = row["model"]
            return CallRecord(
                role: try value(CallRecord.Role.self, row["role"]), member: row["member"],
                model: model, servedModel: row["served_model"] ?? model, attempt: row["attempt"],
                outcome: try value(CallRecord.Outcome.self, row["outcome"]),
                httpStatus: row["http_status"], usage: usage,
                billedCost: (row["billed_usd"] as Double?).map { USD($0) },
                computedCost: (row["computed_usd"] as Double?).map { USD($0) },
                latencySeconds: row["latency_seconds"], generationID: row["generation_id"],
                error: row["error"], startedAt: row["started_at"])
        }
    }
}
