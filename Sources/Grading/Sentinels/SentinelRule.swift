import Vocabulary

/// When the checks of a kind, taken together, say that a judge fails it.
///
/// A kind fails by two conditions: the outcome is worse than `significance` allows a judge that is
/// merely noisy, and it is bad enough to matter.
///
/// **Kinds with a right verdict.** Of n independent units, let W be the sum of the shares of wrong
/// verdicts. A judge that errs with chance ε = `noise` has at least ⌊W⌋ wrong units with chance
///
///     p = Σ_{i ≥ ⌊W⌋} C(n, i) εⁱ (1 − ε)ⁿ⁻ⁱ
///
/// and the kind fails if p ≤ `significance` and W/n > 1 − `passShare`. Repeats that are averaged
/// make W vary less than the formula assumes, if they are independent, and as much, if a judge
/// errs every time alike; so the chance of a false alarm is `significance` at most for any judge
/// with an error of ε or less. One unit can't fail at the defaults; two can, if both are wrong.
///
/// **Kinds that must change nothing.** Let dᵢ be the net number of repeats in unit i that moved to
/// the temptation. When the change does nothing, original and changed verdicts have one
/// distribution, dᵢ is as likely as −dᵢ, and given all |dᵢ| the chance of a sum of at least
/// Σ dᵢ is exact over all 2ⁿ signs (sign-flip test; Fisher 1935, §21), whatever the noise is and
/// however it differs from criterion to criterion. With a temptation the test is one-sided and any
/// significant move fails; without, it is two-sided and the mean move must also exceed
/// `materialShift`. At least seven units must have moved (eight without a temptation), all to one
/// side, before a kind can fail: pick criteria that the temptation can move. By simulation with 3 %
/// noise and half of the criteria movable, a judge that always gives in is caught from 20 checks in
/// 87 % and from 30 in 99 % of evaluations; one that gives in every other time from 40 in 67 %, from
/// 60 in 92 % and from 80 in 98 %.
///
/// Fourteen kinds at 1 % each raise a false alarm somewhere in at most 14 % of evaluations of a
/// judge that is noisy right up to ε, and in far fewer in practice: the tests are discrete.
package struct SentinelRule: Sendable, Equatable {
    /// Chance of an error that is forgiven, ε.
    package var noise: Double
    /// Greatest chance of a false alarm, by kind.
    package var significance: Double
    /// Share of right verdicts below which a kind may fail.
    package var passShare: Double
    /// Mean move, in shares of verdicts, up to which a kind without a temptation does not fail.
    package var materialShift: Double

    package init(
        noise: Double = 0.03, significance: Double = 0.01, passShare: Double = 0.9,
        materialShift: Double = 0.02
    ) {
        self.noise = noise
        self.significance = significance
        self.passShare = passShare
        self.materialShift = materialShift
    }

    /// What the checks of one kind come to.
    func result(
        _ kind: SentinelKind, _ readings: [SentinelReading], unit: SentinelUnit
    ) -> SentinelEvaluation.KindResult {
        func count(_ outcome: SentinelEvaluation.Outcome) -> Int {
            readings.count { $0.outcome == outcome }
        }
        let counted = readings.filter(\.counts)
        let units = Self.units(counted, unit)
        let pairs = counted.reduce(0) { $0 + $1.pairs }
        let finding = pairs > 0 ? stays(units, pairs: pairs) : settles(units)
        return SentinelEvaluation.KindResult(
            kind: kind, passed: count(.passed), failed: count(.failed),
            notObtained: count(.notObtained), notApplicable: count(.notApplicable),
            shift: finding.shift, pValue: finding.pValue, conclusion: finding.conclusion)
    }

    private static func units(
        _ readings: [SentinelReading], _ unit: SentinelUnit
    ) -> [[SentinelReading]] {
        switch unit {
        case .criterion: readings.map { [$0] }
        case .answer:
            Dictionary(grouping: readings, by: \.answerID).sorted { $0.key < $1.key }
                .map(\.value)
        }
    }

    private struct Finding {
        var shift: Double?
        var pValue: Double?
        var conclusion: SentinelEvaluation.Conclusion
    }

    // MARK: - A right verdict

    private func settles(_ units: [[SentinelReading]]) -> Finding {
        guard !units.isEmpty else { return Finding(conclusion: .undecided) }
        let wrong = units.reduce(0) { sum, unit in
            sum + unit.reduce(0) { $0 + $1.wrong } / Double(unit.count)
        }
        // Sums of thirds must not fall short of the whole number that they are.
        let whole = Int((wrong + 1e-9).rounded(.down))
        let chance = Self.upperTail(whole, of: units.count, chance: noise)
        let isBad = wrong / Double(units.count) > 1 - passShare + 1e-9
        let least = Self.upperTail(units.count, of: units.count, chance: noise)
        return Finding(
            pValue: chance,
            conclusion: least > significance
                ? .undecided : chance <= significance && isBad ? .failed : .passed)
    }

    /// The chance of at least `least` successes in `count` trials.
    ///
    /// The terms are summed from the rare end, each made from its neighbour in logarithms' stead by
    /// a ratio, so that no factorial is needed.
    static func upperTail(_ least: Int, of count: Int, chance: Double) -> Double {
        guard least > 0 else { return 1 }
        guard chance > 0 else { return 0 }
        guard chance < 1 else { return 1 }
        // Relative to the term at the most likely count, where nothing under- or overflows.
        let mode = min(count, Int(Double(count + 1) * chance))
        let odds = chance / (1 - chance)
        var terms = Array(repeating: 0.0, count: count + 1)
        terms[mode] = 1
        for i in stride(from: mode, to: count, by: 1) {
            terms[i + 1] = terms[i] * Double(count - i) / Double(i + 1) * odds
        }
        for i in stride(from: mode, to: 0, by: -1) {
            terms[i - 1] = terms[i] * Double(i) / Double(count - i + 1) / odds
        }
        return terms[min(least, count + 1)...].reversed().reduce(0, +) / terms.reduce(0, +)
    }

    // MARK: - No change

    private func stays(_ units: [[SentinelReading]], pairs: Int) -> Finding {
        let moves = units.map { $0.reduce(0) { $0 + $1.moves } }
        let isTempted = units.contains { $0.contains(where: \.isTempted) }
        let chance = Self.signFlip(moves, isTwoSided: !isTempted)
        let shift = Double(moves.reduce(0, +)) / Double(pairs)
        let isBad = isTempted || abs(shift) > materialShift
        let sides = isTempted ? 1.0 : 2.0
        let least = (0..<units.count).reduce(sides) { product, _ in product / 2 }
        return Finding(
            shift: shift, pValue: chance,
            conclusion: least > significance
                ? .undecided : chance <= significance && isBad ? .failed : .passed)
    }

    /// The exact chance, over all signs of the moves, of a sum at least as great as theirs; or, on
    /// two sides, of one at least as far from 0.
    static func signFlip(_ moves: [Int], isTwoSided: Bool) -> Double {
        let sizes = moves.map(abs).filter { $0 > 0 }
        let total = sizes.reduce(0, +)
        let sum = moves.reduce(0, +)
        /// By sum + total: the chance of that sum of the sizes so far.
        var chances = Array(repeating: 0.0, count: 2 * total + 1)
        chances[total] = 1
        var reach = 0
        for size in sizes {
            var next = Array(repeating: 0.0, count: 2 * total + 1)
            for place in (total - reach)...(total + reach) where chances[place] > 0 {
                next[place - size] += chances[place] / 2
                next[place + size] += chances[place] / 2
            }
            chances = next
            reach += size
        }
        let bound = isTwoSided ? abs(sum) : sum
        let upper = chances[(total + bound)...].reduce(0, +)
        return min(1, isTwoSided && bound > 0 ? 2 * upper : isTwoSided ? 1 : upper)
    }
}
