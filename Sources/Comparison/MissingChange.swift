import Statistics
import Vocabulary

/// How many verdicts two judges owe.
///
/// What the network, the endpoint or the budget failed says nothing of a judge: such rulings count
/// neither as asked for nor as owed.
package struct MissingChange: Sendable {
    package let old: Counts
    package let new: Counts
    /// Of the share that is owed.
    package let change: ResampledInterval
    /// Of the share whose reply was no verdict.
    package let unreadableChange: ResampledInterval

    package struct Counts: Sendable, Equatable {
        /// Rulings that the judge was asked for and could be reached for.
        package fileprivate(set) var rulings = 0
        /// Those of them without a verdict.
        package fileprivate(set) var owed = 0
        /// Those of them whose reply was no verdict.
        package fileprivate(set) var unreadable = 0
        /// Rulings lost to network, endpoint or budget.
        package fileprivate(set) var lost = 0

        /// Nil without rulings.
        package var owedShare: Double? { rulings > 0 ? Double(owed) / Double(rulings) : nil }
        package var unreadableShare: Double? {
            rulings > 0 ? Double(unreadable) / Double(rulings) : nil
        }

        fileprivate init(_ rulings: [JudgeTrial.Ruling]) {
            lost = rulings.count(where: \.isLost)
            self.rulings = rulings.count - lost
            owed = rulings.count(where: \.isOwed)
            unreadable = rulings.count { $0.isOwed && $0.failure == .unreadable }
        }

        fileprivate mutating func add(_ other: Counts, times: Int) {
            rulings += times * other.rulings
            owed += times * other.owed
            unreadable += times * other.unreadable
            lost += times * other.lost
        }
    }

    /// - Returns: nil for no question.
    init?(_ answers: [[QuestionPair]], precision: JudgeDifference.Precision) {
        guard !answers.isEmpty else { return nil }
        let clusters = answers.map { answer in
            CountsOfBoth(
                old: Counts(answer.flatMap(\.old.rulings)),
                new: Counts(answer.flatMap(\.new.rulings)))
        }
        let totals = CountsOfBoth.pooled(clusters)
        (old, new) = (totals.old, totals.new)
        func change(_ pooled: CountsOfBoth, _ share: (Counts) -> Double?) -> Double? {
            share(pooled.old).flatMap { old in share(pooled.new).map { $0 - old } }
        }
        let resamples = TaskResamples(
            taskCount: clusters.count, replicates: precision.replicates, seed: precision.seed)
        let changes = resamples.intervals(pooling: clusters) { pooled in
            [change(pooled, \.owedShare), change(pooled, \.unreadableShare)]
        }
        (self.change, unreadableChange) = (changes[0], changes[1])
    }
}

extension JudgeTrial.Ruling {
    fileprivate var isLost: Bool { verdict == nil && failure == .infrastructure }
    /// Whether the judge could be reached, and gave no verdict.
    var isOwed: Bool { verdict == nil && failure != .infrastructure }
}

private struct CountsOfBoth: Poolable {
    var old: MissingChange.Counts
    var new: MissingChange.Counts

    static let zero = CountsOfBoth(old: .init([]), new: .init([]))

    mutating func add(_ other: CountsOfBoth, times: Int) {
        old.add(other.old, times: times)
        new.add(other.new, times: times)
    }
}
