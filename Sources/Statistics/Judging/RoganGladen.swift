/// The share of criteria that truly are MET, from the share that a judge with known error rates
/// calls so (Rogan & Gladen 1978).
///
/// With p the judged share of n criteria, and se, sp, m₁, m₀ and J of `JudgeErrorRates`:
///
///     θ   = (p + sp − 1) ÷ J
///     var = [p(1 − p) ÷ n + (1 − θ)²·sp(1 − sp) ÷ m₀ + θ²·se(1 − se) ÷ m₁] ÷ J²
///
/// with n divided by the design effect, since criteria of one answer go together. θ is not cut to
/// 0…1: beyond it, the error rates are not those of these answers. A judge without an error on the
/// gold criteria makes the variance too small. Use it only where `CorrectionConditions` allow, and
/// beside the uncorrected rate.
package struct RoganGladen: Sendable, Equatable {
    /// θ.
    package let rate: Double
    package let standardError: Double
    /// How much of the variance comes from the error rates; nil for a variance of 0.
    package let calibrationShare: Double?

    /// - Parameters:
    ///   - judgedRate: p, 0…1.
    ///   - criteria: n.
    ///   - designEffect: of the criteria; see `ClusterCorrelation`.
    /// - Returns: nil for a judge who is no better than chance, J ≤ 0.
    package init?(
        judgedRate: Double, criteria: Int, rates: JudgeErrorRates, designEffect: Double = 1
    ) {
        precondition((0...1).contains(judgedRate), "a share lies between 0 and 1")
        precondition(criteria > 0 && designEffect > 0, "a share is of something")
        guard rates.youden > 0 else { return nil }
        let rate = rates.corrected(judgedRate)
        let sampling = judgedRate * (1 - judgedRate) * designEffect / Double(criteria)
        let calibration =
            (1 - rate) * (1 - rate) * rates.specificityVariance
            + rate * rate * rates.sensitivityVariance
        self.rate = rate
        standardError = (sampling + calibration).squareRoot() / rates.youden
        let whole = sampling + calibration
        calibrationShare = whole > 0 ? calibration / whole : nil
    }

    /// θ ± z(1 − α/2)·se, which may reach beyond 0…1.
    package func interval(confidence: Double = Confidence.level) -> Interval {
        let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
        return Interval(rate, margin: z * standardError)
    }
}
