/// How much of a mixed panel's gain comes from writing several drafts together, and how much from
/// their being by different models.
///
/// With X, Y the solo scores, XX, YY the self-panels and XY the mixed panel per task, all with the
/// same synthesizer:
///
///     synthesis = ½[(XX − X) + (YY − Y)]     diversity = XY − ½(XX + YY)
///     total     = XY − ½(X + Y) = synthesis + diversity
///
/// Larger panels likewise, with means over their places. Without YY only the published style is
/// left, synthesis = XX − X and total = XY − X, in which "diversity" also holds the change of
/// quality from putting Y's draft for X's. The share is given with Fieller's interval, and only
/// where the total is clearly other than 0. (Li et al. 2025 on quality and diversity.)
package struct Decomposition: Sendable, Equatable {
    package let isBalanced: Bool
    package let synthesis: PairedDifference
    package let diversity: PairedDifference
    package let total: PairedDifference
    /// synthesis ÷ total; nil where the total is 0, nothing varies or there are fewer than
    /// two tasks.
    package let synthesisShare: RatioEstimate?

    /// - Parameters:
    ///   - solos: by place in the mixed panel, the scores of that place's model alone. One place is
    ///     the published style.
    ///   - selfPanels: by the same places, the scores of that model's self-panel.
    ///   - mixed: the mixed panel's scores, of the same tasks.
    /// - Returns: nil for no task or no place, and where a score is not finite.
    package init?(solos: [[Double]], selfPanels: [[Double]], mixed: [Double]) {
        precondition(solos.count == selfPanels.count, "every solo has its self-panel")
        precondition(
            (solos + selfPanels).allSatisfy { $0.count == mixed.count },
            "all are scored on the same tasks")
        let places = Double(solos.count)
        let alone = mixed.indices.map { task in Averages.sum(solos.map { $0[task] }) / places }
        let together = mixed.indices.map { task in
            Averages.sum(selfPanels.map { $0[task] }) / places
        }
        guard !solos.isEmpty else { return nil }
        self.init(
            isBalanced: solos.count > 1, synthesis: PairedDifference(together, alone),
            diversity: PairedDifference(mixed, together), total: PairedDifference(mixed, alone))
    }

    private init?(
        isBalanced: Bool, synthesis: PairedDifference?, diversity: PairedDifference?,
        total: PairedDifference?
    ) {
        guard let synthesis, let diversity, let total else { return nil }
        self.isBalanced = isBalanced
        self.synthesis = synthesis
        self.diversity = diversity
        self.total = total
        synthesisShare = RatioEstimate(
            numerators: synthesis.differences, denominators: total.differences)
    }
}

/// Whether a judge favours systems of its own family, as a difference of differences per task:
///
///     (own judge − other judge | own system) − (own judge − other judge | other system)
///
/// Above 0, the own judge is kinder to its own. Levels of the two judges cancel.
package enum FamilyPreference {
    /// - Parameters: scores of the common tasks; the judge is named first, then the system.
    /// - Returns: nil for no task, and where a score is not finite.
    package static func contrast(
        ownOwn: [Double], otherOwn: [Double], ownOther: [Double], otherOther: [Double]
    ) -> PairedDifference? {
        let rows = [ownOwn, otherOwn, ownOther, otherOther]
        precondition(
            rows.allSatisfy { $0.count == ownOwn.count }, "all are scored on the same tasks")
        let size = rows.reduce(0) { size, row in row.reduce(size) { max($0, abs($1)) } }
        return PairedDifference(
            differences: PairedDifference.withoutRounding(
                ownOwn.indices.map {
                    (ownOwn[$0] - otherOwn[$0]) - (ownOther[$0] - otherOther[$0])
                }, ofSize: size))
    }
}
