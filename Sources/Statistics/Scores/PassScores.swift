import Vocabulary

/// The score of one answer judged several times, in the three orders in which it can be formed.
/// They differ, so a report names the one it uses; ours is the first.
package struct PassScores: Sendable, Equatable {
    /// A: every pass is scored and clamped, then averaged. What DRACO's repeated grading averages.
    package let meanOfClamped: Double
    /// B: passes are averaged, then clamped. Never above A (Jensen).
    package let clampOfMean: Double
    /// C: the majority verdict of every criterion is scored; an even split counts as UNMET.
    package let majorityScore: Double
    package let meanUnclamped: Double
    /// Passes whose score was clamped.
    package let clampedCount: Int

    /// - Parameter passes: at least one; the verdicts of each in rubric order.
    /// - Returns: nil for no pass, and where one has not a verdict per criterion.
    package init?(_ rubric: Rubric, passes: [[Verdict]]) {
        guard !passes.isEmpty, passes.allSatisfy({ $0.count == rubric.criteria.count }) else {
            return nil
        }
        func score(_ verdicts: [Verdict]) -> TaskScore {
            TaskScore(zip(rubric.criteria, verdicts).map { ($0, $1 == .met) })
        }
        let scores = passes.map(score)
        let count = Double(passes.count)
        meanOfClamped = Averages.sum(scores.map(\.normalized)) / count
        meanUnclamped = Averages.sum(scores.map(\.unclamped)) / count
        clampOfMean = min(max(meanUnclamped, 0), 1)
        clampedCount = scores.count { $0.normalized != $0.unclamped }
        let majority = rubric.criteria.indices.map { place -> Verdict in
            2 * passes.count { $0[place] == .met } > passes.count ? .met : .unmet
        }
        majorityScore = score(majority).normalized
    }
}

/// Σ R ÷ Σ P over tasks, which weighs tasks by the size of their rubrics. Beside the mean of task
/// scores, never in its place.
///
///     se² = Σ (R_t − θ·P_t)² ÷ (n(n − 1)) ÷ mean(P)²
///
/// (Cochran 1977, the ratio estimator.) The errors are nil for one task, that of the jackknife also
/// where one task has all the weight.
package struct PooledScore: Sendable, Equatable {
    package let value: Double
    package let standardError: Double?
    package let jackknifeError: Double?

    /// - Parameter tasks: raw score and positive weight of each.
    /// - Returns: nil where there is no positive weight, and where a value is not finite.
    package init?(_ tasks: [(raw: Double, positive: Double)]) {
        let raw = Averages.sum(tasks.map(\.raw))
        let positive = Averages.sum(tasks.map(\.positive))
        guard positive > 0, positive.isFinite, raw.isFinite else { return nil }
        let theta = raw / positive
        value = theta
        let n = Double(tasks.count)
        guard tasks.count > 1 else {
            standardError = nil
            jackknifeError = nil
            return
        }
        let residuals = Averages.sum(
            tasks.map { ($0.raw - theta * $0.positive) * ($0.raw - theta * $0.positive) })
        standardError = (residuals / (n * (n - 1))).squareRoot() / (positive / n)
        let without = tasks.map { (raw - $0.raw) / (positive - $0.positive) }
        jackknifeError = Averages.mean(without).map { centre in
            (Averages.sum(without.map { ($0 - centre) * ($0 - centre) }) * (n - 1) / n)
                .squareRoot()
        }
    }
}
