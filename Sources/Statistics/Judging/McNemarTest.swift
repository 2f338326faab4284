/// Whether one of two judges, or of two prompts, is right more often, on the same criteria.
///
/// With b criteria on which only the first is right, c on which only the second is, n = b + c:
///
///     exact p = min(1, 2·P(X ≤ min(b, c))),  X ~ Bin(n, ½)
///     mid-p   = exact p − P(X = min(b, c)), with b = c: 1 − ½·P(X = b)
///     χ²      = (b − c)² ÷ n     corrected: (|b − c| − 1)² ÷ n
///
/// Takes the criteria as independent, which those of one answer are not: where a change moves
/// whole answers it gave 28 % false alarms for 5 %. For display; decide by `ClusteredMcNemar`.
/// (McNemar 1947; Fagerland, Lydersen & Laake 2013.)
package struct McNemarTest: Sendable, Equatable {
    package let firstOnly: Int
    package let secondOnly: Int

    package init(firstOnly: Int, secondOnly: Int) {
        precondition(firstOnly >= 0 && secondOnly >= 0, "there is no negative count")
        self.firstOnly = firstOnly
        self.secondOnly = secondOnly
    }

    private var discordant: Int { firstOnly + secondOnly }
    private var smaller: Int { min(firstOnly, secondOnly) }

    /// 1 where the two never part.
    package var exactP: Double {
        discordant == 0 ? 1 : BinomialDistribution.signTest(successes: smaller, of: discordant)
    }

    /// 1 where the two never part.
    package var midP: Double {
        guard discordant > 0 else { return 1 }
        let trials = BinomialDistribution(trials: discordant, chance: 0.5)
        let point = trials.cumulative(smaller) - trials.cumulative(smaller - 1)
        return exactP - (firstOnly == secondOnly ? point / 2 : point)
    }

    /// On one degree of freedom; nil where the two never part.
    package var chiSquare: ChiSquareTest? {
        statistic(Double(abs(firstOnly - secondOnly)))
    }

    /// With Edwards' correction for continuity (1948); nil where the two never part.
    package var corrected: ChiSquareTest? {
        statistic(abs(Double(abs(firstOnly - secondOnly)) - 1))
    }

    private func statistic(_ distance: Double) -> ChiSquareTest? {
        guard discordant > 0 else { return nil }
        return ChiSquareTest(
            statistic: distance * distance / Double(discordant), degreesOfFreedom: 1)
    }
}
