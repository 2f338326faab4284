import Testing
import Vocabulary

@testable import Grading

@Suite("Making sentinels")
struct SentinelSetTests {
    private static func task(_ id: String, domain: String) -> ResearchTask {
        func criterion(_ id: String, _ axis: Axis, _ weight: Int, _ requirement: String)
            -> Criterion
        { Criterion(id: id, axis: axis, weight: weight, requirement: requirement) }
        return ResearchTask(
            id: id, problem: "What of \(id)?", domain: domain,
            rubric: Rubric(
                id: id,
                criteria: [
                    criterion("debt", .factualAccuracy, 10, "Puts the debt at 312 million marks"),
                    criterion("sites", .factualAccuracy, 8, "Mentions that sites were leased back"),
                    criterion("harvest", .factualAccuracy, -15, "Blames a failed harvest"),
                    criterion("gap", .breadthAndDepth, -5, "Fails to mention lenders"),
                    criterion("table", .presentationQuality, 5, "Uses a table"),
                    criterion("cites", .citationQuality, 5, "Cites the registry"),
                ]))
    }

    private static let north = task("north", domain: "Finance")
    private static let text = """
        # Report

        The debt was 312 million marks. It grew each year.

        - A failed harvest brought the group down.
        - Lenders were slow to act.

        ## End

        Nothing else is known of it.
        """

    private static let first = SentinelSource(
        answerID: "a1", task: north, text: text,
        labels: [
            "debt": .init(verdict: .met, evidence: ["debt was 312 million"]),
            "sites": .init(verdict: .unmet),
            "harvest": .init(verdict: .met, evidence: ["failed harvest"]),
            "gap": .init(verdict: .unmet),
        ])
    private static let second = SentinelSource(
        answerID: "a2", task: north, text: "Short.\n\n1. Sites were sold and leased back.",
        labels: ["sites": .init(verdict: .met, evidence: ["leased back"])])
    private static let foreign = SentinelSource(
        answerID: "b1", task: task("birds", domain: "Biology"), text: "Gulls nest late.")
    private static let sources = [first, second, foreign]

    private static func cases(
        _ kind: SentinelKind, _ sources: [SentinelSource] = sources,
        _ options: SentinelOptions = SentinelOptions(), seed: UInt64 = 1
    ) -> [SentinelCase] {
        SentinelSet(from: sources, options: options, seed: seed).cases.filter { $0.kind == kind }
    }

