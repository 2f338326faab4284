import Statistics
import Testing

@Suite("Scores corrected for known judge errors")
struct CorrectedScoresTests {
    private static let positive = JudgeErrorRates(
        sensitivity: 0.9, goldMet: 120, specificity: 0.8, goldUnmet: 60)
    private static let negative = JudgeErrorRates(
        sensitivity: 0.75, goldMet: 40, specificity: 0.95, goldUnmet: 90)

    private static func drawn(_ seed: Int) -> [[CorrectedScores.Criterion]] {
        var draws = Draws(seed)
        return (0..<6).map { _ in
            (0..<8).map { place in
                let weight = 1 + draws.below(10)
                return CorrectedScores.Criterion(
                    weight: place % 3 == 2 ? -weight : weight, metShare: draws.unit())
            }
        }
    }

    private static func score(_ criteria: [CorrectedScores.Criterion]) -> Double {
        criteria.reduce(0) { $0 + Double($1.weight) * $1.metShare }
            / Double(criteria.reduce(0) { $0 + max(0, $1.weight) })
    }

    @Test("Scores that errors made of true ones are turned back into them", arguments: Draws.seeds)
    func inverse(seed: Int) throws {
        let truth = Self.drawn(seed)
        let judged = truth.map { criteria in
            criteria.map { criterion in
                let rates = criterion.weight > 0 ? Self.positive : Self.negative
                let met = criterion.metShare
                return CorrectedScores.Criterion(
                    weight: criterion.weight,
                    metShare: met * rates.sensitivity + (1 - met) * (1 - rates.specificity))
            }
        }
        let corrected = try #require(
            CorrectedScores(judged, positive: Self.positive, negative: Self.negative))
        #expect(zip(corrected.scores, truth.map(Self.score)).allSatisfy { agree($0, $1) })
        #expect(agree(corrected.mean.mean, Averages.mean(corrected.scores)))
    }

    /// Against numerical derivatives of the mean by each error rate.
    @Test("The error rates' part of the error is that of the delta method", arguments: 0..<5)
    func delta(seed: Int) throws {
        let answers = Self.drawn(seed)
        let step = 1e-6
        func mean(_ moved: Int, _ step: Double) throws -> Double {
            func rates(_ plain: JudgeErrorRates, _ place: Int) -> JudgeErrorRates {
                JudgeErrorRates(
                    sensitivity: plain.sensitivity + (moved == place ? step : 0), goldMet: 1,
                    specificity: plain.specificity + (moved == place + 1 ? step : 0), goldUnmet: 1)
            }
            return try #require(
                CorrectedScores(
                    answers, positive: rates(Self.positive, 0), negative: rates(Self.negative, 2))
            ).mean.mean
        }
        let spreads = [
            0.9 * 0.1 / 120, 0.8 * 0.2 / 60, 0.75 * 0.25 / 40, 0.95 * 0.05 / 90,
        ]
        var variance = 0.0
        for (place, spread) in spreads.enumerated() {
            let slope = (try mean(place, step) - mean(place, -step)) / (2 * step)
            variance += slope * slope * spread
        }
        let corrected = try #require(
            CorrectedScores(answers, positive: Self.positive, negative: Self.negative))
        #expect(agree(corrected.calibrationError, variance.squareRoot(), within: 1e-7))
        let sampling = try #require(corrected.mean.standardError)
        #expect(
            agree(
                corrected.standardError, (sampling * sampling + variance).squareRoot(), within: 1e-7
            ))
    }

    @Test("A polarity that does not occur needs no error rates")
    func onePolarity() {
        let praise = [[CorrectedScores.Criterion(weight: 2, metShare: 1)]]
        #expect(CorrectedScores(praise, positive: Self.positive, negative: nil) != nil)
        #expect(CorrectedScores(praise, positive: nil, negative: Self.negative) == nil)
    }

    @Test("Without answers, weights or a judge better than a coin there is no score")
    func undefined() {
        let coin = JudgeErrorRates(sensitivity: 0.5, goldMet: 9, specificity: 0.5, goldUnmet: 9)
        let praise = [[CorrectedScores.Criterion(weight: 2, metShare: 1)]]
        let faults = [[CorrectedScores.Criterion(weight: -2, metShare: 1)]]
        #expect(CorrectedScores(praise, positive: coin, negative: nil) == nil)
        #expect(
            CorrectedScores(faults, positive: Self.positive, negative: Self.negative) == nil)
        #expect(
            CorrectedScores(praise + [[]], positive: Self.positive, negative: Self.negative)
                == nil)
        #expect(CorrectedScores([], positive: Self.positive, negative: Self.negative) == nil)
    }
}
