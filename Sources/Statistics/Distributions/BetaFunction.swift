#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The regularised incomplete beta function, from which the t and binomial distributions follow.
package enum BetaFunction {
    /// I_x(a, b) for a, b > 0 and x in 0…1: the continued fraction of DLMF 8.17.22 by the modified
    /// method of Lentz, on the side of the mean where it converges fast.
    package static func incomplete(_ a: Double, _ b: Double, _ x: Double) -> Double {
        precondition(a > 0 && b > 0, "both parameters are positive")
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incomplete(b, a, 1 - x) }
        let front = exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
        return min(1, max(0, front * continuedFraction(a, b, x) / a))
    }

    /// The x with I_x(a, b) = p, by halving the range until it is one number wide.
    package static func inverse(_ a: Double, _ b: Double, _ p: Double) -> Double {
        Roots.increasing(from: 0, to: 1) { incomplete(a, b, $0) - p }
    }

    private static func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        func held(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / held(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / held(1 + even * d)
            c = held(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / held(1 + odd * d)
            c = held(1 + odd / c)
            let factor = d * c
            result *= factor
            if abs(factor - 1) < 1e-16 { break }
        }
        return result
    }

    /// log Γ(x) for x > 0.
    static func logGamma(_ x: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }
}

/// Where a function crosses zero.
enum Roots {
    /// The root of a function that does not fall between the bounds, by bisection until the bounds
    /// meet. Where it has no root there, the bound that is nearer to one.
    static func increasing(
        from low: Double, to high: Double, _ function: (Double) -> Double
    ) -> Double {
        var (low, high) = (low, high)
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { break }
            if function(middle) < 0 { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }
}
