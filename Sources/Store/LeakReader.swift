import GRDB
import Vocabulary

/// Reads what the research and the texts of a run's answers have to do with the benchmark.
struct LeakReader {
    /// By answer, in the order of writing.
    private let own: [Int64: [TextFinding]]
    /// By answer, the reused drafts: panel position and the answer each was.
    private let reused: [Int64: [(member: Int, answer: Int64)]]

    init(run: Int64, _ db: Database) throws {
        let findings = try Row.fetchCursor(
            db,
            sql: """
                WITH own AS (
                    SELECT a.id FROM units u JOIN answers a ON a.answer_key = u.answer_key
                    WHERE u.run = ?
                ),
                behind AS (
                    SELECT id FROM own
                    UNION
                    SELECT a.id FROM own JOIN drafts d ON d.answer = own.id
                    JOIN answers a ON a.answer_key = d.reused_key
                )
                SELECT l.* FROM behind JOIN leak_findings l ON l.answer = behind.id ORDER BY l.id
                """, arguments: [run])
        var own: [Int64: [TextFinding]] = [:]
        while let row = try findings.next() {
            own[row["answer"], default: []].append(try TextFinding(row))
        }
        self.own = own
        let drafts = try Row.fetchCursor(
            db,
            sql: """
                SELECT d.answer, d.position, b.id AS reused
                FROM units u JOIN answers a ON a.answer_key = u.answer_key
                JOIN drafts d ON d.answer = a.id JOIN answers b ON b.answer_key = d.reused_key
                WHERE u.run = ? ORDER BY d.answer, d.position
                """, arguments: [run])
        var reused: [Int64: [(member: Int, answer: Int64)]] = [:]
        while let row = try drafts.next() {
            reused[row["answer"], default: []].append((row["position"], row["reused"]))
        }
        self.reused = reused
    }

    /// Its own, then those that its reused drafts bring along, under their panel positions.
    func leaks(of answer: Int64) -> [TextFinding] {
        let inherited = (reused[answer] ?? []).flatMap { member, draft in
            (own[draft] ?? []).map { TextFinding(member: member, finding: $0.finding) }
        }
        return (own[answer] ?? []) + inherited
    }
}

extension TextFinding {
    init(_ row: Row) throws {
        self.init(member: row["member"], finding: try LeakFinding(row))
    }
}

extension LeakFinding {
    /// Findings from before evidence was told apart are addresses that were kept away.
    init(_ row: Row) throws {
        let url: String = row["url"]
        self.init(
            evidence: try StoredWord.readIfPresent(row["evidence"]) ?? .url,
            severity: try StoredWord.readIfPresent(row["severity"]) ?? .metadata,
            tier: try StoredWord.readIfPresent(row["tier"]), url: url.isEmpty ? nil : url,
            detail: row["rule"], wasKeptAway: row["kind"] == "blocked")
    }
}
