import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Several judges of one run")
struct SeveralJudgesTests {
    /// By configuration the scores that a judge gives, over the same tasks.
    private static func results(
        _ judge: String, _ rows: [(ConfigurationSummary, [Double])]
    ) -> RunResults {
        let tasks = (0..<(rows.first?.1.count ?? 0)).map { TaskSummary(id: "t\($0)", domain: "d") }
        return MadeUp.results(
            rows.map(\.0), tasks: tasks,
            units: rows.flatMap { row, scores in
                zip(tasks, scores).map {
                    MadeUp.unit(row.id, $0.id, scores: [MadeUp.score($1)])
                }
            }, judge: judge)
    }

    private static func solo(_ model: String) -> ConfigurationSummary {
        ConfigurationSummary(id: model, kind: "solo", models: [model])
    }

    private static func ups(_ mean: Double, _ phase: Int) -> [Double] {
        MadeUp.around(mean, tasks: 12, spread: 0.05, phase: phase).compactMap { $0 }
    }

    private static let gpt = solo("openai/gpt")
    private static let claude = solo("anthropic/claude")
    private static let kimi = solo("moonshotai/kimi")

    /// The second judge turns the first pair round and agrees on the others.
    private static let turned = SeveralJudges(
        [
            results(
                "openai/judge",
                [(gpt, ups(0.8, 0)), (claude, ups(0.6, 1)), (kimi, ups(0.3, 2))]),
            results(
                "anthropic/judge",
                [(gpt, ups(0.6, 0)), (claude, ups(0.8, 1)), (kimi, ups(0.3, 2))]),
        ], verdicts: [[:], [:]], seed: 1)

    @Test("A pair that judges decide differently reverses, one they decide alike holds under all")
    func claims() {
        let claims = Self.turned.claims
        #expect(claims.count == 3)
        #expect(claims[0].kind == .ahead("openai/gpt", "anthropic/claude"))
        #expect(claims[0].standing == .reverses && claims[0].changesSign)
        #expect(claims[0].findings.map { $0?.decision } == [.holds, .reversed])
        #expect(claims[1].standing == .underAll && claims[2].standing == .underAll)
    }

    @Test(
        "A claim stands as its findings do",
        arguments: [
            ([JudgedClaim.Decision.holds, .holds], JudgedClaim.Standing.underAll),
            ([.reversed, .reversed], .underAll), ([.holds, .notShown], .underSome),
            ([.reversed, nil], .underSome), ([.holds, .reversed], .reverses),
            ([.notShown, .notShown], .underNone), ([.notShown, nil], .underNone),
        ] as [([JudgedClaim.Decision?], JudgedClaim.Standing)])
    func standing(decisions: [JudgedClaim.Decision?], standing: JudgedClaim.Standing) {
        let claim = JudgedClaim(
            kind: .lift("f"),
            findings: decisions.map { decision in
                decision.map { JudgedClaim.Finding(difference: 0.1, decision: $0) }
            })
        #expect(claim.standing == standing && !claim.changesSign)
    }

    @Test("A lift holds where the judge's own leaderboard claims it")
    func lifts() throws {
        let fusion = ConfigurationSummary(
            id: "f", kind: "fusion", models: ["openai/gpt", "anthropic/claude"],
            analyst: "z-ai/glm", synthesizer: "anthropic/claude", drafts: "fresh")
        let several = SeveralJudges(
            [
                Self.results(
                    "moonshotai/a",
                    [
                        (Self.gpt, Self.ups(0.5, 0)), (Self.claude, Self.ups(0.5, 1)),
                        (fusion, Self.ups(0.8, 2)),
                    ]),
                Self.results(
                    "z-ai/b",
                    [
                        (Self.gpt, Self.ups(0.8, 0)), (Self.claude, Self.ups(0.5, 1)),
                        (fusion, Self.ups(0.5, 2)),
                    ]),
            ], verdicts: [[:], [:]], seed: 1)
        let lift = try #require(several.claims.last)
        #expect(lift.kind == .lift("f") && lift.standing == .reverses)
        #expect(lift.findings.map { $0?.decision } == [.holds, .reversed])
        // The second judge's family made the analysis, nobody's the answer.
        #expect(several.sharedFamilies.map(\.configuration) == ["f"])
        #expect(several.sharedFamilies.first?.roles == [.analyst])
    }

