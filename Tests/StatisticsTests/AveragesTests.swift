import Statistics
import Testing

@Suite("Sums and quantiles")
struct AveragesTests {
    @Test("A sum keeps what plain addition loses")
    func compensated() {
        #expect(Averages.sum([1, 1e100, 1, -1e100]) == 2)
        #expect(Averages.sum([Double]()) == 0)
    }

    @Test("The mean of nothing is undefined")
    func mean() {
        #expect(Averages.mean([Double]()) == nil)
        #expect(Averages.mean([1, 2, 6]) == 3)
    }

    @Test("The macro mean of the worked example")
    func macro() throws {
        let scores: [Double] = [8 / 46, 60 / 120, 0, 88 / 100, 30 / 40]
        #expect(abs(try #require(Averages.mean(scores)) - 0.46078260869565213) < 1e-12)
    }

    @Test(
        "Quantiles interpolate between order statistics",
        arguments: [
            ([1, 2, 3, 4], 0.5, 2.5), ([3, 1, 2], 0.5, 2), ([1, 2, 3, 4], 0.9, 3.7),
            ([7], 0.9, 7), ([1, 2], 0, 1), ([1, 2], 1, 2),
        ] as [([Double], Double, Double)])
    func quantiles(values: [Double], q: Double, expected: Double) throws {
        #expect(abs(try #require(Averages.quantile(q, of: values)) - expected) < 1e-12)
    }

    @Test("The median of nothing is undefined")
    func empty() { #expect(Averages.quantile(0.5, of: [Double]()) == nil) }
}
