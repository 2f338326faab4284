import Statistics
import Testing

@Suite("Intervals of statistics in resampled clusters")
struct ResampledIntervalTests {
    private static func clusters(_ seed: Int, _ count: Int = 12) -> [AgreementCounts] {
        var draws = Draws(seed)
        return (0..<count).map { _ in AgreementCountsTests.drawn(&draws, upTo: 6) }
    }

    private static func statistics(_ counts: AgreementCounts) -> [Double?] {
        [counts.kappa, counts.gwetAC1, counts.youden]
    }

    @Test("The same seed gives the same bytes, another one others", arguments: Draws.seeds)
    func deterministic(seed: Int) {
        let clusters = Self.clusters(seed)
        func intervals(_ seed: UInt64) -> [ResampledInterval] {
            TaskResamples(taskCount: 12, replicates: 100, seed: seed)
                .intervals(pooling: clusters, Self.statistics)
        }
        #expect(intervals(3) == intervals(3))
        #expect(intervals(3) != intervals(4))
        #expect(intervals(3).map(\.estimate) == intervals(4).map(\.estimate))
    }

    @Test("Pooled counts and repeated clusters come to the same", arguments: Draws.seeds)
    func repeated(seed: Int) {
        let clusters = Self.clusters(seed)
        let resamples = TaskResamples(taskCount: 12, replicates: 100, seed: 5)
        let pooled = resamples.intervals(pooling: clusters, Self.statistics)
        let repeated = resamples.intervals(repeating: clusters) {
            Self.statistics(.pooled($0))
        }
        #expect(pooled == repeated)
        #expect(pooled.map(\.estimate) == Self.statistics(.pooled(clusters)))
    }

    @Test("A mean's interval is that of the resampled means", arguments: Draws.seeds)
    func mean(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.coarse(15)
        let resamples = TaskResamples(taskCount: 15, replicates: 300, seed: 2)
        let interval = resamples.intervals(repeating: values) { [Averages.mean($0)] }[0].interval
        let means = BootstrapInterval.percentile(resamples.means(of: [values])[0])
        #expect(agree(interval?.low, means?.low) && agree(interval?.high, means?.high))
    }

    @Test("Replicates without a value are counted, and too many leave no interval")
    func undefined() {
        func intervals(_ clusters: [AgreementCounts]) -> ResampledInterval {
            TaskResamples(taskCount: clusters.count, replicates: 1_000, seed: 1)
                .intervals(pooling: clusters) { [$0.sensitivity] }[0]
        }
        let unmet = AgreementCounts(
            truePositives: 0, falsePositives: 1, falseNegatives: 0, trueNegatives: 3)
        let met = AgreementCounts(
            truePositives: 2, falsePositives: 0, falseNegatives: 1, trueNegatives: 0)
        // Without one in ten that is MET, 0.9¹⁰ = 35 % of the resamples have none; with four, 0.6 %.
        let rare = intervals([met] + Array(repeating: unmet, count: 9))
        #expect(rare.estimate == 2.0 / 3 && rare.interval == nil)
        #expect((290...410).contains(rare.undefined) && rare.replicates == 1_000)
        let some = intervals(
            Array(repeating: met, count: 4) + Array(repeating: unmet, count: 6))
        #expect(some.interval != nil && (1...30).contains(some.undefined))
        let none = intervals([unmet, unmet])
        #expect(none.estimate == nil && none.interval == nil && none.undefined == 1_000)
        let single = intervals([met])
        #expect(single.estimate == 2.0 / 3 && single.interval == nil)
    }

    @Test("What is not finite is undefined")
    func infinite() {
        let resamples = TaskResamples(taskCount: 3, replicates: 50, seed: 1)
        let found = resamples.intervals { _ in [.nan, .infinity, 1] }
        #expect(found.map(\.estimate) == [nil, nil, 1])
        #expect(found.map(\.undefined) == [50, 50, 0])
        #expect(found[2].interval == Interval(low: 1, high: 1))
    }

    /// Answers with a sensitivity of their own, which makes criteria as if independent misleading.
    @Test("Intervals over answers cover what those over criteria miss")
    func coverage() {
        var (overAnswers, overCriteria) = (0, 0)
        for seed in 0..<200 {
            var draws = Draws(seed)
            let answers = (0..<30).map { _ -> AgreementCounts in
                let chance = draws.flag() ? 0.95 : 0.65
                return AgreementCounts(
                    (0..<20).map { _ in (gold: true, judge: draws.flag(chance)) })
            }
            let interval = TaskResamples(taskCount: 30, replicates: 300, seed: UInt64(seed))
                .intervals(pooling: answers) { [$0.sensitivity] }[0].interval
            let pooled = AgreementCounts.pooled(answers)
            let plain = Proportion.wilson(successes: pooled.truePositives, of: pooled.goldMet)
            if interval?.contains(0.8) ?? false { overAnswers += 1 }
            if plain?.contains(0.8) ?? false { overCriteria += 1 }
        }
        #expect(overAnswers >= 178 && overCriteria < 165)
    }
}
