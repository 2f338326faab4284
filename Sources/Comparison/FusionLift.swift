import Statistics
import Vocabulary

/// A fusion against the solo rows of its panel, on the tasks that all of them have scores for.
package struct FusionLift: Sendable {
    package let fusion: ConfigurationSummary
    /// In suite order; a model counts once, however often it is in the panel.
    package let members: [ConfigurationSummary]
    /// Panel models without a solo row that could be compared with, in panel order.
    package let absentModels: [String]
    /// Ids of the common tasks, in dataset order, and of those that fell out.
    package let common: [String]
    package let dropped: [String]
    package let estimate: LiftEstimate
    package let reselection: LiftEstimate.Reselection
    /// p that some member is as good, adjusted by Holm over the fusions of the run; nil where it
    /// can't be had.
    package fileprivate(set) var adjustedP: Double?
    /// Against the best row that is no mixed panel and costs about as much or more: a solo model,
    /// or one model several times over. Nil where none ran.
    package let computeMatched: PairComparison?

    package var bestMember: ConfigurationSummary { members[estimate.bestMember] }

    /// Whether another member is within two standard errors of the best one, so that it can't be
    /// said which is the best.
    package var isBestMemberUnclear: Bool {
        let best = estimate.bestMember
        return estimate.differences.indices.contains { other in
            guard other != best,
                let gap = PairedDifference(
                    differences: zip(
                        estimate.differences[other].differences,
                        estimate.differences[best].differences
                    ).map { $0 - $1 })
            else { return false }
            return gap.mean <= 2 * (gap.standardError ?? 0)
        }
    }

    /// What the store keeps of it.
    package var record: LiftRecord {
        LiftRecord(
            configurationID: fusion.id, bestMemberID: bestMember.id, commonTasks: common.count,
            fusedScore: estimate.fusedMean,
            bestMemberScore: estimate.memberMeans[estimate.bestMember],
            lowerLimit: estimate.lowerLimit(), upperLimit: estimate.upperLimit(),
            pValue: estimate.pValue)
    }

    /// Of every fusion that has a member to compare with and a common task, in suite order.
    ///
    /// - Parameters:
    ///   - scores: the rows that take part.
    ///   - seed: of the resamples.
    package static func all(of scores: [ConfigurationScores], seed: UInt64) -> [FusionLift] {
        var lifts = scores.filter(\.configuration.isFusion).compactMap { fusion in
            FusionLift(fusion, among: scores, seed: seed)
        }
        let adjusted = Multiplicity.holm(lifts.map(\.estimate.pValue))
        for place in lifts.indices { lifts[place].adjustedP = adjusted[place] }
        return lifts
    }

    private init?(_ fusion: ConfigurationScores, among scores: [ConfigurationScores], seed: UInt64)
    {
        let panel = fusion.configuration.models
        let solos = scores.filter { solo in
            solo.configuration.isSolo && solo.configuration.models.contains(where: panel.contains)
                && solo.completed != nil
        }
        let fused = fusion.completedByTask
        let byMember = solos.map(\.completedByTask)
        let ids = fusion.tasks.map(\.taskID)
        let common = ids.filter { task in
            fused[task] != nil && byMember.allSatisfy { $0[task] != nil }
        }
        guard
            let estimate = LiftEstimate(
                fused: common.compactMap { fused[$0] },
                members: byMember.map { member in common.compactMap { member[$0] } })
        else { return nil }
        self.fusion = fusion.configuration
        members = solos.map(\.configuration)
        let present = Set(solos.flatMap(\.configuration.models))
        absentModels = panel.reduce(into: []) { absent, model in
            if !present.contains(model), !absent.contains(model) { absent.append(model) }
        }
        self.common = common
        dropped = ids.filter { !common.contains($0) }
        self.estimate = estimate
        reselection = estimate.reselection(seed: seed)
        computeMatched = Self.computeMatched(fusion, among: scores, seed: seed)
    }

    /// Rows within a fifth below the fusion's cost count as costing about as much.
    private static func computeMatched(
        _ fusion: ConfigurationScores, among scores: [ConfigurationScores], seed: UInt64
    ) -> PairComparison? {
        guard fusion.configuration.isMixedPanel, let cost = fusion.costPerAnswer else { return nil }
        let equals = scores.filter { row in
            (row.configuration.isSolo || row.configuration.isSelfPanel)
                && (row.costPerAnswer.map { $0.dollars >= 0.8 * cost.dollars } ?? false)
        }
        let best = equals.max { ($0.completed ?? -1) < ($1.completed ?? -1) }
        return best.map { PairComparison(fusion, $0, seed: seed) }
    }
}
