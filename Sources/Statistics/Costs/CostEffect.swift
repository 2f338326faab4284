/// Score against cost.
package enum CostEffect {
    /// The places of points that no other beats: none costs at most as much and scores at least as
    /// high with one of the two strict. Equal points stay both. By cost, then in the order given.
    package static func frontier(_ points: [(cost: Double, score: Double)]) -> [Int] {
        points.indices.filter { own in
            !points.contains { other in
                other.cost <= points[own].cost && other.score >= points[own].score
                    && (other.cost < points[own].cost || other.score > points[own].score)
            }
        }.sorted { (points[$0].cost, $0) < (points[$1].cost, $1) }
    }

    /// Share of resamples in which each configuration is on the frontier: bootstrap support.
    ///
    /// - Parameters costs, scores: by configuration, one mean per resample of the same tasks.
    package static func frontierSupport(costs: [[Double]], scores: [[Double]]) -> [Double] {
        let replicates = costs.first?.count ?? 0
        var hits = [Int](repeating: 0, count: costs.count)
        for replicate in 0..<replicates {
            let points = costs.indices.map {
                (cost: costs[$0][replicate], score: Averages.comparable(scores[$0][replicate]))
            }
            for place in frontier(points) { hits[place] += 1 }
        }
        return hits.map { Double($0) / Double(max(1, replicates)) }
    }

    /// λ·ΔS − ΔC per task: what the better score is worth at λ dollars per unit of score, less what
    /// it costs more. With a spread to measure by, positive and clear of 0 where the change pays.
    /// (Stinnett & Mullahy 1998.)
    package static func netBenefit(
        scoreDifferences: [Double], costDifferences: [Double], worth: Double
    ) -> PairedDifference? {
        PairedDifference(
            differences: zip(scoreDifferences, costDifferences).map { worth * $0 - $1 })
    }

    /// ΔC ÷ ΔS, only to be read where ΔS is clearly other than 0; nil where it is 0.
    package static func incrementalRatio(cost: Double, score: Double) -> Double? {
        score == 0 ? nil : cost / score
    }
}