    @Test("Self-preference is the difference of differences, against configurations of neither")
    func preference() throws {
        let several = Self.turned
        #expect(several.preferences.count == 2)
        let first = try #require(several.preferences.first)
        #expect(first.own == ["openai/gpt"] && first.others == ["moonshotai/kimi"])
        #expect(!first.isMutual && abs(first.difference.mean - 0.2) < 1e-9)
        #expect(several.sharedFamilies.map(\.roles) == [[.author], [.author]])
        #expect(abs((several.pairs.first?.kendall ?? 0) - 1.0 / 3) < 1e-12)
    }

    @Test("Without others than the other judge's family, both preferences are said to be in it")
    func mutual() throws {
        let several = SeveralJudges(
            [
                Self.results(
                    "openai/j", [(Self.gpt, Self.ups(0.8, 0)), (Self.claude, Self.ups(0.6, 1))]),
                Self.results(
                    "anthropic/j", [(Self.gpt, Self.ups(0.7, 0)), (Self.claude, Self.ups(0.7, 1))]),
            ], verdicts: [[:], [:]], seed: 1)
        #expect(several.preferences.map(\.isMutual) == [true, true])
        #expect(abs((several.preferences.first?.difference.mean ?? 0) - 0.2) < 1e-9)
    }

    @Test("Verdicts are compared where both judges have one, by polarity")
    func agreement() throws {
        let places = (0..<40).map {
            VerdictPlace(
                answerKey: "a\($0 / 4)", criterionKey: "c\($0 % 4)",
                polarity: $0 % 4 == 3 ? .negative : .positive)
        }
        func verdicts(_ isMet: (Int) -> Bool) -> [VerdictPlace: Verdict] {
            Dictionary(
                uniqueKeysWithValues: places.enumerated().map { ($1, isMet($0) ? .met : .unmet) })
        }
        let gold = verdicts { $0 % 2 == 0 }
        let first = verdicts { $0 % 2 == 0 || $0 % 5 == 0 }
        var second = verdicts { $0 % 2 == 0 || $0 % 5 == 0 }
        second[places[0]] = nil
        let rows = [(Self.gpt, Self.ups(0.5, 0)), (Self.kimi, Self.ups(0.5, 1))]
        let results = [Self.results("a/j", rows), Self.results("b/j", rows)]
        let several = SeveralJudges(results, verdicts: [first, second], gold: gold, seed: 1)
        let pair = try #require(several.pairs.first)
        #expect(pair.counts.count == 39 && pair.counts.agreement == 1)
        #expect(pair.byPolarity[.negative]?.count == 10)
        #expect(several.dependence.common == 39 && several.dependence.withGold == 39)
        // The same errors: two judges are worth one.
        #expect(abs((several.dependence.effectiveByErrors ?? 0) - 1) < 1e-9)
        let blind = SeveralJudges(results, verdicts: [first, second], seed: 1)
        #expect(blind.dependence.effectiveByErrors == nil && blind.dependence.withGold == 0)
        #expect(abs((blind.dependence.effectiveByVerdicts ?? 0) - 1) < 1e-9)
    }

    @Test("Judges of the same model are told apart by their prompts, then by their ids")
    func names() {
        let rows = [(Self.gpt, Self.ups(0.5, 0)), (Self.kimi, Self.ups(0.5, 1))]
        var (one, two) = (Self.results("m", rows), Self.results("m", rows))
        func judge(_ id: String, _ version: String) -> JudgeRecord {
            JudgeRecord(
                id: id, model: "m", promptName: "p", promptVersion: version, promptSHA256: "0",
                reasoning: nil, temperature: nil, maxOutputTokens: nil, endpoint: "e")
        }
        one.origin = .run(MadeUp.run, judge("x", "1"))
        two.origin = .run(MadeUp.run, judge("y", "2"))
        #expect(
            SeveralJudges([one, two], verdicts: [[:], [:]], seed: 1).judges.map(\.name)
                == ["m (p 1)", "m (p 2)"])
        two.origin = .run(MadeUp.run, judge("y", "1"))
        #expect(
            SeveralJudges([one, two], verdicts: [[:], [:]], seed: 1).judges.map(\.name)
                == ["m (x)", "m (y)"])
    }
}
