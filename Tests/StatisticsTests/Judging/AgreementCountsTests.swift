import Statistics
import Testing

@Suite("A judge's verdicts against gold")
struct AgreementCountsTests {
    static func drawn(_ draws: inout Draws, upTo most: Int = 30) -> AgreementCounts {
        AgreementCounts(
            truePositives: draws.below(most), falsePositives: draws.below(most),
            falseNegatives: draws.below(most), trueNegatives: draws.below(most))
    }

    /// Every coefficient that judge and gold have in common.
    private static func symmetric(_ counts: AgreementCounts) -> [Double?] {
        [
            counts.agreement, counts.kappa, counts.gwetAC1, counts.pabak, counts.matthews,
            counts.f1,
        ]
    }

    @Test("Verdicts are counted by what gold and the judge say")
    func counted() {
        let verdicts = [(true, true), (true, false), (true, true), (false, true), (false, false)]
        let counts = AgreementCounts(verdicts.map { (gold: $0.0, judge: $0.1) })
        #expect(
            counts
                == AgreementCounts(
                    truePositives: 2, falsePositives: 1, falseNegatives: 1, trueNegatives: 1))
        #expect(counts.count == 5 && counts.goldMet == 3 && counts.judgeMet == 3)
    }

    @Test("A judge who says what gold says agrees in every coefficient", arguments: Draws.seeds)
    func itself(seed: Int) {
        var draws = Draws(seed)
        let counts = AgreementCounts(
            truePositives: draws.count(1...30), falsePositives: 0, falseNegatives: 0,
            trueNegatives: draws.count(1...30))
        let all =
            Self.symmetric(counts) + [
                counts.precision, counts.sensitivity, counts.specificity, counts.balancedAccuracy,
                counts.youden,
            ]
        #expect(all.allSatisfy { agree($0, 1, within: 1e-12) })
        #expect(counts.bias == 0)
    }

    @Test("A judge who says the opposite is as far off as can be", arguments: Draws.seeds)
    func opposite(seed: Int) {
        var draws = Draws(seed)
        let half = draws.count(1...30)
        let counts = AgreementCounts(
            truePositives: 0, falsePositives: half, falseNegatives: half, trueNegatives: 0)
        #expect(counts.kappa == -1 && counts.gwetAC1 == -1 && counts.pabak == -1)
        #expect(agree(counts.matthews, -1) && counts.youden == -1 && counts.f1 == 0)
    }

    @Test("Judge and gold may change places", arguments: Draws.seeds)
    func swapped(seed: Int) {
        var draws = Draws(seed)
        let counts = Self.drawn(&draws)
        let swapped = counts.swapped
        #expect(zip(Self.symmetric(counts), Self.symmetric(swapped)).allSatisfy { agree($0, $1) })
        #expect(agree(swapped.bias, counts.bias.map { -$0 }))
        #expect(swapped.precision == counts.sensitivity)
    }

    @Test("MET and UNMET may change places, but in what asks for MET", arguments: Draws.seeds)
    func inverted(seed: Int) {
        var draws = Draws(seed)
        let counts = Self.drawn(&draws)
        let inverted = counts.inverted
        let kept = { (counts: AgreementCounts) in
            [counts.agreement, counts.kappa, counts.gwetAC1, counts.matthews, counts.youden]
        }
        #expect(zip(kept(counts), kept(inverted)).allSatisfy { agree($0, $1) })
        #expect(inverted.sensitivity == counts.specificity)
        #expect(agree(inverted.bias, counts.bias.map { -$0 }))
    }

    @Test("The order of criteria makes no difference", arguments: Draws.seeds)
    func order(seed: Int) {
        var draws = Draws(seed)
        let verdicts = (0..<20).map { _ in (gold: draws.flag(), judge: draws.flag()) }
        #expect(AgreementCounts(verdicts) == AgreementCounts(verdicts.reversed()))
    }

    @Test("Counts of parts add up to those of the whole", arguments: Draws.seeds)
    func parts(seed: Int) {
        var draws = Draws(seed)
        let verdicts = (0..<30).map { _ in (gold: draws.flag(0.7), judge: draws.flag(0.4)) }
        let cut = draws.below(31)
        let parts = [AgreementCounts(verdicts[..<cut]), AgreementCounts(verdicts[cut...])]
        #expect(parts[0] + parts[1] == AgreementCounts(verdicts))
        #expect(AgreementCounts.pooled(parts, draws: [0, 2]) == parts[1] + parts[1])
    }

    @Test("Where nearly all is MET, kappa falls and AC1 does not")
    func paradox() throws {
        // All have 90 % agreement with gold; more and more is MET.
        let counts = [45, 60, 75, 85].map {
            AgreementCounts(
                truePositives: $0, falsePositives: 5, falseNegatives: 5, trueNegatives: 90 - $0)
        }
        let kappas = try counts.map { try #require($0.kappa) }
        let others = try counts.map { try #require($0.gwetAC1) }
        #expect(zip(kappas, kappas.dropFirst()).allSatisfy { $0 > $1 })
        #expect(zip(others, others.dropFirst()).allSatisfy { $0 < $1 })
        #expect(agree(kappas[0], others[0]) && kappas[3] < 0.45 && others[3] > 0.87)
    }

    @Test("Coefficients stay within their bounds or are undefined", arguments: 0..<200)
    func bounds(seed: Int) {
        var draws = Draws(seed)
        let counts = Self.drawn(&draws, upTo: 3)
        let slack = 1e-12
        for value in [counts.kappa, counts.gwetAC1, counts.matthews, counts.youden, counts.bias] {
            #expect(value.map { abs($0) <= 1 + slack } ?? true)
        }
        #expect((counts.gwetAC1 == nil) == (counts.count == 0))
        #expect((counts.youden == nil) == (counts.goldMet == 0 || counts.goldUnmet == 0))
    }

    @Test("Where gold has one verdict only, what can't be known is nil")
    func oneClass() {
        let met = AgreementCounts(
            truePositives: 8, falsePositives: 0, falseNegatives: 2, trueNegatives: 0)
        #expect(met.specificity == nil && met.youden == nil && met.balancedAccuracy == nil)
        #expect(met.matthews == nil && met.kappa == 0 && met.sensitivity == 0.8)
        let same = AgreementCounts(
            truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 9)
        #expect(same.kappa == nil && same.matthews == nil && same.f1 == nil)
        #expect(same.precision == nil && same.sensitivity == nil)
        #expect(same.agreement == 1 && same.gwetAC1 == 1 && same.bias == 0)
        let none = AgreementCounts.zero
        #expect(Self.symmetric(none).allSatisfy { $0 == nil } && none.bias == nil)
    }
}
