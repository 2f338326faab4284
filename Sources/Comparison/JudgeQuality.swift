import Statistics
import Vocabulary

/// What a trial says of one judge: how its verdicts fall on gold, what that does to scores, whether
/// it says the same again, and what it took.
///
/// Nothing depends on the order of the answers, nor on that of the repeats but where a repeat is
/// named.
package struct JudgeQuality: Sendable {
    package let trial: JudgeTrial
    /// Over all criteria, then by polarity, by axis and by both; those without a gold label are
    /// not there. Empty for a trial without gold.
    package let slices: [Slice]
    /// Nil without gold.
    package let errors: AnswerScoreErrors?
    /// Over all criteria; nil where nothing was judged twice.
    package let stability: JudgeStability?
    package let stabilityByPolarity: [Polarity: JudgeStability]
    package let effort: JudgeEffort
    /// Nil where it can't be said.
    package let precision: GoldPrecision?
    /// Those that cost most first.
    package let mistakes: [JudgeMistake]

    /// Some of the criteria; nil: of all polarities, or all axes.
    package struct Slice: Sendable {
        package let polarity: Polarity?
        package let axis: Axis?
        package let agreement: GoldAgreement
    }

    /// By polarity and axis at once, fewer labels than these say nothing.
    package static let enoughLabels = 10

    /// - Parameter seed: of the resamples of answers.
    package init(
        _ trial: JudgeTrial, replicates: Int = TaskResamples.defaultReplicates, seed: UInt64
    ) {
        self.trial = trial
        let questions = trial.questions
        func agreement(_ polarity: Polarity?, _ axis: Axis?) -> Slice? {
            let part = questions.filter { question in
                (polarity.map { $0 == question.criterion.polarity } ?? true)
                    && (axis.map { $0 == question.criterion.axis } ?? true)
            }
            return GoldAgreement(
                part, repeats: trial.repeats, replicates: replicates, seed: seed
            ).map { Slice(polarity: polarity, axis: axis, agreement: $0) }
        }
        let both = Axis.allCases.flatMap { axis in
            Polarity.allCases.compactMap { agreement($0, axis) }
        }.filter { $0.agreement.labels >= Self.enoughLabels }
        slices =
            [agreement(nil, nil)].compactMap { $0 }
            + Polarity.allCases.compactMap { agreement($0, nil) }
            + Axis.allCases.compactMap { agreement(nil, $0) } + both
        errors = AnswerScoreErrors(
            questions, repeats: trial.repeats, replicates: replicates, seed: seed)
        stability = JudgeStability(questions, replicates: replicates, seed: seed)
        stabilityByPolarity = Dictionary(
            uniqueKeysWithValues: Polarity.allCases.compactMap { polarity in
                JudgeStability(
                    questions.filter { $0.criterion.polarity == polarity },
                    replicates: replicates, seed: seed
                ).map { (polarity, $0) }
            })
        effort = JudgeEffort(trial)
        precision = GoldPrecision(questions, repeats: trial.repeats)
        mistakes = JudgeMistake.all(in: questions)
    }

    /// On all labels; nil without gold.
    package var overall: GoldAgreement? { slice() }

    /// On the labels of a polarity, an axis or both; nil where there are none, or too few for both.
    package func slice(_ polarity: Polarity? = nil, _ axis: Axis? = nil) -> GoldAgreement? {
        slices.first { $0.polarity == polarity && $0.axis == axis }?.agreement
    }
}
