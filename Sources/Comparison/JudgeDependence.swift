import Statistics
import Vocabulary

/// How many independent judges several judges are worth, over what all of them have verdicts on.
///
/// With k judges and ρ the mean correlation of two, k ÷ (1 + (k − 1)·ρ). With gold ρ is that of
/// their errors, which is what counts. Without gold there is only that of their verdicts, which
/// judges also share because they are right: it makes them look fewer than they are, and errors
/// that all of them share can't be seen in it at all.
package struct JudgeDependence: Sendable, Equatable {
    package let judges: Int
    /// Criteria of answers with a verdict of every judge, and those of them with gold.
    package let common: Int
    package let withGold: Int
    /// ρ of verdicts; nil where no two judges vary.
    package let verdictCorrelation: Double?
    /// ρ of errors; nil without gold, and where no two judges both err on some.
    package let errorCorrelation: Double?

    init(_ verdicts: [[VerdictPlace: Verdict]], gold: [VerdictPlace: Verdict]) {
        judges = verdicts.count
        // In an order that does not depend on hashing.
        let places = (verdicts.first?.keys.map { $0 } ?? []).filter { place in
            verdicts.allSatisfy { $0[place] != nil }
        }.sorted { ($0.answerKey, $0.criterionKey) < ($1.answerKey, $1.criterionKey) }
        common = places.count
        verdictCorrelation = EffectiveJudges.errorCorrelation(
            verdicts.map { own in places.map { own[$0] == .met } })
        let known = places.filter { gold[$0] != nil }
        withGold = known.count
        errorCorrelation = EffectiveJudges.errorCorrelation(
            verdicts.map { own in known.map { own[$0] != gold[$0] } })
    }

    /// By the correlation of errors; nil where it is unknown.
    package var effectiveByErrors: Double? { effective(errorCorrelation) }
    /// By the correlation of verdicts; likewise.
    package var effectiveByVerdicts: Double? { effective(verdictCorrelation) }

    private func effective(_ correlation: Double?) -> Double? {
        correlation.flatMap { EffectiveJudges.count(judges: judges, errorCorrelation: $0) }
    }
}
