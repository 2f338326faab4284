#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Student's t distribution with so many degrees of freedom, which need not be a whole number.
package struct StudentT: Sendable {
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(T ≤ t).
    package func cumulative(_ t: Double) -> Double {
        let tail = upperTail(abs(t))
        return t < 0 ? tail : 1 - tail
    }

    /// P(|T| ≥ |t|), exact to the last digits also where it is tiny.
    package func twoSided(_ t: Double) -> Double { min(1, 2 * upperTail(abs(t))) }

    /// P(T ≥ t).
    package func oneSided(_ t: Double) -> Double { t < 0 ? 1 - upperTail(-t) : upperTail(t) }

    /// The t with P(T ≤ t) = p, for p between 0 and 1.
    package func quantile(_ p: Double) -> Double {
        precondition(p > 0 && p < 1, "the quantile of a certain event is not a number")
        guard p != 0.5 else { return 0 }
        let tail = min(p, 1 - p)
        var high = 1.0
        while upperTail(high) > tail { high *= 2 }
        let size = Roots.increasing(from: 0, to: high) { tail - upperTail($0) }
        return p < 0.5 ? -size : size
    }

    /// P(T ≥ t) for t ≥ 0: ½·I_x(ν/2, ½) with x = ν ÷ (ν + t²).
    private func upperTail(_ t: Double) -> Double {
        let x = degreesOfFreedom / (degreesOfFreedom + t * t)
        return 0.5 * BetaFunction.incomplete(degreesOfFreedom / 2, 0.5, x)
    }

    /// P(T ≤ t) where T is noncentral with that noncentrality: the series of Lenth 1989 (AS 243).
    package func noncentralCumulative(_ t: Double, noncentrality: Double) -> Double {
        if t < 0 { return 1 - noncentralCumulative(-t, noncentrality: -noncentrality) }
        let x = t * t / (degreesOfFreedom + t * t)
        let half = noncentrality * noncentrality / 2
        var p = exp(-half)
        var q = noncentrality * exp(-half - BetaFunction.logGamma(1.5)) / 2.0.squareRoot()
        var sum = 0.0
        for step in 0..<2_000 {
            let j = Double(step)
            let a = BetaFunction.incomplete(j + 0.5, degreesOfFreedom / 2, x)
            let b = BetaFunction.incomplete(j + 1, degreesOfFreedom / 2, x)
            sum += p * a + q * b
            // Beyond the mode of the weights every further term is smaller than the last.
            if j > half, abs(p * a) + abs(q * b) < 1e-15 { break }
            p *= half / (j + 1)
            q *= half / (j + 1.5)
        }
        return min(1, max(0, NormalDistribution.cumulative(-noncentrality) + sum / 2))
    }
}
