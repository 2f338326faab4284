import Statistics
import Vocabulary

/// A gold label with what each annotator said before they agreed.
package struct AnnotatedLabel: Sendable, Equatable {
    package let label: Verdict
    package let annotators: [String: Verdict]
    /// What a judge said, once for every repeat that has a verdict; none without a judge.
    package let judge: [Verdict]

    package init(label: Verdict, by annotators: [String: Verdict], judge: [Verdict] = []) {
        self.label = label
        self.annotators = annotators
        self.judge = judge
    }
}

/// How far people agree with each other on gold labels, and a judge with each of them: a judge need
/// not agree with a person more than people do.
package struct AnnotatorAgreement: Sendable {
    /// Sorted.
    package let annotators: [String]
    /// Every pair of annotators that have a label in common, in the order of `annotators`.
    package let pairs: [Pair]
    /// Nil where annotators did not all label everything.
    package let fleissKappa: Double?
    /// Of what labels there are.
    package let krippendorffAlpha: Double?
    /// An annotator as gold, the judge against it, over all repeats.
    package let judgeByAnnotator: [Against]
    /// Each annotator against the label that was agreed on.
    package let annotatorsAgainstLabel: [Against]
    /// The judge against the label that was agreed on; nil without verdicts.
    package let judgeAgainstLabel: AgreementCounts?

    package struct Pair: Sendable, Equatable {
        package let first: String
        package let second: String
        /// The first one's labels in gold's place.
        package let counts: AgreementCounts
    }

    package struct Against: Sendable, Equatable {
        package let annotator: String
        package let counts: AgreementCounts
    }

    /// - Returns: nil where no label names an annotator.
    package init?(_ labels: [AnnotatedLabel]) {
        let names = Set(labels.flatMap(\.annotators.keys)).sorted()
        guard !names.isEmpty else { return nil }
        annotators = names
        pairs = names.indices.flatMap { first in
            names.indices.dropFirst(first + 1).compactMap { second -> Pair? in
                let counts = AgreementCounts(
                    labels.compactMap { label in
                        guard let one = label.annotators[names[first]],
                            let other = label.annotators[names[second]]
                        else { return nil }
                        return (gold: one == .met, judge: other == .met)
                    })
                return counts.count == 0
                    ? nil : Pair(first: names[first], second: names[second], counts: counts)
            }
        }
        let ratings = RatingCounts(
            ratings: names.map { name in
                labels.map { label in label.annotators[name].map { $0 == .met ? 1 : 0 } }
            })
        fleissKappa = ratings.fleissKappa
        krippendorffAlpha = ratings.krippendorffAlpha
        judgeByAnnotator = names.map { name in
            Against(
                annotator: name,
                counts: AgreementCounts(
                    labels.flatMap { label in
                        label.annotators[name].map { gold in
                            label.judge.map { (gold: gold == .met, judge: $0 == .met) }
                        } ?? []
                    }))
        }.filter { $0.counts.count > 0 }
        annotatorsAgainstLabel = names.map { name in
            Against(
                annotator: name,
                counts: AgreementCounts(
                    labels.compactMap { label in
                        label.annotators[name].map {
                            (gold: label.label == .met, judge: $0 == .met)
                        }
                    }))
        }
        let judged = AgreementCounts(
            labels.flatMap { label in
                label.judge.map { (gold: label.label == .met, judge: $0 == .met) }
            })
        judgeAgainstLabel = judged.count > 0 ? judged : nil
    }
}
