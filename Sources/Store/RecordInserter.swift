import GRDB
import Vocabulary

/// Writes answers, verdicts and their calls with statements that are prepared once per connection.
struct RecordInserter {
    private let db: Database
    /// Row ids by judge id, looked up once per transaction.
    private var judges: [String: Int64] = [:]
    /// Row ids by answer key.
    private var answers: [String: Int64] = [:]

    init(_ db: Database) { self.db = db }

    mutating func insert(_ write: GroupWriter.Write) throws {
        switch write {
        case .answer(let answer): try insert(answer)
        case .verdicts(let verdicts): for verdict in verdicts { try insert(verdict) }
        }
    }

    private func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }

    // MARK: - Answers

    private mutating func insert(_ answer: AnswerRecord) throws {
        let known = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, status FROM answers WHERE answer_key = ?"),
            arguments: [answer.key])
        let isReplaceable = known.map { $0["status"] == AnswerStatus.infraError.rawValue } ?? true
        let id: Int64
        if let known {
            id = known["id"]
            if isReplaceable { try replace(answer, id: id) }
        } else {
            try run(
                """
                INSERT INTO answers (answer_key, configuration, task_id, generation, status, text,
                    error, finish_reason, model, cost_usd, latency_seconds, analysis_status,
                    analysis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [answer.key, answer.configurationID, answer.taskID, answer.generation]
                    + Self.outcome(of: answer))
            id = db.lastInsertedRowID
        }
        if isReplaceable { try insertParts(of: answer, id: id) }
        for call in answer.calls { try insert(call, answer: id, verdict: nil) }
    }

    private func replace(_ answer: AnswerRecord, id: Int64) throws {
        try run(
            """
            UPDATE answers SET status = ?, text = ?, error = ?, finish_reason = ?, model = ?,
                cost_usd = ?, latency_seconds = ?, analysis_status = ?, analysis = ? WHERE id = ?
            """, Self.outcome(of: answer) + [id])
        try run("DELETE FROM drafts WHERE answer = ?", [id])
        try run("DELETE FROM leak_findings WHERE answer = ?", [id])
        try run("DELETE FROM tool_uses WHERE answer = ?", [id])
    }

    private static func outcome(of answer: AnswerRecord) -> [(any DatabaseValueConvertible)?] {
        [
            answer.status.rawValue, answer.text, answer.error, answer.finishReason, answer.model,
            answer.cost?.dollars, answer.latencySeconds, answer.analysis?.status.rawValue,
            answer.analysis?.text,
        ]
    }

    private func insertParts(of answer: AnswerRecord, id: Int64) throws {
        for draft in answer.drafts {
            // A reused draft's text is in the answers table already.
            let text = draft.reusedKey == nil ? draft.text : nil
            try run(
                "INSERT INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    id, draft.position, draft.model, draft.status.rawValue, text, draft.error,
                    draft.finishReason, draft.cost?.dollars, draft.latencySeconds,
                    draft.reusedKey,
                ])
        }
        for use in answer.toolUses {
            try run(
                """
                INSERT INTO tool_uses (answer, member, position, tool, argument, result_count,
                    error) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id, use.member, use.position, use.tool.rawValue, use.argument,
                    use.resultCount, use.error,
                ])
            let useID = db.lastInsertedRowID
            for blocked in use.blocked {
                try run(
                    """
                    INSERT INTO leak_findings (answer, tool_use, kind, url, rule)
                    VALUES (?, ?, 'blocked', ?, ?)
                    """, [id, useID, blocked.url, blocked.rule])
            }
        }
    }

    // MARK: - Verdicts

    private mutating func insert(_ verdict: VerdictRecord) throws {
        let answer = try answerID(verdict.answerKey)
        let judge = try judgeID(verdict.judgeID)
        // The reply of a well-behaved judge is the explanation, so the explanation is only kept
        // apart where the reply is not such an object.
        let isPlain = verdict.rawReply.first == "{" && verdict.rawReply.last == "}"
        let explanation = isPlain || verdict.explanation.isEmpty ? nil : verdict.explanation
        try run(
            """
            INSERT INTO verdicts (answer, criterion_key, judge, pass, verdict, explanation,
                raw_reply, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (answer, judge, pass, criterion_key) DO UPDATE SET
                verdict = excluded.verdict, explanation = excluded.explanation,
                raw_reply = excluded.raw_reply, error = excluded.error
            WHERE verdicts.verdict IS NULL
            """,
            [
                answer, verdict.criterionKey, judge, verdict.pass, verdict.verdict?.rawValue,
                explanation, verdict.rawReply, verdict.error,
            ])
        // The row may have been there before, so its id is not the last inserted one.
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM verdicts
                WHERE answer = ? AND judge = ? AND pass = ? AND criterion_key = ?
                """)
        let id = try Int64.fetchOne(
            statement, arguments: [answer, judge, verdict.pass, verdict.criterionKey])
        for call in verdict.calls { try insert(call, answer: nil, verdict: id) }
    }

    private mutating func answerID(_ key: String) throws -> Int64 {
        if let id = answers[key] { return id }
        let statement = try db.cachedStatement(sql: "SELECT id FROM answers WHERE answer_key = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [key]) else {
            throw DatabaseError(message: "a verdict on an answer that is not stored")
        }
        answers[key] = id
        return id
    }

    private mutating func judgeID(_ judge: String) throws -> Int64 {
        if let id = judges[judge] { return id }
        let statement = try db.cachedStatement(sql: "SELECT id FROM judges WHERE judge_id = ?")
        guard let id = try Int64.fetchOne(statement, arguments: [judge]) else {
            throw DatabaseError(message: "a verdict of a judge that is not stored")
        }
        judges[judge] = id
        return id
    }

    private func insert(_ call: CallRecord, answer: Int64?, verdict: Int64?) throws {
        try run(
            """
            INSERT INTO calls (answer, verdict, role, member, model, served_model, attempt,
                outcome, http_status, uncached_input, cache_read, cache_write, output, reasoning,
                billed_usd, computed_usd, cost_usd, latency_seconds, generation_id, error,
                started_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                answer, verdict, call.role.rawValue, call.member, call.model,
                call.servedModel == call.model ? nil : call.servedModel, call.attempt,
                call.outcome.rawValue, call.httpStatus, call.usage?.uncachedInput,
                call.usage?.cacheRead, call.usage?.cacheWrite, call.usage?.output,
                call.usage?.reasoning, call.billedCost?.dollars, call.computedCost?.dollars,
                call.cost?.dollars, call.latencySeconds, call.generationID, call.error,
                call.startedAt,
            ])
    }
}
