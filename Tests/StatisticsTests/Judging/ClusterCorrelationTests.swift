import Statistics
import Testing

@Suite("How alike the verdicts on one answer are")
struct ClusterCorrelationTests {
    @Test("An answer's verdicts that are all the same correlate fully")
    func full() throws {
        let correlation = try #require(
            ClusterCorrelation(verdicts: [[true, true, true], [false, false], [true, true]]))
        #expect(correlation.correlation == 1 && correlation.designEffect(size: 39) == 39)
        #expect(correlation.clusters == 3 && correlation.values == 7)
    }

    @Test("Answers of unequal size: an example by hand")
    func unequal() {
        // MSB = 5/12, MSW = 2/9 and m₀ = 11/6, so ρ = (7/36) ÷ (65/108).
        let correlation = ClusterCorrelation([[1, 1], [0], [1, 0, 0]])
        #expect(agree(correlation?.correlation, 21.0 / 65))
    }

    @Test("Independent verdicts of unequal answers correlate 0 on average")
    func independent() throws {
        let estimates = (0..<400).compactMap { seed -> Double? in
            var draws = Draws(seed)
            let answers = (0..<12).map { _ in
                (0..<draws.count(2...9)).map { _ in draws.flag(0.7) }
            }
            return ClusterCorrelation(verdicts: answers)?.correlation
        }
        let mean = try #require(MeanEstimate(estimates))
        #expect(abs(mean.mean) < 4 * (mean.standardError ?? 0) + 0.005)
        #expect(estimates.contains { $0 < 0 } && estimates.allSatisfy { $0 <= 1 })
    }

    @Test("The design effect is by how much the variance of a mean exceeds that of singles")
    func design() {
        #expect(ClusterCorrelation.designEffect(size: 1, correlation: 0.3) == 1)
        #expect(agree(ClusterCorrelation.designEffect(size: 39, correlation: 0.078), 3.964))
    }

    @Test("Answers and criteria may come in any order", arguments: Draws.seeds)
    func order(seed: Int) {
        var draws = Draws(seed)
        let rows = (0..<6).map { _ in draws.scores(draws.count(1...5)) } + [draws.scores(2)]
        let turned = ClusterCorrelation(rows.reversed().map { $0.reversed() } + [[]])
        #expect(agree(ClusterCorrelation(rows)?.correlation, turned?.correlation))
    }

    @Test(
        "Too little to tell is nil",
        arguments: [[], [[1, 0]], [[1], [0]], [[1, 1], [1, 1]], [[.nan, 1], [1, 0]]] as [[[Double]]]
    )
    func undefined(rows: [[Double]]) {
        #expect(ClusterCorrelation(rows) == nil)
    }
}
