import Statistics
import Testing

@Suite("The signed-rank test")
struct WilcoxonSignedRankTests {
    @Test("The exact p is the share of all signs of the ranks", arguments: Draws.seeds)
    func enumerated(seed: Int) throws {
        var draws = Draws(seed)
        let differences = draws.normals(draws.count(1...10))
        let test = try #require(WilcoxonSignedRank(differences))
        let n = differences.count
        let smaller = min(test.positive, test.negative)
        let few = (0..<(1 << n)).count { pattern in
            let sum = (0..<n).reduce(0) { $0 + (pattern >> $1 & 1 == 1 ? $1 + 1 : 0) }
            return Double(sum) <= smaller
        }
        #expect(agree(test.pExact, min(1, 2 * Double(few) / Double(1 << n))))
        #expect(test.pValue == test.pExact)
        #expect(test.positive + test.negative == Double(n * (n + 1)) / 2)
    }

    @Test("Turned signs swap the sums and keep p; scale keeps all", arguments: Draws.seeds)
    func invariant(seed: Int) throws {
        var draws = Draws(seed)
        let differences = draws.coarse(draws.count(4...40)) + [0.3]
        let test = try #require(WilcoxonSignedRank(differences))
        let turned = try #require(WilcoxonSignedRank(differences.map { -$0 }))
        #expect((turned.positive, turned.negative) == (test.negative, test.positive))
        #expect(turned.pNormal == test.pNormal && turned.pContinuity == test.pContinuity)
        #expect(turned.rankBiserial == -test.rankBiserial)
        #expect(WilcoxonSignedRank(differences.map { $0 * 100 }) == test)
        #expect(test.pNormal <= test.pContinuity)
    }

    @Test("Zeros are dropped, also those that only rounding keeps from 0")
    func zeros() throws {
        let moved = [0.5, -0.25, 0.75]
        let test = try #require(WilcoxonSignedRank(moved))
        #expect(WilcoxonSignedRank(moved + [0, 0]) == test)
        #expect(WilcoxonSignedRank(moved + [0.1 + 0.2 - 0.3]) == test)
        #expect(WilcoxonSignedRank([0.1 + 0.2 - 0.3]) == nil)
    }

    @Test("Sizes that tie on paper tie, and then there is no exact p")
    func ties() throws {
        let test = try #require(WilcoxonSignedRank([0.1 + 0.2, -0.3, 0.5]))
        #expect(test.positive == 4.5 && test.negative == 1.5)
        #expect(test.pExact == nil && test.pValue == test.pNormal)
        // Variance 3·4·7/24 − (8 − 2)/48.
        let z = 1.5 / (3.5 - 0.125).squareRoot()
        #expect(agree(test.pNormal, 2 * NormalDistribution.cumulative(-z)))
    }

    @Test("Beyond fifty differences p is the normal one, and near the exact one at fifty")
    func many() throws {
        var draws = Draws(4)
        let differences = draws.normals(51).map { $0 + 0.3 }
        #expect(try #require(WilcoxonSignedRank(differences)).pExact == nil)
        let fifty = try #require(WilcoxonSignedRank(Array(differences[..<50])))
        #expect(abs(try #require(fifty.pExact) - fifty.pContinuity) < 0.005)
    }

    @Test(
        "What is undefined is nil",
        arguments: [[], [0], [0, 0], [1, .nan], [1, .infinity]] as [[Double]])
    func undefined(differences: [Double]) { #expect(WilcoxonSignedRank(differences) == nil) }

    @Test("A single difference says nothing: p = 1")
    func single() { #expect(WilcoxonSignedRank([0.3])?.pValue == 1) }

    @Test("Midranks share places and add up", arguments: Draws.seeds)
    func midranks(seed: Int) {
        var draws = Draws(seed)
        let values = draws.coarse(draws.count(0...20))
        let ranks = Ranks.midranks(values)
        #expect(ranks.reduce(0, +) == Double(values.count * (values.count + 1)) / 2)
        for (value, rank) in zip(values, ranks) {
            let below = values.count { $0 < value }
            let level = values.count { $0 == value }
            #expect(rank == Double(below) + Double(level + 1) / 2)
        }
    }
}
