import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The standard normal distribution.
package enum NormalDistribution {
    /// Φ(x) = ½·erfc(−x ÷ √2).
    package static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// φ(x) = e^(−x²/2) ÷ √(2π).
    package static func density(_ x: Double) -> Double {
        exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
    }

    /// Φ⁻¹(p) for p in 0…1, ±∞ at the ends: Acklam's rational approximation (2003), then one step
    /// of Halley's method, which takes its relative error of 1e-9 to that of a double, but for p < 1e-305.
    package static func quantile(_ p: Double) -> Double {
        precondition((0...1).contains(p), "a probability lies between 0 and 1")
        if p == 0 { return -.infinity }
        // Above ½, 1 − p is exact and keeps the digits of the tail.
        if p > 0.5 { return -quantile(1 - p) }
        let start = approximateQuantile(p)
        // Below 1e-305 the density runs out of digits before the approximation does.
        guard p > 1e-305 else { return start }
        let error = (cumulative(start) - p) / density(start)
        return start - error / (1 + start * error / 2)
    }

    /// For p ≤ ½.
    private static func approximateQuantile(_ p: Double) -> Double {
        let tail = 0.02425
        guard p < tail else {
            let q = p - 0.5
            let r = q * q
            return q * polynomial(centreNumerator, r) / polynomial(centreDenominator, r)
        }
        let q = (-2 * log(p)).squareRoot()
        return polynomial(tailNumerator, q) / polynomial(tailDenominator, q)
    }

    /// Coefficients from the highest power down.
    private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }

    private static let centreNumerator = [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
    ]
    private static let centreDenominator = [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
        6.680131188771972e+01, -1.328068155288572e+01, 1,
    ]
    private static let tailNumerator = [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
    ]
    private static let tailDenominator = [
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
        3.754408661907416e+00, 1,
    ]
}
