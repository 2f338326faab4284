/// A mean over tasks with its standard error and Student's interval.
///
/// With one score y per task, n tasks and s the standard deviation (n − 1 in its denominator):
///
///     se = s ÷ √n          interval = mean ± t(1 − α/2; n − 1)·se
///
/// The tasks are taken as a sample of such tasks, so se holds the noise of tasks, generations and
/// judging alike, also with one generation and one pass. Assumes independent tasks; kept its
/// coverage down to n = 6 where the percentile bootstrap did not. Undefined, and nil: everything
/// for n = 0 or a value or sum that is not finite, the spread for n = 1, the interval where all
/// values are equal, since then nothing is known of their spread. (Student 1908; Miller 2024.)
package struct MeanEstimate: Sendable, Equatable {
    package let count: Int
    package let mean: Double
    /// n − 1 in its denominator; nil for n = 1.
    package let standardDeviation: Double?

    /// Nil for no values, and where any is not finite.
    package init?(_ values: some Collection<Double>) {
        guard let mean = Averages.mean(values), values.allSatisfy(\.isFinite) else { return nil }
        count = values.count
        self.mean = mean
        standardDeviation = Moments.standardDeviation(values)
    }

    /// s ÷ √n; nil for n = 1, 0 where all values are equal.
    package var standardError: Double? {
        standardDeviation.map { $0 / Double(count).squareRoot() }
    }

    /// n − 1.
    package var degreesOfFreedom: Int { count - 1 }

    /// mean ± t(1 − α/2; n − 1)·se; nil for n = 1 and where all values are equal.
    package func interval(confidence: Double = Confidence.level) -> Interval? {
        guard let standardError, standardError > 0 else { return nil }
        return Interval(mean, margin: critical(1 - (1 - confidence) / 2) * standardError)
    }

    /// The t for that probability. Only where n > 1.
    func critical(_ p: Double) -> Double {
        StudentT(degreesOfFreedom: Double(degreesOfFreedom)).quantile(p)
    }
}

/// Spread, shape and common movement of samples.
package enum Moments {
    /// Σ (x − mean)² ÷ (n − 1); nil for fewer than two values, and where it is not finite. Spread
    /// that is only the rounding of equal values is 0.
    package static func variance(_ values: some Collection<Double>) -> Double? {
        guard values.count > 1, let mean = Averages.mean(values) else { return nil }
        let squares = Averages.sum(values.lazy.map { ($0 - mean) * ($0 - mean) })
        let variance = squares / Double(values.count - 1)
        guard variance.isFinite else { return nil }
        return withoutRounding(variance, of: values)
    }

    /// A variance of values of that size, or 0 where it is no more than what their rounding makes.
    static func withoutRounding(_ variance: Double, of values: some Collection<Double>) -> Double {
        let size = values.reduce(0) { max($0, abs($1)) }
        return variance > size * size * 1e-26 ? variance : 0
    }

    /// The root of the variance, likewise.
    package static func standardDeviation(_ values: some Collection<Double>) -> Double? {
        variance(values)?.squareRoot()
    }

    /// Σ (x − mean x)(y − mean y) ÷ (n − 1) of paired values; nil for fewer than two, and
    /// where it is not finite.
    package static func covariance(_ x: [Double], _ y: [Double]) -> Double? {
        precondition(x.count == y.count, "paired values come in pairs")
        guard x.count > 1, let meanX = Averages.mean(x), let meanY = Averages.mean(y) else {
            return nil
        }
        let covariance =
            Averages.sum(zip(x, y).lazy.map { ($0 - meanX) * ($1 - meanY) }) / Double(x.count - 1)
        return covariance.isFinite ? covariance : nil
    }

    /// Pearson's r; nil where either side does not vary.
    package static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
        guard let covariance = covariance(x, y), let sx = standardDeviation(x),
            let sy = standardDeviation(y), sx > 0, sy > 0
        else { return nil }
        return min(1, max(-1, covariance / (sx * sy)))
    }

    /// g₁ = m₃ ÷ m₂^1.5 with moments about the mean over n; nil where the values do not vary.
    package static func skewness(_ values: [Double]) -> Double? {
        guard let mean = Averages.mean(values), (variance(values) ?? 0) > 0 else { return nil }
        let n = Double(values.count)
        let second = Averages.sum(values.map { ($0 - mean) * ($0 - mean) }) / n
        let third = Averages.sum(values.map { ($0 - mean) * ($0 - mean) * ($0 - mean) }) / n
        return third / (second * second.squareRoot())
    }
}
