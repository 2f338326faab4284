/// Coefficients of agreement. With n criteria, p_o the share on which the two agree, and g and j
/// the MET rates of gold and judge:
///
///     κ     (p_o − p_e) ÷ (1 − p_e),  p_e = g·j + (1 − g)(1 − j)            Cohen 1960
///     AC1   (p_o − p_e) ÷ (1 − p_e),  p_e = 2q(1 − q), q = (g + j) ÷ 2      Gwet 2008
///     PABAK 2p_o − 1                                                        Byrt et al. 1993
///     MCC   (TP·TN − FP·FN) ÷ √(gold MET·gold UNMET·judge MET·judge UNMET)  Matthews 1975
///     J     sensitivity + specificity − 1                                   Youden 1950
///
/// κ collapses where nearly all is MET or UNMET: 85 TP, 5 FP, 5 FN and 5 TN are 90 % agreement, κ
/// 0.44 and AC1 0.88 (Feinstein & Cicchetti 1990). Show κ, AC1 and J together. Nil where the
/// denominator is 0: all for no criteria, κ where both gave one and the same verdict throughout,
/// MCC where either gave one only, J where gold did. κ is 0, whatever the judge does, where only
/// gold gave one verdict throughout.
extension AgreementCounts {
    /// p_o.
    package var agreement: Double? { Self.share(truePositives + trueNegatives, of: count) }
    /// The MET rate of gold.
    package var goldRate: Double? { Self.share(goldMet, of: count) }
    /// The MET rate of the judge.
    package var judgeRate: Double? { Self.share(judgeMet, of: count) }

    /// The judge's MET rate − gold's: above 0 for a lenient judge on positive criteria, for a harsh
    /// one on negative criteria.
    package var bias: Double? { Self.share(judgeMet - goldMet, of: count) }

    package var kappa: Double? {
        guard let agreement, let goldRate, let judgeRate else { return nil }
        return Self.beyondChance(
            agreement, chance: goldRate * judgeRate + (1 - goldRate) * (1 - judgeRate))
    }

    package var gwetAC1: Double? {
        guard let agreement, let goldRate, let judgeRate else { return nil }
        let rate = (goldRate + judgeRate) / 2
        return Self.beyondChance(agreement, chance: 2 * rate * (1 - rate))
    }

    package var pabak: Double? { agreement.map { 2 * $0 - 1 } }

    package var matthews: Double? {
        let margins = [goldMet, goldUnmet, judgeMet, judgeUnmet].map(Double.init)
        let size = margins.reduce(1) { $0 * $1.squareRoot() }
        guard size > 0 else { return nil }
        let product = Double(truePositives) * Double(trueNegatives)
        return (product - Double(falsePositives) * Double(falseNegatives)) / size
    }

    /// Of what the judge called MET, the share that is.
    package var precision: Double? { Self.share(truePositives, of: judgeMet) }

    /// Of what is MET, the share that the judge called so: recall.
    package var sensitivity: Double? { Self.share(truePositives, of: goldMet) }

    /// Of what is UNMET, the share that the judge called so.
    package var specificity: Double? { Self.share(trueNegatives, of: goldUnmet) }

    /// 2TP ÷ (2TP + FP + FN), the harmonic mean of precision and recall; nil where nothing is MET.
    package var f1: Double? { Self.share(2 * truePositives, of: goldMet + judgeMet) }

    /// (sensitivity + specificity) ÷ 2.
    package var balancedAccuracy: Double? { youden.map { (1 + $0) / 2 } }

    package var youden: Double? {
        guard let sensitivity, let specificity else { return nil }
        return sensitivity + specificity - 1
    }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }

    /// What two raters agree more than by chance, of what they could.
    static func beyondChance(_ agreement: Double, chance: Double) -> Double? {
        chance < 1 ? (agreement - chance) / (1 - chance) : nil
    }
}
