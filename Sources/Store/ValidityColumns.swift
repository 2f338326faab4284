import GRDB
import Vocabulary

/// What a run says about when its numbers are valid and how its models searched, as columns of its
/// row.
struct ValidityColumns {
    /// The default ones where the run was begun before they were stored.
    let limits: ValidityLimits
    /// Whether researching models may search the web; nil where that was not stored yet.
    let offersSearch: Bool?
    /// What searches for them; nil likewise.
    let searchEngine: SearchSpec.Engine?

    init(limits: ValidityLimits, offersSearch: Bool, searchEngine: SearchSpec.Engine) {
        self.limits = limits
        self.offersSearch = offersSearch
        self.searchEngine = searchEngine
    }

    init(run: Int64, _ db: Database) throws {
        let names = Self.limits.map(\.column).joined(separator: ", ")
        let row = try Row.fetchOne(
            db, sql: "SELECT \(names), offers_search, search_engine FROM runs WHERE id = ?",
            arguments: [run]
        ).orFail("a run has gone")
        var limits = ValidityLimits()
        for (column, field) in Self.limits {
            if let share = row[column] as Double? { limits[keyPath: field] = share }
        }
        self.limits = limits
        offersSearch = row["offers_search"]
        searchEngine = try StoredWord.readIfPresent(row["search_engine"])
    }

    func store(run: Int64, _ db: Database) throws {
        let settings = Self.limits.map { "\($0.column) = ?" }.joined(separator: ", ")
        let shares: [(any DatabaseValueConvertible)?] = Self.limits.map {
            limits[keyPath: $0.field]
        }
        try db.execute(
            sql: "UPDATE runs SET \(settings), offers_search = ?, search_engine = ? WHERE id = ?",
            arguments: StatementArguments(
                shares + [offersSearch, searchEngine?.rawValue, run]))
    }

    private static var limits: [(column: String, field: WritableKeyPath<ValidityLimits, Double>)] {
        [
            ("max_truncated", \.maxTruncated), ("max_empty", \.maxEmpty),
            ("max_refused", \.maxRefused), ("max_without_search", \.maxWithoutSearch),
            ("max_panel_incomplete", \.maxPanelIncomplete),
            ("min_verdict_coverage", \.minVerdictCoverage),
        ]
    }
}
