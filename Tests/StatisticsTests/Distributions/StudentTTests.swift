import Statistics
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("Student's t distribution")
struct StudentTTests {
    @Test(
        "Two-sided p holds its digits for few and for very many degrees of freedom",
        arguments: [
            (30, 1, 0.021212804811070847), (100, 2, 9.9985002499562579e-5),
            (1e-3, 7, 0.99923001724499884), (2, 1e3, 0.04577034649325164),
            (2, 1e5, 0.045502963457506463), (5, 1e5, 5.7427016786416729e-7),
            (2, 999_999, 0.045500533851589164), (2, 1e6, 0.045500533851319208),
            (5, 1e6, 5.7339978708907416e-7), (6, 2e6, 1.9735125263932261e-9),
            (2, 1e9, 0.045500264166313247),
        ] as [(Double, Double, Double)])
    func tails(t: Double, degrees: Double, expected: Double) {
        let p = StudentT(degreesOfFreedom: degrees).twoSided(t)
        #expect(abs(p - expected) < 1e-11 * expected)
    }

    @Test("Infinitely many degrees of freedom make it normal", arguments: [-3, -0.5, 0, 1.96, 50])
    func normal(t: Double) {
        let p = StudentT(degreesOfFreedom: .infinity).cumulative(t)
        #expect(agree(p, NormalDistribution.cumulative(t), within: 1e-15))
    }

    @Test("One and two degrees of freedom have closed forms", arguments: Draws.seeds)
    func closedForms(seed: Int) {
        var draws = Draws(seed)
        let t = 20 * draws.unit() - 10
        let one = 0.5 + atan(t) / Double.pi
        let two = 0.5 + t / (2 * (2 + t * t).squareRoot())
        #expect(agree(StudentT(degreesOfFreedom: 1).cumulative(t), one, within: 1e-14))
        #expect(agree(StudentT(degreesOfFreedom: 2).cumulative(t), two, within: 1e-14))
    }

    @Test(
        "The quantile undoes the cumulative, and its sign follows the side", arguments: Draws.seeds)
    func inverse(seed: Int) {
        var draws = Draws(seed)
        let t = StudentT(degreesOfFreedom: 0.5 + 200 * draws.unit() * draws.unit())
        for _ in 0..<5 {
            let p = 0.0005 + 0.999 * draws.unit()
            let value = t.quantile(p)
            #expect(agree(t.cumulative(value), p, within: 1e-13))
            #expect((value < 0) == (p < 0.5))
            #expect(agree(t.quantile(1 - p), -value, within: 1e-10))
        }
    }

    @Test("Tails add up, also in the far", arguments: Draws.seeds)
    func tailsAddUp(seed: Int) {
        var draws = Draws(seed)
        let t = StudentT(degreesOfFreedom: Double(draws.count(1...300)))
        let value = 10 * draws.normal()
        #expect(agree(t.cumulative(value) + t.oneSided(value), 1, within: 1e-15))
        #expect(agree(t.twoSided(value), 2 * t.oneSided(abs(value)), within: 1e-15))
        #expect(t.twoSided(value) == t.twoSided(-value))
    }

    @Test("What is infinitely far is certain")
    func infinite() {
        let t = StudentT(degreesOfFreedom: 9)
        #expect(t.cumulative(.infinity) == 1)
        #expect(t.cumulative(-.infinity) == 0)
        #expect(t.twoSided(1e200) == 0)
    }

    // MARK: - Noncentral

    /// By integration with 20 and more digits.
    @Test(
        "The noncentral cumulative holds for small and for large noncentralities",
        arguments: [
            (2, 99, 2.8, 0.2127064799365034), (-1, 5, 1.5, 0.009387645621709162),
            (1.984, 99, 0.5, 0.9284827588905613), (0.5, 2, -1, 0.920304260068485),
            (12.7, 1, 15, 0.2390128013183141), (50, 30, 40, 0.9331588320168333),
            (45, 99, 40, 0.9294939257449193), (700, 10, 650, 0.5682687061411),
            (3000, 99, 3100, 0.303756834508), (3, 1_000_000.5, 2.5, 0.6914618011533),
        ] as [(Double, Double, Double, Double)])
    func noncentral(t: Double, degrees: Double, shift: Double, expected: Double) {
        let p = StudentT(degreesOfFreedom: degrees).noncentralCumulative(t, noncentrality: shift)
        #expect(abs(p - expected) < (shift > 1_000 ? 1e-10 : 1e-11))
    }

    @Test("The noncentral cumulative is the integral over the spread", arguments: 0..<12)
    func integral(seed: Int) {
        var draws = Draws(seed)
        let degrees = Double(draws.count(2...60))
        let (t, shift) = (4 * draws.normal(), 3 * draws.normal())
        // P(Z ≤ t·S − δ) over the density of S = √(χ² ÷ ν), by Simpson's rule.
        let steps = 1_000
        let width = 5.0 / Double(steps)
        let scale =
            2 * exp(degrees / 2 * log(degrees / 2) - lgamma(degrees / 2))
        let sum = (0...steps).reduce(0.0) { sum, step in
            let s = Double(step) * width
            let density = s > 0 ? scale * exp((degrees - 1) * log(s) - degrees * s * s / 2) : 0
            let factor = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
            return sum + factor * density * NormalDistribution.cumulative(t * s - shift)
        }
        let p = StudentT(degreesOfFreedom: degrees).noncentralCumulative(t, noncentrality: shift)
        #expect(abs(p - sum * width / 3) < 1e-8)
    }

    @Test("Without noncentrality it is the central one", arguments: [0, 1e-200, -1e-200, 1e-12])
    func central(shift: Double) {
        for value in [-3.0, -0.1, 0, 0.1, 3] {
            let t = StudentT(degreesOfFreedom: 7)
            let p = t.noncentralCumulative(value, noncentrality: shift)
            #expect(abs(p - t.cumulative(value)) < 1e-11)
        }
    }

    @Test("It is a probability that rises with t, however great the noncentrality")
    func monotone() {
        for degrees in [1.0, 99, 1e5, 1e7] {
            let t = StudentT(degreesOfFreedom: degrees)
            for shift in [-1e6, -20_000, -38, 0.5, 38, 9_999, 10_001, 1e9] {
                let values = [-1e7, -50, -2, 0, 2, 38, 10_000, 20_000, 1e9].map {
                    t.noncentralCumulative($0, noncentrality: shift)
                }
                #expect(values.allSatisfy { (0...1).contains($0) })
                #expect(
                    zip(values, values.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 },
                    "\(degrees) \(shift) \(values)")
            }
        }
    }

    @Test("The limit takes over without a jump", arguments: [9, 99, 9_999])
    func limit(degrees: Double) {
        let t = StudentT(degreesOfFreedom: degrees)
        let inside = t.noncentralCumulative(10_100, noncentrality: 10_000)
        let beyond = t.noncentralCumulative(10_100, noncentrality: 10_000.000_01)
        #expect(abs(inside - beyond) < 1e-4)
    }
}
