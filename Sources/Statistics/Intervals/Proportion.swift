/// Intervals for a share of successes.
package enum Proportion {
    /// The score interval of Wilson 1927, with z = Φ⁻¹(1 − α/2) and p = k ÷ n:
    ///
    ///     (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n)
    ///
    /// For coverage, k completed of n. Not for pooled criteria, which are no independent trials:
    /// there it covered 71 %. Nil for n = 0, and for more successes than trials.
    package static func wilson(
        successes: Int, of trials: Int, confidence: Double = Confidence.level
    ) -> Interval? {
        guard trials > 0, (0...trials).contains(successes) else { return nil }
        let n = Double(trials)
        let p = Double(successes) / n
        let z = NormalDistribution.quantile(1 - (1 - confidence) / 2)
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let margin =
            z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        return Interval(centre, margin: margin).clamped(to: 0...1)
    }

    /// The exact interval of Clopper & Pearson 1934, from quantiles of the beta distribution. Nil
    /// for n = 0, and for more successes than trials.
    package static func clopperPearson(
        successes: Int, of trials: Int, confidence: Double = Confidence.level
    ) -> Interval? {
        guard trials > 0, (0...trials).contains(successes) else { return nil }
        let tail = (1 - confidence) / 2
        let (k, n) = (Double(successes), Double(trials))
        return Interval(
            low: successes == 0 ? 0 : BetaFunction.inverse(k, n - k + 1, tail),
            high: successes == trials ? 1 : BetaFunction.inverse(k + 1, n - k, 1 - tail))
    }
}
