#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What several runs, or several judges, are worth together.
package enum MajorityVote {
    /// The chance that the majority of k runs is other than the verdict that the judge tends to,
    /// if each run deviates with chance q by itself:
    ///
    ///     P(X > k ÷ 2) + ½·P(X = k ÷ 2),  X ~ Bin(k, q)
    ///
    /// An even k decides a tie by a coin, and so is worth no more than k − 1. Runs take away noise,
    /// never what a judge gets wrong every time. (Condorcet 1785.)
    package static func error(runs k: Int, deviation q: Double) -> Double {
        precondition(k > 0, "a majority is of some runs")
        let deviating = BinomialDistribution(trials: k, chance: q)
        let above = upperTail(deviating, from: k / 2 + 1)
        guard k.isMultiple(of: 2) else { return above }
        return (above + upperTail(deviating, from: k / 2)) / 2
    }

    /// P(X ≥ count) = P(n − X ≤ n − count), which keeps its digits where it is small.
    private static func upperTail(_ deviating: BinomialDistribution, from count: Int) -> Double {
        BinomialDistribution(trials: deviating.trials, chance: 1 - deviating.chance)
            .cumulative(deviating.trials - count)
    }

    /// Weights of independent judges that make the best vote, log(a ÷ (1 − a)) for a judge who is
    /// right with chance a (Nitzan & Paroush 1982). Only for accuracies that gold has shown. Nil
    /// where one is not between 0 and 1, ends excluded.
    package static func logOddsWeights(accuracies: [Double]) -> [Double]? {
        guard accuracies.allSatisfy({ $0 > 0 && $0 < 1 }) else { return nil }
        return accuracies.map { log($0) - log1p(-$0) }
    }

    /// Whether the votes for MET weigh more; nil for a tie.
    ///
    /// - Parameter weights: one per vote; nil: equal ones.
    package static func verdict(_ votes: [Bool], weights: [Double]? = nil) -> Bool? {
        let weights = weights ?? votes.map { _ in 1 }
        precondition(weights.count == votes.count, "every vote has a weight")
        let balance = Averages.sum(zip(votes, weights).map { $0 ? $1 : -$1 })
        let size = Averages.sum(weights.map(abs))
        return abs(balance) <= 1e-12 * size ? nil : balance > 0
    }
}

/// How many independent judges several judges are worth whose errors go together.
package enum EffectiveJudges {
    /// k ÷ (1 + (k − 1)·ρ) with ρ the correlation of their errors: three with 0.6 are worth 1.4.
    /// Nil for errors that cancel to nothing, ρ ≤ −1 ÷ (k − 1).
    package static func count(judges k: Int, errorCorrelation: Double) -> Double? {
        precondition(k > 0, "there is some judge")
        let effect = ClusterCorrelation.designEffect(
            size: Double(k), correlation: errorCorrelation)
        return effect > 0 ? Double(k) / effect : nil
    }

    /// ρ, the mean of Pearson's r over the pairs of judges. Nil where no pair has one: a judge who
    /// is always right or always wrong goes along with nobody.
    ///
    /// - Parameter wrong: by judge, one per criterion: whether the verdict is other than gold.
    package static func errorCorrelation(_ wrong: [[Bool]]) -> Double? {
        let errors = wrong.map { $0.map { $0 ? 1.0 : 0 } }
        let pairs = errors.indices.flatMap { first in
            errors.indices.dropFirst(first + 1).compactMap { second in
                Moments.correlation(errors[first], errors[second])
            }
        }
        return Averages.mean(pairs)
    }
}
