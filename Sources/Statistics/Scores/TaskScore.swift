import Vocabulary

/// The score of one answer to one task in one judging pass (DRACO paper, section 4.2).
///
/// With weights wᵢ ≠ 0 and mᵢ = 1 where criterion i is MET, 0 where it is UNMET:
///
///     raw        R = Σ mᵢ·wᵢ
///     positive   P = Σ max(0, wᵢ)                       at least one weight is positive, so P > 0
///     unclamped  R ÷ P                                  may be below 0, never above 1
///     normalized clamp(R ÷ P, 0, 1)
///     pass rate  (#{wᵢ > 0, MET} + #{wᵢ < 0, UNMET}) ÷ n
///     penalty    Σ |wᵢ| over the negative MET ones ÷ P
///     affine     (R + N) ÷ (P + N), N = Σ max(0, −wᵢ)   above 0 for a blank answer
///
/// A negative criterion that is UNMET adds nothing to R: avoiding an error earns nothing in the
/// normalized score and counts one in the pass rate.
package struct TaskScore: Sendable, Equatable {
    package let raw: Double
    package let positiveWeight: Double
    package let passRate: Double
    /// N = Σ max(0, −wᵢ).
    package let negativeWeight: Double
    /// Σ |wᵢ| over the negative criteria that are MET.
    package let penalty: Double
    /// Shares of the positive and of the negative criteria that are MET; nil where there are none.
    package let positiveMetRate: Double?
    package let negativeMetRate: Double?
    /// In the order of `Axis.allCases`, axes without criteria left out.
    package let axes: [AxisScore]

    package var unclamped: Double { raw / positiveWeight }
    package var normalized: Double { min(max(unclamped, 0), 1) }
    package var affine: Double { (raw + negativeWeight) / (positiveWeight + negativeWeight) }
    package var penaltyShare: Double { penalty / positiveWeight }

    /// - Throws: `ScoringError.missing` when a criterion has no verdict: a missing verdict is not
    ///   UNMET. See `ScoreBounds` for what can be said all the same.
    package init(
        _ rubric: Rubric, verdict: (_ criterionID: String) -> Verdict?
    ) throws(ScoringError) {
        let verdicts = rubric.criteria.map { verdict($0.id) }
        let missing = zip(rubric.criteria, verdicts).filter { $0.1 == nil }.map(\.0.id)
        guard missing.isEmpty else { throw .missing(criterionIDs: missing) }
        self.init(zip(rubric.criteria, verdicts).map { ($0, $1 == .met) })
    }

    init(_ rulings: [(criterion: Criterion, isMet: Bool)]) {
        raw = Self.raw(rulings)
        let positive = Self.positiveWeight(rulings)
        precondition(positive > 0, "a rubric has at least one positive weight")
        positiveWeight = positive
        let passed = rulings.count { ($0.criterion.weight > 0) == $0.isMet }
        passRate = Double(passed) / Double(max(1, rulings.count))
        let negatives = rulings.filter { $0.criterion.weight < 0 }
        let positives = rulings.filter { $0.criterion.weight > 0 }
        negativeWeight = -Self.weight(of: negatives)
        penalty = -Self.weight(of: negatives.filter(\.isMet))
        positiveMetRate = Averages.mean(positives.map { $0.isMet ? 1 : 0 })
        negativeMetRate = Averages.mean(negatives.map { $0.isMet ? 1 : 0 })
        axes = Axis.allCases.compactMap { axis in
            let part = rulings.filter { $0.criterion.axis == axis }
            guard !part.isEmpty else { return nil }
            let partRaw = Self.raw(part)
            let partPositive = Self.positiveWeight(part)
            return AxisScore(
                axis: axis,
                score: partPositive > 0 ? min(max(partRaw / partPositive, 0), 1) : nil,
                contribution: partRaw / positive)
        }
    }

    private static func weight(of rulings: [(criterion: Criterion, isMet: Bool)]) -> Double {
        Double(rulings.reduce(0) { $0 + $1.criterion.weight })
    }

    private static func raw(_ rulings: [(criterion: Criterion, isMet: Bool)]) -> Double {
        Double(rulings.reduce(0) { $0 + ($1.isMet ? $1.criterion.weight : 0) })
    }

    private static func positiveWeight(
        _ rulings: [(criterion: Criterion, isMet: Bool)]
    ) -> Double {
        Double(rulings.reduce(0) { $0 + max(0, $1.criterion.weight) })
    }
}

/// Why there is no score.
package enum ScoringError: Error, Equatable, CustomStringConvertible {
    /// In rubric order.
    case missing(criterionIDs: [String])

    package var description: String {
        switch self {
        case .missing(let ids):
            "There is no verdict on \(ids.count == 1 ? "criterion" : "criteria") "
                + ids.joined(separator: ", ")
        }
    }
}

/// Between which values a score lies when some verdicts are missing.
///
/// Adverse: missing positives UNMET and missing negatives MET. Favourable: the reverse. Without
/// missing verdicts both are the score (Horowitz & Manski 2000).
package struct ScoreBounds: Sendable, Equatable {
    package let adverse: TaskScore
    package let favourable: TaskScore
    /// |weight| without a verdict ÷ Σ |weight|, 0…1.
    package let unresolvedWeightShare: Double

    package init(_ rubric: Rubric, verdict: (_ criterionID: String) -> Verdict?) {
        func score(missingPositive: Bool) -> TaskScore {
            TaskScore(
                rubric.criteria.map { criterion in
                    let known = verdict(criterion.id).map { $0 == .met }
                    let assumed = criterion.weight > 0 ? missingPositive : !missingPositive
                    return (criterion, known ?? assumed)
                })
        }
        adverse = score(missingPositive: false)
        favourable = score(missingPositive: true)
        let all = rubric.criteria.reduce(0) { $0 + abs($1.weight) }
        let unresolved = rubric.criteria.reduce(0) {
            $0 + (verdict($1.id) == nil ? abs($1.weight) : 0)
        }
        unresolvedWeightShare = Double(unresolved) / Double(max(1, all))
    }
}

extension ScoreRecord {
    /// The record of a score.
    package init(answerKey: String, judgeID: String, pass: Int, score: TaskScore) {
        self.init(
            answerKey: answerKey, judgeID: judgeID, pass: pass, raw: score.raw,
            positiveWeight: score.positiveWeight, normalized: score.normalized,
            unclamped: score.unclamped, passRate: score.passRate, axes: score.axes)
    }
}
