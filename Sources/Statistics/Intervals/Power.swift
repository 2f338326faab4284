/// What a paired comparison of two configurations can see.
///
/// Two-sided tests at significance α; δ is the true mean difference, σ the standard deviation of
/// the per-task differences, n the tasks in common. Power of the paired t test is that of the
/// noncentral t distribution on n − 1 degrees of freedom at δ√n ÷ σ. (Cohen 1988.)
package struct PowerAnalysis: Sendable, Equatable {
    package let significance: Double
    package let power: Double

    package init(significance: Double = 0.05, power: Double = 0.8) {
        self.significance = significance
        self.power = power
    }

    /// Chance to find a difference of so many standard deviations with n tasks, which need not be
    /// a whole number; nil for n ≤ 1.
    package func power(standardizedEffect: Double, tasks: Double) -> Double? {
        guard tasks > 1 else { return nil }
        let t = StudentT(degreesOfFreedom: tasks - 1)
        let critical = t.quantile(1 - significance / 2)
        let shift = standardizedEffect * tasks.squareRoot()
        return 1 - t.noncentralCumulative(critical, noncentrality: shift)
            + t.noncentralCumulative(-critical, noncentrality: shift)
    }

    /// The minimum detectable difference in standard deviations: what n tasks find with the wanted
    /// power. Nil for n < 2.
    package func detectableEffect(tasks: Int) -> Double? {
        guard tasks > 1 else { return nil }
        let n = Double(tasks)
        var high = 1.0
        while (power(standardizedEffect: high, tasks: n) ?? 1) < power, high < 1_000 { high *= 2 }
        return Roots.increasing(from: 0, to: high) { effect in
            (self.power(standardizedEffect: effect, tasks: n) ?? 1) - power
        }
    }

    /// The minimum detectable difference, in the units of σ; nil for n < 2.
    package func detectableDifference(standardDeviation: Double, tasks: Int) -> Double? {
        detectableEffect(tasks: tasks).map { $0 * standardDeviation }
    }

    /// (z_{1−α/2} + z_power)·se: the normal approximation.
    package func detectableDifference(standardError: Double) -> Double {
        (NormalDistribution.quantile(1 - significance / 2) + NormalDistribution.quantile(power))
            * standardError
    }

    /// Tasks that a paired t test needs to find δ, as a real number to be rounded up. Nil where δ
    /// or σ is not above 0.
    package func tasksNeeded(difference: Double, standardDeviation: Double) -> Double? {
        guard difference > 0, standardDeviation > 0 else { return nil }
        let effect = difference / standardDeviation
        let wanted = power
        func lack(_ n: Double) -> Double {
            (power(standardizedEffect: effect, tasks: n) ?? 0) - wanted
        }
        var high = 4.0
        while lack(high) < 0 {
            high *= 2
            guard high < 1e9 else { return nil }
        }
        return Roots.increasing(from: 1.000_001, to: high, lack)
    }

    /// ((z_{1−α/2} + z_power)·σ ÷ δ)²: the normal approximation.
    package func approximateTasksNeeded(difference: Double, standardDeviation: Double) -> Double {
        let z =
            NormalDistribution.quantile(1 - significance / 2) + NormalDistribution.quantile(power)
        return (z * standardDeviation / difference) * (z * standardDeviation / difference)
    }
}
