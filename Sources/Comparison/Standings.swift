import Statistics
import Vocabulary

/// All configurations of a run side by side: who ranks where, as far as the data can tell.
package struct Standings: Sendable {
    /// By score, best first, rows that share all their letters by cost; then the invalid ones, then
    /// those without a score.
    package let rows: [Row]
    /// Of the valid configurations.
    package let lifts: [FusionLift]
    package let decompositions: [PanelDecomposition]
    /// Of all configurations, whatever their standing.
    /// Of the configurations that leave a fusion to the provider, in the order of the rows.
    package let serverFusions: [ServerFusionOutcome]
    /// Of the configurations whose models are offered one, likewise.
    package let escalations: [EscalationOutcome]
    package let contamination: ContaminationEffect
    /// All pairs of ranked configurations, with p adjusted over them.
    package let pairs: [RankedPair]

    package struct Row: Sendable {
        package let scores: ConfigurationScores
        /// Limits it is beyond.
        package let findings: [ValidityFinding]
        /// Nil for a row that takes no part in ranks and lifts.
        package let standing: Standing?
        /// Against the best ranked solo configuration; nil without one, and of itself.
        package let costRatio: CostRatio?
        /// Whether its author is of the judge's family.
        package let sharesJudgeFamily: Bool
    }

    /// Where a ranked row stands.
    package struct Standing: Sendable {
        package let ranks: ClosedRange<Int>
        package let letters: String
        /// Nil where its costs are not known.
        package let frontier: CostFrontier.Place?
        /// Nil where the ranked rows have no task in common.
        package let support: Support?
        /// What it would have scored on all tasks, by the least-squares means over all ranked rows:
        /// a check on unequal subsets. Nil where these hang together by no common task.
        package let adjusted: Double?
    }

    /// Over resamples of the tasks that all ranked rows are scored on: bootstrap support, no
    /// probability.
    package struct Support: Sendable, Equatable {
        /// Share in which it is ahead of all others, 0…1.
        package let first: Double
        package let meanRank: Double
    }

    package struct RankedPair: Sendable {
        package let comparison: PairComparison
        package let adjustedP: Double?
    }

    /// - Parameters:
    ///   - includeInvalid: rank rows that are beyond a limit as if they were not.
    ///   - seed: of every resample and flip.
    package init(_ results: RunResults, includeInvalid: Bool = false, seed: UInt64) {
        let all = results.configurations.map { configuration in
            let scores = ConfigurationScores(configuration, in: results)
            return (scores: scores, findings: scores.findings(results.validity))
        }.enumerated().sorted { a, b in
            let (first, second) = (Self.key(a.element.scores), Self.key(b.element.scores))
            return first != second ? first > second : a.offset < b.offset
        }.map(\.element)
        let takesPart = all.map { includeInvalid || $0.findings.isEmpty }
        let ranked = zip(all, takesPart).filter { $1 && $0.scores.score != nil }.map(\.0.scores)
        let ranking = Self.ranking(of: ranked, seed: seed)
        pairs = ranking.pairs
        let bestSolo = ranked.first(where: \.configuration.isSolo)
        let family = results.judgeModel.flatMap(ModelFamily.name)
        let rows = all.map { candidate in
            let configuration = candidate.scores.configuration
            return Row(
                scores: candidate.scores, findings: candidate.findings,
                standing: ranking.standings[configuration.id],
                costRatio: bestSolo.flatMap { best in
                    best.configuration.id == configuration.id
                        ? nil : CostRatio(candidate.scores, over: best)
                },
                sharesJudgeFamily: family != nil && configuration.authorFamily == family)
        }
        self.rows =
            Self.tiesByCost(rows.filter { $0.standing != nil })
            + rows.filter { $0.standing == nil }
        // In suite order, as people wrote them.
        let valid = results.configurations.compactMap { configuration in
            zip(all, takesPart).first { $0.scores.configuration.id == configuration.id && $1 }?
                .0.scores
        }
        let rowScores = self.rows.map(\.scores)
        serverFusions = rowScores.compactMap(ServerFusionOutcome.init)
        escalations = rowScores.compactMap { EscalationOutcome($0, among: rowScores) }
        contamination = ContaminationEffect(rowScores, seed: seed)
        lifts = FusionLift.all(of: valid, seed: seed)
        decompositions = PanelDecomposition.all(of: valid)
    }

    /// Higher scores go first, rows without one last.
    private static func key(_ scores: ConfigurationScores) -> Double {
        scores.score.map(Averages.comparable) ?? -.infinity
    }

    /// - Parameter rows: the best first.
    private static func ranking(
        of rows: [ConfigurationScores], seed: UInt64
    ) -> (pairs: [RankedPair], standings: [String: Standing]) {
        let places = rows.indices.flatMap { first in
            rows.indices.dropFirst(first + 1).map { (first: first, second: $0) }
        }
        let comparisons = places.map { PairComparison(rows[$0.first], rows[$0.second], seed: seed) }
        let adjusted = Multiplicity.holm(comparisons.map(\.pForRanks))
        let sets = RankSets(
            count: rows.count,
            pairs: places.indices.map { pair in
                RankSets.Pair(
                    first: places[pair].first, second: places[pair].second,
                    difference: comparisons[pair].intentionToTreat?.mean ?? 0,
                    adjustedP: adjusted[pair])
            })
        let frontier = CostFrontier(rows, seed: seed)
        let support = support(of: rows, seed: seed)
        let adjustedMeans = MatchedTasks.adjustedMeans(rows.map { $0.tasks.map(\.completed) })
        let standings = rows.indices.map { place in
            Standing(
                ranks: sets.ranks[place], letters: sets.letters[place],
                frontier: frontier.places[rows[place].configuration.id],
                support: support?[place], adjusted: adjustedMeans?[place])
        }
        return (
            zip(comparisons, adjusted).map(RankedPair.init),
            Dictionary(
                zip(rows.map(\.configuration.id), standings),
                uniquingKeysWith: { first, _ in first })
        )
    }

    private static func support(of rows: [ConfigurationScores], seed: UInt64) -> [Support]? {
        let completed = rows.map { $0.tasks.map(\.completed) }
        let common = MatchedTasks.common(completed)
        guard !common.isEmpty else { return nil }
        let means = TaskResamples(taskCount: common.count, seed: seed)
            .means(of: completed.map { row in common.compactMap { row[$0] } })
        let support = RankSupport(means: means)
        return zip(support.first, support.meanRank).map(Support.init)
    }

    /// Puts runs of rows that share all their letters in order of cost, unknown costs last.
    private static func tiesByCost(_ rows: [Row]) -> [Row] {
        var ordered: [Row] = []
        var group: [Row] = []
        func cost(_ row: Row) -> Double { row.scores.costPerAnswer?.dollars ?? .infinity }
        func close() {
            ordered += group.enumerated().sorted {
                (cost($0.element), $0.offset) < (cost($1.element), $1.offset)
            }.map(\.element)
            group = []
        }
        for row in rows {
            if group.last?.standing?.letters != row.standing?.letters { close() }
            group.append(row)
        }
        close()
        return ordered
    }
}

extension RunResults {
    /// Who judged; nil where verdict files do not say.
    package var judgeModel: String? {
        switch origin {
        case .run(_, let judge): judge.model
        case .verdictFiles(let files): files.judge
        }
    }
}
