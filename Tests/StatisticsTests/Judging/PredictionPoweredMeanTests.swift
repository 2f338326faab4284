import Statistics
import Testing

@Suite("Human scores of few answers with a judge's of many")
struct PredictionPoweredMeanTests {
    private struct Sample {
        var labelled: [(human: Double, judge: Double)] = []
        var unlabelled: [Double] = []

        /// A judge who is off by a constant and by some noise; the true mean is ½.
        init(_ seed: Int, labelled: Int = 40, noise: Double = 0.05) {
            var draws = Draws(seed)
            for place in 0..<(labelled + 200) {
                let human = draws.unit()
                let judge = human + 0.2 + noise * draws.normal()
                if place < labelled {
                    self.labelled.append((human, judge))
                } else {
                    unlabelled.append(judge)
                }
            }
        }

        func mean(_ weight: Double? = nil) -> PredictionPoweredMean? {
            PredictionPoweredMean(labelled: labelled, unlabelled: unlabelled, weight: weight)
        }
    }

    @Test("Without weight the judge makes no difference", arguments: Draws.seeds)
    func human(seed: Int) throws {
        let sample = Sample(seed)
        let mean = try #require(sample.mean(0))
        let human = try #require(MeanEstimate(sample.labelled.map(\.human)))
        #expect(agree(mean.mean, human.mean))
        #expect(agree(mean.standardError, (human.standardError ?? 0) * (39.0 / 40).squareRoot()))
    }

    @Test("The tuned weight is about as good as any, and better for a good judge")
    func tuned() throws {
        for seed in Draws.seeds {
            let sample = Sample(seed)
            let tuned = try #require(sample.mean())
            for weight in [0, 0.3, 0.6, 0.9, 1] {
                #expect(
                    try tuned.standardError
                        <= #require(sample.mean(weight)).standardError * 1.05)
            }
            #expect(tuned.weight > 0.5)
            #expect(try tuned.standardError < 0.7 * #require(sample.mean(0)).standardError)
        }
    }

    @Test("The judge's error cancels, and 95 % intervals cover the truth about as often")
    func coverage() throws {
        let means = try (0..<400).map { try #require(Sample($0).mean()) }
        let all = try #require(MeanEstimate(means.map(\.mean)))
        #expect(abs(all.mean - 0.5) < 4 * (all.standardError ?? 0))
        let covered = means.count { $0.interval().contains(0.5) }
        #expect((364...394).contains(covered))
    }

    @Test("A judge's shift changes nothing where the weight is 1", arguments: Draws.seeds)
    func shifted(seed: Int) {
        let sample = Sample(seed)
        var moved = sample
        moved.labelled = sample.labelled.map { ($0.human, $0.judge + 3) }
        moved.unlabelled = sample.unlabelled.map { $0 + 3 }
        #expect(agree(moved.mean(1)?.mean, sample.mean(1)?.mean))
        #expect(agree(moved.mean()?.mean, sample.mean()?.mean))
    }

    @Test("A judge who knows nothing has no weight")
    func useless() throws {
        let labelled = [
            (human: 0.2, judge: 0.9), (human: 0.9, judge: 0.1), (human: 0.5, judge: 0.5),
        ]
        let against = try #require(
            PredictionPoweredMean(labelled: labelled, unlabelled: [0.4, 0.6]))
        #expect(against.weight == 0 && agree(against.mean, 1.6 / 3))
        let flat = PredictionPoweredMean(
            labelled: labelled.map { (human: $0.human, judge: 0.5) }, unlabelled: [0.5, 0.5])
        #expect(flat?.weight == 0)
    }

    @Test("Few labels are given Student's interval")
    func few() throws {
        let few = try #require(Sample(1, labelled: 29).mean())
        let many = try #require(Sample(1, labelled: 30).mean())
        func width(_ mean: PredictionPoweredMean) -> Double {
            ((mean.interval().high ?? 0) - mean.mean) / mean.standardError
        }
        #expect(agree(width(few), StudentT(degreesOfFreedom: 28).quantile(0.975)))
        #expect(agree(width(many), NormalDistribution.quantile(0.975)))
    }

    @Test("One answer on a side is too few")
    func undefined() {
        let two = [(human: 1.0, judge: 1.0), (human: 0, judge: 0)]
        #expect(PredictionPoweredMean(labelled: two, unlabelled: [1]) == nil)
        #expect(PredictionPoweredMean(labelled: [two[0]], unlabelled: [1, 2]) == nil)
        #expect(PredictionPoweredMean(labelled: two, unlabelled: [1, .nan]) == nil)
    }
}
