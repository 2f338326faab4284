import Statistics
import Testing

@Suite("Ratios of means")
struct RatioEstimateTests {
    @Test("Fieller's interval has ends exactly where g is below 1", arguments: 0..<80)
    func bounded(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(2...20)
        let center = 2 * draws.unit()
        let ratio = try #require(
            RatioEstimate(
                numerators: draws.normals(count),
                denominators: draws.normals(count).map { $0 + center }))
        #expect((ratio.fieller != nil) == (ratio.g < 1))
        #expect(ratio.isIdentified == (ratio.g < 1))
        // The denominator is clear of 0 exactly where g is below 1.
        if let fieller = ratio.fieller {
            let (low, high) = (try #require(fieller.low), try #require(fieller.high))
            #expect(low <= ratio.ratio && ratio.ratio <= high)
        }
    }

    @Test("g is below 1 exactly where the denominator's interval leaves out 0", arguments: 0..<40)
    func identified(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(2...12)
        let denominators = draws.normals(count).map { $0 + 1 }
        let ratio = try #require(
            RatioEstimate(numerators: draws.normals(count), denominators: denominators))
        let interval = try #require(MeanEstimate(denominators)?.interval())
        #expect(ratio.isIdentified == !interval.contains(0))
    }

    @Test(
        "At Fieller's ends, numerator − ratio · denominator is just not told from 0",
        arguments: Draws.seeds)
    func inversion(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(4...20)
        let (top, bottom) = (draws.scores(count), draws.scores(count).map { $0 + 2 })
        let ratio = try #require(RatioEstimate(numerators: top, denominators: bottom))
        let fieller = try #require(ratio.fieller)
        for end in [try #require(fieller.low), try #require(fieller.high)] {
            let rest = zip(top, bottom).map { $0 - end * $1 }
            let p = PairedDifference(differences: rest)?.pValue
            #expect(agree(p, 0.05, within: 1e-7))
        }
    }

    @Test("Scale goes through, and a sign turns the interval", arguments: Draws.seeds)
    func scaled(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(3...15)
        let (top, bottom) = (draws.scores(count), draws.scores(count).map { $0 + 1.5 })
        let plain = try #require(RatioEstimate(numerators: top, denominators: bottom))
        let turned = try #require(
            RatioEstimate(numerators: top.map { $0 * 6 }, denominators: bottom.map { $0 * -3 }))
        #expect(agree(turned.ratio, plain.ratio * -2))
        #expect(agree(turned.g, plain.g))
        #expect(agree(turned.fieller?.low, plain.fieller?.high.map { $0 * -2 }))
        #expect(agree(turned.fieller?.high, plain.fieller?.low.map { $0 * -2 }))
        #expect(agree(turned.deltaError, plain.deltaError * 2))
        #expect(agree(turned.delta.low, plain.delta.high.map { $0 * -2 }))
    }

    @Test("Far from 0 the intervals of Fieller, delta and logarithm agree")
    func near() throws {
        var draws = Draws(1)
        let top = draws.scores(400).map { $0 + 40 }
        let bottom = draws.scores(400).map { $0 + 20 }
        let ratio = try #require(RatioEstimate(numerators: top, denominators: bottom))
        let log = try #require(RatioEstimate.logDelta(numerators: top, denominators: bottom))
        for other in [ratio.delta, log.interval] {
            #expect(agree(ratio.fieller?.low, other.low, within: 1e-4))
            #expect(agree(ratio.fieller?.high, other.high, within: 1e-4))
        }
    }

    @Test("Turned upside down, the logarithmic interval is too", arguments: Draws.seeds)
    func inverse(seed: Int) throws {
        var draws = Draws(seed)
        let count = draws.count(2...15)
        let (top, bottom) = (draws.scores(count), draws.scores(count))
        let own = try #require(RatioEstimate.logDelta(numerators: top, denominators: bottom))
        let other = try #require(RatioEstimate.logDelta(numerators: bottom, denominators: top))
        #expect(agree(own.standardError, other.standardError))
        #expect(agree(own.interval.low, other.interval.high.map { 1 / $0 }))
        #expect(agree(own.interval.high, other.interval.low.map { 1 / $0 }))
    }

    @Test("Infinitely many degrees of freedom are the normal distribution's")
    func normal() throws {
        let ratio = try #require(
            RatioEstimate(
                numerator: 4, denominator: 2, numeratorError: 0, denominatorError: 0.1,
                covariance: 0, degreesOfFreedom: .infinity))
        let z = NormalDistribution.quantile(0.975)
        #expect(agree(ratio.fieller?.low, 4 / (2 + z * 0.1)))
        #expect(agree(ratio.fieller?.high, 4 / (2 - z * 0.1)))
        #expect(agree(ratio.deltaError, 0.1))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let numerators: [Double]
        let denominators: [Double]
        var hasRatio = false
        var hasLogarithm = false
        var testDescription: String { name }
    }

    @Test(
        "What is undefined is nil",
        arguments: [
            Case(name: "none", numerators: [], denominators: []),
            Case(name: "one", numerators: [1], denominators: [2]),
            Case(
                name: "two", numerators: [1, 2], denominators: [2, 1], hasRatio: true,
                hasLogarithm: true),
            Case(name: "nothing varies", numerators: [1, 1], denominators: [2, 2]),
            Case(
                name: "the same ratio everywhere", numerators: [0.1, 0.3, 0.7],
                denominators: [0.2, 0.6, 1.4], hasRatio: true),
            Case(name: "a denominator of 0", numerators: [1, 2], denominators: [0, 0]),
            Case(name: "denominators around 0", numerators: [1, 2], denominators: [-1, 1]),
            Case(
                name: "a negative mean", numerators: [-1, -2], denominators: [2, 1],
                hasRatio: true),
            Case(name: "NaN", numerators: [1, .nan], denominators: [2, 1]),
            Case(name: "infinite", numerators: [1, 2], denominators: [2, .infinity]),
            Case(
                name: "spread beyond all numbers", numerators: [1e200, -1e200],
                denominators: [1, 2]),
        ])
    func undefined(example: Case) {
        let ratio = RatioEstimate(
            numerators: example.numerators, denominators: example.denominators)
        #expect((ratio != nil) == example.hasRatio)
        #expect(
            isDefinedOrNil(
                ratio?.ratio, ratio?.g, ratio?.deltaError, ratio?.fieller?.low,
                ratio?.fieller?.high, ratio?.delta.low))
        let log = RatioEstimate.logDelta(
            numerators: example.numerators, denominators: example.denominators)
        #expect((log != nil) == example.hasLogarithm)
    }
}
