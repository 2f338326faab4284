import Statistics
import Testing
import Vocabulary

@testable import Comparison

@Suite("What contamination does")
struct ContaminationEffectTests {
    private static let key = leak(.explicitAnswer)

    private static func leak(
        _ severity: LeakFinding.Severity, by evidence: LeakFinding.Evidence = .ngram,
        keptAway: Bool = false, member: Int? = nil
    ) -> TextFinding {
        TextFinding(
            member: member,
            finding: LeakFinding(
                evidence: evidence, severity: severity, url: "https://key.example", detail: "x",
                wasKeptAway: keptAway))
    }

    /// - Parameters:
    ///   - leaks: what answers met, by "configuration task".
    ///   - enforcement: of configurations that are not under the list in full.
    private static func results(
        _ rows: KeyValuePairs<String, [Double?]>, leaks: [String: [TextFinding]] = [:],
        enforcement: [String: Enforcement] = [:]
    ) -> RunResults {
        var results = MadeUp.results(rows)
        for place in results.units.indices {
            let unit = results.units[place].unit
            results.units[place].leaks = leaks["\(unit.configurationID) \(unit.taskID)"] ?? []
        }
        for place in results.configurations.indices {
            let id = results.configurations[place].id
            results.configurations[place].enforcement = enforcement[id] ?? .full
        }
        return results
    }

    private static func effect(of results: RunResults) -> ContaminationEffect {
        ContaminationEffect(
            results.configurations.map { ConfigurationScores($0, in: results) }, seed: 1)
    }

    // MARK: - What taints

    @Test(
        "What shows the question or the answers taints, unless it was kept away or is mere overlap",
        arguments: [
            (leak(.metadata), false), (leak(.questionContext), true), (key, true),
            (leak(.explicitAnswer, by: .overlap), false),
            (leak(.questionContext, by: .overlap), false),
            (leak(.explicitAnswer, by: .url, keptAway: true), false),
            (leak(.explicitAnswer, by: .citation), true),
            (leak(.questionContext, by: .selfRecognition), true),
            // Of a draft, its own or one that a solo answer lent.
            (leak(.explicitAnswer, member: 1), true),
            (leak(.explicitAnswer, keptAway: true, member: 1), false),
        ])
    func taints(leak: TextFinding, isTainted: Bool) {
        let effect = Self.effect(
            of: Self.results(["a": [0.5, 0.5], "a+b": [0.5, 0.5]], leaks: ["a+b t1": [leak]]))
        #expect(effect.isTainted == isTainted)
        #expect(effect.rows.map(\.tainted) == [[], isTainted ? ["t1"] : []])
        #expect(effect.cleanTasks == (isTainted ? ["t0"] : ["t0", "t1"]))
    }

    @Test("An answer that is not scored taints nothing, though what it saw is counted")
    func unscored() {
        let effect = Self.effect(
            of: Self.results(["a": [nil, 0.5]], leaks: ["a t0": [Self.key]]))
        #expect(!effect.isTainted && effect.rows[0].tainted.isEmpty)
        #expect(effect.rows[0].seen[.explicitAnswer] == 1)
    }

    @Test("One tainted answer of several taints its task")
    func generations() {
        var results = Self.results(["a": [0.5, 0.5]])
        var second = MadeUp.unit("a", "t1", generation: 1, scores: [MadeUp.score(0.9)])
        second.leaks = [Self.key, Self.key]
        results.units.append(second)
        let effect = Self.effect(of: results)
        #expect(effect.rows[0].tainted == ["t1"] && effect.rows[0].seen[.explicitAnswer] == 1)
    }

