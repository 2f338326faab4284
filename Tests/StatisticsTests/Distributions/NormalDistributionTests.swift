import Statistics
import Testing

@Suite("The normal distribution")
struct NormalDistributionTests {
    @Test(
        "Far quantiles keep their digits",
        arguments: [
            (1e-300, -37.047096299361199), (1e-100, -21.273453560965324),
            (1e-20, -9.2623400897984076), (1e-10, -6.3613409024040562),
            (0.3, -0.52440051270804078),
        ])
    func quantiles(p: Double, expected: Double) {
        #expect(abs(NormalDistribution.quantile(p) - expected) < 1e-14 * abs(expected))
    }

    @Test("Quantiles lie as far above the middle as below", arguments: Draws.seeds)
    func symmetry(seed: Int) {
        var draws = Draws(seed)
        // A multiple of 2⁻⁴⁰, so that 1 − p is exact.
        let p = Double(1 + draws.below(1000)) * 0x1p-40
        #expect(NormalDistribution.quantile(1 - p) == -NormalDistribution.quantile(p))
    }

    @Test("The quantile undoes the cumulative", arguments: Draws.seeds)
    func inverse(seed: Int) {
        var draws = Draws(seed)
        for _ in 0..<20 {
            let x = -8 * draws.unit()
            let p = NormalDistribution.cumulative(x)
            #expect(agree(NormalDistribution.quantile(p), x, within: 1e-13))
        }
    }

    @Test("The ends are infinite, and what lies next to them is not")
    func ends() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(0.5) == 0)
        #expect((-39 ... -38).contains(NormalDistribution.quantile(.leastNonzeroMagnitude)))
        #expect((8...9).contains(NormalDistribution.quantile(1.0.nextDown)))
    }

    @Test("The density is the slope of the cumulative")
    func density() {
        for x in stride(from: -4.0, through: 4, by: 0.25) {
            let h = 1e-5
            let slope =
                (NormalDistribution.cumulative(x + h) - NormalDistribution.cumulative(x - h))
                / (2 * h)
            #expect(abs(slope - NormalDistribution.density(x)) < 1e-9)
        }
    }
}
