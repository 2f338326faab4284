#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Student's t distribution with so many degrees of freedom, which need not be a whole number and
/// may be infinite: then it is the normal distribution. No t may be NaN.
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
        precondition(!t.isNaN, "there is no probability of no number")
        let square = t * t
        guard square < .infinity else { return 0 }
        guard degreesOfFreedom < Self.nearlyNormal else { return nearlyNormalTail(t) }
        let whole = degreesOfFreedom + square
        return 0.5
            * BetaFunction.incomplete(
                degreesOfFreedom / 2, 0.5, degreesOfFreedom / whole, complement: square / whole)
    }

    /// From here on, two terms of Fisher's expansion leave no error that a double could show.
    private static let nearlyNormal = 1e6

    /// Q(t) + φ(t)·[(t³ + t) ÷ 4ν + (3t⁷ − 7t⁵ − 5t³ − 3t) ÷ 96ν²] (Fisher 1925).
    private func nearlyNormalTail(_ t: Double) -> Double {
        guard t < 40 else { return 0 }
        let u = 1 / degreesOfFreedom
        let square = t * t
        let first = (square + 1) / 4
        let second = (((3 * square - 7) * square - 5) * square - 3) / 96
        let correction = NormalDistribution.density(t) * t * u * (first + second * u)
        return min(0.5, NormalDistribution.cumulative(-t) + correction)
    }
}

// MARK: - Noncentral

extension StudentT {
    /// P(T ≤ t) where T is noncentral with that noncentrality δ: the series of Lenth 1989 (AS 243),
    ///
    ///     Φ(−δ) + ½·Σ_j [p_j·I_x(j + ½, ν/2) + q_j·I_x(j + 1, ν/2)],   x = t² ÷ (ν + t²)
    ///
    /// with p_j = e^(−δ²/2)·(δ²/2)^j ÷ j! and q_j = δ ÷ √2·e^(−δ²/2)·(δ²/2)^j ÷ Γ(j + 3/2), added up
    /// from the greatest weights outwards, so that it also holds where e^(−δ²/2) is no longer a
    /// number. Beyond |δ| = 10,000 and beyond a million degrees of freedom by the limits there.
    package func noncentralCumulative(_ t: Double, noncentrality: Double) -> Double {
        precondition(!t.isNaN && !noncentrality.isNaN, "there is no probability of no number")
        if t < 0 { return 1 - noncentralCumulative(-t, noncentrality: -noncentrality) }
        // So small a noncentrality that its square is 0 changes no digit.
        if noncentrality.magnitude < 1e-150 { return cumulative(t) }
        let atZero = NormalDistribution.cumulative(-noncentrality)
        let square = t * t
        guard square > 0 else { return atZero }
        guard square < .infinity, noncentrality.magnitude < .infinity else {
            return noncentrality == .infinity && square < .infinity ? 0 : 1
        }
        guard noncentrality.magnitude <= 1e4, degreesOfFreedom < Self.nearlyNormal else {
            return limitingCumulative(t, noncentrality)
        }
        return min(1, max(0, atZero + series(square, noncentrality) / 2))
    }

    private func series(_ square: Double, _ noncentrality: Double) -> Double {
        let whole = degreesOfFreedom + square
        let half = noncentrality * noncentrality / 2
        let mode = half.rounded(.down)
        let even = Terms(
            weight: exp(BetaFunction.logPoisson(half, mode)), offset: 0,
            beta: IncompleteBetas(
                mode + 0.5, degreesOfFreedom / 2, square / whole, degreesOfFreedom / whole))
        // δ ÷ √2 is √(δ²/2) with the sign of δ.
        let odd = Terms(
            weight: (noncentrality < 0 ? -1 : 1) * exp(BetaFunction.logPoisson(half, mode + 0.5)),
            offset: 0.5,
            beta: IncompleteBetas(
                mode + 1, degreesOfFreedom / 2, square / whole, degreesOfFreedom / whole))
        return even.sum(from: mode, half: half) + odd.sum(from: mode, half: half)
    }

    /// One of the two sums of the series, from its greatest weight.
    private struct Terms {
        let weight: Double
        let offset: Double
        let beta: IncompleteBetas

        func sum(from mode: Double, half: Double) -> Double {
            var sum = weight * beta.value
            var (up, j, own) = (beta, mode, weight)
            while abs(own) > 1e-18, up.value > 0 {
                own *= half / (j + 1 + offset)
                up.raise()
                j += 1
                sum += own * up.value
            }
            var down = beta
            (j, own) = (mode, weight)
            while j > 0, abs(own) > 1e-18 {
                own *= (j + offset) / half
                down.lower()
                j -= 1
                sum += own * down.value
            }
            return sum
        }
    }

    /// I_x(a, b) for one a after the other: I_x(a + 1, b) = I_x(a, b) − x^a·(1 − x)^b ÷ (a·B(a, b))
    /// (DLMF 8.17.20).
    private struct IncompleteBetas {
        private(set) var value: Double
        private var a: Double
        private let b: Double
        private let x: Double
        /// What is taken off for a + 1.
        private var step: Double

        init(_ a: Double, _ b: Double, _ x: Double, _ complement: Double) {
            (self.a, self.b, self.x) = (a, b, x)
            value = BetaFunction.incomplete(a, b, x, complement: complement)
            step = exp(BetaFunction.logDensityTerm(a, b, x, complement)) / a
        }

        mutating func raise() {
            value = max(0, value - step)
            step *= x * (a + b) / (a + 1)
            a += 1
        }

        mutating func lower() {
            step *= a / (x * (a + b - 1))
            a -= 1
            value = min(1, value + step)
        }
    }

    /// With T = (Z + δ) ÷ S: for few degrees of freedom Z is nothing beside δ, and S² is χ²/ν; for
    /// many S is as good as normal, with mean 1 − 1/4ν and variance 1/2ν.
    private func limitingCumulative(_ t: Double, _ noncentrality: Double) -> Double {
        let nu = degreesOfFreedom
        if nu > 1e4 {
            let spread = (1 + t * t / (2 * nu)).squareRoot()
            return NormalDistribution.cumulative((t * (1 - 1 / (4 * nu)) - noncentrality) / spread)
        }
        guard noncentrality > 0 else { return 1 }
        let ratio = noncentrality / t
        return ChiSquare(degreesOfFreedom: nu).survival(nu * ratio * ratio)
    }
}
