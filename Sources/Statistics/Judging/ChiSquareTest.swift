/// A χ² statistic with its degrees of freedom.
package struct ChiSquareTest: Sendable, Equatable {
    package let statistic: Double
    package let degreesOfFreedom: Int

    init(statistic: Double, degreesOfFreedom: Int) {
        precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
        self.statistic = statistic
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(χ² ≥ statistic).
    package var pValue: Double {
        ChiSquare(degreesOfFreedom: Double(degreesOfFreedom)).survival(statistic)
    }

    /// Whether things fall evenly on several places, such as adopted points on the positions at
    /// which panel answers were shown (Pearson 1900):
    ///
    ///     χ² = Σ (observed − expected)² ÷ expected,  expected = total ÷ places
    ///
    /// Needs about five expected per place. Nil for fewer than two places and for nothing counted.
    package static func evenness(_ counts: [Int]) -> ChiSquareTest? {
        precondition(counts.allSatisfy { $0 >= 0 }, "there is no negative count")
        let total = counts.reduce(0, +)
        guard counts.count > 1, total > 0 else { return nil }
        let expected = Double(total) / Double(counts.count)
        let distances = counts.map { (Double($0) - expected) * (Double($0) - expected) }
        return ChiSquareTest(
            statistic: Averages.sum(distances) / expected, degreesOfFreedom: counts.count - 1)
    }

    /// Whether several judges, or prompts, are right equally often on the same criteria (Cochran
    /// 1950), with k of them, G_j the criteria on which j is right, L_i how many are on i:
    ///
    ///     Q = (k − 1)·(k·Σ G_j² − (Σ G_j)²) ÷ (k·Σ L_i − Σ L_i²)
    ///
    /// Takes the criteria as independent; with a small p, compare pairs with Holm's adjustment. Nil
    /// for fewer than two judges, and where all are right on the same criteria.
    ///
    /// - Parameter correct: by criterion and judge.
    package static func cochran(_ correct: [[Bool]]) -> ChiSquareTest? {
        guard let judges = correct.first?.count, judges > 1 else { return nil }
        precondition(correct.allSatisfy { $0.count == judges }, "every judge rules on everything")
        let byJudge = (0..<judges).map { judge in correct.count { $0[judge] } }
        let byCriterion = correct.map { row in row.count { $0 } }
        let total = byJudge.reduce(0, +)
        let between = judges * byJudge.reduce(0) { $0 + $1 * $1 } - total * total
        let within = judges * total - byCriterion.reduce(0) { $0 + $1 * $1 }
        guard within > 0 else { return nil }
        return ChiSquareTest(
            statistic: Double((judges - 1) * between) / Double(within),
            degreesOfFreedom: judges - 1)
    }
}
