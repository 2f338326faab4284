import GRDB
import Vocabulary

/// A stored ruling, or the stored fact that none could be had.
package struct StoredVerdict: Sendable, Equatable {
    /// `Criterion.key`: identifies what the judge was asked.
    package let criterionKey: String
    /// 0-based.
    package let pass: Int
    /// Nil: missing. Never read as UNMET.
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
                    SELECT a.answer_key, a.status FROM runs r JOIN units u ON u.run = r.id
                    JOIN answers a ON a.answer_key = u.answer_key WHERE r.run_id = ?
                    """, arguments: [runID])
            var states: [String: AnswerStatus] = [:]
            while let row = try rows.next() {
                states[row[0]] = try StoredWord.read(row[1])
            }
            return states
        }
    }

    /// How stored answers ended, by key; keys without an answer are left out.
    package func answerStates(keys: [String]) async throws -> [String: AnswerStatus] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT status FROM answers WHERE answer_key = ?")
            var states: [String: AnswerStatus] = [:]
            for key in keys {
                states[key] = try StoredWord.readIfPresent(
                    String.fetchOne(statement, arguments: [key]))
            }
            return states
        }
    }

    /// The rulings of a judge on an answer, the missing ones included, in pass order.
    package func verdicts(answerKey: String, judgeID: String) async throws -> [StoredVerdict] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT c.criterion_key, v.pass, v.verdict FROM verdicts v
                    JOIN criteria c ON c.id = v.criterion
                    WHERE v.answer = (SELECT id FROM answers WHERE answer_key = ?)
                        AND v.judge = (SELECT id FROM judges WHERE judge_id = ?)
                    ORDER BY v.pass, v.criterion
                    """)
            return try Row.fetchAll(statement, arguments: [answerKey, judgeID]).map { row in
                StoredVerdict(
                    criterionKey: row[0], pass: row[1],
                    verdict: try StoredWord.readIfPresent(row[2]))
            }
        }
    }

    /// Rulings of the run's judges on its units, on criteria as the dataset has them now and in the
    /// passes that the run asks for.
    package func storedVerdictCount(runID: String) async throws -> Int {
        try await read { db in try Self.storedVerdictCount(runID: runID, db) }
    }

    static func storedVerdictCount(runID: String, _ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM runs r JOIN units u ON u.run = r.id
                JOIN run_judges g ON g.run = r.id
                JOIN answers a ON a.answer_key = u.answer_key
                JOIN verdicts v ON v.answer = a.id AND v.judge = g.judge
                    AND v.pass < g.passes AND v.verdict IS NOT NULL
                JOIN tasks t ON t.dataset = r.dataset AND t.task_id = u.task_id
                JOIN rubrics w ON w.task = t.id AND w.criterion = v.criterion
                WHERE r.run_id = ?
                """, arguments: [runID]) ?? 0
    }

    /// Known costs of every call made for the run's units, by whatever execution, answers that were
    /// put aside included: they were paid for.
    package func spent(runID: String) async throws -> USD {
        try await read { db in try Self.spent(runID: runID, db) }
    }

    /// The same by configuration.
    package func spentByConfiguration(runID: String) async throws -> [String: USD] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT configuration, total(cost_usd) FROM ledger
                    WHERE run = ? AND NOT paid_elsewhere GROUP BY configuration
                    """, arguments: [runID])
            return Dictionary(
                rows.map { ($0[0], USD($0[1] as Double)) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// What another run paid for is not counted.
    static func spent(runID: String, _ db: Database) throws -> USD {
        let total = try Double.fetchOne(
            db, sql: "SELECT sum(cost_usd) FROM ledger WHERE run = ? AND NOT paid_elsewhere",
            arguments: [runID])
        return USD(total ?? 0)
    }
}

/// A word of ours, on its way out of the file.
enum StoredWord {
    static func read<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
        try Word(rawValue: text).orFail("'\(text)' is not a known \(Word.self)")
    }

    static func readIfPresent<Word: RawRepresentable<String>>(_ text: String?) throws -> Word? {
        try text.map { try read($0) }
    }
}

extension USD {
    init?(_ dollars: Double?) {
        guard let dollars else { return nil }
        self.init(dollars)
    }
}
