import Statistics
import Testing

@Suite("What several runs or judges are worth together")
struct MajorityVoteTests {
    @Test(
        "The error of the majority falls with its size where runs are better than a coin",
        arguments: [0.001, 0.05, 0.2, 0.4, 0.49])
    func falls(deviation: Double) {
        let errors = (0...20).map { MajorityVote.error(runs: 2 * $0 + 1, deviation: deviation) }
        #expect(agree(errors[0], deviation, within: 1e-14))
        #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 && $1 > 0 })
        let worse = (0...20).map { MajorityVote.error(runs: 2 * $0 + 1, deviation: 1 - deviation) }
        #expect(zip(errors, worse).allSatisfy { agree($0 + $1, 1) })
    }

    @Test("An even number is worth no more than one run less", arguments: 1...10)
    func even(half: Int) {
        for deviation in [0, 0.1, 0.3, 0.5, 0.9, 1] {
            #expect(
                agree(
                    MajorityVote.error(runs: 2 * half, deviation: deviation),
                    MajorityVote.error(runs: 2 * half - 1, deviation: deviation)))
        }
    }

    @Test("A judge whose accuracy is that of a coin has no weight, a worse one a negative one")
    func weights() throws {
        let weights = try #require(MajorityVote.logOddsWeights(accuracies: [0.5, 0.8, 0.2]))
        #expect(weights[0] == 0 && weights[1] > 0 && agree(weights[1], -weights[2]))
        #expect(MajorityVote.logOddsWeights(accuracies: [0.9, 1]) == nil)
        #expect(MajorityVote.logOddsWeights(accuracies: [0, 0.9]) == nil)
    }

    @Test("A good judge outvotes two poor ones, and a tie is nobody's verdict")
    func verdicts() throws {
        let votes = [true, false, false]
        let weights = try #require(MajorityVote.logOddsWeights(accuracies: [0.95, 0.7, 0.7]))
        #expect(MajorityVote.verdict(votes, weights: weights) == true)
        #expect(MajorityVote.verdict(votes) == false)
        #expect(MajorityVote.verdict([true, false]) == nil)
        #expect(MajorityVote.verdict([true, false, false], weights: [0.3, 0.1, 0.2]) == nil)
        #expect(MajorityVote.verdict([]) == nil)
    }

    @Test("Judges with errors in common are worth fewer")
    func effective() throws {
        #expect(EffectiveJudges.count(judges: 3, errorCorrelation: 0) == 3)
        #expect(agree(EffectiveJudges.count(judges: 3, errorCorrelation: 1), 1))
        #expect(agree(EffectiveJudges.count(judges: 3, errorCorrelation: 0.6), 3 / 2.2))
        #expect(EffectiveJudges.count(judges: 3, errorCorrelation: -0.5) == nil)
    }

    @Test("Errors correlate by pairs; a judge without errors goes along with nobody")
    func correlation() {
        let wrong = [true, false, false, true]
        let others = [true, true, false, false]
        #expect(agree(EffectiveJudges.errorCorrelation([wrong, wrong, wrong]), 1))
        #expect(agree(EffectiveJudges.errorCorrelation([wrong, wrong, others]), 1.0 / 3))
        let right = [false, false, false, false]
        #expect(EffectiveJudges.errorCorrelation([wrong, right]) == nil)
        #expect(EffectiveJudges.errorCorrelation([wrong]) == nil)
    }
}
