import Statistics
import Vocabulary

/// Whether a judge is kinder to answers written by its own family than another judge is, as the
/// difference of differences of `FamilyPreference`, with the mean over the configurations of each
/// side per task.
///
/// Configurations of the other judge's family are left out of the comparison as long as there are
/// others, since that judge may be kinder to those; so are those whose author is of no known family.
package struct SelfPreference: Sendable {
    package let judge: String
    package let otherJudge: String
    package let family: String
    /// Ids of the configurations on either side.
    package let own: [String]
    package let others: [String]
    /// Whether all of `others` are of the other judge's family, so that its preference is in it too.
    package let isMutual: Bool
    /// Per task, 0…1 units; above 0: kinder to its own.
    package let difference: PairedDifference
    package let signFlipP: Double?

    /// Nil where families are not known or the same, where a side has no configuration, and where
    /// no task has a score for all of them under both judges.
    init?(
        _ judge: SeveralJudges.JudgeView, _ other: SeveralJudges.JudgeView,
        _ configurations: [ConfigurationSummary], seed: UInt64
    ) {
        guard let family = judge.model.flatMap(ModelFamily.name),
            let otherFamily = other.model.flatMap(ModelFamily.name), family != otherFamily
        else { return nil }
        let own = configurations.filter { $0.authorFamily == family }
        let foreign = configurations.filter { ($0.authorFamily ?? family) != family }
        let neutral = foreign.filter { $0.authorFamily != otherFamily }
        let others = neutral.isEmpty ? foreign : neutral
        guard !own.isEmpty, !others.isEmpty else { return nil }
        func scores(_ view: SeveralJudges.JudgeView, _ rows: [ConfigurationSummary])
            -> [[String: Double]]
        {
            rows.map { view.row($0)?.scores.completedByTask ?? [:] }
        }
        let cells = [
            scores(judge, own), scores(other, own), scores(judge, others), scores(other, others),
        ]
        let tasks = judge.results.tasks.map(\.id).filter { task in
            cells.allSatisfy { $0.allSatisfy { $0[task] != nil } }
        }
        let means = cells.map { rows in
            tasks.map { task in
                Averages.sum(rows.compactMap { $0[task] }) / Double(rows.count)
            }
        }
        guard
            let difference = FamilyPreference.contrast(
                ownOwn: means[0], otherOwn: means[1], ownOther: means[2], otherOther: means[3])
        else { return nil }
        self.judge = judge.name
        otherJudge = other.name
        self.family = family
        self.own = own.map(\.id)
        self.others = others.map(\.id)
        isMutual = neutral.isEmpty
        self.difference = difference
        signFlipP = SignFlip(difference.differences, seed: seed)?.pValue
    }
}
