import Statistics
import Testing

@Suite("A judge's scores of whole answers")
struct AnswerAgreementTests {
    @Test("A lenient judge is biased by as much, and ranks as gold does", arguments: Draws.seeds)
    func lenient(seed: Int) throws {
        var draws = Draws(seed)
        let gold = draws.scores(20)
        let agreement = try #require(AnswerAgreement(judge: gold.map { $0 + 0.1 }, gold: gold))
        #expect(agree(agreement.bias.mean, 0.1))
        #expect(agree(agreement.spearman, 1) && agree(agreement.kendall, 1))
        #expect(agreement.limitsOfAgreement() == Interval(agreement.bias.mean, margin: 0))
    }

    @Test("The limits lie 1.96 standard deviations from the bias")
    func limits() throws {
        let agreement = try #require(AnswerAgreement(judge: [1, 2, 3, 6], gold: [1, 1, 1, 1]))
        // Differences 0, 1, 2 and 5: mean 2, variance 14 ÷ 3.
        let limits = try #require(agreement.limitsOfAgreement())
        #expect(agree(limits.low, 2 - 1.959963984540054 * (14.0 / 3).squareRoot()))
        #expect(agree(limits.high, 2 + 1.959963984540054 * (14.0 / 3).squareRoot()))
    }

    @Test("Ties count in Kendall's tau: an example by hand")
    func tied() {
        // Pairs: 4 concordant, 1 discordant, 1 tied in x; τ = 3 ÷ √(5·6).
        #expect(agree(RankCorrelation.kendall([1, 1, 2, 3], [1, 2, 4, 3]), 3 / 30.0.squareRoot()))
        // Ranks 1.5 1.5 3 4 and 1 2 4 3.
        #expect(
            agree(RankCorrelation.spearman([1, 1, 2, 3], [1, 2, 4, 3]), 3.5 / 22.5.squareRoot()))
    }

    @Test(
        "Rank correlations are symmetric and follow ranks alone", arguments: Draws.seeds)
    func ranks(seed: Int) throws {
        var draws = Draws(seed)
        let (x, y) = (draws.coarse(12), draws.coarse(12))
        for measure in [RankCorrelation.spearman, RankCorrelation.kendall] {
            let value = try #require(measure(x, y))
            #expect(abs(value) <= 1 + 1e-12)
            #expect(agree(measure(y, x), value))
            #expect(agree(measure(x.map { $0 * $0 * $0 + 7 }, y), value))
            #expect(agree(measure(x.map { -$0 }, y), -value))
            #expect(agree(measure(x, x), 1))
        }
    }

    @Test("What does not vary has no order")
    func undefined() {
        #expect(RankCorrelation.kendall([1, 1], [1, 2]) == nil)
        #expect(RankCorrelation.spearman([1, 1], [1, 2]) == nil)
        #expect(RankCorrelation.kendall([0.1 + 0.2, 0.3], [1, 2]) == nil)
        #expect(RankCorrelation.kendall([.nan, 1], [1, 2]) == nil)
        #expect(AnswerAgreement(judge: [], gold: []) == nil)
        #expect(AnswerAgreement(judge: [1], gold: [2])?.limitsOfAgreement() == nil)
    }
}
