import Statistics
import Vocabulary

/// How many verdicts of some questions flip between two judges, and how much of that is the judges'
/// doing: see `FlipRates`.
package struct FlipChange: Sendable {
    package let group: Group
    /// Questions that both judges ruled on.
    package let questions: Int
    /// D_AB, the chance that a repeat of one judge and one of the other part.
    package let raw: ResampledInterval
    /// D_AA and D_BB, the chance that two repeats of a judge part, and what flips beyond the mean
    /// of both. Nil with fewer than three repeats.
    package let within: Within?
    /// Mean p̂_new − p̂_old; above 0 where the new judge says MET more often.
    package let leniency: ResampledInterval

    package struct Within: Sendable {
        package let old: ResampledInterval
        package let new: ResampledInterval
        package let excess: ResampledInterval
    }

    /// Which questions.
    package enum Group: Sendable, Hashable {
        case all
        case polarity(Polarity)
        case axis(Axis)

        static let each =
            [all] + Polarity.allCases.map(Group.polarity) + Axis.allCases.map(Group.axis)

        func contains(_ criterion: Criterion) -> Bool {
            switch self {
            case .all: true
            case .polarity(let polarity): criterion.polarity == polarity
            case .axis(let axis): criterion.axis == axis
            }
        }
    }

    /// - Parameter answers: the clusters that are drawn.
    /// - Returns: of the groups that have a question.
    static func all(
        _ answers: [[QuestionPair]], areRepeated: Bool, precision: JudgeDifference.Precision
    ) -> [FlipChange] {
        let clusters = answers.map(GroupedFlips.init).filter { $0.groups[0].criteria > 0 }
        guard !clusters.isEmpty else { return [] }
        let resamples = TaskResamples(
            taskCount: clusters.count, replicates: precision.replicates, seed: precision.seed)
        let totals = GroupedFlips.pooled(clusters)
        let intervals = resamples.intervals(pooling: clusters) { pooled in
            pooled.groups.flatMap {
                [$0.rawRate, $0.oldRate, $0.newRate, $0.excessRate, $0.leniencyShift]
            }
        }
        return Group.each.indices.filter { totals.groups[$0].criteria > 0 }.map { place in
            let own = intervals[(5 * place)..<(5 * place + 5)].map(\.self)
            return FlipChange(
                group: Group.each[place], questions: totals.groups[place].criteria, raw: own[0],
                within: areRepeated ? Within(old: own[1], new: own[2], excess: own[3]) : nil,
                leniency: own[4])
        }
    }
}

/// The flips of one answer, in the order of `FlipChange.Group.each`.
private struct GroupedFlips: Poolable {
    var groups: [FlipRates]

    private init(groups: [FlipRates]) { self.groups = groups }

    init(_ answer: [QuestionPair]) {
        groups = FlipChange.Group.each.map { group in
            FlipRates(answer.filter { group.contains($0.criterion) }.compactMap(\.verdicts))
        }
    }

    static let zero = GroupedFlips(groups: FlipChange.Group.each.map { _ in .zero })

    mutating func add(_ other: GroupedFlips, times: Int) {
        for place in groups.indices { groups[place].add(other.groups[place], times: times) }
    }
}
