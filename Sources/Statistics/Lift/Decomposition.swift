/// How much of a mixed panel's gain comes from writing several drafts together, and how much from
/// their being by different models.
///
/// With X, Y the solo scores, XX, YY the self-panels and XY the mixed panel per task, all with the
/// same synthesizer:
///
///     synthesis = ½[(XX − X) + (YY − Y)]     diversity = XY − ½(XX + YY)
///     total     = XY − ½(X + Y) = synthesis + diversity
///
/// Without YY only the published style is left, synthesis = XX − X and total = XY − X, in which
/// "diversity" also holds the change of quality from putting Y's draft for X's. The share is given
/// with Fieller's interval, and only where the total is clearly other than 0.
package struct Decomposition: Sendable, Equatable {
    package let isBalanced: Bool
    package let synthesis: PairedDifference
    package let diversity: PairedDifference
    package let total: PairedDifference
    /// synthesis ÷ total; nil where the total is 0 or there are fewer than two tasks.
    package let synthesisShare: RatioEstimate?

    /// One arm of the design: scores of the common tasks.
    package typealias Arm = [Double]

    /// The balanced design.
    package init?(x: Arm, y: Arm, selfX: Arm, selfY: Arm, mixed: Arm) {
        let tasks = x.indices
        self.init(
            isBalanced: true,
            synthesis: tasks.map { (selfX[$0] - x[$0] + selfY[$0] - y[$0]) / 2 },
            total: tasks.map { mixed[$0] - (x[$0] + y[$0]) / 2 })
    }

    /// The published style, from one model's solo row and self-panel.
    package init?(x: Arm, selfX: Arm, mixed: Arm) {
        let tasks = x.indices
        self.init(
            isBalanced: false, synthesis: tasks.map { selfX[$0] - x[$0] },
            total: tasks.map { mixed[$0] - x[$0] })
    }

    private init?(isBalanced: Bool, synthesis: [Double], total: [Double]) {
        let rest = zip(total, synthesis).map { $0 - $1 }
        guard let synthesisEstimate = PairedDifference(differences: synthesis),
            let diversity = PairedDifference(differences: rest),
            let totalEstimate = PairedDifference(differences: total)
        else { return nil }
        self.isBalanced = isBalanced
        self.synthesis = synthesisEstimate
        self.diversity = diversity
        self.total = totalEstimate
        synthesisShare = RatioEstimate(numerators: synthesis, denominators: total)
    }
}

/// Whether a judge favours systems of its own family, as a difference of differences per task:
///
///     (own judge − other judge | own system) − (own judge − other judge | other system)
///
/// Above 0, the own judge is kinder to its own. Levels of the two judges cancel.
package enum FamilyPreference {
    /// - Parameters: scores of the common tasks; the judge is named first, then the system.
    package static func contrast(
        ownOwn: [Double], otherOwn: [Double], ownOther: [Double], otherOther: [Double]
    ) -> PairedDifference? {
        PairedDifference(
            differences: ownOwn.indices.map {
                (ownOwn[$0] - otherOwn[$0]) - (ownOther[$0] - otherOther[$0])
            })
    }
}
