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

    @Test(
        "Quantiles are those of numpy's linear method",
        arguments: [
            (0.0, 0.125), (0.025, 0.17421875), (0.05, 0.2234375), (0.25, 0.4375),
            (0.5, 0.6171875), (0.9, 0.85), (0.95, 0.8781249999999999), (0.975, 0.8921875),
            (1.0, 0.90625),
        ])
    func published(q: Double, expected: Double) throws {
        let values = [
            0.421875, 0.765625, 0.125, 0.90625, 0.578125, 0.65625, 0.34375, 0.484375, 0.84375,
            0.703125,
        ]
        #expect(abs(try #require(Averages.quantile(q, of: values)) - expected) < 1e-14)
    }

    @Test("Means that are equal on paper compare as equal, others do not")
    func comparable() {
        #expect((0.1 + 0.2) / 3 != 0.3 / 3)
        #expect(Averages.comparable((0.1 + 0.2) / 3) == Averages.comparable(0.3 / 3))
        #expect(Averages.comparable(0.500_000_001) != Averages.comparable(0.5))
    }

    @Test("Large means stay as they are", arguments: [1e6, 123_456_789.125, 1e300, -1e300])
    func largeComparable(mean: Double) {
        #expect(Averages.comparable(mean) == mean)
        #expect(Averages.comparable(mean.nextUp) != Averages.comparable(mean))
    }

    @Test(
        "What is not finite has no mean and no quantile",
        arguments: [[.nan], [1, .infinity], [-.infinity, .infinity], [1, .nan, 2]] as [[Double]])
    func notFinite(values: [Double]) {
        #expect(Averages.mean(values) == nil)
        #expect(Averages.quantile(0.5, of: values) == nil)
    }

    @Test("A sum beyond all numbers has no mean")
    func overflow() { #expect(Averages.mean([1e308, 1e308]) == nil) }

    @Test("Quantiles rise with q and stay between the ends", arguments: Draws.seeds)
    func monotone(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.normals(draws.count(1...30))
        let quantiles = try [0, 0.1, 0.25, 0.5, 0.9, 1].map {
            try #require(Averages.quantile($0, of: values))
        }
        #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(quantiles.first == values.min() && quantiles.last == values.max())
    }
}
