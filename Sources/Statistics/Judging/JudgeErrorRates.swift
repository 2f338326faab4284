/// How often a judge is right on what is MET and on what is UNMET, as measured against gold.
package struct JudgeErrorRates: Sendable, Equatable {
    /// se, from m₁ criteria that are MET by gold.
    package let sensitivity: Double
    package let goldMet: Int
    /// sp, from m₀ criteria that are UNMET by gold.
    package let specificity: Double
    package let goldUnmet: Int

    package init(sensitivity: Double, goldMet: Int, specificity: Double, goldUnmet: Int) {
        precondition(
            (0...1).contains(sensitivity) && (0...1).contains(specificity),
            "a share lies between 0 and 1")
        precondition(goldMet > 0 && goldUnmet > 0, "a share is of something")
        self.sensitivity = sensitivity
        self.goldMet = goldMet
        self.specificity = specificity
        self.goldUnmet = goldUnmet
    }

    /// Nil where gold has only MET or only UNMET.
    package init?(_ counts: AgreementCounts) {
        guard let sensitivity = counts.sensitivity, let specificity = counts.specificity else {
            return nil
        }
        self.init(
            sensitivity: sensitivity, goldMet: counts.goldMet, specificity: specificity,
            goldUnmet: counts.goldUnmet)
    }

    /// J = se + sp − 1.
    package var youden: Double { sensitivity + specificity - 1 }

    /// (x + sp − 1) ÷ J: a judged share of MET without what the judge gets wrong.
    func corrected(_ judged: Double) -> Double { (judged + specificity - 1) / youden }

    /// Variances of sp and se.
    var specificityVariance: Double { specificity * (1 - specificity) / Double(goldUnmet) }
    var sensitivityVariance: Double { sensitivity * (1 - sensitivity) / Double(goldMet) }
}
