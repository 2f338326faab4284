import Statistics
import Vocabulary

/// Two configurations on the tasks that both have scores for.
package struct PairComparison: Sendable {
    package let a: ConfigurationSummary
    package let b: ConfigurationSummary
    /// Ids of the common tasks, in dataset order, and of those that fell out.
    package let common: [String]
    package let dropped: [String]
    /// a − b, 0…1 units; nil where no task is common.
    package let difference: PairedDifference?
    package let signFlip: SignFlip?
    package let wilcoxon: WilcoxonSignedRank?
    /// The true difference that such a comparison finds four times in five; nil for fewer than two
    /// tasks.
    package let detectable: Double?
    /// a − b with lost answers as 0, over the tasks where both have a value.
    package let intentionToTreat: PairedDifference?
    /// Cost of a ÷ cost of b per task, over the tasks where both costs are known.
    package let costRatio: CostRatio?

    /// - Parameter seed: of the random flips beyond `SignFlip.exactCount` tasks.
    package init(_ a: ConfigurationScores, _ b: ConfigurationScores, seed: UInt64) {
        self.a = a.configuration
        self.b = b.configuration
        let (first, second) = (a.completedByTask, b.completedByTask)
        let ids = a.tasks.map(\.taskID)
        common = ids.filter { first[$0] != nil && second[$0] != nil }
        dropped = ids.filter { first[$0] == nil || second[$0] == nil }
        difference = PairedDifference(
            common.compactMap { first[$0] }, common.compactMap { second[$0] })
        let differences = difference?.differences ?? []
        signFlip = SignFlip(differences, seed: seed)
        wilcoxon = WilcoxonSignedRank(differences.map { abs($0) < 1e-9 ? 0 : $0 })
        detectable = difference?.standardDeviation.flatMap { deviation in
            deviation > 0
                ? PowerAnalysis().detectableDifference(
                    standardDeviation: deviation, tasks: differences.count) : nil
        }
        let (treatedA, treatedB) = (a.scoreByTask, b.scoreByTask)
        let both = ids.filter { treatedA[$0] != nil && treatedB[$0] != nil }
        intentionToTreat = PairedDifference(
            both.compactMap { treatedA[$0] }, both.compactMap { treatedB[$0] })
        pForRanks =
            intentionToTreat?.pValue
            ?? SignFlip(intentionToTreat?.differences ?? [], seed: seed)?.pValue
        costRatio = CostRatio(a, over: b)
    }

    /// What decides: p of the paired t test, as the interval, the detectable difference and the
    /// limits of lifts do; where the differences have no spread for one, that of the sign flip.
    package var pValue: Double? { difference?.pValue ?? signFlip?.pValue }

    /// Likewise with lost answers as 0, as the scores that are ranked have them.
    package let pForRanks: Double?

    /// Whether the comparison says something else with lost answers as 0: the other one ahead, or
    /// a difference where there was none.
    package var dependsOnLostAnswers: Bool {
        guard let difference, let intentionToTreat, !dropped.isEmpty else { return false }
        return difference.mean * intentionToTreat.mean < 0
            || ((pValue ?? 1) < Self.significance) != ((pForRanks ?? 1) < Self.significance)
    }

    package static let significance = 0.05

    /// The lowest and the highest mean difference with one task left out, and that task.
    package var leaveOneOut:
        (low: (mean: Double, task: String), high: (mean: Double, task: String))?
    {
        guard let means = difference?.leaveOneOut, !means.isEmpty,
            (difference?.standardDeviation ?? 0) > 0
        else { return nil }
        let low = means.indices.reduce(0) { means[$1] < means[$0] ? $1 : $0 }
        let high = means.indices.reduce(0) { means[$1] > means[$0] ? $1 : $0 }
        return ((means[low], common[low]), (means[high], common[high]))
    }
}

/// How many times as much one configuration costs per task as another.
package struct CostRatio: Sendable, Equatable {
    package let tasks: Int
    /// Ratio of means, never a mean of ratios.
    package let ratio: Double
    /// By the log-delta method, costs being skewed; nil for fewer than two tasks, and where the
    /// ratio is the same on all.
    package let interval: Interval?

    /// Nil where there is no common task with known costs, or the other cost nothing.
    package init?(_ own: ConfigurationScores, over other: ConfigurationScores) {
        let (first, second) = (own.costByTask, other.costByTask)
        let ids = own.tasks.map(\.taskID).filter { first[$0] != nil && second[$0] != nil }
        let top = ids.compactMap { first[$0] }
        let bottom = ids.compactMap { second[$0] }
        guard let mean = Averages.mean(top), let base = Averages.mean(bottom), base > 0 else {
            return nil
        }
        tasks = ids.count
        ratio = mean / base
        let estimate = RatioEstimate.logDelta(numerators: top, denominators: bottom)
        interval = estimate.flatMap { $0.standardError > 1e-6 ? $0.interval : nil }
    }
}
