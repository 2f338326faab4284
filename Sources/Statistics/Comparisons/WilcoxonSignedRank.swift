/// The signed-rank test of paired differences: a check that a result does not hang on a few large
/// ones. Zeros are dropped, equal sizes share their mean rank; sizes are compared to nine decimals,
/// so that rounding makes no order. Exact for up to 50 differences without ties, else by the normal
/// approximation with its correction for ties. (Wilcoxon 1945; Conover 1999.)
///
///     W⁺ = Σ ranks of d > 0     z = (W⁺ − n(n + 1)/4) ÷ √(n(n + 1)(2n + 1)/24 − Σ (t³ − t)/48)
package struct WilcoxonSignedRank: Sendable, Equatable {
    /// Sums of the ranks of positive and of negative differences.
    package let positive: Double
    package let negative: Double
    /// p of the normal approximation, two-sided, without and with continuity correction.
    package let pNormal: Double
    package let pContinuity: Double
    /// Two-sided; nil beyond 50 differences or with ties.
    package let pExact: Double?

    package var pValue: Double { pExact ?? pNormal }

    /// (W⁺ − W⁻) ÷ (W⁺ + W⁻), −1…1.
    package var rankBiserial: Double { (positive - negative) / (positive + negative) }

    /// - Returns: nil where no difference is other than 0, and where one is not finite.
    package init?(_ differences: [Double]) {
        let moved = differences.filter { Averages.comparable($0) != 0 }
        guard !moved.isEmpty, moved.allSatisfy(\.isFinite) else { return nil }
        // Sizes that are equal on paper tie, whatever their last digits.
        let sizes = moved.map { Averages.comparable(abs($0)) }
        let ranks = Ranks.midranks(sizes)
        let up = zip(moved, ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        let n = Double(moved.count)
        positive = up
        negative = n * (n + 1) / 2 - up
        let ties = Dictionary(grouping: sizes, by: { $0 }).values.map { Double($0.count) }
        let correction = Averages.sum(ties.map { $0 * $0 * $0 - $0 }) / 48
        let spread = (n * (n + 1) * (2 * n + 1) / 24 - correction).squareRoot()
        let distance = abs(up - n * (n + 1) / 4)
        func p(_ distance: Double) -> Double {
            min(1, 2 * NormalDistribution.cumulative(-distance / spread))
        }
        pNormal = p(distance)
        pContinuity = p(max(0, distance - 0.5))
        let isUntied = ties.allSatisfy { $0 == 1 }
        pExact =
            moved.count <= 50 && isUntied
            ? Self.exact(smaller: Int(min(positive, negative)), count: moved.count) : nil
    }

    /// 2·P(W ≤ smaller), by counting the sets of ranks with every sum.
    private static func exact(smaller: Int, count: Int) -> Double {
        var ways = [Double](repeating: 0, count: count * (count + 1) / 2 + 1)
        ways[0] = 1
        for rank in 1...count {
            for sum in stride(from: ways.count - 1, through: rank, by: -1) {
                ways[sum] += ways[sum - rank]
            }
        }
        let all = Double(sign: .plus, exponent: count, significand: 1)
        return min(1, 2 * ways[...smaller].reduce(0, +) / all)
    }
}

/// Places of values in their order.
package enum Ranks {
    /// From 1 for the smallest; equal values share the mean of their places.
    package static func midranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
            for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
            start = end + 1
        }
        return ranks
    }
}
