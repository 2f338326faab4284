#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The number of successes in n independent trials.
package struct BinomialDistribution: Sendable {
    package let trials: Int
    package let chance: Double

    package init(trials: Int, chance: Double) {
        precondition(trials >= 0 && (0...1).contains(chance), "a chance lies between 0 and 1")
        self.trials = trials
        self.chance = chance
    }

    /// P(X ≤ count) = I_{1−p}(n − k, k + 1).
    package func cumulative(_ count: Int) -> Double {
        if count < 0 { return 0 }
        if count >= trials { return 1 }
        return BetaFunction.incomplete(Double(trials - count), Double(count + 1), 1 - chance)
    }

    /// Two-sided p of the sign test: min(1, 2·P(X ≤ min(count, n − count))) at a chance of ½.
    static func signTest(successes: Int, of trials: Int) -> Double {
        let smaller = min(successes, trials - successes)
        return min(1, 2 * BinomialDistribution(trials: trials, chance: 0.5).cumulative(smaller))
    }
}

/// The χ² distribution.
package struct ChiSquare: Sendable {
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(X ≥ x): the regularised upper incomplete gamma function Q(ν/2, x/2), by its series below
    /// the mean and by its continued fraction above (DLMF 8.7.1 and 8.9.2). 1 for x ≤ 0; no x may
    /// be NaN.
    package func survival(_ x: Double) -> Double {
        precondition(!x.isNaN, "there is no probability of no number")
        guard x > 0 else { return 1 }
        guard x < .infinity else { return 0 }
        let a = degreesOfFreedom / 2
        let half = x / 2
        let front = exp(a * log(half) - half - BetaFunction.logGamma(a))
        guard half >= a + 1 else {
            var term = 1 / a
            var sum = term
            for step in 1...10_000 {
                term *= half / (a + Double(step))
                sum += term
                if term < sum * 1e-17 { break }
            }
            return max(0, 1 - front * sum)
        }
        var b = half + 1 - a
        var c = 1e300
        var d = 1 / b
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let factor = -m * (m - a)
            b += 2
            d = 1 / (factor * d + b)
            c = b + factor / c
            result *= d * c
            if abs(d * c - 1) < 3e-16 { break }
        }
        return min(1, front * result)
    }
}
