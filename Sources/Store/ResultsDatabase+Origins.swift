import FoundationEssentials
import GRDB
import Vocabulary

/// A stored answer that another run could take in place of asking anew.
package struct StoredSource: Sendable, Equatable {
    package let contentKey: String
    /// Under which the answer is stored.
    package let key: String
    /// The run that paid for it.
    package let runID: String
}

/// What stored answers are made of, and whose they are.
extension ResultsDatabase {
    /// Answers that a run may take from others: first those that it has taken before, then, when
    /// `others` is set, those of all other runs, in the order in which they were stored. Answers
    /// that have to be asked for again, and those put aside, are none.
    package func reusableAnswers(
        runID: String, others: Bool
    ) async throws -> [StoredSource] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT a.content_key, a.answer_key, coalesce(u.reused_from, r.run_id),
                        r.run_id = :run AS is_own
                    FROM units u JOIN runs r ON r.id = u.run
                    JOIN answers a ON a.answer_key = u.answer_key
                    WHERE a.content_key IS NOT NULL AND a.status <> :failed
                        AND CASE WHEN r.run_id = :run THEN u.reused_from IS NOT NULL
                            ELSE :others END
                    ORDER BY is_own DESC, a.id
                    """,
                arguments: [
                    "run": runID, "others": others, "failed": AnswerStatus.infraError.rawValue,
                ])
            var taken: Set<String> = []
            return rows.compactMap { row in
                let key: String = row[1]
                guard taken.insert(key).inserted else { return nil }
                return StoredSource(contentKey: row[0], key: key, runID: row[2])
            }
        }
    }

    /// Keys of the stored answers that are kept as they are.
    package func answeredKeys() async throws -> Set<String> {
        try await read { db in
            try String.fetchSet(
                db, sql: "SELECT answer_key FROM answers WHERE status <> ?",
                arguments: [AnswerStatus.infraError.rawValue])
        }
    }

    /// How the answers under those keys ended, whichever run they belong to, by key.
    package func answerEnds(
        keys: [String]
    ) async throws -> [String: (status: AnswerStatus, error: String?)] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT answer_key, status, error FROM answers
                    WHERE answer_key IN (SELECT value FROM json_each(?))
                    """, arguments: [try Self.json(keys)])
            var states: [String: (status: AnswerStatus, error: String?)] = [:]
            while let row = try rows.next() {
                states[row[0]] = (try StoredWord.read(row[1]), row[2])
            }
            return states
        }
    }

    /// What the latest answers were made of that a run asked for, by configuration, task and
    /// generation; the key is left out, since it may no longer be planned.
    package func latestIngredients(
        runID: String
    ) async throws -> [AnswerUnitRecord: [String: String]] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT configuration, task_id, generation, ingredients FROM answers
                    WHERE ingredients ->> '$.run' = ? ORDER BY id
                    """, arguments: [runID])
            var latest: [AnswerUnitRecord: [String: String]] = [:]
            while let row = try rows.next() {
                let unit = AnswerUnitRecord(
                    key: "", configurationID: row[0], taskID: row[1], generation: row[2])
                latest[unit] = try JSONDecoder().decode(
                    [String: String].self, from: Data((row[3] as String).utf8))
            }
            return latest
        }
    }

    /// Whether a judge's rulings on the answers under those keys are there or could not be had.
    package func rulings(
        keys: [String], judgeID: String
    ) async throws -> [(answerKey: String, criterionKey: String, pass: Int, isThere: Bool)] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.answer_key, c.criterion_key, v.pass, v.verdict IS NOT NULL
                    FROM answers a
                    JOIN verdicts v ON v.answer = a.id
                        AND v.judge = (SELECT id FROM judges WHERE judge_id = ?)
                    JOIN criteria c ON c.id = v.criterion
                    WHERE a.answer_key IN (SELECT value FROM json_each(?))
                    """, arguments: [judgeID, try Self.json(keys)]
            ).map { ($0[0], $0[1], $0[2], $0[3]) }
        }
    }

    /// How often an answer was put aside under that key.
    package func answersPutAside(key: String) async throws -> Int {
        try await read { db in
            try Int.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT count(*) FROM answers
                        WHERE answer_key > ?1 || ?2 AND answer_key < ?1 || ?2 || ':'
                        """), arguments: [key, Self.asideMark]) ?? 0
        }
    }

    static func json(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }
}

/// Ingredients as the file has them: a JSON object, its members in alphabetical order.
enum StoredIngredients {
    static func text(_ origin: AnswerOrigin) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let members = Dictionary(
            origin.ingredients.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        return String(decoding: try encoder.encode(members), as: UTF8.self)
    }
}
