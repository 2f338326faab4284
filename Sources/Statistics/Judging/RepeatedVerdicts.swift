/// The verdicts of one judge on one criterion of one answer over several runs.
package struct RepeatedVerdicts: Sendable, Equatable, Hashable {
    /// Runs that came out MET.
    package let met: Int
    package let runs: Int

    package init(met: Int, runs: Int) {
        precondition(runs > 0 && (0...runs).contains(met), "some runs came out MET, of all")
        self.met = met
        self.runs = runs
    }

    /// - Parameter verdicts: one per run, true for MET; at least one.
    package init(_ verdicts: [Bool]) {
        self.init(met: verdicts.count { $0 }, runs: verdicts.count)
    }

    /// p̂, the share of runs that came out MET.
    package var rate: Double { Double(met) / Double(runs) }

    /// Whether runs part: 0 < p̂ < 1.
    package var isUnstable: Bool { met > 0 && met < runs }

    /// What most runs say; nil where they are even.
    package var majority: Bool? { 2 * met == runs ? nil : 2 * met > runs }

    /// 2p̂(1 − p̂), the chance that two runs part if p̂ is the chance of MET. Too low by (r − 1) ÷ r
    /// on average, since p̂ is near its own runs.
    package var expectedFlip: Double { 2 * rate * (1 - rate) }

    /// 2r ÷ (r − 1)·p̂(1 − p̂), the share of pairs of runs that part: an unbiased estimate of the
    /// chance that two runs do. Nil for one run.
    package var disagreement: Double? {
        runs > 1 ? expectedFlip * Double(runs) / Double(runs - 1) : nil
    }

    /// The share of pairs that part of a run here and a run there, p̂_A(1 − p̂_B) + p̂_B(1 − p̂_A).
    package func disagreement(with other: RepeatedVerdicts) -> Double {
        rate * (1 - other.rate) + other.rate * (1 - rate)
    }
}
