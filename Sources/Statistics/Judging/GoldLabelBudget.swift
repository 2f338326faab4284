/// How many gold labels a rate such as accuracy needs, and how well so many tell it.
///
/// With p the rate, deff the design effect of labels that share answers, and z = Φ⁻¹(1 − α/2):
///
///     half width = z·√(p(1 − p)·deff ÷ n)     n = z²·p(1 − p)·deff ÷ h²
///
/// By the normal approximation, which is for planning. 90 % within 3 points needs 385 labels if they
/// are independent. (Cochran 1977.)
package struct GoldLabelBudget: Sendable, Equatable {
    /// p, strictly between 0 and 1.
    package let rate: Double
    package let designEffect: Double
    package let confidence: Double

    package init(
        rate: Double, designEffect: Double = 1, confidence: Double = Confidence.level
    ) {
        precondition(rate > 0 && rate < 1, "a certain rate needs no labels")
        precondition(designEffect > 0, "a design effect is positive")
        precondition(confidence > 0 && confidence < 1, "nothing is certain")
        self.rate = rate
        self.designEffect = designEffect
        self.confidence = confidence
    }

    /// h, in the units of the rate.
    package func halfWidth(labels: Int) -> Double {
        precondition(labels > 0, "a rate is of something")
        return (variance / Double(labels)).squareRoot()
    }

    /// n, rounded up.
    package func labelsNeeded(halfWidth: Double) -> Int {
        precondition(halfWidth > 0 && halfWidth < 1, "a half width lies between 0 and 1")
        let labels = (variance / (halfWidth * halfWidth)).rounded(.up)
        // Labels beyond a quadrillion are as out of reach as these.
        return Int(min(labels, 1e15))
    }

    /// z²·p(1 − p)·deff.
    private var variance: Double {
        let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
        return z * z * rate * (1 - rate) * designEffect
    }
}
