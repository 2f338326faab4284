import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Drift of a judge")
struct JudgeDriftTests {
    /// A trial in which every criterion is MET with the chance given.
    private static func trial(
        _ seed: UInt64, chance: Double, answers: Int = 30, repeats: Int = 4
    ) -> JudgeTrial {
        var generator = SplitMix64(seed: seed)
        return MadeUpTrial.trial(
            (0..<answers).flatMap { answer in
                (0..<10).map { place in
                    MadeUpTrial.question(
                        "a\(answer)", "c\(place)", gold: nil,
                        (0..<repeats).map { _ in generator.unit() < chance ? .met : .unmet })
                }
            }, repeats: repeats)
    }

    private static func drift(_ chances: [Double], seed: UInt64 = 1) -> JudgeDrift {
        JudgeDrift(
            JudgeAnchor(trial(seed, chance: 0.5, repeats: 12), date: 0),
            history: chances.enumerated().map { place, chance in
                JudgeAnchor.Rejudging(
                    trial(seed * 1000 + UInt64(place), chance: chance),
                    date: Double(place + 1) * 86_400)
            })
    }

    @Test("The shift, its noise and the flips are those worked out by hand")
    func worked() throws {
        let anchor = JudgeAnchor(
            MadeUpTrial.trial(
                [
                    MadeUpTrial.question("a", "c1", weight: 10, gold: nil, [.met, .unmet]),
                    MadeUpTrial.question("a", "c2", weight: -20, gold: nil, [.unmet, .unmet]),
                    MadeUpTrial.question("b", "c1", weight: 10, gold: nil, [.met, .met]),
                ], repeats: 2), date: 0)
        let later = JudgeAnchor.Rejudging(
            MadeUpTrial.trial([
                MadeUpTrial.question("a", "c1", weight: 10, gold: nil, [.met]),
                MadeUpTrial.question("a", "c2", weight: -20, gold: nil, [.met]),
                MadeUpTrial.question("b", "c1", weight: 10, gold: nil, [nil]),
            ]), date: 1)
        let point = try #require(JudgeDrift(anchor, history: [later]).points.first)
        // 10·½ − 20·1 of 100 on a; b was not judged again.
        #expect(point.answers == 1 && point.shift?.mean == -15)
        // D_AA of c1 is 1, so p(1 − p) is ½: 10²·½·(½ + 1).
        #expect(abs((point.noise ?? 0) - 75.0.squareRoot()) < 1e-12)
        #expect(point.flips.rawRate == 0.75 && point.ownFlips == 0.5 && point.excessFlips == 0.25)
    }

    @Test("A judge who stays the same gives no alarm", arguments: 1..<6)
    func quiet(seed: UInt64) {
        let drift = Self.drift(Array(repeating: 0.5, count: 6), seed: seed)
        #expect(drift.sums != nil && drift.alarms.isEmpty)
        #expect(drift.points.allSatisfy { abs($0.excessFlips ?? 1) < 0.05 })
    }

    @Test("A judge who turns lenient gives alarm from then on, and by the sum upwards")
    func alarm() throws {
        let drift = Self.drift([0.5, 0.5, 0.65, 0.65, 0.65])
        #expect(drift.alarms.first == 2 && drift.alarms.contains(4))
        let sums = try #require(drift.sums)
        #expect(sums.upper[4] > 4 && sums.lower[4] == 0)
        let harsh = Self.drift([0.35])
        #expect(harsh.alarms == [0] && (harsh.sums?.lower[0] ?? 0) > 4)
    }

    @Test("The history is read by date, whatever its order")
    func order() {
        let anchor = JudgeAnchor(Self.trial(1, chance: 0.5), date: 0)
        let history = (0..<4).map {
            JudgeAnchor.Rejudging(Self.trial(UInt64(50 + $0), chance: 0.5), date: Double($0))
        }
        let (a, b) = (
            JudgeDrift(anchor, history: history), JudgeDrift(anchor, history: history.reversed())
        )
        #expect(a.points == b.points && a.sums == b.sums && a.averages == b.averages)
    }

    @Test("Without repeats at the reference nothing says what is noise, and there is no chart")
    func noRepeats() {
        let drift = JudgeDrift(
            JudgeAnchor(Self.trial(1, chance: 0.5, repeats: 1), date: 0),
            history: [JudgeAnchor.Rejudging(Self.trial(2, chance: 0.9), date: 1)])
        #expect(drift.sums == nil && drift.averages == nil && drift.alarms.isEmpty)
        #expect(drift.points.first?.noise == nil && drift.points.first?.excessFlips == nil)
        #expect(drift.points.first?.shift != nil)
    }

    @Test("A date on which nothing was judged again has no shift, and there is no chart")
    func emptyDate() {
        let drift = JudgeDrift(
            JudgeAnchor(Self.trial(1, chance: 0.5), date: 0),
            history: [JudgeAnchor.Rejudging(date: 1, verdicts: [:])])
        #expect(drift.points.first?.shift == nil && drift.points.first?.answers == 0)
        #expect(drift.points.first?.noise == nil && drift.sums == nil)
        #expect(JudgeDrift(drift.anchor, history: []).points.isEmpty)
    }
}