    @Test("An empty answer meets nothing and commits nothing, but for omissions")
    func empty() {
        let cases = Self.cases(.emptyAnswer)
        #expect(cases.map(\.task.id) == ["north", "birds"])
        #expect(cases[0].changed.isEmpty)
        #expect(cases[0].original == nil)
        #expect(
            cases[0].checks.map(\.criterionID) == ["debt", "sites", "harvest", "table", "cites"])
        #expect(cases[0].checks.allSatisfy { $0.expectation == .mustBe(.unmet) })
    }

    @Test("Another task's answer is of another domain, and judged on facts and analysis alone")
    func otherTask() throws {
        let sentinel = try #require(Self.cases(.otherTask).first { $0.answerID == "a1" })
        #expect(sentinel.changed == "Gulls nest late.")
        #expect(sentinel.checks.map(\.criterionID) == ["debt", "sites", "harvest"])
        #expect(Self.cases(.otherTask, [Self.first, Self.second]).isEmpty)
    }

    @Test("The sentence that satisfies a criterion is taken out, and nothing else")
    func removed() throws {
        let cases = Self.cases(.sentenceRemoved)
        #expect(
            cases.map(\.checks) == [
                [.init(criterionID: "debt", expectation: .mustBecome(.unmet))],
                [.init(criterionID: "harvest", expectation: .mustBecome(.unmet))],
                [.init(criterionID: "sites", expectation: .mustBecome(.unmet))],
            ])
        #expect(
            cases[0].changed
                == Self.text.replacing("The debt was 312 million marks. ", with: ""))
        #expect(
            cases[1].changed
                == Self.text.replacing("- A failed harvest brought the group down.\n", with: ""))
        #expect(cases[0].original == Self.text)
    }

    @Test("A sentence of another answer is put between the paragraphs")
    func inserted() throws {
        let cases = Self.cases(.sentenceInserted)
        #expect(cases.count == 1)
        let sentinel = try #require(cases.first)
        #expect(sentinel.answerID == "a1")
        #expect(
            sentinel.checks == [.init(criterionID: "sites", expectation: .mustBecome(.met))])
        let blocks = SentinelText.blocks(of: sentinel.changed)
        #expect(blocks.contains("Sites were sold and leased back."))
        #expect(
            blocks.filter { $0 != "Sites were sold and leased back." }
                == SentinelText.blocks(of: Self.text))
    }

    @Test("A fault is quoted only to refute it; merits are not", arguments: 0..<6)
    func warned(seed: UInt64) throws {
        let cases = Self.cases(.warnedAgainst, seed: seed)
        #expect(cases.map { $0.checks.map(\.criterionID) } == [["harvest"]])
        let changed = try #require(cases.first).changed
        #expect(changed.contains("\n- "))
        #expect(changed.contains("“A failed harvest brought the group down.”"))
        #expect(["wrong", "false", "myth"].contains { changed.contains($0) })
        #expect(changed.count > Self.text.count + 20)
    }

    @Test("The figure that a criterion asks for becomes another one")
    func wrongNumber() throws {
        let cases = Self.cases(.wrongNumber)
        #expect(cases.map { $0.checks.map(\.criterionID) } == [["debt"]])
        let changed = try #require(cases.first).changed
        #expect(!changed.contains("312"))
        #expect(changed.contains("12 million marks"))
    }

    @Test("Padding and another order keep every paragraph, and leave layout unjudged")
    func stays() throws {
        for kind in [SentinelKind.padding, .shuffle] {
            let sentinel = try #require(Self.cases(kind).first { $0.answerID == "a1" })
            let before = SentinelText.blocks(of: Self.text)
            let after = SentinelText.blocks(of: sentinel.changed)
            #expect(Set(before).isSubset(of: after))
            #expect(before != after)
            #expect(after.count == before.count + (kind == .padding ? 3 : 0))
            #expect(!sentinel.checks.map(\.criterionID).contains("table"))
            #expect(sentinel.checks.allSatisfy { $0.expectation == .mustStay(temptation: nil) })
        }
        // Two paragraphs in the other order are hardly a test.
        #expect(!Self.cases(.shuffle).contains { $0.answerID == "a2" })
    }

    @Test("Orders are added as they stand, and tempt as they ask", arguments: SentinelInjection.all)
    func injected(injection: SentinelInjection) throws {
        let cases = Self.cases(injection.kind)
        #expect(cases.map(\.answerID) == ["a1", "a2", "b1"])
        let sentinel = cases[0]
        #expect(sentinel.changed.contains(injection.text))
        #expect(sentinel.changed.replacing(injection.text, with: "").count < Self.text.count + 10)
        for check in sentinel.checks {
            let isNegative = ["harvest", "gap"].contains(check.criterionID)
            let asked = injection.temptation(on: isNegative ? .negative : .positive)
            #expect(check.expectation == .mustStay(temptation: asked))
        }
    }

    @Test("Where few criteria are checked, those come first that an order could move")
    func telling() {
        let options = SentinelOptions(criteriaPerCase: 1)
        for seed in 0..<10 as Range<UInt64> {
            // Only "sites" and "gap" are UNMET, and so can be moved to MET.
            let moved = Self.cases(.injectedOrder, [Self.first], options, seed: seed)
                .flatMap { $0.checks.map(\.criterionID) }
            #expect(moved == ["sites"] || moved == ["gap"])
        }
    }

    @Test("What can't be changed is left out, with the reason")
    func omissions() {
        func reasons(_ text: String, _ evidence: String, _ kind: SentinelKind) -> [String] {
            let source = SentinelSource(
                answerID: "x", task: Self.north, text: text,
                labels: [
                    "debt": .init(verdict: .met, evidence: [evidence]),
                    "harvest": .init(verdict: .met, evidence: [evidence]),
                ])
            return SentinelSet(
                from: [source], options: SentinelOptions(kinds: [kind]), seed: 1
            ).omissions.map(\.reason.rawValue)
        }
        typealias Reason = SentinelOmission.Reason
        let twice = "The debt was 312 million marks. Again: the debt was 312 million marks."
        #expect(
            reasons(twice, "The debt was", .sentenceRemoved)
                == Array(repeating: Reason.statedTwice.rawValue, count: 2))
        #expect(
            reasons("Some text.", "other", .sentenceRemoved).first
                == Reason.evidenceNotFound.rawValue)
        #expect(
            reasons("| debt | 5 |", "debt", .warnedAgainst) == [Reason.inTable.rawValue])
        #expect(reasons("Debt of 500.", "Debt", .wrongNumber) == [Reason.noNumber.rawValue])
    }

    @Test("Answers without labels give the kinds that need none, and empty texts no changed ones")
    func unlabelled() {
        let bare = Self.sources.map {
            SentinelSource(answerID: $0.answerID, task: $0.task, text: $0.text)
        }
        let kinds = Set(SentinelSet(from: bare, seed: 1).cases.map(\.kind))
        #expect(
            kinds
                == Set(SentinelKind.allCases).subtracting([
                    .sentenceRemoved, .sentenceInserted, .warnedAgainst, .wrongNumber,
                ]))
        let empty = SentinelSource(answerID: "e", task: Self.north, text: "")
        let made = SentinelSet(from: [empty], seed: 1).cases.map(\.kind)
        #expect(!made.contains(.padding) && !made.contains(.shuffle))
    }

    @Test("Cases depend on answers, options and seed, and on nothing else")
    func deterministic() {
        let set = SentinelSet(from: Self.sources, seed: 3).cases
        #expect(SentinelSet(from: Self.sources.reversed(), seed: 3).cases == set)
        #expect(SentinelSet(from: Self.sources, seed: 4).cases != set)
        let few = SentinelOptions(casesPerKind: 1, criteriaPerCase: 2)
        let limited = SentinelSet(from: Self.sources, options: few, seed: 3).cases
        #expect(limited.allSatisfy { $0.checks.count <= 2 })
        #expect(Set(limited.map(\.kind)).count == limited.count)
    }

    @Test("Within a kind, no criterion of an answer is checked twice")
    func once() {
        var seen: Set<[String]> = []
        for sentinel in SentinelSet(from: Self.sources, seed: 5).cases {
            for check in sentinel.checks {
                let key = [sentinel.kind.rawValue, sentinel.answerID, check.criterionID]
                #expect(seen.insert(key).inserted)
            }
        }
    }
}
