/// What a judge's errors do to a score.
///
/// With weights w, gold verdicts m and the judge's m̂ (1 for MET) of the criteria that have both,
/// and P the sum of their positive weights:
///
///     error     Σ w·(m̂ − m) ÷ P            above 0: the judge scores too high
///     misjudged Σ |w| where m̂ ≠ m ÷ Σ |w|
///
/// The error of an unclamped score; over several answers added up it is that of their micro mean.
/// For the mean error over answers, take a `MeanEstimate` of one error per answer.
package struct ScoreError: Sendable, Equatable {
    /// Σ w·(m̂ − m).
    package private(set) var raw: Int
    /// P.
    package private(set) var positiveWeight: Int
    /// Σ |w| where m̂ ≠ m.
    package private(set) var misjudgedWeight: Int
    /// Σ |w|.
    package private(set) var totalWeight: Int

    /// - Parameter verdicts: one per criterion with its weight, true for MET.
    package init(_ verdicts: some Sequence<(weight: Int, gold: Bool, judge: Bool)>) {
        self = .zero
        for verdict in verdicts {
            positiveWeight += max(0, verdict.weight)
            totalWeight += abs(verdict.weight)
            guard verdict.gold != verdict.judge else { continue }
            raw += verdict.judge ? verdict.weight : -verdict.weight
            misjudgedWeight += abs(verdict.weight)
        }
    }

    private init(raw: Int, positiveWeight: Int, misjudgedWeight: Int, totalWeight: Int) {
        self.raw = raw
        self.positiveWeight = positiveWeight
        self.misjudgedWeight = misjudgedWeight
        self.totalWeight = totalWeight
    }

    /// The error on the scale of scores, where 1 is all of P; nil without positive weights.
    package var error: Double? {
        positiveWeight > 0 ? Double(raw) / Double(positiveWeight) : nil
    }

    /// The error in points, a hundred of which are all of P.
    package var points: Double? { error.map { 100 * $0 } }

    /// Of |weight|, 0…1; nil without weights.
    package var misjudgedShare: Double? {
        totalWeight > 0 ? Double(misjudgedWeight) / Double(totalWeight) : nil
    }
}

extension ScoreError: Poolable {
    package static let zero = ScoreError(
        raw: 0, positiveWeight: 0, misjudgedWeight: 0, totalWeight: 0)

    package mutating func add(_ other: ScoreError, times: Int) {
        raw += other.raw * times
        positiveWeight += other.positiveWeight * times
        misjudgedWeight += other.misjudgedWeight * times
        totalWeight += other.totalWeight * times
    }
}
