import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("An old judge against a new one")
struct JudgeDifferenceTests {
    private static let precision = JudgeDifference.Precision(
        replicates: 200, permutations: 199, seed: 1)
    private static let fusions = ["s5": ["s3", "s4"]]

    private static func difference(_ old: JudgeTrial, _ new: JudgeTrial) -> JudgeDifference {
        JudgeDifference(from: old, to: new, fusions: fusions, precision: precision)
    }

    /// Gold answers and configurations in one trial.
    private static func trials(repeats: Int = 3) -> (old: JudgeTrial, new: JudgeTrial) {
        var random = SplitMix64(seed: 5)
        let gold = MadeUpTrials.goldSet(&random).items
        let items = MadeUpTrials(items: gold + MadeUpTrials.anchorRuns(&random).items)
        let changed = items.withoutWarnAgainstClause(&random)
        return (
            items.trial("old", repeats: repeats, &random),
            changed.trial("new", repeats: repeats, &random)
        )
    }

    /// One answer by criterion: place in the rubric, gold, old and new verdicts (m, u or missing –).
    private static func small(
        _ rows: [(answer: String, place: Int, gold: Verdict?, old: String, new: String)],
        configuration: String? = nil, positiveWeight: Double = 90
    ) -> (old: JudgeTrial, new: JudgeTrial) {
        func trial(_ verdicts: [String], _ name: String) -> JudgeTrial {
            let questions = zip(rows, verdicts).map { row, text in
                JudgeTrial.Question(
                    answerID: row.answer, taskID: row.answer, configurationID: configuration,
                    criterion: MadeUpTrials.rubric[row.place], positiveWeight: positiveWeight,
                    gold: row.gold,
                    rulings: text.enumerated().map { place, letter in
                        JudgeTrial.Ruling(
                            verdict: letter == "m" ? .met : letter == "u" ? .unmet : nil,
                            explanation: "\(name) \(place)",
                            failure: letter == "x" ? .infrastructure : letter == "-" ? .empty : nil)
                    })
            }
            return JudgeTrial(
                judge: MadeUpTrials.judge(name), repeats: verdicts.first?.count ?? 0,
                questions: questions, usage: MadeUpTrials.usage)
        }
        return (trial(rows.map(\.old), "old"), trial(rows.map(\.new), "new"))
    }

    // MARK: - Rules

    @Test("Two trials that are the same show no shift, no flips and no swap")
    func identical() throws {
        let (old, _) = Self.trials()
        let same = Self.difference(old, old)
        #expect(same.flipped.isEmpty && same.matchedShare == 1)
        let gold = try #require(same.gold)
        #expect(gold.oldRightOnly == 0 && gold.newRightOnly == 0)
        #expect(gold.measures.allSatisfy { ($0.change.estimate ?? 0) == 0 })
        #expect(same.flips.allSatisfy { abs($0.leniency.estimate ?? 1) < 1e-12 })
        let scores = try #require(same.scores)
        #expect(scores.swaps.isEmpty && scores.overall.shift == 0)
        #expect(scores.configurations.allSatisfy { $0.shift == 0 })
        #expect(scores.lifts.map(\.isReversed) == [false])
        #expect(same.missing?.change.estimate == 0)
    }

    @Test("With old and new in each other's place every change turns its sign")
    func swapped() throws {
        let (old, new) = Self.trials()
        let (forth, back) = (Self.difference(old, new), Self.difference(new, old))
        let (gold, turned) = (try #require(forth.gold), try #require(back.gold))
        #expect(gold.oldRightOnly == turned.newRightOnly)
        #expect(gold.newRightOnly == turned.oldRightOnly)
        #expect(gold.signFlip?.pValue == turned.signFlip?.pValue)
        func expectTurned(_ a: ResampledInterval, _ b: ResampledInterval) {
            #expect(abs((a.estimate ?? 0) + (b.estimate ?? 0)) < 1e-12)
            #expect(abs((a.interval?.low ?? 0) + (b.interval?.high ?? 0)) < 1e-9)
        }
        for (a, b) in zip(gold.measures, turned.measures) { expectTurned(a.change, b.change) }
        for (a, b) in zip(forth.flips, back.flips) {
            expectTurned(a.leniency, b.leniency)
            #expect(abs((a.raw.estimate ?? 0) - (b.raw.estimate ?? 1)) < 1e-12)
            #expect(
                abs((a.within?.excess.estimate ?? 0) - (b.within?.excess.estimate ?? 1)) < 1e-12)
        }
        let (scores, other) = (try #require(forth.scores), try #require(back.scores))
        #expect(abs(scores.overall.shift + other.overall.shift) < 1e-12)
        #expect(scores.oldOrder == other.newOrder && scores.newOrder == other.oldOrder)
        #expect(
            Set(scores.swaps.map { [$0.first, $0.second] })
                == Set(other.swaps.map { [$0.second, $0.first] }))
        #expect(forth.flipped.map(\.change) == back.flipped.map { -$0.change })
    }

