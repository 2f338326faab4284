import Statistics
import Vocabulary

/// How precisely a gold set tells a judge's agreement, and how large one would have to be.
///
/// By `GoldLabelBudget` with the design effect that was measured: labels on one answer are right
/// and wrong together, so they are worth less than as many on different answers.
package struct GoldPrecision: Sendable {
    package let labels: Int
    package let answers: Int
    /// At least 1: below, it is the noise of a small gold set.
    package let designEffect: Double
    /// Of the agreement, 0…1.
    package let halfWidth: Double
    /// Labels with which the half width is `aim`, if there are as many to an answer as here.
    package let labelsNeeded: Int

    /// Three points, 0…1.
    package static let aim = 0.03

    /// - Returns: nil without a gold label, where the judge is right throughout or wrong
    ///   throughout, and where answers have no two labels to tell how alike these are.
    package init?(_ questions: [JudgeTrial.Question], repeats: Int) {
        let answers = questions.filter { $0.gold != nil }.byAnswer
        let right = (0..<repeats).map { place in
            answers.map { $0.compactMap { $0.pair(inRepeat: place).map { $0.gold == $0.judge } } }
        }
        let all = right.flatMap { $0 }.flatMap { $0 }
        let rate = Double(all.count { $0 }) / Double(max(1, all.count))
        let correlations = right.compactMap { ClusterCorrelation(verdicts: $0)?.correlation }
        guard rate > 0, rate < 1, let correlation = Averages.mean(correlations) else { return nil }
        labels = answers.reduce(0) { $0 + $1.count }
        self.answers = answers.count
        // Σ m² ÷ Σ m: the size of the answer that a label is on, which is what counts.
        let size = Double(answers.reduce(0) { $0 + $1.count * $1.count }) / Double(labels)
        designEffect = max(
            1, ClusterCorrelation.designEffect(size: size, correlation: correlation))
        let budget = GoldLabelBudget(rate: rate, designEffect: designEffect)
        halfWidth = budget.halfWidth(labels: labels)
        labelsNeeded = budget.labelsNeeded(halfWidth: Self.aim)
    }

    /// Answers with `labelsNeeded` labels.
    package var answersNeeded: Int {
        Int((Double(labelsNeeded) * Double(answers) / Double(labels)).rounded(.up))
    }
}
