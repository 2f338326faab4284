/// Standard errors of a mean whose tasks come in groups.
package enum GroupedMean {
    /// With groups fixed by design, such as a benchmark's domains:
    ///
    ///     se² = Σ_h (n_h ÷ n)²·s_h² ÷ n_h
    ///
    /// with s_h² the variance in group h, on n − H degrees of freedom (Cochran 1977). Smaller than
    /// the plain one where groups differ. Nil where a group has fewer than two values or one is not finite.
    package static func stratified(
        _ values: [Double], groups: [String]
    ) -> (standardError: Double, degreesOfFreedom: Int)? {
        let parts = parts(values, groups)
        let n = Double(values.count)
        var variance = 0.0
        for part in parts {
            guard let own = Moments.variance(part) else { return nil }
            variance += Double(part.count) / (n * n) * own
        }
        guard !parts.isEmpty else { return nil }
        return (variance.squareRoot(), values.count - parts.count)
    }

    /// With groups that are themselves a sample, such as several variants of one question:
    ///
    ///     se² = Σ_c (Σ_{i in c} eᵢ)² ÷ n² · G ÷ (G − 1)
    ///
    /// with eᵢ the distance from the mean, on G − 1 degrees of freedom (CR1; Miller 2024). Nil for
    /// fewer than two groups, and where a value is not finite.
    package static func clustered(
        _ values: [Double], groups: [String]
    ) -> (standardError: Double, degreesOfFreedom: Int)? {
        let parts = parts(values, groups)
        guard parts.count > 1, let mean = Averages.mean(values) else { return nil }
        let sums = parts.map { part in Averages.sum(part.map { $0 - mean }) }
        let n = Double(values.count)
        let g = Double(parts.count)
        let variance = Averages.sum(sums.map { $0 * $0 }) / (n * n) * g / (g - 1)
        guard variance.isFinite else { return nil }
        return (Moments.withoutRounding(variance, of: values).squareRoot(), parts.count - 1)
    }

    /// By group, in the order in which groups come first.
    private static func parts(_ values: [Double], _ groups: [String]) -> [[Double]] {
        precondition(values.count == groups.count, "every value has a group")
        var places: [String: Int] = [:]
        var parts: [[Double]] = []
        for (value, group) in zip(values, groups) {
            if let place = places[group] {
                parts[place].append(value)
            } else {
                places[group] = parts.count
                parts.append([value])
            }
        }
        return parts
    }
}
