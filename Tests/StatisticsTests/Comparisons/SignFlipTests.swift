import Statistics
import Testing

@Suite("Tests by flipping signs")
struct SignFlipTests {
    /// Every sum of ±d, one after the other.
    private static func sums(_ differences: [Double]) -> [Double] {
        (0..<(1 << differences.count)).map { pattern in
            differences.indices.reduce(0) {
                $0 + (pattern >> $1 & 1 == 1 ? -differences[$1] : differences[$1])
            }
        }
    }

    @Test("The exact p is the share of all flips", arguments: Draws.seeds)
    func enumerated(seed: Int) throws {
        var draws = Draws(seed)
        let differences = draws.coarse(draws.count(1...9))
        let sums = Self.sums(differences)
        let test = try #require(SignFlip(differences, seed: 1))
        let all = Double(sums.count)
        #expect(test.isExact)
        #expect(test.pValue == Double(sums.count { abs($0) >= abs(sums[0]) }) / all)
        #expect(test.pGreater == Double(sums.count { $0 >= sums[0] }) / all)
    }

    @Test("Swapping signs, scale and order keep p", arguments: Draws.seeds)
    func invariant(seed: Int) throws {
        var draws = Draws(seed)
        let differences = draws.scores(draws.count(2...10)).map { $0 - 0.4 }
        let test = try #require(SignFlip(differences, seed: 1))
        #expect(SignFlip(differences.map { -$0 }, seed: 1)?.pValue == test.pValue)
        #expect(SignFlip(differences.reversed(), seed: 1)?.pValue == test.pValue)
        for factor in [1e-13, 1e-3, 100, 1e12] {
            let scaled = try #require(SignFlip(differences.map { $0 * factor }, seed: 1))
            #expect(scaled.pValue == test.pValue && scaled.pGreater == test.pGreater)
        }
    }

    @Test("Both sides add up to one and the chance of no difference", arguments: Draws.seeds)
    func sides(seed: Int) throws {
        var draws = Draws(seed)
        let differences = draws.coarse(8)
        let (up, down) = (
            try #require(SignFlip(differences, seed: 1)),
            try #require(SignFlip(differences.map { -$0 }, seed: 1))
        )
        let sums = Self.sums(differences)
        let same = Double(sums.count { $0 == sums[0] }) / Double(sums.count)
        #expect(agree(up.pGreater + down.pGreater, 1 + same))
    }

    @Test("Random flips come near the exact p", arguments: 0..<8)
    func monteCarlo(seed: Int) throws {
        var draws = Draws(seed)
        let differences = draws.normals(9).map { $0 + 0.5 }
        let exact = try #require(SignFlip(differences, seed: 1))
        let random = try #require(
            SignFlip(differences, seed: UInt64(seed), flips: 3_000, exact: false))
        #expect(!random.isExact)
        #expect(abs(random.pValue - exact.pValue) < 0.04)
        #expect(abs(random.pGreater - exact.pGreater) < 0.04)
    }

    @Test("Random flips are the same for the same seed, and never find p = 0")
    func seeds() throws {
        let differences = (1...40).map { Double($0) }
        let test = try #require(SignFlip(differences, seed: 3, flips: 199))
        #expect(test == SignFlip(differences, seed: 3, flips: 199))
        #expect(test.pValue == 1.0 / 200 && test.pGreater == 1.0 / 200)
        var draws = Draws(1)
        let others = draws.normals(40)
        #expect(
            SignFlip(others, seed: 3, flips: 199)?.pValue
                != SignFlip(others, seed: 4, flips: 199)?.pValue)
    }

    @Test("Sums that are equal on paper count, whatever their last digit")
    func slack() throws {
        // 0.3 − 0.2 − 0.1 and its like are not 0 in binary.
        let test = try #require(SignFlip([0.1, 0.2, -0.3], seed: 1))
        #expect(test.pValue == 1)
        #expect(test.pGreater == 5.0 / 8)
    }

    @Test("Exactness that would take for ever is not tried")
    func tooMany() throws {
        let test = try #require(
            SignFlip((0..<70).map { Double($0) - 30 }, seed: 1, flips: 9, exact: true))
        #expect(!test.isExact)
        #expect(SignFlip([Double](repeating: 1, count: 20), seed: 1)?.isExact == true)
        #expect(SignFlip([Double](repeating: 1, count: 21), seed: 1, flips: 9)?.isExact == false)
    }

    @Test(
        "What is undefined is nil, no difference at all is p = 1",
        arguments: [
            ([], nil), ([.nan], nil), ([1, .infinity], nil), ([1e308, 1e308], nil), ([0, 0], 1),
            ([0.5], 1), ([0.5, 0.5], 0.5),
        ] as [([Double], Double?)])
    func undefined(differences: [Double], expected: Double?) {
        #expect(SignFlip(differences, seed: 1)?.pValue == expected)
    }
}

