import Statistics
import Testing

@Suite("Bootstrap resamples and their intervals")
struct TaskResamplesTests {
    @Test("Every resample draws as many tasks as there are", arguments: Draws.seeds)
    func draws(seed: Int) {
        let tasks = 1 + seed
        var replicates = 0
        func check(_ place: Int, _ draws: [Int]) {
            #expect(place == replicates)
            #expect(draws.reduce(0, +) == tasks && draws.count == tasks)
            replicates += 1
        }
        TaskResamples(taskCount: tasks, replicates: 20, seed: UInt64(seed)).forEach(check)
        #expect(replicates == 20)
    }

    @Test(
        "The same seed gives the same bytes, and rows share their resamples", arguments: Draws.seeds
    )
    func deterministic(seed: Int) {
        var draws = Draws(seed)
        let rows = draws.rows(3, draws.count(1...12))
        let resamples = TaskResamples(taskCount: rows[0].count, replicates: 15, seed: 9)
        let means = resamples.means(of: rows)
        #expect(means == resamples.means(of: rows))
        #expect(means[1] == resamples.means(of: [rows[1]])[0])
        let other = TaskResamples(taskCount: rows[0].count, replicates: 15, seed: 10)
        #expect(rows[0].count == 1 || means != other.means(of: rows))
    }

    @Test("The spread of resampled means is the standard error, but for (n − 1) ÷ n")
    func spread() throws {
        var draws = Draws(2)
        let values = draws.scores(12)
        let resamples = TaskResamples(taskCount: 12, replicates: 3_000, seed: 1)
        let spread = try #require(Moments.standardDeviation(resamples.means(of: [values])[0]))
        let error = try #require(MeanEstimate(values)?.standardError)
        #expect(abs(spread / (error * (11.0 / 12).squareRoot()) - 1) < 0.05)
    }

    @Test("Bootstrap intervals go along with shift and scale", arguments: Draws.seeds)
    func affine(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.scores(7)
        let (shift, factor) = (draws.normal(), 0.5 + draws.unit())
        func intervals(_ values: [Double]) -> [Interval?] {
            let means = TaskResamples(taskCount: 7, replicates: 200, seed: 4).means(of: [values])[0]
            let mean = Averages.mean(values) ?? .nan
            return [
                BootstrapInterval.percentile(means),
                BootstrapInterval.basic(means, estimate: mean),
                BootstrapInterval.biasCorrected(
                    means, estimate: mean, jackknife: BootstrapInterval.jackknifeMeans(values)),
            ]
        }
        for (plain, moved) in zip(intervals(values), intervals(values.map { shift + factor * $0 }))
        {
            #expect(plain != nil)
            #expect(agree(moved?.low, plain?.low.map { shift + factor * $0 }))
            #expect(agree(moved?.high, plain?.high.map { shift + factor * $0 }))
        }
    }

    @Test("The basic interval is the percentile interval turned round the estimate")
    func basic() throws {
        let distribution = (0...100).map(Double.init)
        let percentile = try #require(BootstrapInterval.percentile(distribution, confidence: 0.9))
        #expect(agree(percentile.low, 5) && agree(percentile.high, 95))
        let basic = BootstrapInterval.basic(distribution, estimate: 60, confidence: 0.9)
        #expect(agree(basic?.low, 25) && agree(basic?.high, 115))
    }

    @Test("Without bias and skewness the levels stay as they are", arguments: [0.025, 0.5, 0.975])
    func unshifted(level: Double) throws {
        let distribution = (-50...50).map(Double.init)
        let correction = try #require(
            BiasCorrection(distribution, estimate: 0, jackknife: [-1, 0, 1]))
        #expect(correction.shift == 0 && correction.acceleration == 0)
        #expect(agree(correction.level(level), level, within: 1e-12))
    }

    @Test("Levels rise and stay within 0…1, however skewed", arguments: Draws.seeds)
    func levels(seed: Int) throws {
        var draws = Draws(seed)
        let jackknife = draws.scores(6).map { $0 * $0 * $0 } + [100 * draws.unit()]
        let distribution = draws.normals(50)
        let estimate = 2 * draws.unit() - 1
        let correction = try #require(
            BiasCorrection(distribution, estimate: estimate, jackknife: jackknife))
        let levels = [1e-12, 0.025, 0.5, 0.975, 1 - 1e-12].map(correction.level)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(levels.allSatisfy { (0...1).contains($0) })
    }

    @Test("A level beyond what a great skewness allows is at its end")
    func skewed() throws {
        // Nineteen equal and one far off make a = 0.15, so that 1 − 7·a is negative.
        let jackknife = Array(repeating: 0.0, count: 19) + [-1]
        let correction = try #require(
            BiasCorrection([0, 1], estimate: 0.5, jackknife: jackknife))
        #expect(correction.level(1 - 1e-12) == 1)
    }

    @Test("Leaving out each value in turn", arguments: Draws.seeds)
    func jackknife(seed: Int) {
        var draws = Draws(seed)
        let values = draws.scores(draws.count(2...9))
        for (place, mean) in BootstrapInterval.jackknifeMeans(values).enumerated() {
            var rest = values
            rest.remove(at: place)
            #expect(agree(mean, Averages.mean(rest), within: 1e-14))
        }
    }

    @Test("What is undefined is nil, and never a number")
    func undefined() {
        for distribution in [[], [1, .nan], [1, .infinity]] as [[Double]] {
            #expect(BootstrapInterval.percentile(distribution) == nil)
            #expect(BootstrapInterval.basic(distribution, estimate: 0) == nil)
            let corrected = BootstrapInterval.biasCorrected(
                distribution, estimate: 1, jackknife: [1, 2])
            #expect(corrected == nil)
        }
        #expect(BootstrapInterval.biasCorrected([1, 2], estimate: 9, jackknife: [1, 2]) == nil)
        #expect(BootstrapInterval.biasCorrected([1, 3], estimate: 2, jackknife: []) == nil)
        #expect(BootstrapInterval.biasCorrected([1, 3], estimate: 2, jackknife: [.nan]) == nil)
        #expect(BootstrapInterval.expandedTail(count: 1) == nil)
        #expect(BootstrapInterval.jackknifeMeans([]) == [])
        #expect(BootstrapInterval.jackknifeMeans([5]) == [])
    }

    @Test("An expanded tail is below the plain one and near it for many tasks")
    func expanded() throws {
        let tails = try [2, 6, 20, 100, 10_000].map {
            try #require(BootstrapInterval.expandedTail(count: $0))
        }
        #expect(zip(tails, tails.dropFirst()).allSatisfy { $0 < $1 })
        #expect(tails.allSatisfy { $0 < 0.025 } && tails[4] > 0.0249)
    }
}
