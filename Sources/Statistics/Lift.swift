import Vocabulary

/// Lift: how much better a fusion is than its best member, on the tasks that all of them have
/// scores for.
///
/// With F the fusion's and M₁…Mₖ the members' mean normalized scores over the common tasks:
///
///     lift = F − max Mₖ
///
/// This is the naive estimate. It is biased downwards when members are close, since the best of
/// them is chosen on the same data, and it says nothing of its own uncertainty.
package enum Lift {
    /// One record for every fusion that has at least one member with a solo row and at least one
    /// common task, in suite order. A model counts once, however often it is in the panel; members
    /// without a solo row are left out.
    package static func records(of results: RunResults) -> [LiftRecord] {
        let scores = results.configurations.map { ConfigurationScores($0, in: results) }
        return scores.filter { $0.configuration.kind == "fusion" }.compactMap { fusion in
            let panel = fusion.configuration.models
            let members = scores.filter { solo in
                solo.configuration.kind == "solo"
                    && solo.configuration.models.contains(where: panel.contains)
            }
            return record(of: fusion, members: members)
        }
    }

    private static func record(
        of fusion: ConfigurationScores, members: [ConfigurationScores]
    ) -> LiftRecord? {
        let fused = fusion.scoreByTask
        let solos = members.map { ($0.configuration.id, $0.scoreByTask) }
        let common = fusion.scored.map(\.taskID).filter { task in
            solos.allSatisfy { $0.1[task] != nil }
        }
        let means = solos.compactMap { id, byTask in
            Averages.mean(common.compactMap { byTask[$0] }).map { (id: id, mean: $0) }
        }
        // Of equal members `max` takes the first, in suite order.
        let best = means.max {
            Averages.comparable($0.mean) < Averages.comparable($1.mean)
        }
        guard let best, let mean = Averages.mean(common.compactMap { fused[$0] }) else {
            return nil
        }
        return LiftRecord(
            configurationID: fusion.configuration.id, bestMemberID: best.id,
            commonTasks: common.count, fusedScore: mean, bestMemberScore: best.mean)
    }
}
