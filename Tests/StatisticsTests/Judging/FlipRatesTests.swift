import Statistics
import Testing

@Suite("Verdicts of repeated runs, and what flips between prompts")
struct FlipRatesTests {
    private typealias Pair = (old: RepeatedVerdicts, new: RepeatedVerdicts)

    /// Runs of criteria with these chances of MET under the old and the new prompt.
    private static func drawn(
        _ draws: inout Draws, chances: [(Double, Double)], runs: Int
    ) -> [Pair] {
        func verdicts(_ chance: Double) -> RepeatedVerdicts {
            RepeatedVerdicts((0..<runs).map { _ in draws.flag(chance) })
        }
        return chances.map { (old: verdicts($0.0), new: verdicts($0.1)) }
    }

    @Test("Disagreement is the share of pairs of runs that part", arguments: Draws.seeds)
    func pairs(seed: Int) {
        var draws = Draws(seed)
        let (a, b) = ((0..<5).map { _ in draws.flag() }, (0..<3).map { _ in draws.flag() })
        var (within, between) = (0, 0)
        for first in a.indices {
            within += a[(first + 1)...].count { $0 != a[first] }
            between += b.count { $0 != a[first] }
        }
        let verdicts = RepeatedVerdicts(a)
        #expect(agree(verdicts.disagreement, Double(within) / 10))
        #expect(agree(verdicts.disagreement(with: RepeatedVerdicts(b)), Double(between) / 15))
    }

    @Test("One run says nothing of stability, and a tie has no majority")
    func few() {
        let one = RepeatedVerdicts([true])
        #expect(one.disagreement == nil && !one.isUnstable && one.majority == true)
        let two = RepeatedVerdicts([true, false])
        #expect(two.isUnstable && two.majority == nil && two.disagreement == 1)
        #expect(two.expectedFlip == 0.5)
    }

    /// Over 400 times 60 criteria, the mean excess has a standard error of about 0.001.
    @Test("A prompt against itself flips verdicts, but none in excess", arguments: [2, 3, 5])
    func identical(runs: Int) throws {
        let rates = (0..<400).map { seed in
            var draws = Draws(seed)
            let chances = (0..<60).map { _ in draws.unit() }.map { ($0, $0) }
            return FlipRates(Self.drawn(&draws, chances: chances, runs: runs))
        }
        let excess = try #require(MeanEstimate(rates.compactMap(\.excessRate)))
        let error = try #require(excess.standardError)
        #expect(error < 0.003 && abs(excess.mean) < 4 * error)
        #expect(try #require(Averages.mean(rates.compactMap(\.rawRate))) > 0.3)
        #expect(rates.contains { ($0.excessRate ?? 0) < 0 })
    }

    @Test("The mean excess is the mean squared change of the chance of MET", arguments: [2, 4])
    func changed(runs: Int) throws {
        let chances = [(0.1, 0.9), (0.5, 0.5), (0.8, 0.4), (1, 1)]
        let rates = (0..<2_000).map { seed in
            var draws = Draws(seed)
            return FlipRates(Self.drawn(&draws, chances: chances, runs: runs))
        }
        let excess = try #require(MeanEstimate(rates.compactMap(\.excessRate)))
        let shift = try #require(MeanEstimate(rates.compactMap(\.leniencyShift)))
        #expect(abs(excess.mean - (0.64 + 0.16) / 4) < 4 * (excess.standardError ?? 0))
        #expect(abs(shift.mean - (0.8 - 0.4) / 4) < 4 * (shift.standardError ?? 0))
    }

    @Test("Prompts in each other's place turn the shift alone", arguments: Draws.seeds)
    func turned(seed: Int) {
        var draws = Draws(seed)
        let chances = (0..<20).map { _ in (draws.unit(), draws.unit()) }
        let pairs = Self.drawn(&draws, chances: chances, runs: 3)
        let (plain, turned) = (FlipRates(pairs), FlipRates(pairs.map { ($0.new, $0.old) }))
        #expect(agree(plain.excessRate, turned.excessRate))
        #expect(agree(plain.rawRate, turned.rawRate) && agree(plain.oldRate, turned.newRate))
        #expect(agree(turned.leniencyShift, plain.leniencyShift.map { -$0 }))
        #expect(
            agree(
                plain.excessRate,
                plain.rawRate.map { $0 - ((plain.oldRate ?? 0) + (plain.newRate ?? 0)) / 2 }))
    }

    @Test("Answers add up, as often as they were drawn", arguments: Draws.seeds)
    func pooled(seed: Int) {
        var draws = Draws(seed)
        let parts = (0..<3).map { _ in
            let chances = (0..<4).map { _ in (draws.unit(), draws.unit()) }
            return Self.drawn(&draws, chances: chances, runs: 2)
        }
        let pooled = FlipRates.pooled(parts.map { FlipRates($0) }, draws: [2, 0, 1])
        let whole = FlipRates(parts[0] + parts[0] + parts[2])
        #expect(agree(pooled.excessRate, whole.excessRate) && pooled.criteria == whole.criteria)
        #expect(agree(pooled.leniencyShift, whole.leniencyShift))
    }

    @Test("Criteria with one run count in the raw rate alone")
    func unrepeated() {
        let one = RepeatedVerdicts([true])
        let other = RepeatedVerdicts([false])
        let flips = FlipRates([(old: one, new: other), (old: one, new: one)])
        #expect(flips.rawRate == 0.5 && flips.leniencyShift == -0.5)
        #expect(flips.excessRate == nil && flips.oldRate == nil && flips.repeated == 0)
        #expect(FlipRates.zero.rawRate == nil && FlipRates.zero.leniencyShift == nil)
    }
}
