import GRDB
import Vocabulary

/// Stored answers, read back.
extension ResultsDatabase {
    /// A stored answer with all its parts; nil where there is none.
    package func answer(key: String) async throws -> AnswerRecord? {
        try await read { db in try Self.answer(key: key, db) }
    }

    static func answer(key: String, _ db: Database) throws -> AnswerRecord? {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM answers WHERE answer_key = ?", arguments: [key])
        return try row.map { try AnswerRecord($0, db) }
    }

    /// How a stored answer ended, and the text that a judge is given; nil where there is none.
    package func answerText(
        key: String
    ) async throws -> (status: AnswerStatus, text: String)? {
        try await read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT status, text FROM answers WHERE answer_key = ?"),
                arguments: [key])
            return try row.map { (try StoredWord.read($0[0]), $0[1]) }
        }
    }
}

extension AnswerRecord {
    fileprivate init(_ row: Row, _ db: Database) throws {
        let id: Int64 = row["id"]
        let analysisStatus: AnalysisRecord.Status? =
            try StoredWord.readIfPresent(row["analysis_status"])
        self.init(
            key: row["answer_key"], configurationID: row["configuration"],
            taskID: row["task_id"], generation: row["generation"],
            status: try StoredWord.read(row["status"]), text: row["text"], error: row["error"],
            finishReason: row["finish_reason"], model: row["model"], cost: USD(row["cost_usd"]),
            latencySeconds: row["latency_seconds"], drafts: try Self.drafts(of: id, db),
            analysis: analysisStatus.map {
                AnalysisRecord(status: $0, text: row["analysis"] ?? "")
            },
            serverFusion: try ServerFusionRecord(row), sources: try Self.sources(of: id, db),
            toolUses: try Self.toolUses(of: id, db),
            findings: try Row.fetchAll(
                db,
                sql:
                    "SELECT * FROM leak_findings WHERE answer = ? AND tool_use IS NULL ORDER BY id",
                arguments: [id]
            ).map(TextFinding.init), calls: try Self.calls(of: id, db))
    }

    private static func sources(of answer: Int64, _ db: Database) throws -> [SourceRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM sources WHERE answer = ? ORDER BY position",
            arguments: [answer]
        ).map { row in
            SourceRecord(
                url: row["url"], title: row["title"], kind: try StoredWord.read(row["kind"]))
        }
    }

    private static func drafts(of answer: Int64, _ db: Database) throws -> [DraftRecord] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT d.*, coalesce(d.text, a.text) AS draft FROM drafts d
                LEFT JOIN answers a ON a.answer_key = d.reused_key
                WHERE d.answer = ? ORDER BY d.position
                """, arguments: [answer]
        ).map { row in
            DraftRecord(
                position: row["position"], model: row["model"],
                status: try StoredWord.read(row["status"]), text: row["draft"],
                error: row["error"], finishReason: row["finish_reason"],
                cost: USD(row["cost_usd"]), latencySeconds: row["latency_seconds"],
                reusedKey: row["reused_key"])
        }
    }

    private static func toolUses(of answer: Int64, _ db: Database) throws -> [ToolUseRecord] {
        let found = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM leak_findings
                WHERE answer = ? AND tool_use IS NOT NULL ORDER BY id
                """, arguments: [answer])
        return try Row.fetchAll(
            db, sql: "SELECT * FROM tool_uses WHERE answer = ? ORDER BY id", arguments: [answer]
        ).map { row in
            let id: Int64 = row["id"]
            return ToolUseRecord(
                member: row["member"], position: row["position"],
                tool: try StoredWord.read(row["tool"]), argument: row["argument"],
                resultCount: row["result_count"],
                findings: try found.filter { $0["tool_use"] == id }.map(LeakFinding.init),
                error: row["error"], startedAt: row["started_at"])
        }
    }

    private static func calls(of answer: Int64, _ db: Database) throws -> [CallRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM calls WHERE answer = ? ORDER BY id", arguments: [answer]
        ).map(CallRecord.init)
    }
}

extension CallRecord {
    init(_ row: Row) throws {
        var usage: TokenUsage?
        if let input = row["uncached_input"] as Int?, let output = row["output"] as Int? {
            usage = TokenUsage(
                uncachedInput: input, cacheRead: row["cache_read"], cacheWrite: row["cache_write"],
                output: output, reasoning: row["reasoning"])
        }
        self.init(
            role: try StoredWord.read(row["role"]), member: row["member"], model: row["model"],
            servedModel: row["served_model"], attempt: row["attempt"],
            outcome: try StoredWord.read(row["outcome"]), httpStatus: row["http_status"],
            usage: usage, billedCost: USD(row["billed_usd"]),
            computedCost: USD(row["computed_usd"]), latencySeconds: row["latency_seconds"],
            generationID: row["generation_id"], error: row["error"],
            omitted: Lines.names(row["omitted"]), serverSearches: row["server_searches"],
            serverFetches: row["server_fetches"], startedAt: row["started_at"])
    }
}

extension ServerFusionRecord {
    /// Nil where no fusion of the provider was asked for or offered.
    init?(_ row: Row) throws {
        guard let status: Status = try StoredWord.readIfPresent(row["fusion_status"]) else {
            return nil
        }
        self.init(
            status: status, panel: Lines.names(row["fusion_panel"]),
            failureReason: row["fusion_failure"])
    }
}