@Suite("Many contrasts at once")
struct MaximumTTests {
    private static func contrasts(_ seed: Int) -> [[Double]] {
        var draws = Draws(seed)
        let tasks = draws.count(3...8)
        let common = draws.normals(tasks)
        return (0..<draws.count(1...5)).map { _ in
            let gain = draws.normal()
            return common.map { gain + $0 + 0.7 * draws.normal() }
        }
    }

    @Test("One contrast alone has the p of its own flips", arguments: Draws.seeds)
    func alone(seed: Int) throws {
        for contrast in Self.contrasts(seed) {
            let adjusted = try #require(MaximumT.adjusted([contrast], seed: 1))
            #expect(adjusted[0] == SignFlip(contrast, seed: 1)?.pValue)
        }
    }

    @Test(
        "No p falls below its own, none rises above Holm's, and order follows |t|",
        arguments: Draws.seeds)
    func between(seed: Int) throws {
        let contrasts = Self.contrasts(seed)
        let adjusted = try #require(MaximumT.adjusted(contrasts, seed: 1))
        let raw = contrasts.map { SignFlip($0, seed: 1)?.pValue }
        let holm = Multiplicity.holm(raw)
        for place in contrasts.indices {
            #expect(adjusted[place] >= (try #require(raw[place])) - 1e-12)
            #expect(adjusted[place] <= (try #require(holm[place])) + 1e-12 || contrasts.count > 1)
        }
        let sizes = try contrasts.map { abs(try #require(PairedDifference(differences: $0)?.t)) }
        for a in sizes.indices {
            for b in sizes.indices where sizes[a] > sizes[b] { #expect(adjusted[a] <= adjusted[b]) }
        }
    }

    @Test("Scale, sign and copies of a contrast change nothing", arguments: Draws.seeds)
    func invariant(seed: Int) throws {
        let contrasts = Self.contrasts(seed)
        let adjusted = try #require(MaximumT.adjusted(contrasts, seed: 1))
        let turned = contrasts.enumerated().map { place, contrast in
            contrast.map { $0 * (place == 0 ? -1e6 : 1e-6) }
        }
        #expect(MaximumT.adjusted(turned, seed: 1) == adjusted)
        #expect(MaximumT.adjusted(contrasts + contrasts, seed: 1) == adjusted + adjusted)
    }

    @Test("Nearly constant differences are still counted with their own flip")
    func nearlyConstant() throws {
        let contrast = [1, 1 + 1e-6, 1 - 1e-6, 1 + 2e-6, 1, 1 + 3e-7]
        #expect(try #require(MaximumT.adjusted([contrast], seed: 1))[0] == 2.0 / 64)
        let many = (0..<30).map { 1 + 1e-6 * Double($0 % 7) }
        #expect(try #require(MaximumT.adjusted([many], seed: 1, flips: 99))[0] == 1.0 / 100)
    }

    @Test("Many tasks are flipped at random, the same for the same seed")
    func random() throws {
        var draws = Draws(9)
        let contrasts = (0..<3).map { _ in draws.normals(20) }
        let adjusted = try #require(MaximumT.adjusted(contrasts, seed: 5, flips: 400))
        #expect(adjusted == MaximumT.adjusted(contrasts, seed: 5, flips: 400))
        for (p, contrast) in zip(adjusted, contrasts) {
            let own = try #require(SignFlip(contrast, seed: 1, flips: 999, exact: false))
            #expect(p >= own.pValue - 0.08)
            #expect((1.0 / 401...1).contains(p))
        }
    }

    @Test(
        "Without spread or numbers there is no p",
        arguments: [
            [], [[]], [[1]], [[1, 1, 1]], [[1, 2, 3], [0, 0, 0]], [[1, .nan, 3]],
            [[1, .infinity, 3]],
        ] as [[[Double]]])
    func undefined(differences: [[Double]]) {
        #expect(MaximumT.adjusted(differences, seed: 1) == nil)
    }
}
