#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether a judge has drifted in leniency since its baseline, by small steps that add up.
///
/// With x_i the mean shift of the frozen anchor answers' scores at the i-th re-judging and σ its
/// standard deviation without drift, both sums starting at 0:
///
///     C⁺ᵢ = max(0, C⁺ᵢ₋₁ + x_i ÷ σ − k)     C⁻ᵢ = max(0, C⁻ᵢ₋₁ − x_i ÷ σ − k)
///
/// An alarm is a sum above h: then scores of before and after are not to be compared. With k = ½
/// and h = 4 a drift of one σ takes about 8 re-judgings to be seen, and a false alarm comes once in
/// about 170. (Page 1954; Montgomery 2013.)
package struct CumulativeSumChart: Sendable, Equatable {
    /// C⁺ and C⁻, in σ.
    package let upper: [Double]
    package let lower: [Double]
    /// 0-based places of the sums above h.
    package let alarms: [Int]

    /// - Returns: nil where σ is not above 0, and where a shift is not finite.
    package init?(
        shifts: [Double], standardDeviation: Double, slack k: Double = 0.5,
        threshold h: Double = 4
    ) {
        guard standardDeviation > 0, shifts.allSatisfy({ ($0 / standardDeviation).isFinite })
        else { return nil }
        var (upper, lower): ([Double], [Double]) = ([], [])
        for shift in shifts {
            let z = shift / standardDeviation
            upper.append(max(0, (upper.last ?? 0) + z - k))
            lower.append(max(0, (lower.last ?? 0) - z - k))
        }
        alarms = shifts.indices.filter { max(upper[$0], lower[$0]) > h }
        self.upper = upper
        self.lower = lower
    }
}

/// The same question by a moving average that forgets:
///
///     E_i = λ·x_i + (1 − λ)·E_{i−1}, E_0 = 0     limit ±L·σ·√(λ ÷ (2 − λ)·(1 − (1 − λ)^2i))
///
/// An alarm is an average beyond its limit. (Roberts 1959.)
package struct MovingAverageChart: Sendable, Equatable {
    /// E, in the units of the shifts.
    package let averages: [Double]
    /// On both sides of 0.
    package let limits: [Double]
    /// 0-based places of the averages beyond their limit.
    package let alarms: [Int]

    /// - Returns: nil where σ is not above 0, and where a shift is not finite.
    package init?(
        shifts: [Double], standardDeviation: Double, weight: Double = 0.2, width: Double = 3
    ) {
        precondition(weight > 0 && weight <= 1, "the newest shift has some weight, 1 at most")
        guard standardDeviation > 0, standardDeviation.isFinite, shifts.allSatisfy(\.isFinite)
        else { return nil }
        var averages: [Double] = []
        for shift in shifts {
            averages.append(weight * shift + (1 - weight) * (averages.last ?? 0))
        }
        let limits = shifts.indices.map { place in
            let learnt = 1 - pow(1 - weight, Double(2 * (place + 1)))
            return width * standardDeviation * (weight / (2 - weight) * learnt).squareRoot()
        }
        alarms = shifts.indices.filter { abs(averages[$0]) > limits[$0] }
        self.averages = averages
        self.limits = limits
    }
}
