import Statistics
import Vocabulary

/// An old judge against a new one on the same questions: what changed, and how surely.
///
/// Questions are matched by answer and criterion. Intervals come from resampling answers, those of
/// scores from the tasks; changes are new − old throughout.
package struct JudgeDifference: Sendable {
    package let old: JudgeTrial
    package let new: JudgeTrial
    /// In order of answer and criterion.
    package let pairs: [QuestionPair]
    /// Answers that they are about.
    package let answerCount: Int
    /// Questions that only one of the two was asked.
    package let oldOnly: Int
    package let newOnly: Int
    /// Nil where no question is matched.
    package let change: AnyChange?
    /// Nil where no matched question has a gold verdict that both judges ruled on.
    package let gold: GoldChange?
    /// Of all questions, of each polarity and of each axis, as far as there are any.
    package let flips: [FlipChange]
    /// Nil where no configuration has a task that both judges scored.
    package let scores: ScoreShifts?
    /// Nil where no question is matched.
    package let missing: MissingChange?
    /// Every question whose share of MET changed, the one that can move a score most first.
    package let flipped: [FlippedVerdict]
    package let precision: Precision

    /// How many random draws stand behind p values and intervals.
    package struct Precision: Sendable, Equatable {
        package let replicates: Int
        package let permutations: Int
        package let seed: UInt64

        package init(
            replicates: Int = TaskResamples.defaultReplicates,
            permutations: Int = SignFlip.defaultFlips, seed: UInt64
        ) {
            self.replicates = replicates
            self.permutations = permutations
            self.seed = seed
        }
    }

    /// Repeats from which the noise of a judge can be told well enough from a change.
    package static let usualRepeats = 3

    /// - Parameter fusions: by configuration, the configurations of its members.
    package init(
        from old: JudgeTrial, to new: JudgeTrial, fusions: [String: [String]] = [:],
        precision: Precision
    ) {
        let match = QuestionMatch(old, new)
        self.old = old
        self.new = new
        self.precision = precision
        pairs = match.answers.flatMap(\.self)
        answerCount = match.answers.count
        (oldOnly, newOnly) = (match.oldOnly, match.newOnly)
        change = AnyChange(match.answers, precision: precision)
        gold = GoldChange(match.answers, precision: precision)
        flips = FlipChange.all(
            match.answers, areRepeated: min(old.repeats, new.repeats) >= Self.usualRepeats,
            precision: precision)
        scores = ScoreShifts(match, fusions: fusions, precision: precision)
        missing = MissingChange(match.answers, precision: precision)
        flipped = FlippedVerdict.all(pairs)
    }

    /// The smaller number of repeats.
    package var repeats: Int { min(old.repeats, new.repeats) }

    /// Matched questions of all that either was asked, 0…1; nil where there are none.
    package var matchedShare: Double? {
        let all = pairs.count + oldOnly + newOnly
        return all > 0 ? Double(pairs.count) / Double(all) : nil
    }
}
