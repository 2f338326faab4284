/// How alike the verdicts on one answer are, and what that costs in precision.
///
/// One-way analysis of variance of 0 and 1 with clusters of m_c values, N in all, of G clusters
/// (Fleiss 1981; Donner 1986):
///
///     ρ = (MSB − MSW) ÷ (MSB + (m₀ − 1)·MSW)     m₀ = (N − Σ m_c² ÷ N) ÷ (G − 1)
///     design effect = 1 + (m − 1)·ρ              effective number = N ÷ design effect
///
/// The design effect is by how much the variance of a mean over clusters of m values exceeds that
/// of as many independent ones (Kish 1965).
package struct ClusterCorrelation: Sendable, Equatable {
    package let clusters: Int
    package let values: Int
    /// ρ, at most 1; may be below 0.
    package let correlation: Double

    /// - Parameter values: by cluster; such without values are left out.
    /// - Returns: nil for fewer than two clusters or for one value in each, and where no value
    ///   differs from another or one is not finite.
    package init?(_ values: [[Double]]) {
        let values = values.filter { !$0.isEmpty }
        let all = values.flatMap { $0 }
        guard values.count > 1, all.count > values.count, all.allSatisfy(\.isFinite),
            let grand = Averages.mean(all)
        else { return nil }
        let (n, g) = (Double(all.count), Double(values.count))
        let means = values.map { Averages.sum($0) / Double($0.count) }
        let between = Averages.sum(
            zip(values, means).map { Double($0.count) * ($1 - grand) * ($1 - grand) })
        let within = Averages.sum(
            zip(values, means).flatMap { own, mean in own.map { ($0 - mean) * ($0 - mean) } })
        let meanSquareBetween = Moments.withoutRounding(between, of: all) / (g - 1)
        let meanSquareWithin = Moments.withoutRounding(within, of: all) / (n - g)
        let size =
            (n - Averages.sum(values.map { Double($0.count * $0.count) }) / n) / (g - 1)
        let whole = meanSquareBetween + (size - 1) * meanSquareWithin
        guard whole > 0 else { return nil }
        clusters = values.count
        self.values = all.count
        correlation = (meanSquareBetween - meanSquareWithin) / whole
    }

    /// - Parameter met: by answer, the verdicts on its criteria, true for MET.
    package init?(verdicts met: [[Bool]]) {
        self.init(met.map { $0.map { $0 ? 1 : 0 } })
    }

    /// Of clusters of that size.
    package func designEffect(size: Double) -> Double {
        Self.designEffect(size: size, correlation: correlation)
    }

    /// 1 + (m − 1)·ρ.
    package static func designEffect(size: Double, correlation: Double) -> Double {
        1 + (size - 1) * correlation
    }
}
