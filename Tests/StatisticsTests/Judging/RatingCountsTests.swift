import Statistics
import Testing

@Suite("Several raters of the same units")
struct RatingCountsTests {
    /// Four raters, twelve units, five categories, from 0; nil where a rater gave none
    /// (Krippendorff 2018).
    private static let textbook: [[Int?]] = [
        [0, 1, 2, 2, 1, 0, 3, 0, 1, nil, nil, nil], [0, 1, 2, 2, 1, 1, 3, 0, 1, 4, nil, 2],
        [nil, 2, 2, 2, 1, 2, 3, 1, 1, 4, 0, nil], [0, 1, 2, 2, 1, 3, 3, 0, 1, 4, 0, nil],
    ]

    private static func drawn(_ draws: inout Draws, raters: Int, missing: Double = 0) -> [[Int?]] {
        let hard = (0..<20).map { _ in draws.unit() }
        return (0..<raters).map { _ in
            hard.map { draws.flag(missing) ? nil : draws.flag($0) ? 1 : 0 }
        }
    }

    private static func coefficients(_ counts: RatingCounts) -> [Double?] {
        [counts.agreement, counts.fleissKappa, counts.krippendorffAlpha, counts.gwetAC1]
    }

    @Test("Published coefficients of an example with missing ratings")
    func published() throws {
        let counts = RatingCounts(ratings: Self.textbook, categories: 5)
        #expect(try abs(#require(counts.agreement) - 0.81818) < 5e-6)
        #expect(try abs(#require(counts.gwetAC1) - 0.77544) < 5e-6)
        #expect(try abs(#require(counts.krippendorffAlpha) - 0.74342) < 5e-6)
        #expect(counts.fleissKappa == nil)
    }

    @Test("With two raters AC1 is that of the counts", arguments: Draws.seeds)
    func two(seed: Int) {
        var draws = Draws(seed)
        let ratings = Self.drawn(&draws, raters: 2)
        let counts = RatingCounts(ratings: ratings)
        let pairs = AgreementCounts(
            zip(ratings[0], ratings[1]).map { (gold: $0 == 1, judge: $1 == 1) })
        #expect(agree(counts.gwetAC1, pairs.gwetAC1))
        #expect(agree(counts.agreement, pairs.agreement))
    }

    @Test("Without missing ratings alpha is near Fleiss's kappa", arguments: Draws.seeds)
    func complete(seed: Int) throws {
        var draws = Draws(seed)
        let counts = RatingCounts(ratings: Self.drawn(&draws, raters: 3))
        let alpha = try #require(counts.krippendorffAlpha)
        let kappa = try #require(counts.fleissKappa)
        // They part by (1 − κ) ÷ ratings, for the pairs that can be drawn without replacement.
        #expect(agree(alpha - kappa, (1 - kappa) / 60))
    }

    @Test("Raters and units may come in any order", arguments: Draws.seeds)
    func order(seed: Int) {
        var draws = Draws(seed)
        let ratings = Self.drawn(&draws, raters: 4, missing: seed % 2 == 0 ? 0 : 0.2)
        let plain = Self.coefficients(RatingCounts(ratings: ratings))
        let turned = Self.coefficients(RatingCounts(ratings: ratings.reversed()))
        let units = Self.coefficients(RatingCounts(ratings: ratings.map { $0.reversed() }))
        #expect(zip(plain, turned).allSatisfy { agree($0, $1) })
        #expect(zip(plain, units).allSatisfy { agree($0, $1) })
    }

    @Test("Raters who agree on everything have 1, unless all of it is the same")
    func unanimous() {
        let both = RatingCounts(counts: [[3, 0], [0, 3], [3, 0]])
        #expect(Self.coefficients(both).allSatisfy { agree($0, 1) })
        let one = RatingCounts(counts: [[3, 0], [3, 0]])
        #expect(one.fleissKappa == nil && one.krippendorffAlpha == nil && one.gwetAC1 == 1)
    }

    @Test("A unit with one rating says nothing of agreement to alpha")
    func single() {
        let pairs = RatingCounts(counts: [[2, 0], [1, 1], [0, 2]])
        let more = RatingCounts(counts: [[2, 0], [1, 1], [0, 2], [1, 0], [0, 0]])
        #expect(agree(pairs.krippendorffAlpha, more.krippendorffAlpha))
        #expect(pairs.agreement == more.agreement && more.fleissKappa == nil)
    }

    @Test("Without two ratings of a unit nothing is defined", arguments: [[], [[1, 0], [0, 1]]])
    func undefined(counts: [[Int]]) {
        #expect(Self.coefficients(RatingCounts(counts: counts)).allSatisfy { $0 == nil })
    }
}
