import GRDB
import Vocabulary

/// Reads what became of the drafts of a run's answers, and how the models behind them searched.
struct ResearchReader {
    /// By answer, in panel order.
    private let drafts: [Int64: [Draft]]
    private let searches: [Searcher: Searches]
    /// By configuration, the model of a solo one.
    private let soloModels: [String: String]
    /// Configurations whose research is the provider's, so that nothing is known of it.
    private let unseen: Set<String>
    private let offersSearch: Bool
    /// Whether the provider searches: a searcher of which nothing is told is then unknown.
    private let isServerSide: Bool

    private struct Draft {
        let result: DraftResult
        /// Who searched for it.
        let searcher: Searcher
    }

    /// A solo, or a member of a panel.
    private struct Searcher: Hashable {
        /// Nil: an answer that is not in the file.
        let answer: Int64?
        let member: Int?
    }

    private struct Searches {
        var all = 0
        var failed = 0
    }

    init(run: Int64, _ db: Database) throws {
        drafts = try Self.drafts(of: run, db)
        searches = try Self.searches(of: run, db)
        soloModels = try Self.soloModels(of: run, db)
        unseen = try Self.serverFusions(of: run, db)
        let columns = try ValidityColumns(run: run, db)
        // A run that was begun before this was stored offered search if anything searched.
        offersSearch = columns.offersSearch ?? !searches.isEmpty
        isServerSide = columns.searchEngine == .server
    }

    func drafts(of answer: Int64) -> [DraftResult] { drafts[answer]?.map(\.result) ?? [] }

    /// One for a solo answer and one for every draft of a fused one; none where search was not
    /// offered, for answers that something else produced, and where the provider searches and does
    /// not tell.
    func research(of answer: Int64, configuration: String) -> [ResearchResult] {
        guard offersSearch, !unseen.contains(configuration) else { return [] }
        if let model = soloModels[configuration] {
            return [result(model, Searcher(answer: answer, member: nil))].compactMap { $0 }
        }
        return drafts[answer]?.compactMap { result($0.result.model, $0.searcher) } ?? []
    }

    private func result(_ model: String, _ searcher: Searcher) -> ResearchResult? {
        if isServerSide, searches[searcher] == nil { return nil }
        let searches = searches[searcher] ?? Searches()
        return ResearchResult(
            model: model, searches: searches.all, failedSearches: searches.failed)
    }

    // MARK: - Queries

    private static func soloModels(of run: Int64, _ db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT configuration, models FROM configurations
                WHERE run = ? AND kind IN ('solo', 'escalation')
                """, arguments: [run])
        return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }

    private static func serverFusions(of run: Int64, _ db: Database) throws -> Set<String> {
        try String.fetchSet(
            db,
            sql: """
                SELECT configuration FROM configurations WHERE run = ? AND kind = 'server_fusion'
                """, arguments: [run])
    }

    private static func drafts(of run: Int64, _ db: Database) throws -> [Int64: [Draft]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT d.answer, d.position, d.model, d.status, d.reused_key, b.id AS reused
                FROM units u JOIN answers a ON a.answer_key = u.answer_key
                JOIN drafts d ON d.answer = a.id
                LEFT JOIN answers b ON b.answer_key = d.reused_key
                WHERE u.run = ? ORDER BY d.answer, d.position
                """, arguments: [run])
        var drafts: [Int64: [Draft]] = [:]
        while let row = try rows.next() {
            let answer: Int64 = row["answer"]
            // A reused draft was researched as the solo answer that it was.
            let isFresh = (row["reused_key"] as String?) == nil
            let searcher =
                isFresh
                ? Searcher(answer: answer, member: row["position"])
                : Searcher(answer: row["reused"], member: nil)
            let result = DraftResult(
                model: row["model"], status: try StoredWord.read(row["status"]))
            drafts[answer, default: []].append(Draft(result: result, searcher: searcher))
        }
        return drafts
    }

    /// For the run's answers, and for those that serve them as drafts.
    private static func searches(of run: Int64, _ db: Database) throws -> [Searcher: Searches] {
        let rows = try Row.fetchCursor(
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
                SELECT o.answer, o.member, count(*), count(o.error)
                FROM behind JOIN tool_uses o ON o.answer = behind.id
                WHERE o.tool = ? GROUP BY o.answer, o.member
                UNION ALL
                SELECT k.answer, k.member, sum(k.server_searches), 0
                FROM behind JOIN calls k ON k.answer = behind.id
                WHERE k.server_searches IS NOT NULL GROUP BY k.answer, k.member
                """, arguments: [run, ResearchSpec.Tool.webSearch.rawValue])
        var searches: [Searcher: Searches] = [:]
        while let row = try rows.next() {
            let searcher = Searcher(answer: row[0], member: row[1])
            // A provider counts the searches that it tells of, and others; they are never added.
            if (searches[searcher]?.all ?? -1) < row[2] {
                searches[searcher] = Searches(all: row[2], failed: row[3])
            }
        }
        return searches
    }
}
