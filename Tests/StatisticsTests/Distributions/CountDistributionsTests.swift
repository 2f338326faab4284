import Statistics
import Testing

@Suite("Counts and squares")
struct CountDistributionsTests {
    @Test("The binomial cumulative is the sum of its terms", arguments: Draws.seeds)
    func binomial(seed: Int) {
        var draws = Draws(seed)
        let trials = draws.count(1...40)
        let chance = 0.01 + 0.98 * draws.unit()
        let distribution = BinomialDistribution(trials: trials, chance: chance)
        var term = (0..<trials).reduce(1.0) { product, _ in product * (1 - chance) }
        var sum = 0.0
        for count in 0...trials {
            sum += term
            #expect(agree(distribution.cumulative(count), sum, within: 1e-12))
            term *= Double(trials - count) / Double(count + 1) * chance / (1 - chance)
        }
    }

    @Test("Hundreds of thousands of trials keep ten digits")
    func many() {
        let distribution = BinomialDistribution(trials: 100_000, chance: 0.5)
        #expect(abs(distribution.cumulative(50_000) - 0.5012615631070984) < 1e-10)
    }

    @Test(
        "Certain and impossible events, and no trial at all",
        arguments: [
            (5, 0, -1, 0), (5, 0, 0, 1), (5, 1, 4, 0), (5, 1, 5, 1), (0, 0.3, -1, 0),
            (0, 0.3, 0, 1), (5, 0.3, 9, 1),
        ] as [(Int, Double, Int, Double)])
    func ends(trials: Int, chance: Double, count: Int, expected: Double) {
        let distribution = BinomialDistribution(trials: trials, chance: chance)
        #expect(distribution.cumulative(count) == expected)
    }

    @Test(
        "χ² on both sides of its mean",
        arguments: [
            (1, 3, 0.8012519569012009), (10, 3, 0.01856613546304325),
            (100, 99, 0.4529585113209314), (1000, 1000, 0.49405285382923964), (120, 1000, 1),
        ] as [(Double, Double, Double)])
    func chiSquare(x: Double, degrees: Double, expected: Double) {
        let p = ChiSquare(degreesOfFreedom: degrees).survival(x)
        #expect(abs(p - expected) < 1e-12)
    }

    @Test("χ² with one degree of freedom is a squared normal", arguments: Draws.seeds)
    func squares(seed: Int) {
        var draws = Draws(seed)
        let z = 6 * draws.unit()
        let p = ChiSquare(degreesOfFreedom: 1).survival(z * z)
        #expect(agree(p, 2 * NormalDistribution.cumulative(-z), within: 1e-13))
    }

    @Test("χ² at its ends")
    func chiSquareEnds() {
        let distribution = ChiSquare(degreesOfFreedom: 4)
        #expect(distribution.survival(-1) == 1)
        #expect(distribution.survival(0) == 1)
        #expect(distribution.survival(.infinity) == 0)
        #expect(distribution.survival(1e5) == 0)
    }
}

@Suite("The incomplete beta function")
struct BetaFunctionTests {
    @Test("The inverse undoes it", arguments: Draws.seeds)
    func inverse(seed: Int) {
        var draws = Draws(seed)
        let (a, b) = (0.3 + 60 * draws.unit() * draws.unit(), 0.3 + 60 * draws.unit())
        for p in [0, 1e-12, 0.01, 0.5, 0.99, 1] {
            let x = BetaFunction.inverse(a, b, p)
            #expect(abs(BetaFunction.incomplete(a, b, x) - p) < 1e-12)
        }
    }

    @Test("Turned round, it is the other side", arguments: Draws.seeds)
    func symmetry(seed: Int) {
        var draws = Draws(seed)
        let (a, b, x) = (0.1 + 80 * draws.unit(), 0.1 + 80 * draws.unit(), draws.unit())
        let both = BetaFunction.incomplete(a, b, x) + BetaFunction.incomplete(b, a, 1 - x)
        #expect(abs(both - 1) < 1e-13)
    }

    @Test("With a second parameter of 1 it is a power", arguments: [0.25, 1, 7, 49, 51, 400])
    func power(a: Double) {
        let half = BetaFunction.incomplete(a, 1, 0.5)
        let quarter = BetaFunction.incomplete(a, 1, 0.25)
        #expect(agree(half * half, quarter, within: 1e-15))
        #expect(abs(half.squareRoot() / BetaFunction.incomplete(a / 2, 1, 0.5) - 1) < 1e-12)
    }

    @Test("Beyond the ends it is 0 and 1")
    func ends() {
        #expect(BetaFunction.incomplete(2, 3, -0.5) == 0)
        #expect(BetaFunction.incomplete(2, 3, 0) == 0)
        #expect(BetaFunction.incomplete(2, 3, 1) == 1)
        #expect(BetaFunction.incomplete(2, 3, 1.5) == 1)
    }
}
