import Statistics
import Testing

@Suite("Tests by χ²")
struct ChiSquareTestTests {
    @Test("With two judges Cochran's Q is McNemar's χ²", arguments: Draws.seeds)
    func two(seed: Int) {
        var draws = Draws(seed)
        let correct = (0..<30).map { _ in [draws.flag(0.7), draws.flag(0.5)] }
        let plain = McNemarTest(
            firstOnly: correct.count { $0[0] && !$0[1] },
            secondOnly: correct.count { $0[1] && !$0[0] })
        #expect(
            agree(ChiSquareTest.cochran(correct)?.statistic, plain.chiSquare?.statistic))
    }

    @Test("Judges and criteria may come in any order", arguments: Draws.seeds)
    func order(seed: Int) {
        var draws = Draws(seed)
        let correct = (0..<15).map { _ in (0..<4).map { _ in draws.flag() } }
        let turned = correct.reversed().map { [$0[2], $0[0], $0[3], $0[1]] }
        #expect(ChiSquareTest.cochran(correct) == ChiSquareTest.cochran(turned))
    }

    @Test("Even counts have χ² 0 and p 1; all at one place of two, χ² is the total")
    func evenness() throws {
        let even = try #require(ChiSquareTest.evenness([7, 7, 7]))
        #expect(even.statistic == 0 && even.pValue == 1 && even.degreesOfFreedom == 2)
        #expect(ChiSquareTest.evenness([0, 12])?.statistic == 12)
    }

    @Test("What has nothing to compare is nil")
    func undefined() {
        #expect(ChiSquareTest.evenness([]) == nil && ChiSquareTest.evenness([3]) == nil)
        #expect(ChiSquareTest.evenness([0, 0]) == nil)
        #expect(ChiSquareTest.cochran([]) == nil && ChiSquareTest.cochran([[true]]) == nil)
        #expect(ChiSquareTest.cochran([[true, true], [false, false]]) == nil)
    }
}
