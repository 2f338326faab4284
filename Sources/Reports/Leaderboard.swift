import Comparison
import Vocabulary

/// The leaderboard of a run: who stands where and how surely, what panels gain over their members,
/// and everything a reader must know to trust it.
///
/// Made from stored results alone, so that the same store gives the same bytes.
package struct Leaderboard: Sendable {
    let results: RunResults
    let standings: Standings
    /// Whether configurations beyond a validity limit were ranked all the same.
    let includesInvalid: Bool

    package init(results: RunResults, includeInvalid: Bool = false) {
        self.results = results
        includesInvalid = includeInvalid
        standings = Standings(results, includeInvalid: includeInvalid, seed: results.seed)
    }

    var rows: [Standings.Row] { standings.rows }

    /// Tasks of the run, whatever became of them.
    var taskCount: Int { results.tasks.count }

    /// Domains in the order in which the dataset has them first.
    var domains: [String] {
        results.tasks.reduce(into: []) { domains, task in
            if !domains.contains(task.domain) { domains.append(task.domain) }
        }
    }

    /// Below so many tasks a mean says little, whatever its interval.
    static let smallCount = 10
}

extension RunResults {
    /// Of resamples and random flips.
    package var seed: UInt64 {
        switch origin {
        case .run(let run, _): run.seed
        case .verdictFiles: 0
        }
    }

    var run: RunRecord? {
        switch origin {
        case .run(let run, _): run
        case .verdictFiles: nil
        }
    }

    var isSimulated: Bool { run?.simulation != nil }
}
