import Statistics
import Testing

@Suite("Correcting for known judge errors")
struct RoganGladenTests {
    private static func rates(_ sensitivity: Double, _ specificity: Double) -> JudgeErrorRates {
        JudgeErrorRates(
            sensitivity: sensitivity, goldMet: 100, specificity: specificity, goldUnmet: 80)
    }

    @Test("Error rates come from counts against gold, if it has both verdicts")
    func counts() {
        let rates = JudgeErrorRates(
            AgreementCounts(
                truePositives: 9, falsePositives: 2, falseNegatives: 1, trueNegatives: 6))
        #expect(
            rates
                == JudgeErrorRates(sensitivity: 0.9, goldMet: 10, specificity: 0.75, goldUnmet: 8))
        #expect(
            JudgeErrorRates(
                AgreementCounts(
                    truePositives: 9, falsePositives: 0, falseNegatives: 1, trueNegatives: 0))
                == nil)
    }

    @Test("The rate that errors made of a true one is turned back into it", arguments: Draws.seeds)
    func inverse(seed: Int) throws {
        var draws = Draws(seed)
        let rates = Self.rates(0.7 + 0.3 * draws.unit(), 0.6 + 0.4 * draws.unit())
        let truth = draws.unit()
        let judged = truth * rates.sensitivity + (1 - truth) * (1 - rates.specificity)
        let corrected = try #require(RoganGladen(judgedRate: judged, criteria: 500, rates: rates))
        #expect(agree(corrected.rate, truth))
        let interval = corrected.interval()
        #expect(interval.contains(truth))
    }

    @Test("A judge without errors changes nothing")
    func perfect() throws {
        let corrected = try #require(
            RoganGladen(judgedRate: 0.3, criteria: 400, rates: Self.rates(1, 1)))
        #expect(agree(corrected.rate, 0.3) && corrected.calibrationShare == 0)
        #expect(agree(corrected.standardError, (0.21 / 400).squareRoot()))
        let none = RoganGladen(judgedRate: 1, criteria: 400, rates: Self.rates(1, 1))
        #expect(none?.standardError == 0 && none?.calibrationShare == nil)
    }

    @Test("The design effect adds to the criteria's part of the variance alone")
    func design() throws {
        func corrected(_ effect: Double) throws -> RoganGladen {
            try #require(
                RoganGladen(
                    judgedRate: 0.6, criteria: 800, rates: Self.rates(0.9, 0.8),
                    designEffect: effect))
        }
        let (plain, clustered) = (try corrected(1), try corrected(4))
        let fewer = try #require(
            RoganGladen(judgedRate: 0.6, criteria: 200, rates: Self.rates(0.9, 0.8)))
        #expect(plain.rate == clustered.rate && plain.standardError < clustered.standardError)
        #expect(agree(clustered.standardError, fewer.standardError))
    }

    @Test("Of a judge no better than a coin nothing follows")
    func coin() {
        #expect(RoganGladen(judgedRate: 0.5, criteria: 9, rates: Self.rates(0.5, 0.5)) == nil)
        #expect(RoganGladen(judgedRate: 0.5, criteria: 9, rates: Self.rates(0.2, 0.3)) == nil)
    }
}
