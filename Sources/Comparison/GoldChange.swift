import Statistics
import Vocabulary

/// Two judges against gold, on the questions that people have ruled on.
///
/// Of every question, both judges' first so many verdicts count, as many as both have, so that the
/// two stand on the same labels. Coefficients are those of single verdicts; b, c and their tests
/// go by the majority of repeats.
package struct GoldChange: Sendable {
    /// Questions with a gold verdict that both judges ruled on, and their answers.
    package let questions: Int
    package let answers: Int
    /// Questions with a gold verdict on which a judge has no verdict at all.
    package let unjudged: Int
    /// Where the majority of repeats is right: b with the old judge alone, c with the new one.
    /// `durkalski` and `pooled` are for display.
    package let mcNemar: ClusteredMcNemar
    /// d_k = c_k − b_k by answer with flipped signs; nil for no answer with a majority.
    package let signFlip: SignFlip?
    package let measures: [Measure]
    /// What the gate goes by.
    package let losses: [Loss]

    /// A coefficient of agreement with gold.
    package struct Measure: Sendable {
        package let coefficient: Coefficient
        /// Nil: of all questions.
        package let polarity: Polarity?
        /// Nil where undefined.
        package let old: Double?
        package let new: Double?
        /// new − old, resampled by answer.
        package let change: ResampledInterval
    }

    package enum Coefficient: String, Sendable, CaseIterable {
        case balancedAccuracy = "balanced_accuracy"
        case kappa
        case gwetAC1 = "gwet_ac1"
        case matthews
        case agreement
        case sensitivity
        case specificity

        func value(_ counts: AgreementCounts) -> Double? {
            switch self {
            case .balancedAccuracy: counts.balancedAccuracy
            case .kappa: counts.kappa
            case .gwetAC1: counts.gwetAC1
            case .matthews: counts.matthews
            case .agreement: counts.agreement
            case .sensitivity: counts.sensitivity
            case .specificity: counts.specificity
            }
        }
    }

    /// What may have been lost.
    package struct Loss: Sendable {
        package let subject: Subject
        /// new − old, −1…1.
        package let change: Double
        package let interval: Interval?
        /// By flipping the signs of whole answers: whether other answers would show a difference,
        /// two-sided and adjusted over the subjects.
        package let pByAnswers: Double?
        /// By splitting the repeats of every answer otherwise: whether these answers show a loss
        /// that is more than the noise of repeats, each subject by itself.
        package let pByRepeats: Double?

        package enum Subject: Sendable, Hashable {
            case balancedAccuracy
            case accuracy(Polarity)
        }
    }

    package func measure(_ coefficient: Coefficient, _ polarity: Polarity? = nil) -> Measure? {
        measures.first { $0.coefficient == coefficient && $0.polarity == polarity }
    }

    /// Right with the old judge alone, and with the new one.
    package var oldRightOnly: Int { mcNemar.pooled.firstOnly }
    package var newRightOnly: Int { mcNemar.pooled.secondOnly }

    /// - Returns: nil where no question has gold and verdicts of both.
    init?(_ answers: [[QuestionPair]], precision: JudgeDifference.Precision) {
        let labelled = answers.map { $0.filter { $0.gold != nil } }.filter { !$0.isEmpty }
        let judged = labelled.map { $0.filter { $0.verdicts != nil } }.filter { !$0.isEmpty }
        guard !judged.isEmpty else { return nil }
        questions = judged.reduce(0) { $0 + $1.count }
        self.answers = judged.count
        unjudged = labelled.reduce(0) { $0 + $1.count } - questions
        mcNemar = ClusteredMcNemar(
            judged.compactMap { answer in
                let decided = answer.compactMap(\.majorities)
                return decided.isEmpty ? nil : ClusteredMcNemar.Answer(decided)
            })
        signFlip = SignFlip(
            mcNemar.differences, seed: precision.seed, flips: precision.permutations)
        let clusters = judged.map(GoldCounts.init)
        measures = Self.measures(clusters, precision: precision)
        losses = Self.losses(judged, clusters, measures: measures, precision: precision)
    }

    private static func measures(
        _ clusters: [GoldCounts], precision: JudgeDifference.Precision
    ) -> [Measure] {
        let kinds =
            Coefficient.allCases.map { (coefficient: $0, polarity: Polarity?.none) }
            + Polarity.allCases.flatMap { polarity in
                [.agreement, .sensitivity, .specificity].map { ($0, polarity) }
            }
        let all = GoldCounts.pooled(clusters)
        let changes = TaskResamples(
            taskCount: clusters.count, replicates: precision.replicates, seed: precision.seed
        ).intervals(pooling: clusters) { pooled in
            kinds.map { kind in
                let (old, new) = pooled.counts(kind.polarity)
                return kind.coefficient.value(old).flatMap { old in
                    kind.coefficient.value(new).map { $0 - old }
                }
            }
        }
        return zip(kinds, changes).map { kind, change in
            let (old, new) = all.counts(kind.polarity)
            return Measure(
                coefficient: kind.coefficient, polarity: kind.polarity,
                old: kind.coefficient.value(old), new: kind.coefficient.value(new), change: change)
        }
    }
}

extension QuestionPair {
    /// Gold and the majorities; nil where repeats are even.
    fileprivate var majorities: (gold: Bool, first: Bool, second: Bool)? {
        guard let gold, let first = oldVerdicts?.majority, let second = newVerdicts?.majority
        else { return nil }
        return (gold == .met, first, second)
    }
}
