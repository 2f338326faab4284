/// McNemar's test for criteria that come in answers, which move together.
///
/// With b_k and c_k the criteria of answer k on which only the first or only the second judge is
/// right, n_k its criteria and d_k = c_k − b_k (Durkalski, Palesch, Lipsitz & Rust 2003):
///
///     χ² = (Σ d_k ÷ n_k)² ÷ Σ (d_k ÷ n_k)²     unweighted: (Σ d_k)² ÷ Σ d_k²
///
/// on one degree of freedom, for many answers. Decide by flipping the signs of d_k, which holds for
/// any number of them and kept its 5 % where the plain test gave 28 % false alarms.
package struct ClusteredMcNemar: Sendable, Equatable {
    /// One answer's criteria.
    package struct Answer: Sendable, Equatable {
        package let firstOnly: Int
        package let secondOnly: Int
        package let criteria: Int

        package init(firstOnly: Int, secondOnly: Int, criteria: Int) {
            precondition(
                min(firstOnly, secondOnly) >= 0 && firstOnly + secondOnly <= criteria,
                "an answer has no more discordant criteria than criteria")
            self.firstOnly = firstOnly
            self.secondOnly = secondOnly
            self.criteria = criteria
        }

        /// - Parameter verdicts: one per criterion, true for MET.
        package init(_ verdicts: some Sequence<(gold: Bool, first: Bool, second: Bool)>) {
            var (firstOnly, secondOnly, criteria) = (0, 0, 0)
            for verdict in verdicts {
                criteria += 1
                guard verdict.first != verdict.second else { continue }
                if verdict.first == verdict.gold { firstOnly += 1 } else { secondOnly += 1 }
            }
            self.init(firstOnly: firstOnly, secondOnly: secondOnly, criteria: criteria)
        }
    }

    package let answers: [Answer]

    package init(_ answers: [Answer]) { self.answers = answers }

    /// The test that takes all criteria as independent.
    package var pooled: McNemarTest {
        McNemarTest(
            firstOnly: answers.reduce(0) { $0 + $1.firstOnly },
            secondOnly: answers.reduce(0) { $0 + $1.secondOnly })
    }

    /// d_k: above 0 where the second is right more often.
    package var differences: [Double] { answers.map { Double($0.secondOnly - $0.firstOnly) } }

    /// Nil where no answer has d_k ≠ 0.
    package var durkalski: ChiSquareTest? {
        let rates = zip(differences, answers).filter { $0.0 != 0 }
        return Self.statistic(rates.map { $0 / Double($1.criteria) })
    }

    /// Nil where no answer has d_k ≠ 0.
    package var unweighted: ChiSquareTest? { Self.statistic(differences) }

    /// The test to decide by; nil for no answers.
    package func signFlip(seed: UInt64) -> SignFlip? { SignFlip(differences, seed: seed) }

    private static func statistic(_ differences: [Double]) -> ChiSquareTest? {
        let squares = Averages.sum(differences.map { $0 * $0 })
        guard squares > 0 else { return nil }
        let sum = Averages.sum(differences)
        return ChiSquareTest(statistic: sum * sum / squares, degreesOfFreedom: 1)
    }
}
