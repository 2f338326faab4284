import Statistics
import Vocabulary

/// How far a judge's scores of whole answers are off gold, in points.
///
/// The error of one judging of one answer, with weights w, P the positive weight of the task's
/// whole rubric, and gold verdicts m and the judge's m̂ of the criteria that have both:
///
///     error = 100·Σ w·(m̂ − m) ÷ P     above 0: the judge scores too high
///
/// It is the error of an unclamped score as far as labels go: where gold covers a part of the
/// rubric, what the judge gets wrong on the rest is not in it; see `coveredWeight`. A verdict that
/// is missing is left out, never an error.
package struct AnswerScoreErrors: Sendable {
    /// In the order of their ids.
    package let answers: [Answer]
    /// The mean error, each answer alike, with its spread over answers; nil for no verdict.
    package let bias: MeanEstimate?
    /// Likewise of |error| of a single judging.
    package let absolute: MeanEstimate?
    /// Between them lie 95 % of the errors of single judgings, if they are about normal: mean ±
    /// z·s over all judgings (Bland & Altman 1986). Nil for one answer.
    package let limits: Interval?
    /// Of the labelled |weight|, the share that is misjudged, 0…1, with answers resampled.
    package let misjudged: ResampledInterval
    /// Of the positive weight of the answers' rubrics, the share that has labels, 0…1.
    package let coveredWeight: Double?

    package struct Answer: Sendable, Equatable {
        package let answerID: String
        package let taskID: String
        package let labels: Int
        /// In points, one for every repeat; nil where the repeat has no verdict on it.
        package let errors: [Double?]
        /// Of its labelled |weight| over all repeats.
        package let misjudged: Double?

        /// Over the repeats; nil without a verdict.
        package var mean: Double? { Averages.mean(errors.compactMap { $0 }) }
        package var absolute: Double? { Averages.mean(errors.compactMap { $0.map(abs) }) }
    }

    /// - Parameters:
    ///   - questions: those without a gold label are passed over.
    ///   - seed: of the resamples.
    /// - Returns: nil where no question has a gold label.
    package init?(
        _ questions: [JudgeTrial.Question], repeats: Int,
        replicates: Int = TaskResamples.defaultReplicates, seed: UInt64
    ) {
        let labelled = questions.filter { $0.gold != nil }.byAnswer
        guard !labelled.isEmpty else { return nil }
        let clusters = labelled.map { answer in
            (0..<repeats).map { place in
                ScoreError(
                    answer.compactMap { question in
                        question.pair(inRepeat: place).map {
                            (weight: question.criterion.weight, gold: $0.gold, judge: $0.judge)
                        }
                    })
            }
        }
        answers = zip(labelled, clusters).map { questions, repeats in
            let positive = questions[0].positiveWeight
            return Answer(
                answerID: questions[0].answerID, taskID: questions[0].taskID,
                labels: questions.count,
                errors: repeats.map { error in
                    error.totalWeight > 0 && positive > 0
                        ? 100 * Double(error.raw) / positive : nil
                },
                misjudged: ScoreError.pooled(repeats).misjudgedShare)
        }
        bias = MeanEstimate(answers.compactMap(\.mean))
        absolute = MeanEstimate(answers.compactMap(\.absolute))
        let singles = answers.flatMap { $0.errors.compactMap { $0 } }
        limits =
            answers.count > 1
            ? AnswerAgreement(judge: singles, gold: singles.map { _ in 0 })?.limitsOfAgreement()
            : nil
        misjudged =
            TaskResamples(
                taskCount: clusters.count, replicates: replicates, seed: seed
            ).intervals(pooling: clusters.map(ScoreError.pooled)) { [$0.misjudgedShare] }[0]
        let covered = labelled.flatMap { $0 }.reduce(0) { $0 + max(0, $1.criterion.weight) }
        let whole = Averages.sum(labelled.map { $0[0].positiveWeight })
        coveredWeight = whole > 0 ? Double(covered) / whole : nil
    }
}
