import Statistics
import Testing

@Suite("Means with their intervals")
struct MeanEstimateTests {
    @Test("The interval goes along with shift, scale and reflection", arguments: Draws.seeds)
    func affine(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.scores(draws.count(2...40))
        let (shift, factor) = (3 * draws.normal(), 0.1 + 5 * draws.unit())
        let plain = try #require(MeanEstimate(values)?.interval())
        let moved = try #require(MeanEstimate(values.map { shift + factor * $0 })?.interval())
        let turned = try #require(MeanEstimate(values.map { -$0 })?.interval())
        #expect(agree(moved.low, plain.low.map { shift + factor * $0 }))
        #expect(agree(moved.high, plain.high.map { shift + factor * $0 }))
        #expect(agree(turned.low, plain.high.map { -$0 }))
        #expect(agree(turned.high, plain.low.map { -$0 }))
    }

    @Test("Surer is wider, and every interval holds the mean", arguments: Draws.seeds)
    func nested(seed: Int) throws {
        var draws = Draws(seed)
        let estimate = try #require(MeanEstimate(draws.scores(draws.count(2...20))))
        let widths = try [0.5, 0.8, 0.95, 0.999].map { confidence in
            let interval = try #require(estimate.interval(confidence: confidence))
            #expect(interval.contains(estimate.mean))
            return try #require(interval.high) - (try #require(interval.low))
        }
        #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("Of many samples of six, the interval holds the true mean of 95 in 100")
    func coverage() throws {
        var draws = Draws(8)
        let samples = 1_500
        var held = 0
        for _ in 0..<samples {
            let interval = try #require(MeanEstimate(draws.normals(6))?.interval())
            if interval.contains(0) { held += 1 }
        }
        #expect(abs(Double(held) / Double(samples) - 0.95) < 0.018)
    }

    @Test("The order of tasks changes no digit that is shown", arguments: Draws.seeds)
    func order(seed: Int) throws {
        var draws = Draws(seed)
        let values = draws.scores(draws.count(2...60))
        let forward = try #require(MeanEstimate(values))
        let backward = try #require(MeanEstimate(values.reversed()))
        #expect(agree(forward.mean, backward.mean, within: 1e-15))
        #expect(agree(forward.standardError, backward.standardError, within: 1e-14))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let values: [Double]
        let mean: Double?
        let spread: Double?
        let hasInterval: Bool
        var testDescription: String { name }
    }

    @Test(
        "What is undefined is nil",
        arguments: [
            Case(name: "none", values: [], mean: nil, spread: nil, hasInterval: false),
            Case(name: "one", values: [0.4], mean: 0.4, spread: nil, hasInterval: false),
            Case(name: "two", values: [1, 3], mean: 2, spread: 2, hasInterval: true),
            Case(
                name: "all equal", values: Array(repeating: 0.1, count: 7), mean: 0.1, spread: 0,
                hasInterval: false),
            Case(name: "all 0", values: [0, 0, 0], mean: 0, spread: 0, hasInterval: false),
            Case(name: "NaN", values: [1, .nan], mean: nil, spread: nil, hasInterval: false),
            Case(
                name: "infinite", values: [1, .infinity, -.infinity], mean: nil, spread: nil,
                hasInterval: false),
            Case(
                name: "a sum beyond all numbers", values: [1e308, 1e308], mean: nil, spread: nil,
                hasInterval: false),
            Case(
                name: "a spread beyond all numbers", values: [1e200, -1e200], mean: 0,
                spread: nil, hasInterval: false),
        ])
    func undefined(example: Case) {
        let estimate = MeanEstimate(example.values)
        #expect(agree(estimate?.mean, example.mean))
        let spread = estimate == nil ? nil : Moments.variance(example.values)
        #expect(agree(spread, example.spread))
        #expect((estimate?.interval() != nil) == example.hasInterval)
        #expect(isDefinedOrNil(estimate?.standardDeviation, estimate?.standardError))
        #expect(
            isDefinedOrNil(
                Moments.variance(example.values), Moments.skewness(example.values),
                Moments.covariance(example.values, example.values),
                Moments.correlation(example.values, example.values),
                Averages.mean(example.values), Averages.quantile(0.5, of: example.values)))
    }

    @Test("Correlation is ±1 on a line and does not leave −1…1", arguments: Draws.seeds)
    func correlation(seed: Int) throws {
        var draws = Draws(seed)
        let x = draws.scores(draws.count(2...9))
        let slope = draws.normal()
        let r = try #require(Moments.correlation(x, x.map { 2 + slope * $0 }))
        #expect(abs(r - (slope > 0 ? 1 : -1)) < 1e-9 && abs(r) <= 1)
    }

    @Test("Skewness changes sign with the values and not with their scale", arguments: Draws.seeds)
    func skewness(seed: Int) {
        var draws = Draws(seed)
        let values = draws.scores(draws.count(3...30)).map { $0 * $0 }
        let skewness = Moments.skewness(values)
        #expect(agree(Moments.skewness(values.map { -$0 }), skewness.map { -$0 }))
        #expect(agree(Moments.skewness(values.map { 5 + 3 * $0 }), skewness, within: 1e-8))
        #expect(agree(Moments.skewness([0, 0, 0, 1]), 2 / 3.0.squareRoot()))
    }
}
