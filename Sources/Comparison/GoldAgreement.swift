import Statistics
import Vocabulary

/// How a judge's verdicts fall on the gold labels of some criteria, such as the negative ones.
///
/// Every repeat of a judging counts alike, so the figures are those of a single judging, averaged
/// over repeats. Their intervals come from resampled answers, each with all its labels and repeats:
/// what is easy or hard about an answer is shared by its criteria.
package struct GoldAgreement: Sendable {
    /// Criteria of answers with a gold label, those with label MET, and the answers.
    package let labels: Int
    package let labelsMet: Int
    package let answers: Int
    /// Over all repeats: a label counts as often as it has a verdict.
    package let counts: AgreementCounts
    /// Repeat by repeat, in their order.
    package let byRepeat: [AgreementCounts]
    /// Of what most repeats say, ties left out: for display, since nothing else here is of that.
    package let majority: AgreementCounts
    private let figures: [AgreementCoefficient: ResampledInterval]

    /// - Parameters:
    ///   - questions: those without a gold label are passed over.
    ///   - seed: of the resamples.
    /// - Returns: nil where no question has a gold label.
    package init?(
        _ questions: [JudgeTrial.Question], repeats: Int,
        replicates: Int = TaskResamples.defaultReplicates, seed: UInt64
    ) {
        let answers = questions.filter { $0.gold != nil }.byAnswer
        let labelled = answers.flatMap { $0 }
        guard !labelled.isEmpty else { return nil }
        labels = labelled.count
        labelsMet = labelled.count { $0.gold == .met }
        self.answers = answers.count
        byRepeat = (0..<repeats).map { place in
            AgreementCounts(labelled.compactMap { $0.pair(inRepeat: place) })
        }
        majority = AgreementCounts(
            labelled.compactMap { question in
                guard let gold = question.gold, let verdict = question.repeated?.majority else {
                    return nil
                }
                return (gold: gold == .met, judge: verdict)
            })
        let clusters = answers.map { questions in
            AgreementCounts(questions.flatMap(\.pairs))
        }
        counts = .pooled(clusters)
        let intervals = TaskResamples(
            taskCount: clusters.count, replicates: replicates, seed: seed
        ).intervals(pooling: clusters) { counts in
            AgreementCoefficient.allCases.map { $0.value(counts) }
        }
        figures = Dictionary(uniqueKeysWithValues: zip(AgreementCoefficient.allCases, intervals))
    }

    /// Nil where it is undefined.
    package func value(_ coefficient: AgreementCoefficient) -> Double? {
        coefficient.value(counts)
    }

    /// The 95 % interval; nil where there is none, and where all resamples are the same: a judge
    /// without an error here may yet make one.
    package func interval(_ coefficient: AgreementCoefficient) -> Interval? {
        guard let interval = figures[coefficient]?.interval, let low = interval.low,
            let high = interval.high, high - low > 1e-12
        else { return nil }
        return interval
    }

    /// The share of labels that are MET.
    package var baseRate: Double { Double(labelsMet) / Double(labels) }

    /// What a judge agrees on who gives the commoner verdict without reading: the least that a
    /// judge is to be held against.
    package var constantVerdict: (verdict: Verdict, agreement: Double) {
        2 * labelsMet >= labels ? (.met, baseRate) : (.unmet, 1 - baseRate)
    }
}

extension JudgeTrial.Question {
    /// Gold and verdict of one repeat; nil without either.
    func pair(inRepeat place: Int) -> (gold: Bool, judge: Bool)? {
        guard let gold, rulings.indices.contains(place), let verdict = rulings[place].verdict
        else { return nil }
        return (gold: gold == .met, judge: verdict == .met)
    }

    /// Gold and verdict of every repeat that has one.
    var pairs: [(gold: Bool, judge: Bool)] { rulings.indices.compactMap(pair(inRepeat:)) }

    /// The verdicts that could be had; nil where there is none.
    package var repeated: RepeatedVerdicts? {
        let verdicts = rulings.compactMap(\.verdict)
        return verdicts.isEmpty ? nil : RepeatedVerdicts(verdicts.map { $0 == .met })
    }
}

extension [JudgeTrial.Question] {
    /// Answer by answer, in an order that does not depend on that of the questions, so that
    /// resamples do not either.
    var byAnswer: [[JudgeTrial.Question]] {
        Dictionary(grouping: self, by: \.answerID).sorted { $0.key < $1.key }.map { _, questions in
            questions.sorted { $0.criterion.id < $1.criterion.id }
        }
    }
}
