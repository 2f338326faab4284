import GRDB
import Vocabulary

/// Writes answers, verdicts and their calls with statements that are prepared once per connection.
struct RecordInserter {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func insert(_ write: GroupWriter.Write) throws {
        switch write {
        case .answer(let answer, let run): try insert(answer, paidBy: run)
        case .verdicts(let verdicts, let run):
            for verdict in verdicts { try insert(verdict, paidBy: run) }
        }
    }

    private func run(_ sql: String, _ values: [DatabaseValue]) throws {
        try statement(sql, values).execute()
    }

    /// A prepared statement with its values.
    ///
    /// They are bound one by one, past `StatementArguments`, which takes as much time over a list
    /// as SQLite over the row.
    private func statement(_ sql: String, _ values: [DatabaseValue]) throws -> Statement {
        let statement = try db.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments())  // Clears what was bound before.
        var index: CInt = 1
        for value in values {
            let code = value.bind(to: statement.sqliteStatement, at: index)
            guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            index += 1
        }
        return statement
    }

    // MARK: - Answers

    private func insert(_ answer: AnswerRecord, paidBy payer: String?) throws {
        let known = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, status FROM answers WHERE answer_key = ?"),
            arguments: [answer.key])
        guard let known else {
            try run(
                """
                INSERT INTO answers (answer_key, configuration, task_id, generation, content_key,
                    ingredients, status, text, error, finish_reason, model, latency_seconds,
                    analysis_status, analysis, fusion_status, fusion_panel, fusion_failure,
                    cost_usd)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .value(answer.key), .value(answer.configurationID), .value(answer.taskID),
                    .value(answer.generation), .value(answer.origin?.contentKey),
                    .value(try answer.origin.map(StoredIngredients.text)),
                ] + Self.outcome(of: answer))
            let id = db.lastInsertedRowID
            try insertParts(of: answer, id: id)
            return try insert(answer.calls, answer: id, paidBy: payer)
        }
        let id: Int64 = known["id"]
        if known["status"] == AnswerStatus.infraError.rawValue { try replace(answer, id: id) }
        try insert(answer.calls, answer: id, paidBy: payer)
    }

    private func replace(_ answer: AnswerRecord, id: Int64) throws {
        // Adding to an unknown cost gives an unknown cost, as it must.
        try run(
            """
            UPDATE answers SET status = ?, text = ?, error = ?, finish_reason = ?, model = ?,
                latency_seconds = ?, analysis_status = ?, analysis = ?, fusion_status = ?,
                fusion_panel = ?, fusion_failure = ?, cost_usd = cost_usd + ?
            WHERE id = ?
            """, Self.outcome(of: answer) + [.value(id)])
        let stay = answer.storedDrafts.sorted().map(String.init).joined(separator: ", ")
        try run(
            "DELETE FROM drafts WHERE answer = ? AND position NOT IN (\(stay))", [.value(id)])
        for table in ["leak_findings", "tool_uses"] {
            try run(
                """
                DELETE FROM \(table)
                WHERE answer = ? AND (member IS NULL OR member NOT IN (\(stay)))
                """, [.value(id)])
        }
        try run("DELETE FROM sources WHERE answer = ?", [.value(id)])
        try insertParts(of: answer, id: id)
    }

    private static func outcome(of answer: AnswerRecord) -> [DatabaseValue] {
        [
            .value(answer.status), .text(answer.text), .text(answer.error),
            .value(answer.finishReason), .value(answer.model), .value(answer.latencySeconds),
            .value(answer.analysis?.status.rawValue), .text(answer.analysis?.text),
            .value(answer.serverFusion?.status.rawValue),
            .text(answer.serverFusion.map { Lines.text($0.panel) }),
            .text(answer.serverFusion?.failureReason), .value(answer.cost),
        ]
    }

    private func insertParts(of answer: AnswerRecord, id: Int64) throws {
        for draft in answer.drafts where !answer.storedDrafts.contains(draft.position) {
            try insert(draft, answer: id)
        }
        for use in answer.toolUses { try insert(use, answer: id) }
        for (position, source) in answer.sources.enumerated() {
            try run(
                "INSERT INTO sources (answer, position, kind, url, title) VALUES (?, ?, ?, ?, ?)",
                [
                    .value(id), .value(position), .value(source.kind.rawValue),
                    .text(source.url), .text(source.title),
                ])
        }
        for text in answer.findings {
            try insert(text.finding, answer: id, toolUse: nil, member: text.member)
        }
    }

    private func insert(_ draft: DraftRecord, answer: Int64) throws {
        // A reused draft's text is in the file already, as the answer that it was.
        try run(
            """
            INSERT INTO drafts (answer, position, model, status, error, finish_reason, cost_usd,
                latency_seconds, reused_key, text)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, CASE WHEN NOT EXISTS
                (SELECT 1 FROM answers WHERE answer_key = ?9 AND text = ?10) THEN ?10 END)
            """,
            [
                .value(answer), .value(draft.position), .value(draft.model),
                .value(draft.status), .text(draft.error), .value(draft.finishReason),
                .value(draft.cost), .value(draft.latencySeconds), .value(draft.reusedKey),
                .text(draft.text),
            ])
    }

    private func insert(_ use: ToolUseRecord, answer: Int64) throws {
        try run(
            """
            INSERT INTO tool_uses (answer, member, position, tool, argument, result_count, error,
                started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .value(answer), .value(use.member), .value(use.position), .value(use.tool),
                .text(use.argument), .value(use.resultCount), .text(use.error),
                .value(use.startedAt),
            ])
        let id = db.lastInsertedRowID
        for finding in use.findings {
            try insert(finding, answer: answer, toolUse: id, member: use.member)
        }
    }

    private func insert(
        _ finding: LeakFinding, answer: Int64, toolUse: Int64?, member: Int?
    ) throws {
        try run(
            """
            INSERT INTO leak_findings (answer, tool_use, kind, url, rule, evidence, severity, tier,
                member) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .value(answer), .value(toolUse),
                .value(finding.wasKeptAway ? "blocked" : "seen"), .text(finding.url ?? ""),
                .text(finding.detail), .value(finding.evidence.rawValue),
                .value(finding.severity.rawValue), .value(finding.tier?.rawValue),
                .value(member),
            ])
    }

    // MARK: - Verdicts

    private func insert(_ verdict: VerdictRecord, paidBy payer: String?) throws {
        let place: [DatabaseValue] = [
            .value(verdict.answerKey), .value(verdict.judgeID), .value(verdict.pass),
            .value(verdict.criterionKey),
        ]
        let ruling: [DatabaseValue] = [
            .value(verdict.verdict?.rawValue), .text(verdict.error), .text(verdict.rawReply),
            .text(verdict.explanation), .value(verdict.failure?.rawValue),
        ]
        let written = try Int64.fetchOne(statement(Self.upsertVerdict, place + ruling))
        guard !verdict.calls.isEmpty else { return }
        // A ruling that stays keeps its row; the calls are added to it.
        let id = try written ?? Int64.fetchOne(statement(Self.verdictAtPlace, place))
        try insert(verdict.calls, verdict: id, paidBy: payer)
    }

    /// Most replies are JSON that has the explanation, which is then not stored twice.
    private static let upsertVerdict = """
        INSERT INTO verdicts (answer, judge, pass, criterion, verdict, error, raw_reply,
            own_explanation, failure)
        VALUES ((SELECT id FROM answers WHERE answer_key = ?1),
            (SELECT id FROM judges WHERE judge_id = ?2), ?3,
            (SELECT id FROM criteria WHERE criterion_key = ?4), ?5, ?6, ?7,
            CASE WHEN CASE WHEN json_valid(?7) THEN ?7 ->> '$.explanation' END IS NOT ?8
                THEN ?8 END, ?9)
        ON CONFLICT (answer, judge, pass, criterion) DO UPDATE SET
            verdict = excluded.verdict, error = excluded.error,
            raw_reply = excluded.raw_reply, own_explanation = excluded.own_explanation,
            failure = excluded.failure
        WHERE verdicts.verdict IS NULL
        RETURNING id
        """

    private static let verdictAtPlace = """
        SELECT id FROM verdicts
        WHERE answer = (SELECT id FROM answers WHERE answer_key = ?)
            AND judge = (SELECT id FROM judges WHERE judge_id = ?) AND pass = ?
            AND criterion = (SELECT id FROM criteria WHERE criterion_key = ?)
        """

    // MARK: - Calls

    private func insert(
        _ calls: [CallRecord], answer: Int64? = nil, verdict: Int64? = nil, paidBy payer: String?
    ) throws {
        for call in calls {
            try run(
                """
                INSERT INTO calls (answer, verdict, role, member, model, served_model, attempt,
                    outcome, http_status, uncached_input, cache_read, cache_write, output,
                    reasoning, billed_usd, computed_usd, cost_usd, latency_seconds,
                    generation_id, error, omitted, server_searches, server_fetches, started_at,
                    paid_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    (SELECT id FROM runs WHERE run_id = ?))
                """,
                [
                    .value(answer), .value(verdict), .value(call.role), .value(call.member),
                    .value(call.model), .value(call.servedModel), .value(call.attempt),
                    .value(call.outcome), .value(call.httpStatus),
                    .value(call.usage?.uncachedInput), .value(call.usage?.cacheRead),
                    .value(call.usage?.cacheWrite), .value(call.usage?.output),
                    .value(call.usage?.reasoning), .value(call.billedCost),
                    .value(call.computedCost), .value(call.cost), .value(call.latencySeconds),
                    .value(call.generationID), .text(call.error),
                    .value(call.omitted.isEmpty ? nil : Lines.text(call.omitted)),
                    .value(call.serverSearches), .value(call.serverFetches),
                    .value(call.startedAt),
                    .value(payer),
                ])
        }
    }
}
