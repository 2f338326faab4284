import Statistics
import Testing

@Suite("Score against cost")
struct CostEffectTests {
    private static func points(_ seed: Int) -> [(cost: Double, score: Double)] {
        var draws = Draws(seed)
        return zip(draws.coarse(draws.count(0...12)), draws.coarse(12)).map { ($0 + 1, $1) }
    }

    @Test("Everything off the frontier is beaten by a point on it", arguments: 0..<50)
    func beaten(seed: Int) {
        let points = Self.points(seed)
        let frontier = CostEffect.frontier(points)
        func beats(_ a: Int, _ b: Int) -> Bool {
            points[a].cost <= points[b].cost && points[a].score >= points[b].score
                && points[a] != points[b]
        }
        for place in points.indices {
            let isBeaten = frontier.contains { beats($0, place) }
            #expect(isBeaten != frontier.contains(place))
        }
        // Along the frontier, cost and score rise together.
        for (a, b) in zip(frontier, frontier.dropFirst()) {
            #expect(points[a].cost <= points[b].cost && points[a].score <= points[b].score)
        }
    }

    @Test("Points that are equal on paper beat each other no more than themselves")
    func ties() {
        let points = [(cost: 0.3, score: 0.1 + 0.2), (cost: 0.1 + 0.2, score: 0.3)]
        #expect(CostEffect.frontier(points) == [0, 1])
        #expect(
            CostEffect.frontierSupport(
                costs: points.map { [$0.cost] }, scores: points.map { [$0.score] }) == [1, 1])
    }

    @Test("What is no number is on no frontier and beats nothing")
    func notFinite() {
        let points: [(cost: Double, score: Double)] = [
            (.nan, 1), (1, .nan), (2, 0.5), (-.infinity, 1), (1, .infinity),
        ]
        #expect(CostEffect.frontier(points) == [2])
        #expect(
            CostEffect.frontierSupport(
                costs: points.map { [$0.cost] }, scores: points.map { [$0.score] })
                == [0, 0, 1, 0, 0])
        #expect(CostEffect.frontier([]).isEmpty)
        #expect(CostEffect.frontierSupport(costs: [], scores: []).isEmpty)
    }

    @Test(
        "Support is the share of resamples with the point on the frontier", arguments: Draws.seeds)
    func support(seed: Int) {
        var draws = Draws(seed)
        let (count, replicates) = (draws.count(1...5), draws.count(1...20))
        let costs = (0..<count).map { _ in draws.coarse(replicates) }
        let scores = (0..<count).map { _ in draws.coarse(replicates) }
        let support = CostEffect.frontierSupport(costs: costs, scores: scores)
        for place in 0..<count {
            let hits = (0..<replicates).count { replicate in
                CostEffect.frontier(
                    (0..<count).map { (costs[$0][replicate], scores[$0][replicate]) }
                ).contains(place)
            }
            #expect(agree(support[place], Double(hits) / Double(replicates)))
        }
    }

    @Test("Net benefit is the worth of the score less the cost", arguments: Draws.seeds)
    func netBenefit(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(1...9)
        let (scores, costs) = (draws.normals(count), draws.normals(count))
        let worth = 10 * draws.unit()
        let benefit = try #require(
            CostEffect.netBenefit(scoreDifferences: scores, costDifferences: costs, worth: worth))
        let expected = worth * (Averages.mean(scores) ?? 0) - (Averages.mean(costs) ?? 0)
        #expect(agree(benefit.mean, expected))
        // It is 0 at the incremental ratio.
        if let ratio = CostEffect.incrementalRatio(
            cost: Averages.mean(costs) ?? 0, score: Averages.mean(scores) ?? 0)
        {
            let even = CostEffect.netBenefit(
                scoreDifferences: scores, costDifferences: costs, worth: ratio)
            #expect(agree(even?.mean, 0, within: 1e-9 * max(1, abs(ratio))))
        }
    }

    @Test(
        "A ratio that is no number is nil",
        arguments: [(1, 0), (0, 0), (.nan, 1), (1, .nan), (.infinity, 1), (1e300, 1e-300)]
            as [(Double, Double)])
    func incremental(cost: Double, score: Double) {
        #expect(CostEffect.incrementalRatio(cost: cost, score: score) == nil)
    }

    @Test("No task has no net benefit")
    func noBenefit() {
        #expect(
            CostEffect.netBenefit(scoreDifferences: [], costDifferences: [], worth: 1) == nil)
        #expect(
            CostEffect.netBenefit(scoreDifferences: [1], costDifferences: [.nan], worth: 1) == nil)
    }
}
