import Comparison
import Vocabulary

/// What a run is, how far it has come and what its calls took: the cost of the systems apart from
/// that of measuring them.
///
/// Made from stored results alone, so that the same store gives the same bytes.
package struct LedgerReport: Sendable {
    let results: RunResults
    let ledger: Ledger

    package init(results: RunResults, ledger: Ledger) {
        self.results = results
        self.ledger = ledger
    }

    // MARK: - By configuration

    /// What a configuration took, in suite order.
    var configurations: [Portion] {
        results.configurations.map { configuration in
            Portion(
                name: configuration.id,
                system: ledger.total { $0.configurationID == configuration.id && $0.isSystem },
                evaluation: ledger.total { $0.configurationID == configuration.id && !$0.isSystem },
                systemCost: ConfigurationScores(configuration, in: results).totalCost)
        }
    }

    /// What was spent in this run, and what its answers cost as a system: the latter has drafts that
    /// were taken from solo answers, and has not what was put aside.
    struct Portion {
        let name: String
        /// Answering: researcher, member, analyst, synthesizer.
        let system: CallTotals
        /// Judging.
        let evaluation: CallTotals
        /// Of its answers as the leaderboard has it; nil where any part is unknown.
        let systemCost: USD?
    }

    var system: CallTotals { ledger.total(where: \.isSystem) }
    var evaluation: CallTotals { ledger.total { !$0.isSystem } }

    // MARK: - Cache

    /// What the cache saved at list price, over the rows that are wanted.
    func saving(where isWanted: (LedgerRow) -> Bool = { _ in true }) -> (USD, unpriced: [String]) {
        var saved = USD.zero
        var unpriced: Set<String> = []
        for row in ledger.rows where isWanted(row) {
            if let price = ledger.prices[row.model] {
                saved += price.saved(by: row.totals.usage)
            } else if row.totals.usage.cacheRead + row.totals.usage.cacheWrite > 0 {
                unpriced.insert(row.model)
            }
        }
        return (saved, unpriced.sorted())
    }

    // MARK: - Progress

    var plannedAnswers: Int { results.units.count }
    var storedAnswers: Int { results.units.count { $0.status != nil && $0.status != .infraError } }
    /// Judging passes over the stored answers that can be graded.
    var plannedPasses: Int {
        results.units.reduce(0) { $0 + $1.scores.count + $1.incompletePasses }
    }
    var scoredPasses: Int { results.units.reduce(0) { $0 + $1.scores.count } }
    var answersPutAside: Int { results.units.reduce(0) { $0 + $1.answersPutAside } }
}

extension LedgerRow {
    var isSystem: Bool { !role.isEvaluation }
}
