/// The mean human score of many answers, of which few have one and all have a judge's.
///
/// With n answers that have a human score Y and a judge's f, and N that have only f:
///
///     estimate = λ·mean_N(f) + mean_n(Y − λ·f)
///     variance = λ²·var_N(f) ÷ N + var_n(Y − λ·f) ÷ n
///     λ*       = cov_n(Y, f) ÷ ((1 + n ÷ N)·var(f)), cut to 0…1
///
/// The judge's errors cancel, whatever they are, if the answers with human scores are drawn at
/// random. λ = 0 is the human mean alone, λ = 1 plain PPI, λ* the best (PPI++). Variances and the
/// covariance have n or N in the denominator, that of f over all answers n + N − 1, as in the
/// authors' ppi_py. For a comparison take differences per task. (Angelopoulos et al. 2023;
/// Angelopoulos, Duchi & Zrnic 2023.)
package struct PredictionPoweredMean: Sendable, Equatable {
    /// n.
    package let labelled: Int
    /// λ.
    package let weight: Double
    package let mean: Double
    package let standardError: Double

    /// - Parameters:
    ///   - labelled: answers with both scores.
    ///   - unlabelled: the judge's scores of the others.
    ///   - weight: λ, 0…1; nil: λ*.
    /// - Returns: nil for fewer than two answers on either side, and where a score is not finite.
    package init?(
        labelled: [(human: Double, judge: Double)], unlabelled: [Double], weight: Double? = nil
    ) {
        let human = labelled.map(\.human)
        let judge = labelled.map(\.judge)
        guard let unlabelledVariance = Self.variance(unlabelled),
            let weight = weight ?? Self.tuned(human, judge, unlabelled),
            let unlabelledMean = Averages.mean(unlabelled),
            case let rest = zip(human, judge).map({ $0 - weight * $1 }),
            let restMean = Averages.mean(rest), let restVariance = Self.variance(rest)
        else { return nil }
        precondition((0...1).contains(weight), "the judge's weight lies between 0 and 1")
        self.labelled = labelled.count
        self.weight = weight
        mean = weight * unlabelledMean + restMean
        standardError =
            (weight * weight * unlabelledVariance / Double(unlabelled.count)
            + restVariance / Double(labelled.count)).squareRoot()
    }

    /// mean ± c·se with c = z(1 − α/2); below 30 answers with human scores t(1 − α/2; n − 1).
    package func interval(confidence: Double = Confidence.level) -> Interval {
        let p = 1 - (1 - confidence) / 2
        let critical =
            labelled < Self.manyLabels
            ? StudentT(degreesOfFreedom: Double(labelled - 1)).quantile(p)
            : NormalDistribution.quantile(p)
        return Interval(mean, margin: critical * standardError)
    }

    private static let manyLabels = 30

    /// With n in its denominator.
    private static func variance(_ values: [Double]) -> Double? {
        Moments.variance(values).map { $0 * Double(values.count - 1) / Double(values.count) }
    }

    /// λ*; 0 where the judge gives every answer the same score.
    private static func tuned(
        _ human: [Double], _ judge: [Double], _ unlabelled: [Double]
    ) -> Double? {
        guard let covariance = Moments.covariance(human, judge),
            let spread = Moments.variance(judge + unlabelled)
        else { return nil }
        guard spread > 0 else { return 0 }
        let n = Double(human.count)
        let best = covariance * (n - 1) / n / ((1 + n / Double(unlabelled.count)) * spread)
        return min(1, max(0, best))
    }
}
