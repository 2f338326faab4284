/// How a judge's scores of whole answers fall on gold ones, or on another judge's.
///
/// With d = judge − gold per answer:
///
///     bias = mean(d)     limits of agreement = mean(d) ± z(1 − α/2)·s_d
///
/// Between the limits lie 95 % of the differences, if they are about normal (Bland & Altman 1986).
package struct AnswerAgreement: Sendable, Equatable {
    package let judge: [Double]
    package let gold: [Double]
    /// judge − gold with its standard error and Student's interval.
    package let bias: MeanEstimate

    /// - Parameters judge, gold: one score per answer each, in the same order.
    /// - Returns: nil for no answer, and where a score is not finite.
    package init?(judge: [Double], gold: [Double]) {
        guard let difference = PairedDifference(judge, gold) else { return nil }
        self.judge = judge
        self.gold = gold
        bias = difference.estimate
    }

    /// Nil for one answer.
    package func limitsOfAgreement(confidence: Double = Confidence.level) -> Interval? {
        bias.standardDeviation.map {
            let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
            return Interval(bias.mean, margin: z * $0)
        }
    }

    /// Nil where either side does not vary.
    package var spearman: Double? { RankCorrelation.spearman(judge, gold) }
    package var kendall: Double? { RankCorrelation.kendall(judge, gold) }
}

/// Whether two measures put the same things in the same order. Values are compared to nine
/// decimals, so that rounding makes no order.
package enum RankCorrelation {
    /// Pearson's r of the midranks (Spearman 1904); nil where either side does not vary.
    package static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
        guard (x + y).allSatisfy(\.isFinite) else { return nil }
        return Moments.correlation(
            Ranks.midranks(x.map(Averages.comparable)), Ranks.midranks(y.map(Averages.comparable)))
    }

    /// Kendall's τ_b, with C concordant and D discordant pairs of all n₀ = n(n − 1) ÷ 2, of which
    /// t_x and t_y tie in x and in y (Kendall 1945):
    ///
    ///     (C − D) ÷ √((n₀ − t_x)·(n₀ − t_y))
    ///
    /// Nil where either side does not vary.
    package static func kendall(_ x: [Double], _ y: [Double]) -> Double? {
        precondition(x.count == y.count, "paired values come in pairs")
        guard (x + y).allSatisfy(\.isFinite) else { return nil }
        let (x, y) = (x.map(Averages.comparable), y.map(Averages.comparable))
        var (balance, apartX, apartY) = (0, 0, 0)
        for first in x.indices {
            for second in x.indices.dropFirst(first + 1) {
                let signX = x[first] == x[second] ? 0 : x[first] < x[second] ? 1 : -1
                let signY = y[first] == y[second] ? 0 : y[first] < y[second] ? 1 : -1
                balance += signX * signY
                apartX += abs(signX)
                apartY += abs(signY)
            }
        }
        guard apartX > 0, apartY > 0 else { return nil }
        return Double(balance) / (Double(apartX).squareRoot() * Double(apartY).squareRoot())
    }
}
