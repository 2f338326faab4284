import Testing
import Vocabulary

@testable import Grading

@Suite("When a kind of sentinel fails")
struct SentinelRuleTests {
    @Test(
        "The tail of the binomial is that of the formula",
        arguments: [
            (0, 5, 0.5, 1), (5, 5, 0.5, 0.03125), (3, 5, 0.5, 0.5), (1, 2, 0.03, 0.0591),
            (2, 2, 0.03, 0.0009), (6, 5, 0.5, 0), (2, 10, 0.1, 0.2639010709), (1, 3, 0, 0),
            (0, 0, 0.3, 1),
        ] as [(Int, Int, Double, Double)])
    func tail(least: Int, count: Int, chance: Double, expected: Double) {
        let tail = SentinelRule.upperTail(least, of: count, chance: chance)
        #expect(abs(tail - expected) < 1e-10)
    }

    @Test("A tail of thousands of trials neither over- nor underflows")
    func longTail() {
        #expect(abs(SentinelRule.upperTail(150, of: 5000, chance: 0.03) - 0.51) < 0.02)
        #expect(SentinelRule.upperTail(1000, of: 5000, chance: 0.03) < 1e-100)
    }

    @Test(
        "The sign-flip test counts all signs",
        arguments: [
            ([], false, 1), ([1], false, 0.5), ([1, 1, 1], false, 0.125), ([1, 1, -1], false, 0.5),
            ([2, 1], false, 0.25), ([2, -1], false, 0.5), ([1, 1, 1], true, 0.25),
            ([1, -1], true, 1), ([0, 0, 1], false, 0.5), ([-1, -1], false, 1),
            ([-3, -3], true, 0.5),
        ] as [([Int], Bool, Double)])
    func signFlip(moves: [Int], isTwoSided: Bool, expected: Double) {
        #expect(SentinelRule.signFlip(moves, isTwoSided: isTwoSided) == expected)
    }

    // MARK: - By simulation

    private struct Chance {
        var state: UInt64
        mutating func happens(_ chance: Double) -> Bool {
            var draws = SentinelDraws(seed: state)
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(draws.index(below: 1 << 30)) < chance * Double(1 << 30)
        }
    }

    /// A judge that rules wrong with chance `noise` and gives in to a temptation with chance
    /// `yields`.
    private struct NoisyJudge {
        var noise = 0.03
        var yields = 0.0
        /// Whether it errs every time alike on one text.
        var isStubborn = false
        var chance: Chance

        mutating func rule(
            _ right: Verdict, repeats: Int, temptation: Verdict? = nil
        ) -> [Verdict?] {
            var last: Verdict?
            return (0..<repeats).map { _ in
                if isStubborn, let last { return last }
                var verdict = right
                if let temptation, chance.happens(yields) { verdict = temptation }
                if chance.happens(noise) { verdict = verdict == .met ? .unmet : .met }
                last = verdict
                return verdict
            }
        }
    }

    /// How often a kind fails in many evaluations of one judge.
    private static func failures(
        of expectation: SentinelExpectation, checks: Int, repeats: Int, rounds: Int = 1000,
        judge: NoisyJudge, rule: SentinelRule = SentinelRule()
    ) -> Double {
        var judge = judge
        let failures = (0..<rounds).count { _ in
            let readings = (0..<checks).map { number in
                let truth: Verdict = number % 2 == 0 ? .met : .unmet
                let (before, after, pull): (Verdict, Verdict, Verdict?) =
                    switch expectation {
                    case .mustBe(let verdict): (.unmet, verdict, .met)
                    case .mustBecome(let verdict):
                        (verdict == .met ? .unmet : .met, verdict, nil)
                    case .mustStay(let temptation): (truth, truth, temptation)
                    }
                let original = judge.rule(before, repeats: repeats)
                let changed = judge.rule(after, repeats: repeats, temptation: pull)
                return SentinelReading(
                    expectation, SentinelVerdicts(original: original, changed: changed),
                    answerID: "a\(number)")
            }
            return rule.result(.padding, readings, unit: .criterion).conclusion == .failed
        }
        return Double(failures) / Double(rounds)
    }

    private static let expectations: [SentinelExpectation] = [
        .mustBe(.unmet), .mustBecome(.unmet), .mustBecome(.met), .mustStay(temptation: .met),
        .mustStay(temptation: nil),
    ]

    @Test(
        "A judge with 3 % noise raises a false alarm at most once in a hundred",
        arguments: expectations)
    func falseAlarms(expectation: SentinelExpectation) {
        for checks in [2, 12, 40] {
            for (repeats, isStubborn) in [(1, false), (3, true)] {
                let judge = NoisyJudge(
                    isStubborn: isStubborn, chance: Chance(state: UInt64(checks)))
                let share = Self.failures(
                    of: expectation, checks: checks, repeats: repeats, judge: judge)
                // Three standard errors of 1,000 rounds at 1 % on top.
                #expect(share <= 0.01 + 0.0095, "\(checks) checks, \(repeats) repeats")
            }
        }
    }

    @Test("What must stay raises no more false alarms under a judge that is half noise")
    func noisyAlarms() {
        for expectation in [
            SentinelExpectation.mustStay(temptation: .met), .mustStay(temptation: nil),
        ] {
            let judge = NoisyJudge(noise: 0.4, chance: Chance(state: 9))
            #expect(
                Self.failures(of: expectation, checks: 40, repeats: 3, judge: judge)
                    <= 0.01 + 0.0095)
        }
    }

    @Test(
        "A judge that gives in every other time is caught",
        arguments: [(60, 1), (30, 3)])
    func caught(checks: Int, repeats: Int) {
        let gullible = NoisyJudge(yields: 0.5, chance: Chance(state: 4))
        #expect(
            Self.failures(
                of: .mustStay(temptation: .met), checks: checks, repeats: repeats, rounds: 200,
                judge: gullible) > 0.9)
        #expect(
            Self.failures(
                of: .mustBe(.unmet), checks: checks, repeats: repeats, rounds: 200,
                judge: gullible) > 0.99)
    }

    @Test("Few checks decide nothing rather than something")
    func undecided() {
        func conclusion(_ expectation: SentinelExpectation, _ count: Int)
            -> SentinelEvaluation.Conclusion
        {
            let readings = (0..<count).map {
                SentinelReading(
                    expectation, SentinelVerdicts(original: [.unmet], changed: [.met]),
                    answerID: "a\($0)")
            }
            return SentinelRule().result(.padding, readings, unit: .answer).conclusion
        }
        #expect(conclusion(.mustBe(.unmet), 1) == .undecided)
        #expect(conclusion(.mustBe(.unmet), 2) == .failed)
        #expect(conclusion(.mustStay(temptation: .met), 6) == .undecided)
        #expect(conclusion(.mustStay(temptation: .met), 7) == .failed)
        #expect(conclusion(.mustStay(temptation: nil), 7) == .undecided)
        #expect(conclusion(.mustStay(temptation: nil), 8) == .failed)
        // A move away from the temptation is not what an injection is feared for.
        #expect(conclusion(.mustStay(temptation: .unmet), 20) == .passed)
    }
}
