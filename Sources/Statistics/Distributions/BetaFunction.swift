#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The regularised incomplete beta function, from which the t and binomial distributions follow.
package enum BetaFunction {
    /// I_x(a, b) for a, b > 0 and x in 0…1: the continued fraction of DLMF 8.17.22 by the modified
    /// method of Lentz, on the side of the mean where it converges fast. 0 and 1 beyond the ends;
    /// no x may be NaN.
    package static func incomplete(_ a: Double, _ b: Double, _ x: Double) -> Double {
        incomplete(a, b, x, complement: 1 - x)
    }

    /// Likewise with 1 − x given, which keeps its digits where x is close to 1.
    static func incomplete(
        _ a: Double, _ b: Double, _ x: Double, complement: Double
    ) -> Double {
        precondition(a > 0 && b > 0, "both parameters are positive")
        precondition(!x.isNaN && !complement.isNaN, "there is no probability of no number")
        if x <= 0 { return 0 }
        if complement <= 0 { return 1 }
        if x > (a + 1) / (a + b + 2) {
            return 1 - incomplete(b, a, complement, complement: x)
        }
        let front = exp(logDensityTerm(a, b, x, complement))
        return min(1, max(0, front * continuedFraction(a, b, x) / a))
    }

    /// log of x^a·(1 − x)^b ÷ B(a, b).
    static func logDensityTerm(
        _ a: Double, _ b: Double, _ x: Double, _ complement: Double
    ) -> Double {
        let logX = x < 0.5 ? log(x) : log1p(-complement)
        let logComplement = complement < 0.5 ? log(complement) : log1p(-x)
        return a * logX + b * logComplement - logBeta(a, b)
    }

    /// log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b), with Stirling's series for the difference
    /// that would cancel where one parameter is large (DLMF 5.11.1).
    static func logBeta(_ a: Double, _ b: Double) -> Double {
        let (small, large) = (min(a, b), max(a, b))
        guard large > 50 else { return logGamma(a) + logGamma(b) - logGamma(a + b) }
        let rise =
            (large + small - 0.5) * log1p(small / large) + small * log(large) - small
            + stirlingRest(large + small) - stirlingRest(large)
        return logGamma(small) - rise
    }

    /// The x with I_x(a, b) = p for p in 0…1, by looking for the root.
    package static func inverse(_ a: Double, _ b: Double, _ p: Double) -> Double {
        precondition((0...1).contains(p), "a probability lies between 0 and 1")
        if p == 0 { return 0 }
        if p == 1 { return 1 }
        return Roots.increasing(from: 0, to: 1) { incomplete(a, b, $0) - p }
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
            if abs(factor - 1) < 3e-16 { break }
        }
        return result
    }

    /// log of e^(−mean)·mean^k ÷ Γ(k + 1), the weight of a Poisson count, which need not be a whole
    /// number.
    static func logPoisson(_ mean: Double, _ k: Double) -> Double {
        guard k > 50 else { return (k > 0 ? k * log(mean) : 0) - mean - logGamma(k + 1) }
        let shift = (mean - k) / k
        return k * (log1p(shift) - shift) - 0.5 * log(2 * Double.pi * k) - stirlingRest(k)
    }

    /// log Γ(x) − [(x − ½)·log x − x + ½·log 2π] for great x.
    private static func stirlingRest(_ x: Double) -> Double {
        let square = 1 / (x * x)
        return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / x
    }

    /// log Γ(x) for x > 0.
    static func logGamma(_ x: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }
}

/// Where a function crosses zero.
enum Roots {
    /// The root of a function that does not fall between the bounds, to the last digits of a
    /// double: inverse quadratic interpolation where the function is smooth enough for it, else
    /// halving (Chandrupatla 1997). Where it has no root there, the bound that is nearer to one.
    static func increasing(
        from low: Double, to high: Double, _ function: (Double) -> Double
    ) -> Double {
        var newest = (x: high, f: function(high))
        var opposite = (x: low, f: function(low))
        if opposite.f >= 0 { return low }
        if newest.f <= 0 { return high }
        var share = 0.5
        for _ in 0..<500 {
            let x = newest.x + share * (opposite.x - newest.x)
            let found = (x: x, f: function(x))
            let last: (x: Double, f: Double)
            if (found.f < 0) == (newest.f < 0) {
                last = newest
            } else {
                last = opposite
                opposite = newest
            }
            newest = found
            let best = abs(opposite.f) < abs(newest.f) ? opposite : newest
            let width = abs(opposite.x - newest.x)
            let least = (2 * best.x.magnitude.ulp) / width
            guard best.f != 0, least < 0.5 else { return best.x }
            share = min(1 - least, max(least, interpolated(newest, opposite, last) ?? 0.5))
        }
        return newest.x
    }

    /// Where between the two newest places the next is looked for; nil: in the middle.
    private static func interpolated(
        _ a: (x: Double, f: Double), _ b: (x: Double, f: Double), _ c: (x: Double, f: Double)
    ) -> Double? {
        let place = (a.x - b.x) / (c.x - b.x)
        let value = (a.f - b.f) / (c.f - b.f)
        guard value * value < place, (1 - value) * (1 - value) < 1 - place else { return nil }
        return a.f / (b.f - a.f) * c.f / (b.f - c.f)
            + (c.x - a.x) / (b.x - a.x) * a.f / (c.f - a.f) * b.f / (c.f - b.f)
    }
}
