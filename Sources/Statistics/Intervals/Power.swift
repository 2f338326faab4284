/// What a paired comparison of two configurations can see.
///
/// Two-sided tests at significance α; δ is the true mean difference, σ the standard deviation of
/// the per-task differences, n the tasks in common. Power of the paired t test is that of the
/// noncentral t distribution on n − 1 degrees of freedom at δ√n ÷ σ. (Cohen 1988.)
package struct PowerAnalysis: Sendable, Equatable {
    package let significance: Double
    package let power: Double

    package init(significance: Double = 0.05, power: Double = 0.8) {
        precondition(significance > 0 && significance < 1, "a significance lies between 0 and 1")
        precondition(power > 0 && power < 1, "no test is certain to find anything")
        self.significance = significance
        self.power = power
    }

    /// Chance to find a difference of so many standard deviations with n tasks, which need not be
    /// a whole number: 1 − F(c; δ√n ÷ σ) + F(−c; δ√n ÷ σ) with c = t(1 − α/2; n − 1). Nil for n ≤ 1
    /// and where an input is not finite.
    package func power(standardizedEffect: Double, tasks: Double) -> Double? {
        guard tasks > 1, tasks.isFinite, standardizedEffect.isFinite else { return nil }
        return Sample(tasks: tasks, significance: significance).power(standardizedEffect)
    }

    /// The minimum detectable difference in standard deviations: what n tasks find with the wanted
    /// power. Nil for n < 2, and where the wanted power is not above the significance, which a
    /// test reaches without any difference.
    package func detectableEffect(tasks: Int) -> Double? {
        guard tasks > 1, power > significance else { return nil }
        let sample = Sample(tasks: Double(tasks), significance: significance)
        var high = 2 * detectableDifference(standardError: 1 / Double(tasks).squareRoot())
        while sample.power(high) < power { high *= 2 }
        return Roots.increasing(from: 0, to: high) { sample.power($0) - power }
    }

    /// A number of tasks with its critical value, which does not change with the effect.
    private struct Sample {
        let root: Double
        let distribution: StudentT
        let critical: Double

        init(tasks: Double, significance: Double) {
            root = tasks.squareRoot()
            distribution = StudentT(degreesOfFreedom: tasks - 1)
            critical = -distribution.quantile(significance / 2)
        }

        func power(_ effect: Double) -> Double {
            let shift = effect * root
            return 1 - distribution.noncentralCumulative(critical, noncentrality: shift)
                + distribution.noncentralCumulative(-critical, noncentrality: shift)
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

    /// Tasks that a paired t test needs to find δ, as a real number of at least 2 to be rounded up.
    /// Nil where δ or σ is not above 0, or beyond a billion tasks.
    package func tasksNeeded(difference: Double, standardDeviation: Double) -> Double? {
        guard difference > 0, standardDeviation > 0, standardDeviation.isFinite else { return nil }
        let effect = difference / standardDeviation
        guard effect.isFinite else { return 2 }
        func lack(_ n: Double) -> Double {
            Sample(tasks: n, significance: significance).power(effect) - power
        }
        var high = 4.0
        while lack(high) < 0 {
            high *= 2
            guard high < 1e9 else { return nil }
        }
        return Roots.increasing(from: high / 2, to: high, lack)
    }

    /// ((z_{1−α/2} + z_power)·σ ÷ δ)²: the normal approximation. Nil where δ or σ is not above 0.
    package func approximateTasksNeeded(difference: Double, standardDeviation: Double) -> Double? {
        guard difference > 0, standardDeviation > 0 else { return nil }
        let detectable = detectableDifference(standardError: standardDeviation)
        let tasks = (detectable / difference) * (detectable / difference)
        return tasks.isFinite ? tasks : nil
    }
}
