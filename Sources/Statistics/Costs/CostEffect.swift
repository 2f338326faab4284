/// Score against cost.
package enum CostEffect {
    /// The places of points that no other beats: none costs at most as much and scores at least as
    /// high with one of the two strict, both to nine decimals. Equal points stay both; a point that
    /// is not finite is left out. By cost, then in the order given.
    package static func frontier(_ points: [(cost: Double, score: Double)]) -> [Int] {
        let rounded = points.map {
            (cost: Averages.comparable($0.cost), score: Averages.comparable($0.score))
        }
        return rounded.indices.filter { isOnFrontier(rounded, $0) }
            .sorted { (rounded[$0].cost, $0) < (rounded[$1].cost, $1) }
    }

    private static func isOnFrontier(_ points: [(cost: Double, score: Double)], _ own: Int) -> Bool
    {
        let (cost, score) = points[own]
        guard cost.isFinite, score.isFinite else { return false }
        for other in points where other.cost.isFinite && other.score.isFinite {
            let isNoWorse = other.cost <= cost && other.score >= score
            if isNoWorse, other.cost < cost || other.score > score { return false }
        }
        return true
    }

    /// Share of resamples in which each configuration is on the frontier: bootstrap support.
    ///
    /// - Parameters costs, scores: by configuration, one mean per resample of the same tasks, of
    ///   which there is one at least.
    package static func frontierSupport(costs: [[Double]], scores: [[Double]]) -> [Double] {
        let replicates = costs.first?.count ?? 1
        precondition(
            replicates > 0 && costs.count == scores.count
                && (costs + scores).allSatisfy { $0.count == replicates },
            "every configuration has a cost and a score in every resample")
        var hits = [Int](repeating: 0, count: costs.count)
        var points = costs.map { _ in (cost: 0.0, score: 0.0) }
        for replicate in 0..<replicates {
            for place in points.indices {
                points[place] = (
                    Averages.comparable(costs[place][replicate]),
                    Averages.comparable(scores[place][replicate])
                )
            }
            for place in points.indices where isOnFrontier(points, place) { hits[place] += 1 }
        }
        return hits.map { Double($0) / Double(replicates) }
    }

    /// λ·ΔS − ΔC per task: what the better score is worth at λ dollars per unit of score, less what
    /// it costs more. With a spread to measure by, positive and clear of 0 where the change pays.
    /// (Stinnett & Mullahy 1998.) Nil for no task, and where a value is not finite.
    package static func netBenefit(
        scoreDifferences: [Double], costDifferences: [Double], worth: Double
    ) -> PairedDifference? {
        precondition(scoreDifferences.count == costDifferences.count, "a task has both")
        return PairedDifference(
            differences: zip(scoreDifferences, costDifferences).map { worth * $0 - $1 })
    }

    /// ΔC ÷ ΔS, only to be read where ΔS is clearly other than 0; nil where it is 0 and where the
    /// ratio is not finite.
    package static func incrementalRatio(cost: Double, score: Double) -> Double? {
        let ratio = cost / score
        return ratio.isFinite ? ratio : nil
    }
}