    @Test("The order in which questions come changes nothing")
    func permuted() throws {
        let (old, new) = Self.trials()
        var random = SplitMix64(seed: 9)
        func shuffled(_ trial: JudgeTrial) -> JudgeTrial {
            var questions = trial.questions
            for place in questions.indices.dropLast() {
                questions.swapAt(place, place + random.below(questions.count - place))
            }
            return JudgeTrial(
                judge: trial.judge, repeats: trial.repeats, questions: questions,
                usage: trial.usage)
        }
        let (plain, mixed) = (
            Self.difference(old, new), Self.difference(shuffled(old), shuffled(new))
        )
        #expect(plain.change?.pOfVerdicts == mixed.change?.pOfVerdicts)
        #expect(plain.gold?.measures.map(\.change) == mixed.gold?.measures.map(\.change))
        #expect(plain.gold?.losses.map(\.pByAnswers) == mixed.gold?.losses.map(\.pByAnswers))
        #expect(plain.gold?.losses.map(\.pByRepeats) == mixed.gold?.losses.map(\.pByRepeats))
        #expect(plain.flips.map(\.raw) == mixed.flips.map(\.raw))
        #expect(
            plain.scores?.configurations.map(\.pValue) == mixed.scores?.configurations.map(\.pValue)
        )
        #expect(plain.missing?.change == mixed.missing?.change)
        #expect(plain.flipped.map(\.answerKey) == mixed.flipped.map(\.answerKey))
    }

    // MARK: - By hand

    @Test("b, c and accuracies by hand; an even split decides nothing")
    func gold() throws {
        let (old, new) = Self.small([
            ("a", 0, .met, "mmm", "uuu"), ("a", 1, .unmet, "mmm", "umu"),
            ("b", 9, .unmet, "uuu", "muu"), ("b", 2, .met, "mmu", "mmm"),
            ("b", 3, .met, "---", "mmm"), ("b", 4, nil, "uuu", "mmm"),
        ])
        let gold = try #require(Self.difference(old, new).gold)
        #expect(gold.questions == 4 && gold.answers == 2 && gold.unjudged == 1)
        #expect(gold.oldRightOnly == 1 && gold.newRightOnly == 1)
        // MET by gold: 5 of 6 before, 3 of 6 now. UNMET: 3 of 6 before, 4 of 6 now.
        let balanced = try #require(gold.measure(.balancedAccuracy))
        #expect(abs((balanced.old ?? 0) - (5.0 / 6 + 3.0 / 6) / 2) < 1e-12)
        #expect(abs((balanced.new ?? 0) - (3.0 / 6 + 4.0 / 6) / 2) < 1e-12)
        #expect(gold.measure(.agreement, .negative)?.new == 2.0 / 3)
        #expect(gold.measure(.sensitivity, .negative)?.new == nil)
    }

    @Test("Scores are those of the product, and a pass with a missing verdict has none")
    func scores() throws {
        let rubric = Rubric(id: "r", criteria: MadeUpTrials.rubric)
        let texts =
            ["mmm", "mum", "uuu", "mmm", "m-m", "mmm", "umu", "mmm", "mmm"]
            + ["uuu", "umu", "uuu"]
        let rows = texts.enumerated().map { place, text in
            (answer: "a", place: place, gold: Verdict?.none, old: text, new: "mmm")
        }
        let (old, new) = Self.small(rows, configuration: "s")
        let scores = try #require(Self.difference(old, new).scores)
        let expected =
            try [0, 2].map { pass in
                try TaskScore(rubric) { id in
                    let place = rubric.criteria.firstIndex { $0.id == id } ?? 0
                    return Array(texts[place])[pass] == "m" ? .met : .unmet
                }.normalized
            }.reduce(0, +) / 2
        #expect(abs(scores.overall.old - expected) < 1e-12)
        #expect(abs(scores.overall.new - 40.0 / 90) < 1e-12)
        // Not the whole rubric: no score.
        let part = Self.small(Array(rows.dropFirst()), configuration: "s")
        #expect(Self.difference(part.old, part.new).scores == nil)
    }

    @Test("Questions of one trial alone are counted and left out")
    func unmatched() {
        let (old, new) = Self.small([
            ("a", 0, .met, "mmm", "uuu"), ("a", 1, .met, "mmm", "uuu"),
            ("b", 0, .met, "mmm", "mmm"),
        ])
        func without(_ trial: JudgeTrial, _ place: Int) -> JudgeTrial {
            var questions = trial.questions
            questions.remove(at: place)
            return JudgeTrial(
                judge: trial.judge, repeats: 3, questions: questions, usage: trial.usage)
        }
        let difference = Self.difference(without(old, 0), without(new, 2))
        #expect(difference.oldOnly == 1 && difference.newOnly == 1)
        #expect(difference.pairs.map(\.criterion.id) == ["c1"])
        #expect(difference.matchedShare == 1.0 / 3)
    }

    @Test("Flips are sorted by what they can move, with a repeat that says what most do")
    func flipped() throws {
        let (old, new) = Self.small([
            ("a", 0, .met, "mmm", "uum"), ("a", 11, .unmet, "umu", "mmu"),
            ("b", 1, nil, "mmm", "mmm"), ("b", 2, nil, "mmu", "-uu"),
        ])
        let flipped = Self.difference(old, new).flipped
        #expect(flipped.map(\.pair.criterion.id) == ["c11", "c2", "c0"])
        let first = try #require(flipped.first)
        #expect(abs(first.leverage - 25.0 / 90 / 3) < 1e-12)
        #expect(first.old.majority == .unmet && first.new.majority == .met)
        #expect(first.old.explanation == "old 0" && first.new.explanation == "new 0")
        #expect(abs(first.new.agreement - 2.0 / 3) < 1e-12)
        #expect(flipped[1].new.verdicts.runs == 2 && flipped[1].new.explanation == "new 1")
    }

    @Test("What the network lost is no verdict that the judge owes")
    func missing() throws {
        let (old, new) = Self.small([
            ("a", 0, nil, "mmx", "m--"), ("b", 1, nil, "uuu", "uuu"),
        ])
        let missing = try #require(Self.difference(old, new).missing)
        #expect(missing.old.rulings == 5 && missing.old.owed == 0 && missing.old.lost == 1)
        #expect(missing.new.rulings == 6 && missing.new.owed == 2)
        #expect(abs((missing.change.estimate ?? 0) - 1.0 / 3) < 1e-12)
        #expect(missing.unreadableChange.estimate == 0)
    }

    @Test("With fewer than three repeats there is no excess")
    func fewRepeats() {
        let (old, new) = Self.trials(repeats: 2)
        let flips = Self.difference(old, new).flips
        #expect(!flips.isEmpty)
        for flip in flips { #expect(flip.within == nil && flip.raw.estimate != nil) }
    }

    @Test("A task without a score of one configuration falls out for all, and is named")
    func dropped() throws {
        var random = SplitMix64(seed: 2)
        var items = MadeUpTrials.anchorRuns(&random)
        items.items.removeAll { $0.answerID == "s0/t3" }
        items.items.removeAll { $0.configurationID == "s1" && $0.criterion.id == "c0" }
        let scores = try #require(
            Self.difference(items.trial("old", &random), items.trial("new", &random)).scores)
        #expect(scores.droppedTasks.contains("t3") && !scores.tasks.contains("t3"))
        #expect(scores.unscored == ["s1"])
        #expect(Set(scores.oldOrder) == ["s0", "s2", "s3", "s4", "s5"])
    }
}

extension FlippedVerdict {
    fileprivate var answerKey: String { pair.answerID + pair.criterion.id }
}
