import Statistics
import Testing

@Suite("What a judge's errors do to a score")
struct ScoreErrorTests {
    private typealias Verdict = (weight: Int, gold: Bool, judge: Bool)

    private static func drawn(_ seed: Int) -> [Verdict] {
        var draws = Draws(seed)
        return (0..<25).map { place in
            let weight = 1 + draws.below(15)
            return (place % 4 == 3 ? -weight : weight, draws.flag(), draws.flag())
        }
    }

    @Test("The error is the judge's unclamped score less gold's", arguments: Draws.seeds)
    func difference(seed: Int) {
        let verdicts = Self.drawn(seed)
        func score(_ isMet: (Verdict) -> Bool) -> Double {
            let points = verdicts.reduce(0) { $0 + (isMet($1) ? $1.weight : 0) }
            return Double(points) / Double(verdicts.reduce(0) { $0 + max(0, $1.weight) })
        }
        let error = ScoreError(verdicts)
        #expect(agree(error.error, score(\.judge) - score(\.gold)))
        #expect(agree(error.points, error.error.map { 100 * $0 }))
    }

    @Test("Judge and gold in each other's place turn the sign", arguments: Draws.seeds)
    func turned(seed: Int) {
        let verdicts = Self.drawn(seed)
        let error = ScoreError(verdicts)
        let turned = ScoreError(
            verdicts.map { (weight: $0.weight, gold: $0.judge, judge: $0.gold) })
        #expect(turned.raw == -error.raw && turned.misjudgedShare == error.misjudgedShare)
    }

    @Test("A fault that the judge misses raises the score")
    func fault() {
        let error = ScoreError([
            (weight: -5, gold: true, judge: false), (weight: 10, gold: true, judge: true),
        ])
        #expect(error.error == 0.5 && error.misjudgedShare == 1.0 / 3)
    }

    @Test("Errors may cancel in the score but not in the weight that is misjudged")
    func cancelled() {
        let error = ScoreError([
            (weight: 5, gold: true, judge: false), (weight: 5, gold: false, judge: true),
        ])
        #expect(error.error == 0 && error.misjudgedShare == 1)
    }

    @Test("Answers add up", arguments: Draws.seeds)
    func added(seed: Int) {
        let verdicts = Self.drawn(seed)
        let parts = [ScoreError(verdicts[..<9]), ScoreError(verdicts[9...])]
        #expect(ScoreError.pooled(parts) == ScoreError(verdicts))
    }

    @Test("Without weights there is no error to speak of")
    func undefined() {
        #expect(ScoreError.zero.error == nil && ScoreError.zero.misjudgedShare == nil)
        let faults = ScoreError([(weight: -5, gold: true, judge: false)])
        #expect(faults.error == nil && faults.misjudgedShare == 1)
    }
}
