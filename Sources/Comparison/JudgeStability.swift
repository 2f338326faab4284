import Statistics
import Vocabulary

/// Whether a judge says the same again, whatever gold says. Over the questions with two verdicts or
/// more; stable is not right.
package struct JudgeStability: Sendable {
    package let questions: Int
    /// The share on which repeats part, 0…1. It grows with the number of repeats.
    package let unstable: Double
    /// Mean 2p̂(1 − p̂), which is low by (r − 1) ÷ r for r repeats; see `RepeatedVerdicts`.
    package let expectedFlip: Double
    /// D_AA, the chance that two judgings part: the mean share of pairs of repeats that do, with
    /// answers resampled.
    package let disagreement: ResampledInterval

    /// - Returns: nil where no question has two verdicts.
    package init?(
        _ questions: [JudgeTrial.Question], replicates: Int = TaskResamples.defaultReplicates,
        seed: UInt64
    ) {
        let answers = questions.byAnswer.map { answer in
            answer.compactMap(\.repeated).filter { $0.runs > 1 }
        }.filter { !$0.isEmpty }
        let repeated = answers.flatMap { $0 }
        guard let expectedFlip = Averages.mean(repeated.map(\.expectedFlip)) else { return nil }
        self.questions = repeated.count
        unstable = Double(repeated.count(where: \.isUnstable)) / Double(repeated.count)
        self.expectedFlip = expectedFlip
        let clusters = answers.map { FlipRates($0.map { (old: $0, new: $0) }) }
        disagreement =
            TaskResamples(
                taskCount: clusters.count, replicates: replicates, seed: seed
            ).intervals(pooling: clusters) { [$0.oldRate] }[0]
    }

    /// q with 2q(1 − q) = D_AA: the chance that one judging is other than what the judge tends to,
    /// if all criteria were alike. Nil where D_AA is above ½, more than a coin would part.
    package var deviation: Double? {
        guard let apart = disagreement.estimate, apart <= 0.5 else { return nil }
        return (1 - (1 - 2 * apart).squareRoot()) / 2
    }

    /// The chance that the majority of k judgings is other than what the judge tends to, if all
    /// criteria were alike. Where few criteria make most flips, votes mend less.
    package func majorityError(of k: Int) -> Double? {
        deviation.map { MajorityVote.error(runs: k, deviation: $0) }
    }
}
