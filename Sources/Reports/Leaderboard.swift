import Statistics
import Vocabulary

/// The leaderboard of a run: rows by score, lifts, and everything a reader must know to trust them.
///
/// Made from stored results alone, so that the same store gives the same bytes.
package struct Leaderboard: Sendable {
    let results: RunResults
    /// By score, best first; rows without a score last; equal ones in suite order.
    let rows: [Row]
    let lifts: [LiftRecord]

    struct Row: Sendable {
        /// 1-based; rows of the same score share it; nil without a score.
        let rank: Int?
        let scores: ConfigurationScores
    }

    package init(results: RunResults) {
        self.results = results
        lifts = Lift.records(of: results)
        let all = results.configurations.map { configuration in
            let scores = ConfigurationScores(configuration, in: results)
            return (scores: scores, mean: scores.normalized.map(Averages.comparable))
        }
        let ordered = all.enumerated().sorted { a, b in
            let (first, second) = (a.element.mean ?? -1, b.element.mean ?? -1)
            return first != second ? first > second : a.offset < b.offset
        }.map(\.element)
        rows = ordered.map { row in
            let rank = row.mean.map { own in 1 + ordered.count { ($0.mean ?? -1) > own } }
            return Row(rank: rank, scores: row.scores)
        }
    }

    /// Whether some row rests on fewer tasks than the run has, so that rows may not compare.
    var hasUnscoredTasks: Bool {
        rows.contains { $0.scores.scored.count < results.tasks.count }
    }

    /// Tasks of the run, whatever became of them.
    var taskCount: Int { results.tasks.count }

    /// Domains in the order in which the dataset has them first.
    var domains: [String] {
        results.tasks.reduce(into: []) { domains, task in
            if !domains.contains(task.domain) { domains.append(task.domain) }
        }
    }
}
