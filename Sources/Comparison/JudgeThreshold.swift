import Statistics
import Vocabulary

/// A limit that a judge is held to in a trial.
package struct JudgeThreshold: Sendable, Equatable {
    package let measure: Measure
    /// A share in 0…1, or points: see `Measure.isInPoints`.
    package let limit: Double

    package init(_ measure: Measure, limit: Double) {
        self.measure = measure
        self.limit = limit
    }

    package enum Measure: String, Sendable, CaseIterable {
        case agreement
        case kappa
        case ac1
        case balancedAccuracy = "balanced_accuracy"
        case youden
        /// |mean error| of the answers' scores.
        case scoreBias = "score_bias"
        /// Mean |error| of the answers' scores.
        case scoreError = "score_error"
        case misjudgedWeight = "misjudged_weight"
        case missingVerdicts = "missing_verdicts"
        /// D_AA.
        case disagreement

        /// Whether more is better, so that the limit is the least that will do; else the most.
        package var isAtLeast: Bool {
            switch self {
            case .agreement, .kappa, .ac1, .balancedAccuracy, .youden: true
            case .scoreBias, .scoreError, .misjudgedWeight, .missingVerdicts, .disagreement: false
            }
        }

        package var isInPoints: Bool {
            switch self {
            case .scoreBias, .scoreError: true
            case .agreement, .kappa, .ac1, .balancedAccuracy, .youden, .misjudgedWeight,
                .missingVerdicts, .disagreement:
                false
            }
        }

        /// Nil where the trial can't say.
        package func value(in quality: JudgeQuality) -> Double? {
            switch self {
            case .agreement: quality.overall?.value(.agreement)
            case .kappa: quality.overall?.value(.kappa)
            case .ac1: quality.overall?.value(.ac1)
            case .balancedAccuracy: quality.overall?.value(.balancedAccuracy)
            case .youden: quality.overall?.value(.youden)
            case .scoreBias: (quality.errors?.bias?.mean).map(abs)
            case .scoreError: quality.errors?.absolute?.mean
            case .misjudgedWeight: quality.errors?.misjudged.estimate
            case .missingVerdicts: quality.effort.missingShare
            case .disagreement: quality.stability?.disagreement.estimate
            }
        }
    }

    /// The measured value, and whether it keeps the limit. What can't be said does not keep it.
    package func check(_ quality: JudgeQuality) -> (value: Double?, isKept: Bool) {
        guard let value = measure.value(in: quality) else { return (nil, false) }
        // A value that is the limit on paper keeps it.
        let isKept = measure.isAtLeast ? value >= limit - 1e-9 : value <= limit + 1e-9
        return (value, isKept)
    }
}
