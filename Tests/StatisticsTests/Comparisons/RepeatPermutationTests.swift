import Testing

@testable import Statistics

@Suite("Splitting repeats between two judges")
struct RepeatPermutationTests {
    private func unit(_ old: [Double], _ new: [Double]) -> RepeatPermutation.Unit {
        RepeatPermutation.Unit(measures: [0], old: old.map { [$0] }, new: new.map { [$0] })
    }

    private func p(
        _ units: [RepeatPermutation.Unit], _ side: RepeatPermutation.Side = .either,
        permutations: Int = 4_999
    ) -> Double? {
        RepeatPermutation.pValues(
            units, contrasts: [.init([1], side: side)], seed: 1, permutations: permutations)[0]
    }

    /// By hand: of the 20 splits of three zeros and three ones, one is as far up, one as far down.
    @Test("One answer of three against three gives 1 of 20 splits, 2 for either side")
    func byHand() throws {
        let units = [unit([0, 0, 0], [1, 1, 1])]
        #expect(abs(try #require(p(units, .above)) - 0.05) < 0.01)
        #expect(abs(try #require(p(units)) - 0.1) < 0.013)
        #expect(try #require(p(units, .below)) == 1)
        #expect(RepeatPermutation.least(answers: 1, old: 3, new: 3) == 0.1)
        #expect(RepeatPermutation.least(answers: 2, old: 3, new: 3) == 2.0 / 400)
        #expect(RepeatPermutation.least(answers: 1, old: 2, new: 3) == 0.1)
        #expect(RepeatPermutation.least(answers: 40, old: 3, new: 3) == 1.0 / 10_000)
    }

    @Test("With one repeat each it is the test of flipped signs")
    func signs() throws {
        let differences = [0.3, 0.1, -0.2, 0.4, 0.25, 0.05, 0.3, -0.1]
        let exact = try #require(SignFlip(differences, seed: 1)).pValue
        let split = try #require(p(differences.map { unit([0], [$0]) }, permutations: 9_999))
        #expect(abs(split - exact) < 0.015)
    }

    @Test("Repeats that never part say nothing")
    func constant() {
        #expect(p([unit([1, 1], [1, 1]), unit([0, 0], [0, 0])]) == nil)
        #expect(p([]) == nil)
    }

    @Test("Old and new in each other's place give the same p for either side, and turn one side")
    func swapped() {
        let pairs: [([Double], [Double])] = [
            ([0, 1, 0], [1, 1, 1]), ([0, 0, 0], [0, 1, 1]), ([1, 0, 1], [1, 1, 0]),
        ]
        let (forth, back) = (pairs.map { unit($0.0, $0.1) }, pairs.map { unit($0.1, $0.0) })
        #expect(abs((p(forth) ?? 0) - (p(back) ?? 1)) < 0.02)
        #expect(abs((p(forth, .above) ?? 0) - (p(back, .below) ?? 1)) < 0.02)
    }

    @Test("In a family no p is below that of the contrast by itself")
    func family() throws {
        var random = SplitMix64(seed: 7)
        let units = (0..<12).map { _ in
            let values = (0..<6).map { _ in [random.unit(), random.unit(), random.unit()] }
            return RepeatPermutation.Unit(
                measures: [0, 1, 2], old: Array(values[..<3]), new: Array(values[3...]))
        }
        let contrasts: [RepeatPermutation.Contrast] = [
            .init([1, 0, 0]), .init([0, 1, 0]), .init([0, 0, 1], side: .above), .init([1, -1, 0]),
        ]
        func p(_ isFamily: Bool) -> [Double?] {
            RepeatPermutation.pValues(
                units, contrasts: contrasts, isFamily: isFamily, seed: 3, permutations: 999)
        }
        for (together, alone) in zip(p(true), p(false)) {
            #expect(try #require(together) >= #require(alone))
        }
    }

    @Test("A statistic of its own counts against its mean over the splits")
    func centred() throws {
        // The square of a difference of means is never below 0, but 0.75 is what splits give most.
        let values = [0.0, 0, 0, 1, 1, 1]
        let square = RepeatPermutation.Unit(measures: [0], old: 3, new: 3) { split in
            let old = split.reduce(0) { $0 + values[$1] } / 3
            return [(1 - 2 * old) * (1 - 2 * old)]
        }
        #expect(abs(try #require(p([square], .above)) - 0.1) < 0.013)
    }

    @Test("Many repeats are split at random, with about the same p")
    func manyRepeats() throws {
        let units = (0..<3).map { _ in
            unit([0, 0, 0, 0, 0, 0, 0, 1], [0, 1, 0, 1, 0, 1, 1, 0])
        }
        #expect(try (0.001...0.2).contains(#require(p(units))))
    }

    @Test("Of judges that are the same, about one in twenty comes out below 0.05")
    func level() {
        let alarms = (0..<400).count { seed in
            var random = SplitMix64(seed: UInt64(seed))
            let units = (0..<15).map { _ in
                let values = (0..<6).map { _ in random.unit() < 0.3 ? 1.0 : 0 }
                return unit(Array(values[..<3]), Array(values[3...]))
            }
            return (p(units, permutations: 99) ?? 1) <= 0.05
        }
        #expect((4...36).contains(alarms), "\(alarms) of 400")
    }
}