    @Test("Answers are counted once by what they saw, and by whether something was kept away")
    func counts() {
        let effect = Self.effect(
            of: Self.results(
                ["a": [0.5, 0.5, 0.5]],
                leaks: [
                    "a t0": [
                        Self.key, Self.key, Self.leak(.metadata),
                        Self.leak(.questionContext, keptAway: true),
                    ],
                    "a t1": [Self.leak(.metadata), Self.leak(.metadata)],
                    "a t2": [
                        Self.leak(.explicitAnswer, keptAway: true),
                        Self.leak(.explicitAnswer, keptAway: true),
                    ],
                ]))
        #expect(effect.rows[0].keptAway == 2)
        #expect(
            effect.rows[0].seen == [.metadata: 2, .questionContext: 0, .explicitAnswer: 1])
    }

    @Test("Where nothing was found nothing is tainted, and every figure is the score")
    func nothing() {
        let effect = Self.effect(of: Self.results(["a": [0.5, 0.7], "b": [0.1, 0.3]]))
        #expect(!effect.isTainted && effect.cleanTasks == ["t0", "t1"])
        for row in effect.rows {
            #expect(row.keptAway == 0 && row.seen.values.allSatisfy { $0 == 0 })
            #expect(row.withoutTainted == row.score && row.taintedAsZero == row.score)
            #expect(row.contrast == nil && row.overFull == nil)
        }
        #expect(Self.effect(of: Self.results([:])).rows.isEmpty)
    }

    // MARK: - The score, otherwise

    @Test("Without tainted, every row is over the tasks that are clean for all")
    func withoutTainted() throws {
        let effect = Self.effect(
            of: Self.results(
                ["a": [0.9, 0.4, 0.2, nil], "b": [0.3, 0.8, 0.6, 0.4]],
                leaks: ["a t0": [Self.key], "b t1": [Self.key]]))
        #expect(effect.cleanTasks == ["t2", "t3"])
        // A refusal counts 0 here as in the score.
        let scores = try effect.rows.map { try #require($0.withoutTainted) }
        #expect(abs(scores[0] - 0.1) < 1e-12 && abs(scores[1] - 0.5) < 1e-12)
    }

    @Test("Where every task is tainted for someone there is no score without")
    func noneClean() {
        let effect = Self.effect(
            of: Self.results(
                ["a": [0.9, 0.4], "b": [0.3, 0.8]],
                leaks: ["a t0": [Self.key], "b t1": [Self.key]]))
        #expect(effect.cleanTasks.isEmpty)
        #expect(effect.rows.allSatisfy { $0.withoutTainted == nil })
    }

    @Test("Tainted as 0 takes a row's own tainted tasks, and no other's, for nothing")
    func asZero() throws {
        let effect = Self.effect(
            of: Self.results(
                ["a": [0.9, 0.4, 0.2], "b": [0.3, 0.8, 0.6]], leaks: ["a t0": [Self.key]]))
        let scores = try effect.rows.map { try #require($0.taintedAsZero) }
        #expect(abs(scores[0] - 0.2) < 1e-12)
        #expect(abs(scores[1] - (0.3 + 0.8 + 0.6) / 3) < 1e-12)
        #expect(effect.rows[0].score.map { abs($0 - 0.5) < 1e-12 } == true)
    }

    // MARK: - Over full exclusion

    @Test("A row is set against the same configuration under the full exclusion, task by task")
    func overFull() throws {
        var results = Self.results(
            ["open": [0.6, 0.9, 0.9], "a": [0.5, 0.6, nil], "half": [0.5, 0.6, 0.3]],
            enforcement: ["open": .off, "half": .provider])
        for place in [0, 2] { results.configurations[place].models = ["a"] }
        let rows = Self.effect(of: results).rows
        let open = try #require(rows[0].overFull)
        // 10, 30 and, over a refusal that counts 0, 90 points.
        #expect(open.differences.count == 3 && abs(open.mean - 1.3 / 3) < 1e-12)
        let interval = try #require(open.interval())
        // Student's t for 2 degrees is 4.303, the standard deviation 41.63 points.
        #expect(abs((interval.high ?? 0) - (1.3 / 3 + 4.3027 * 0.41633 / 3.0.squareRoot())) < 1e-3)
        #expect(rows[1].overFull == nil)
        #expect(abs(try #require(rows[2].overFull).mean - 0.1) < 1e-12)
    }

    @Test("A task that either has no score for is left out of that difference")
    func overFullMatched() throws {
        var results = Self.results(
            ["open": [0.6, 0.9], "a": [0.5, 0.6]], enforcement: ["open": .off])
        results.configurations[0].models = ["a"]
        results.units[1].scores = []
        #expect(abs(try #require(Self.effect(of: results).rows[0].overFull).mean - 0.1) < 1e-12)
    }

    @Test(
        "Only what is the same in all but the exclusion is the same configuration",
        arguments: [
            ("same", ConfigurationSummary(id: "f", kind: "fusion", models: ["a", "b"])),
            ("kind", ConfigurationSummary(id: "f", kind: "solo", models: ["a", "b"])),
            ("models", ConfigurationSummary(id: "f", kind: "fusion", models: ["b", "a"])),
            (
                "analyst",
                ConfigurationSummary(id: "f", kind: "fusion", models: ["a", "b"], analyst: "x")
            ),
            (
                "synthesizer",
                ConfigurationSummary(
                    id: "f", kind: "fusion", models: ["a", "b"], synthesizer: "x")
            ),
            (
                "drafts",
                ConfigurationSummary(
                    id: "f", kind: "fusion", models: ["a", "b"], drafts: "reuse")
            ),
            (
                "enforcement",
                ConfigurationSummary(
                    id: "f", kind: "fusion", models: ["a", "b"], enforcement: .provider)
            ),
        ])
    func sameConfiguration(differsIn: String, full: ConfigurationSummary) {
        var results = Self.results(["a": [0.5, 0.6], "f": [0.4, 0.4]])
        results.configurations[0] = ConfigurationSummary(
            id: "a", kind: "fusion", models: ["a", "b"], enforcement: .off)
        results.configurations[1] = full
        let row = Self.effect(of: results).rows[0]
        #expect((row.overFull != nil) == (differsIn == "same"))
    }

    @Test("Two files of answers are never the same configuration")
    func imported() {
        var results = Self.results(["x": [0.5, 0.6], "y": [0.4, 0.4]])
        results.configurations = [
            ConfigurationSummary(id: "x", kind: "answers", models: [], enforcement: .off),
            ConfigurationSummary(id: "y", kind: "answers", models: []),
        ]
        #expect(Self.effect(of: results).rows[0].overFull == nil)
    }

    // MARK: - Contrast

    @Test("The contrast is over the mean of the rows that have no tainted task")
    func contrast() throws {
        let effect = Self.effect(
            of: Self.results(
                [
                    "a": [0.9, 0.5, 0.5, 0.5], "b": [0.4, 0.5, 0.4, 0.3],
                    "c": [0.6, 0.3, 0.4, 0.5],
                ], leaks: ["a t0": [Self.key]]))
        let contrast = try #require(effect.rows[0].contrast)
        // 90 − 50 on the tainted task, 10 on each of the others; one labelling of four is as great.
        #expect(abs(contrast.effect - 0.3) < 1e-12)
        #expect(contrast.isExact && abs(contrast.pGreater - 0.25) < 1e-12)
        #expect(effect.rows[1].contrast == nil && effect.rows[2].contrast == nil)
    }

    @Test("Without a row that is clean, or a task of either sort, there is no contrast")
    func noContrast() {
        let noReference = Self.results(
            ["a": [0.9, 0.5], "b": [0.4, 0.5]],
            leaks: ["a t0": [Self.key], "b t1": [Self.key]])
        #expect(Self.effect(of: noReference).rows.allSatisfy { $0.contrast == nil })
        let allTainted = Self.results(
            ["a": [0.9, 0.5], "b": [0.4, 0.5]],
            leaks: ["a t0": [Self.key], "a t1": [Self.key]])
        #expect(Self.effect(of: allTainted).rows.allSatisfy { $0.contrast == nil })
    }

    @Test("A row that waits for its answers is no reference, and does not take the contrast away")
    func waitingReference() throws {
        var results = Self.results(
            ["a": [0.9, 0.5], "b": [0.4, 0.5], "c": [nil, nil]], leaks: ["a t0": [Self.key]])
        for place in 4..<6 { results.units[place].status = nil }
        let contrast = try #require(Self.effect(of: results).rows[0].contrast)
        #expect(abs(contrast.effect - 0.5) < 1e-12)
    }

    // MARK: - Lift

    /// A fusion that is ahead of its member by so much on every task.
    private static func lift(
        by gains: [Double], taintedTasks: [Int], enforcement: [String: Enforcement] = [:]
    ) throws -> FusionLift {
        let alone = gains.map { _ in 0.3 }
        let together = gains.map { 0.3 + $0 }
        let results = results(
            ["a": alone, "a+b": together],
            leaks: Dictionary(
                uniqueKeysWithValues: taintedTasks.map { ("a+b t\($0)", [key]) }),
            enforcement: enforcement)
        return try #require(Standings(results, seed: 1).lifts.first)
    }

    @Test(
        "A lift is claimed only where it also holds without the tainted tasks",
        arguments: [
            // Nothing tainted.
            ([0.2, 0.3, 0.25, 0.22, 0.3, 0.21], [], true),
            ([0.2, -0.3, 0.25, -0.22, 0.1, 0], [], false),
            // As great on the clean tasks.
            ([0.2, 0.3, 0.25, 0.22, 0.3, 0.21], [0, 1], true),
            // On the tainted ones alone.
            ([0.5, 0.6, 0.55, 0.01, -0.01, 0], [0, 1, 2], false),
            // Not even with them.
            ([0.5, -0.2, 0.55, -0.25, -0.1, 0], [0, 2], false),
            // One clean task, or none, says nothing.
            ([0.2, 0.3, 0.25, 0.22, 0.3, 0.21], [0, 1, 2, 3, 4], nil),
            ([0.2, 0.3, 0.25, 0.22, 0.3, 0.21], [0, 1, 2, 3, 4, 5], nil),
            // No spread, no p.
            ([0.2, 0.2, 0.2], [], nil),
        ] as [([Double], [Int], Bool?)])
    func claimed(gains: [Double], tainted: [Int], isClaimed: Bool?) throws {
        let lift = try Self.lift(by: gains, taintedTasks: tainted)
        #expect(lift.isClaimed == isClaimed)
        let clean = gains.indices.filter { !tainted.contains($0) }.map { gains[$0] }
        guard !tainted.isEmpty, let mean = Averages.mean(clean) else {
            #expect(lift.withoutTainted == nil)
            return
        }
        #expect(abs(try #require(lift.withoutTainted).naive - mean) < 1e-12)
    }

    @Test("What others met does not weigh on a lift; what a member met does")
    func whose() throws {
        let rows: KeyValuePairs<String, [Double?]> = [
            "a": [0.3, 0.3, 0.3, 0.3], "a+b": [0.5, 0.6, 0.55, 0.52], "c": [0.9, 0.9, 0.9, 0.9],
        ]
        func lift(_ met: [String]) throws -> FusionLift {
            let leaks = Dictionary(uniqueKeysWithValues: met.map { ($0, [Self.key]) })
            return try #require(
                Standings(Self.results(rows, leaks: leaks), seed: 1).lifts.first)
        }
        let other = try lift(["c t0", "c t1", "c t2", "c t3"])
        #expect(!other.hasTainted && other.withoutTainted == nil && other.isClaimed == true)
        let member = try lift(["a t0", "c t1"])
        let clean = try #require(member.withoutTainted)
        #expect(member.hasTainted && abs(clean.naive - 0.77 / 3) < 1e-12)
    }

    @Test("A tainted task that has no score for all of them does not weigh on the lift")
    func outside() throws {
        let results = Self.results(
            ["a": [nil, 0.3, 0.3, 0.3], "a+b": [0.9, 0.6, 0.55, 0.52]],
            leaks: ["a+b t0": [Self.key]])
        let lift = try #require(Standings(results, seed: 1).lifts.first)
        #expect(lift.dropped == ["t0"] && !lift.hasTainted && lift.isClaimed == true)
    }

    @Test("Without the tainted tasks p is corrected over the fusions as well")
    func adjusted() throws {
        let gains = [0.9, 0.1, 0.06, 0.01, 0.06, -0.02, 0.04]
        let rows: KeyValuePairs<String, [Double?]> = [
            "a": gains.map { _ in 0.05 }, "a+b": gains.map { 0.05 + $0 },
            "a+c": gains.reversed().map { 0.05 + $0 },
        ]
        var results = Self.results(rows, leaks: ["a t0": [Self.key]])
        let lifts = Standings(results, seed: 1).lifts
        let raw = try lifts.map { try #require($0.withoutTainted?.pValue) }
        let adjusted = try lifts.map { try #require($0.withoutTaintedP) }
        #expect(raw[0] != raw[1] && adjusted == Multiplicity.holm(raw).compactMap { $0 })
        #expect(adjusted != raw)
        results.configurations.removeLast()
        let alone = try #require(Standings(results, seed: 1).lifts.first)
        #expect(alone.withoutTaintedP == raw[0])
    }

    @Test("A solo row under another exclusion is no baseline")
    func rules() throws {
        let rows: KeyValuePairs<String, [Double?]> = [
            "a": [0.5, 0.4, 0.6], "b": [0.9, 0.9, 0.8], "a+b": [0.7, 0.6, 0.9],
        ]
        let mixed = Standings(Self.results(rows, enforcement: ["b": .off]), seed: 1)
        let lift = try #require(mixed.lifts.first)
        #expect(lift.members.map(\.id) == ["a"] && lift.absentModels == ["b"])
        let alike = Self.results(rows, enforcement: ["a": .off, "b": .off, "a+b": .off])
        #expect(Standings(alike, seed: 1).lifts.first?.members.map(\.id) == ["a", "b"])
        let other = Self.results(rows, enforcement: ["a+b": .provider])
        #expect(Standings(other, seed: 1).lifts.isEmpty)
    }

    @Test("A row under another exclusion is nothing to compare equal costs or parts with")
    func otherBaselines() throws {
        let rows: KeyValuePairs<String, [Double?]> = [
            "a": [0.5, 0.4, 0.6], "b": [0.9, 0.9, 0.8], "a+a": [0.6, 0.5, 0.7],
            "b+b": [0.9, 0.8, 0.9], "a+b": [0.7, 0.6, 0.9],
        ]
        func mixed(_ enforcement: [String: Enforcement]) -> (String?, [String]?) {
            let standings = Standings(Self.results(rows, enforcement: enforcement), seed: 1)
            return (
                standings.lifts.first { $0.fusion.id == "a+b" }?.computeMatched?.b.id,
                standings.decompositions.first?.selfPanels.map(\.id)
            )
        }
        #expect(mixed([:]) == ("b", ["a+a", "b+b"]))
        #expect(mixed(["b": .off, "b+b": .off]) == ("a+a", ["a+a"]))
    }
}

extension ContaminationEffect {
    fileprivate var isTainted: Bool { rows.contains { !$0.tainted.isEmpty } }
}
