#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A ratio of two means over the same tasks, with Fieller's interval, which stays honest where the
/// denominator is not clearly other than 0.
///
/// With t = t(1 − α/2; ν), g = t²·se(den)² ÷ den² and r = num ÷ den:
///
///     (r − g·cov ÷ se(den)² ± t ÷ |den|·√(se(num)² − 2r·cov + r²·se(den)²
///          − g·(se(num)² − cov² ÷ se(den)²))) ÷ (1 − g)
///
/// For g ≥ 1 the interval has no ends: the ratio is not identified. (Fieller 1954.)
package struct RatioEstimate: Sendable, Equatable {
    package let ratio: Double
    package let g: Double
    /// Nil where the ratio is not identified.
    package let fieller: Interval?
    /// Standard error and interval by the delta method, which takes the denominator for certain
    /// enough.
    package let deltaError: Double
    package let delta: Interval

    package var isIdentified: Bool { g < 1 }

    /// From means with their standard errors and the covariance of the means.
    ///
    /// - Returns: nil where the denominator is 0, an input is not finite or neither mean has an
    ///   error, since then nothing is known of their spread.
    package init?(
        numerator: Double, denominator: Double, numeratorError: Double, denominatorError: Double,
        covariance: Double, degreesOfFreedom: Double, confidence: Double = Confidence.level
    ) {
        let inputs = [numerator, denominator, numeratorError, denominatorError, covariance]
        guard inputs.allSatisfy(\.isFinite), denominator != 0, degreesOfFreedom > 0,
            numeratorError > 0 || denominatorError > 0, (numerator / denominator).isFinite
        else { return nil }
        let t = StudentT(degreesOfFreedom: degreesOfFreedom).quantile(1 - (1 - confidence) / 2)
        let (vn, vd) = (numeratorError * numeratorError, denominatorError * denominatorError)
        let r = numerator / denominator
        let g = t * t * vd / (denominator * denominator)
        ratio = r
        self.g = g
        let spread = vn - 2 * r * covariance + r * r * vd
        deltaError = max(0, spread).squareRoot() / abs(denominator)
        delta = Interval(r, margin: t * deltaError)
        guard g < 1 else {
            fieller = nil
            return
        }
        let rest = vd > 0 ? vn - covariance * covariance / vd : vn
        let root = max(0, spread - g * rest).squareRoot()
        let centre = vd > 0 ? r - g * covariance / vd : r
        let margin = t / abs(denominator) * root
        fieller = Interval(low: (centre - margin) / (1 - g), high: (centre + margin) / (1 - g))
    }

    /// From values per task.
    ///
    /// - Returns: nil for fewer than two tasks, too.
    package init?(
        numerators: [Double], denominators: [Double], confidence: Double = Confidence.level
    ) {
        guard let covariance = Moments.covariance(numerators, denominators),
            let numerator = MeanEstimate(numerators), let denominator = MeanEstimate(denominators),
            let numeratorError = numerator.standardError,
            let denominatorError = denominator.standardError
        else { return nil }
        self.init(
            numerator: numerator.mean, denominator: denominator.mean,
            numeratorError: numeratorError, denominatorError: denominatorError,
            covariance: covariance / Double(numerators.count),
            degreesOfFreedom: Double(numerators.count - 1), confidence: confidence)
    }

    /// The interval of a ratio of positive means on the log scale, exp(log r ± t·se(log r)) with
    /// se² = vn/num² + vd/den² − 2·cov/(num·den). For costs, which are skewed. Nil where a mean is
    /// not above 0, there are fewer than two tasks or the ratio is the same on every task, since
    /// then nothing is known of its spread.
    package static func logDelta(
        numerators: [Double], denominators: [Double], confidence: Double = Confidence.level
    ) -> (standardError: Double, interval: Interval)? {
        guard let top = MeanEstimate(numerators), let bottom = MeanEstimate(denominators),
            let covariance = Moments.covariance(numerators, denominators),
            let topError = top.standardError, let bottomError = bottom.standardError,
            top.mean > 0, bottom.mean > 0
        else { return nil }
        let n = Double(numerators.count)
        let relativeTop = topError / top.mean
        let relativeBottom = bottomError / bottom.mean
        let variance =
            relativeTop * relativeTop + relativeBottom * relativeBottom
            - 2 * covariance / n / (top.mean * bottom.mean)
        let greatest = relativeTop * relativeTop + relativeBottom * relativeBottom
        guard variance > greatest * 1e-13 else { return nil }
        let error = variance.squareRoot()
        let t = StudentT(degreesOfFreedom: n - 1).quantile(1 - (1 - confidence) / 2)
        let ratio = top.mean / bottom.mean
        return (error, Interval(low: ratio * exp(-t * error), high: ratio * exp(t * error)))
    }
}
