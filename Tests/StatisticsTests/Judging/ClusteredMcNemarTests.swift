import Statistics
import Testing

@Suite("Two judges on the same criteria")
struct ClusteredMcNemarTests {
    private static func drawn(_ seed: Int) -> [ClusteredMcNemar.Answer] {
        var draws = Draws(seed)
        return (0..<draws.count(2...12)).map { _ in
            ClusteredMcNemar.Answer(
                firstOnly: draws.below(4), secondOnly: draws.below(4),
                criteria: 6 + draws.below(40))
        }
    }

    private static func answers(_ test: ClusteredMcNemar) -> [Double?] {
        [
            test.durkalski?.statistic, test.unweighted?.statistic, test.signFlip(seed: 1)?.pValue,
            test.pooled.exactP, test.pooled.midP, test.pooled.chiSquare?.statistic,
        ]
    }

    @Test("Criteria on which one judge alone is right are counted")
    func counted() {
        let verdicts = [
            (true, true, false), (false, true, false), (true, false, true), (true, true, true),
            (false, false, true),
        ]
        let answer = ClusteredMcNemar.Answer(
            verdicts.map { (gold: $0.0, first: $0.1, second: $0.2) })
        #expect(answer == .init(firstOnly: 2, secondOnly: 2, criteria: 5))
    }

    @Test("Judges and answers may change places", arguments: Draws.seeds)
    func symmetric(seed: Int) {
        let answers = Self.drawn(seed)
        let turned = answers.reversed().map {
            ClusteredMcNemar.Answer(
                firstOnly: $0.secondOnly, secondOnly: $0.firstOnly, criteria: $0.criteria)
        }
        let pairs = zip(
            Self.answers(ClusteredMcNemar(answers)), Self.answers(ClusteredMcNemar(turned)))
        #expect(pairs.allSatisfy { agree($0, $1) })
    }

    @Test("With one size of answers the weights make no difference", arguments: Draws.seeds)
    func weights(seed: Int) {
        let test = ClusteredMcNemar(
            Self.drawn(seed).map {
                .init(firstOnly: $0.firstOnly, secondOnly: $0.secondOnly, criteria: 39)
            })
        #expect(agree(test.durkalski?.statistic, test.unweighted?.statistic))
    }

    @Test("An answer counts by the share of its criteria: an example by hand")
    func shares() {
        let test = ClusteredMcNemar([
            .init(firstOnly: 0, secondOnly: 2, criteria: 10),
            .init(firstOnly: 1, secondOnly: 0, criteria: 10),
            .init(firstOnly: 0, secondOnly: 3, criteria: 30),
        ])
        // Shares 0.2, −0.1 and 0.1: 0.2² ÷ 0.06.
        #expect(agree(test.durkalski?.statistic, 0.04 / 0.06))
        #expect(agree(test.unweighted?.statistic, 16.0 / 14))
    }

    @Test("With one criterion an answer, the unweighted test is McNemar's", arguments: Draws.seeds)
    func single(seed: Int) {
        var draws = Draws(seed)
        let answers = (0..<30).map { _ in
            let first = draws.flag(0.4)
            return ClusteredMcNemar.Answer(
                firstOnly: first ? 1 : 0, secondOnly: !first && draws.flag() ? 1 : 0, criteria: 1)
        }
        let test = ClusteredMcNemar(answers)
        #expect(agree(test.unweighted?.statistic, test.pooled.chiSquare?.statistic))
    }

    @Test("Mid-p lies below the exact p, and both fall with the difference")
    func midP() {
        for total in 1...40 {
            let tests = (0...(total / 2)).reversed().map {
                McNemarTest(firstOnly: $0, secondOnly: total - $0)
            }
            #expect(tests.allSatisfy { $0.midP < $0.exactP && $0.midP > 0 })
            #expect(zip(tests, tests.dropFirst()).allSatisfy { $0.midP > $1.midP })
        }
        // All of n on one side: 2 · 2⁻ⁿ, and half of it.
        #expect(agree(McNemarTest(firstOnly: 0, secondOnly: 5).exactP, 1.0 / 16))
        #expect(agree(McNemarTest(firstOnly: 5, secondOnly: 0).midP, 1.0 / 32))
    }

    /// A change that moves whole answers one way or the other, and none on average.
    @Test("The test by answer keeps its level where the plain one does not")
    func level() {
        var (plain, clustered) = (0, 0)
        for seed in 0..<300 {
            var draws = Draws(seed)
            let answers = (0..<12).map { _ in
                let towards = draws.flag()
                let moved = draws.below(7)
                return ClusteredMcNemar.Answer(
                    firstOnly: towards ? moved : 0, secondOnly: towards ? 0 : moved, criteria: 39)
            }
            let test = ClusteredMcNemar(answers)
            if test.pooled.exactP < 0.05 { plain += 1 }
            if test.signFlip(seed: 1).map({ $0.pValue < 0.05 }) ?? false { clustered += 1 }
        }
        #expect(plain > 60)
        #expect(clustered <= 27)
    }

    @Test("Judges who never part leave nothing to test")
    func undefined() {
        let test = ClusteredMcNemar([.init(firstOnly: 0, secondOnly: 0, criteria: 3)])
        #expect(test.durkalski == nil && test.unweighted == nil)
        #expect(test.pooled.chiSquare == nil && test.pooled.corrected == nil)
        #expect(test.pooled.exactP == 1 && test.pooled.midP == 1)
        #expect(test.signFlip(seed: 1)?.pValue == 1)
        #expect(ClusteredMcNemar([]).signFlip(seed: 1) == nil)
    }
}
