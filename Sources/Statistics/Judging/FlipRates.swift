/// How much of what flips between two judge prompts is the prompts' doing.
///
/// With p̂ the share of r runs that came out MET and D the chance that two runs part, as means over
/// criteria, A the old prompt and B the new one:
///
///     D_AB = p̂_A(1 − p̂_B) + p̂_B(1 − p̂_A)     D_AA = 2r ÷ (r − 1)·p̂_A(1 − p̂_A), and so D_BB
///     excess flip = D_AB − ½(D_AA + D_BB)      leniency shift = p̂_B − p̂_A
///
/// D_AB is the raw flip rate: it is above 0 for a prompt against itself, as far as verdicts are
/// unstable. The excess is an unbiased estimate of the mean (p_A − p_B)², 0 where nothing changed,
/// and so below 0 about as often as above then. It needs two runs of each prompt, better three;
/// criteria without them count in the raw rate and the shift alone.
package struct FlipRates: Sendable, Equatable {
    /// Criteria, and those of them with two runs of each prompt.
    package private(set) var criteria = 0
    package private(set) var repeated = 0
    private var between = 0.0
    private var shift = 0.0
    private var excess = 0.0
    private var withinOld = 0.0
    private var withinNew = 0.0

    private init() {}

    /// - Parameter verdicts: one pair per criterion.
    package init(_ verdicts: some Sequence<(old: RepeatedVerdicts, new: RepeatedVerdicts)>) {
        for (old, new) in verdicts {
            let between = old.disagreement(with: new)
            criteria += 1
            self.between += between
            shift += new.rate - old.rate
            guard let withinOld = old.disagreement, let withinNew = new.disagreement else {
                continue
            }
            repeated += 1
            self.withinOld += withinOld
            self.withinNew += withinNew
            excess += between - (withinOld + withinNew) / 2
        }
    }

    /// D_AB; nil for no criteria.
    package var rawRate: Double? { mean(between, over: criteria) }
    /// Mean p̂_B − p̂_A, above 0 where the new prompt says MET more often; nil for no criteria.
    package var leniencyShift: Double? { mean(shift, over: criteria) }
    /// D_AA; nil where no criterion has two runs of each prompt.
    package var oldRate: Double? { mean(withinOld, over: repeated) }
    /// D_BB; likewise.
    package var newRate: Double? { mean(withinNew, over: repeated) }
    /// Likewise, over the same criteria.
    package var excessRate: Double? { mean(excess, over: repeated) }

    private func mean(_ sum: Double, over count: Int) -> Double? {
        count > 0 ? sum / Double(count) : nil
    }
}

extension FlipRates: Poolable {
    package static let zero = FlipRates()

    package mutating func add(_ other: FlipRates, times: Int) {
        let count = Double(times)
        criteria += times * other.criteria
        repeated += times * other.repeated
        between += count * other.between
        shift += count * other.shift
        excess += count * other.excess
        withinOld += count * other.withinOld
        withinNew += count * other.withinNew
    }
}
