import Statistics
import Vocabulary

/// Which configurations no other beats on both cost and score, over the tasks on which all have
/// both.
package struct CostFrontier: Sendable {
    /// By configuration id; none for configurations with a cost that is not known.
    package let places: [String: Place]

    package struct Place: Sendable, Equatable {
        package let isOnFrontier: Bool
        /// Share of resamples of the tasks in which it is: bootstrap support, 0…1.
        package let support: Double
    }

    /// - Parameter rows: those to compare.
    package init(_ rows: [ConfigurationScores], seed: UInt64) {
        let priced = rows.filter { $0.costPerAnswer != nil }
        let costs = priced.map(\.costByTask)
        let scores = priced.map(\.scoreByTask)
        let tasks = (priced.first?.tasks.map(\.taskID) ?? []).filter { task in
            costs.allSatisfy { $0[task] != nil } && scores.allSatisfy { $0[task] != nil }
        }
        guard !tasks.isEmpty else {
            places = [:]
            return
        }
        let columns = (costs + scores).map { row in tasks.compactMap { row[$0] } }
        let means = columns.map { Averages.sum($0) / Double(tasks.count) }
        let count = priced.count
        let frontier = Set(
            CostEffect.frontier(
                (0..<count).map { (means[$0], Averages.comparable(means[count + $0])) }))
        let resampled = TaskResamples(taskCount: tasks.count, seed: seed).means(of: columns)
        let support = CostEffect.frontierSupport(
            costs: Array(resampled[..<count]), scores: Array(resampled[count...]))
        places = Dictionary(
            (0..<count).map { place in
                (
                    priced[place].configuration.id,
                    Place(isOnFrontier: frontier.contains(place), support: support[place])
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
