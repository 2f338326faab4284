/// Unclamped scores of answers without what a judge with known error rates gets wrong.
///
/// With weights w, P the sum of the positive ones, m the share of passes that called a criterion
/// MET, and se, sp and J of the criterion's polarity, as in `RoganGladen`:
///
///     m̃ = (m + sp − 1) ÷ J     score = Σ w·m̃ ÷ P
///
/// The error rates are shared by all answers, so their uncertainty does not shrink with answers:
///
///     var(mean) = s² ÷ n + Σ over polarities of [A²·sp(1 − sp) ÷ m₀ + B²·se(1 − se) ÷ m₁] ÷ J²
///
/// with s² the variance of the corrected scores, A the mean over answers of Σ w(1 − m̃) ÷ P and B
/// that of Σ w·m̃ ÷ P, by the delta method.
package struct CorrectedScores: Sendable, Equatable {
    /// One criterion as judged.
    package struct Criterion: Sendable, Equatable {
        /// Not 0; below 0 for a fault.
        package let weight: Int
        /// m, 0…1.
        package let metShare: Double

        package init(weight: Int, metShare: Double) {
            precondition(weight != 0 && (0...1).contains(metShare), "a share lies between 0 and 1")
            self.weight = weight
            self.metShare = metShare
        }
    }

    /// One per answer.
    package let scores: [Double]
    package let mean: MeanEstimate
    /// The part of the mean's standard error that the error rates bring in.
    package let calibrationError: Double

    /// Of the mean; nil for one answer.
    package var standardError: Double? {
        mean.standardError.map { ($0 * $0 + calibrationError * calibrationError).squareRoot() }
    }

    /// - Parameters:
    ///   - answers: the criteria of each.
    ///   - positive, negative: error rates by polarity.
    /// - Returns: nil for no answers or one without a positive weight, and where a polarity that
    ///   occurs has no error rates or ones no better than chance, J ≤ 0.
    package init?(
        _ answers: [[Criterion]], positive: JudgeErrorRates?, negative: JudgeErrorRates?
    ) {
        var scores = [Double](repeating: 0, count: answers.count)
        var variance = 0.0
        for (sign, rates) in [(1, positive), (-1, negative)] {
            let parts = answers.map { $0.filter { $0.weight.signum() == sign } }
            guard parts.contains(where: { !$0.isEmpty }) else { continue }
            guard let rates, rates.youden > 0 else { return nil }
            var (weights, corrected): ([Double], [Double]) = ([], [])
            for (place, part) in parts.enumerated() {
                let points = Double(answers[place].reduce(0) { $0 + max(0, $1.weight) })
                guard points > 0 else { return nil }
                let sum = Averages.sum(
                    part.map { Double($0.weight) * rates.corrected($0.metShare) })
                corrected.append(sum / points)
                weights.append(Double(part.reduce(0) { $0 + $1.weight }) / points)
                scores[place] += sum / points
            }
            let met = Averages.sum(corrected) / Double(answers.count)
            let unmet = Averages.sum(weights) / Double(answers.count) - met
            variance +=
                (unmet * unmet * rates.specificityVariance + met * met * rates.sensitivityVariance)
                / (rates.youden * rates.youden)
        }
        guard let mean = MeanEstimate(scores),
            answers.allSatisfy({ $0.contains { $0.weight > 0 } })
        else { return nil }
        self.scores = scores
        self.mean = mean
        calibrationError = variance.squareRoot()
    }
}
