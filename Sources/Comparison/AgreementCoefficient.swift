import Statistics

/// The figures that say how a judge's verdicts fall on gold ones, in the order of a table. What
/// they are is told at `AgreementCounts`; MET is the positive class.
package enum AgreementCoefficient: String, Sendable, CaseIterable {
    case agreement
    case kappa
    case ac1
    case pabak
    case matthews
    case precision
    case recall
    case specificity
    case f1
    case balancedAccuracy = "balanced_accuracy"
    case youden
    case bias

    /// Nil where it is undefined, as recall is where nothing is MET by gold.
    package func value(_ counts: AgreementCounts) -> Double? {
        switch self {
        case .agreement: counts.agreement
        case .kappa: counts.kappa
        case .ac1: counts.gwetAC1
        case .pabak: counts.pabak
        case .matthews: counts.matthews
        case .precision: counts.precision
        case .recall: counts.sensitivity
        case .specificity: counts.specificity
        case .f1: counts.f1
        case .balancedAccuracy: counts.balancedAccuracy
        case .youden: counts.youden
        case .bias: counts.bias
        }
    }
}
