import Testing

@testable import Statistics

struct TaintedContrastTests {
    private let differences = [0.3, 0.25, 0.12, 0.05, 0.02, 0.08, 0.04, -0.01]
    private let isTainted = [true, true, true, false, false, false, false, false]

    @Test("The effect is what tainted tasks have over clean ones, exactly tested")
    func workedExample() throws {
        let contrast = try #require(
            TaintedContrast(differences, isTainted: isTainted, seed: 1))
        #expect(abs(contrast.effect - 0.18733333333333335) < 1e-12)
        #expect(abs(contrast.pGreater - 0.017857142857142856) < 1e-12)
        #expect(contrast.permutations == 56)
        #expect(contrast.isExact)
        #expect(abs(contrast.meanOfAll - 0.10625) < 1e-12)
        #expect(abs(contrast.meanOfClean - 0.036) < 1e-12)
        #expect(abs(contrast.inflation - 0.07025) < 1e-12)
    }

    @Test("Random labels come near the exact p, and near again with the same seed only")
    func randomLabels() throws {
        let values = (0..<14).map { Double(($0 * 5) % 14) / 14 }
        let labels = values.indices.map { $0 % 4 == 1 }
        let exact = try #require(TaintedContrast(values, isTainted: labels, seed: 1))
        #expect(exact.permutations == 1_001)
        func random(_ seed: UInt64) throws -> TaintedContrast {
            try #require(
                TaintedContrast(
                    values, isTainted: labels, seed: seed, labellings: 20_000, mostExact: 100))
        }
        #expect(try !random(7).isExact)
        #expect(try random(7).permutations == 20_001)
        #expect(try abs(random(7).pGreater - exact.pGreater) < 0.015)
        #expect(try random(7) == random(7))
        #expect(try random(7) != random(8))
    }

    @Test("Equal differences count as many labellings as there are")
    func allTied() throws {
        let contrast = try #require(
            TaintedContrast(
                [0.1, 0.1, 0.1, 0.1], isTainted: [true, false, true, false], seed: 1))
        #expect(contrast.pGreater == 1)
        #expect(abs(contrast.effect) < 1e-15)
        #expect(contrast.permutations == 6)
    }

    @Test("As many labellings are counted as there are ways to choose", arguments: [1, 2, 5, 9])
    func countsAll(tainted: Int) throws {
        let values = (0..<10).map { Double($0) }
        let labels = (0..<10).map { $0 >= 10 - tainted }
        let contrast = try #require(TaintedContrast(values, isTainted: labels, seed: 1))
        // The greatest values are tainted, so only the labelling observed reaches its effect.
        #expect(contrast.pGreater == 1 / Double(contrast.permutations))
        #expect(contrast.permutations == [1: 10, 2: 45, 5: 252, 9: 10][tainted])
    }

    @Test(
        "Without a tainted and a clean task there is nothing to contrast",
        arguments: [
            ([], []), ([0.1, 0.2], [true, true]), ([0.1, 0.2], [false, false]),
            ([0.1, .nan], [true, false]),
        ] as [([Double], [Bool])])
    func undefined(differences: [Double], isTainted: [Bool]) {
        #expect(TaintedContrast(differences, isTainted: isTainted, seed: 1) == nil)
    }

    @Test("Many tasks are labelled at random and don't overflow")
    func manyTasks() throws {
        let values = (0..<300).map { Double($0 % 7) }
        let contrast = try #require(
            TaintedContrast(
                values, isTainted: values.indices.map { $0 % 2 == 0 }, seed: 3, labellings: 99))
        #expect(!contrast.isExact)
        #expect(contrast.permutations == 100)
    }

    @Test(
        "A panel's exposure grows with its size",
        arguments: [
            (
                0.0024,
                [
                    0.0023999999999999577, 0.00479423999999995, 0.0071827338239999206,
                    0.009565495262822243,
                ]
            ),
            (
                0.03,
                [
                    0.030000000000000027, 0.05910000000000004, 0.08732700000000004,
                    0.11470719000000007,
                ]
            ),
            (0, [0, 0, 0, 0]), (1, [1, 1, 1, 1]),
        ] as [(Double, [Double])])
    func exposure(chance: Double, expected: [Double]) {
        for (place, expected) in expected.enumerated() {
            let exposure = TaintedContrast.exposure(chance: chance, panelSize: place + 1)
            #expect(abs(exposure - expected) < 1e-12)
        }
        #expect(TaintedContrast.exposure(chance: chance, panelSize: 0) == 0)
    }
}
