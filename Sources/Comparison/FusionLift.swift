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
    package let adjustedP: Double?
    /// Whether a common task is tainted for the fusion or a member, so that the lift has to hold
    /// without.
    package let hasTainted: Bool
    /// The same over the common tasks that are tainted for neither; nil where none is tainted, and
    /// where none is left.
    package let withoutTainted: LiftEstimate?
    /// Its p, adjusted likewise.
    package let withoutTaintedP: Double?
    /// Whether the lift is claimed: over every member, also without the tainted tasks. Nil where it
    /// can't be said.
    package var isClaimed: Bool? {
        guard let adjustedP else { return nil }
        guard adjustedP < Self.significance, hasTainted else {
            return adjustedP < Self.significance
        }
        return withoutTaintedP.map { $0 < Self.significance }
    }

    /// Of the one-sided tests behind a claim: the side of a 95 % interval, so that no lift is
    /// claimed whose lower limit is below 0.
    package static let significance = 0.025

    /// Against the best row that is no mixed panel and costs about as much or more: a solo model,
    /// or one model several times over. Nil where none ran.
    package let computeMatched: PairComparison?

    package var bestMember: ConfigurationSummary { members[estimate.bestMember] }

    /// Whether another member is within two standard errors of the best one, or there is one task
    /// and no error to measure by, so that it can't be said which is the best.
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
            return gap.standardError.map { gap.mean <= 2 * $0 } ?? true
        }
    }

    /// Of every fusion that has a member to compare with and a common task, in suite order.
    ///
    /// - Parameters:
    ///   - scores: the rows that take part.
    ///   - seed: of the resamples.
    package static func all(
        of scores: [ConfigurationScores], seed: UInt64
    ) -> [FusionLift] {
        let matches = scores.compactMap { MemberMatch($0, among: scores) }
        let adjusted = Multiplicity.holm(matches.map(\.estimate.pValue))
        let clean = matches.map { $0.hasTainted ? $0.estimateWithoutTainted : nil }
        let cleanAdjusted = Multiplicity.holm(clean.map { $0?.pValue })
        return matches.indices.map { place in
            FusionLift(
                matches[place], adjustedP: adjusted[place],
                clean: (clean[place], cleanAdjusted[place]), among: scores, seed: seed)
        }
    }

    private init(
        _ match: MemberMatch, adjustedP: Double?, clean: (estimate: LiftEstimate?, p: Double?),
        among scores: [ConfigurationScores], seed: UInt64
    ) {
        let panel = match.fusion.configuration.models
        fusion = match.fusion.configuration
        members = match.members.map(\.configuration)
        let present = Set(members.flatMap(\.models))
        absentModels = panel.reduce(into: []) { absent, model in
            if !present.contains(model), !absent.contains(model) { absent.append(model) }
        }
        common = match.common
        let matched = Set(match.common)
        dropped = match.fusion.tasks.map(\.taskID).filter { !matched.contains($0) }
        estimate = match.estimate
        reselection = match.estimate.reselection(seed: seed)
        self.adjustedP = adjustedP
        hasTainted = match.hasTainted
        (withoutTainted, withoutTaintedP) = (clean.estimate, clean.p)
        computeMatched = Self.computeMatched(match.fusion, among: scores, seed: seed)
    }

    /// Rows within a fifth below the fusion's cost count as costing about as much.
    private static func computeMatched(
        _ fusion: ConfigurationScores, among scores: [ConfigurationScores], seed: UInt64
    ) -> PairComparison? {
        guard fusion.configuration.isMixedPanel, let cost = fusion.costPerAnswer else { return nil }
        let equals = scores.filter { row in
            (row.configuration.isSolo || row.configuration.isSelfPanel)
                && row.isUnderRules(of: fusion)
                && (row.costPerAnswer.map { $0.dollars >= 0.8 * cost.dollars } ?? false)
        }
        let best = equals.max { ($0.completed ?? -1) < ($1.completed ?? -1) }
        return best.map { PairComparison(fusion, $0, seed: seed) }
    }
}

/// A fusion and its members' solo rows on their common tasks.
private struct MemberMatch {
    let fusion: ConfigurationScores
    let members: [ConfigurationScores]
    let common: [String]
    let estimate: LiftEstimate

    /// Nil for what is no fusion, without a member's row, and without a common task.
    init?(_ fusion: ConfigurationScores, among scores: [ConfigurationScores]) {
        guard fusion.configuration.isFusion else { return nil }
        let panel = fusion.configuration.models
        members = scores.filter { solo in
            solo.configuration.isSolo && solo.configuration.models.contains(where: panel.contains)
                && solo.completed != nil && solo.isUnderRules(of: fusion)
        }
        let fused = fusion.completedByTask
        let byMember = members.map(\.completedByTask)
        let common = fusion.tasks.map(\.taskID).filter { task in
            fused[task] != nil && byMember.allSatisfy { $0[task] != nil }
        }
        guard
            let estimate = LiftEstimate(
                fused: common.compactMap { fused[$0] },
                members: byMember.map { member in common.compactMap { member[$0] } })
        else { return nil }
        self.fusion = fusion
        self.common = common
        self.estimate = estimate
    }

    private var tainted: Set<String> { Set(([fusion] + members).flatMap(\.taintedTasks)) }

    var hasTainted: Bool { !tainted.isDisjoint(with: common) }

    /// Over the common tasks that are tainted for neither the fusion nor a member; nil where none is
    /// left.
    var estimateWithoutTainted: LiftEstimate? {
        let tainted = tainted
        let clean = common.filter { !tainted.contains($0) }
        func row(_ scores: [String: Double]) -> [Double] { clean.compactMap { scores[$0] } }
        return LiftEstimate(
            fused: row(fusion.completedByTask), members: members.map { row($0.completedByTask) })
    }
}

extension LiftRecord {
    /// What the store keeps: the lift of every valid fusion over its valid members, in suite order.
    package static func all(of results: RunResults) -> [LiftRecord] {
        let valid = results.configurations.map { ConfigurationScores($0, in: results) }
            .filter { $0.findings(results.validity).isEmpty }
        return valid.compactMap { MemberMatch($0, among: valid) }.map { match in
            let estimate = match.estimate
            return LiftRecord(
                configurationID: match.fusion.configuration.id,
                bestMemberID: match.members[estimate.bestMember].configuration.id,
                commonTasks: match.common.count, fusedScore: estimate.fusedMean,
                bestMemberScore: estimate.memberMeans[estimate.bestMember],
                lowerLimit: estimate.lowerLimit(), upperLimit: estimate.upperLimit(),
                pValue: estimate.pValue)
        }
    }
}
