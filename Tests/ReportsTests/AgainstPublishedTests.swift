import JSONText
import Testing
import Vocabulary

@testable import Reports

struct AgainstPublishedTests {
    private static func against(
        _ change: (inout AgainstPublished.OwnRun) -> Void = { _ in }
    ) -> AgainstPublished {
        var run = PublishedSample.run
        change(&run)
        return AgainstPublished(published: PublishedSample.results, own: run)
    }

    @Test(
        "The comparison is the one that was reviewed, as Markdown and as JSON",
        arguments: [
            ("against-published", PublishedSample.run),
            ("against-published-simulated", PublishedSample.simulatedRun),
        ])
    func golden(name: String, run: AgainstPublished.OwnRun) throws {
        let against = AgainstPublished(published: PublishedSample.results, own: run)
        try GoldenFile.expect(against.markdown(), "\(name).md")
        try GoldenFile.expect(against.json().prettyText, "\(name).json")
    }

    // MARK: - Matching

    @Test("Rows meet by id, by alias, or by what they are made of; the rest is listed")
    func matching() {
        let against = Self.against()
        #expect(
            against.pairs.map { "\($0.published.id)=\($0.own.id)" }
                == ["duo=our-duo", "other=other", "a=a", "b=bee", "x=x"])
        #expect(against.publishedOnly.map(\.id) == ["self", "c"])
        #expect(against.ownOnly.map(\.id) == ["self-by-b"])
    }

    @Test(
        "A panel is a multiset with its synthesizer, whatever the vendor and the case",
        arguments: [
            ("fusion", ["v/a", "v/b.2"], "v/a", "duo"), ("fusion", ["z/B.2", "A"], "A", "duo"),
            ("fusion", ["a", "a"], "a", "self"), ("fusion", ["a"], "a", nil),
            ("fusion", ["a", "a", "b-2"], "a", nil), ("fusion", ["a", "b-2"], "b-2", nil),
            ("fusion", ["a", "b-2"], nil, nil), ("solo", ["V/A"], nil, "a"),
            ("solo", ["a-2"], nil, nil), ("answers", [], nil, nil), ("fusion", [], "a", nil),
        ] as [(String, [String], String?, String?)])
    func composition(kind: String, models: [String], synthesizer: String?, meets: String?) {
        let against = Self.against {
            $0.rows = [
                PublishedSample.row("new", kind, models, synthesizer: synthesizer, 0.5)
            ]
        }
        #expect(against.pairs.first?.published.id == meets)
        #expect(against.ownOnly.isEmpty == (meets != nil))
    }

    @Test("A row of the same name and other models is no counterpart, and says so")
    func otherModels() throws {
        let against = Self.against {
            $0.rows = [
                PublishedSample.row("a", "solo", ["v/a-mini"], 0.4),
                PublishedSample.row("b", "solo", ["v/b.2"], 0.4),
                PublishedSample.row("duo", "fusion", ["v/a", "v/b.2"], synthesizer: "s", 0.9),
            ]
        }
        #expect(against.caveats.contains(.otherModels(ids: ["duo", "a"])))
        #expect(against.pairs.map(against.isComparable) == [false, false, true])
        #expect(against.lifts.allSatisfy { $0.own == nil })
        #expect(against.markdown().contains("(-20.0)"))
    }

    // MARK: - Numbers

    @Test("Differences are with their mean over all tasks, since ours is over all")
    func differences() throws {
        let duo = try #require(Self.against().pairs.first)
        let theirs = try #require(duo.theirs)
        #expect(abs(theirs.score - 0.70) < 1e-12 && abs(theirs.allTasks - 0.63) < 1e-12)
        #expect(abs(theirs.bounds.upperBound - 0.73) < 1e-12)
        #expect(abs((duo.difference ?? 0) - 0.03) < 1e-12)
    }

    @Test("Our lift is over our best member, and there is none while a member lacks a row")
    func lifts() throws {
        let lifts = Self.against().lifts
        #expect(lifts.map(\.fusion.id) == ["duo", "self", "other"])
        // 0.66 − 0.62: our best member is b, theirs is a.
        let duo = try #require(lifts[0].own)
        #expect(duo.memberID == "bee" && abs(duo.lift - 0.04) < 1e-12)
        // 70 − 60 as printed; 63 − 60 over all tasks.
        #expect(abs(lifts[0].published - 0.10) < 1e-12)
        #expect(abs(lifts[0].publishedAllTasks - 0.03) < 1e-12)
        #expect(abs((lifts[0].difference ?? 0) - 0.01) < 1e-12)
        #expect(lifts[1].own == nil && lifts[2].own == nil)
    }

    @Test("Our best member is the best wherever it stands in the panel", arguments: [0.65, 0.55])
    func bestMember(other: Double) throws {
        let against = Self.against { $0.rows[1].score = other }
        let duo = try #require(against.lifts[0].own)
        #expect(duo.memberID == (other > 0.62 ? "a" : "bee"))
        #expect(abs(duo.lift - (0.66 - max(other, 0.62))) < 1e-12)
    }

    @Test(
        "Our lift needs every member scored on as many tasks",
        arguments: [
            (PublishedSample.row("bee", "solo", ["v/b.2"], nil), false),
            (PublishedSample.row("bee", "solo", ["v/b.2"], 0.62, tasks: 99), false),
            (PublishedSample.row("b-elsewhere", "solo", ["b.2"], 0.62), true),
        ])
    func liftNeedsMembers(member: AgainstPublished.OwnRow, hasLift: Bool) {
        let against = Self.against { $0.rows[0] = member }
        #expect((against.lifts[0].own != nil) == hasLift)
    }

    // MARK: - What may be compared

    /// A change of our run, what it forbids, and the word for it.
    struct Rule: Sendable, CustomTestStringConvertible {
        let code: String
        let levels: Bool
        let lifts: Bool
        let change: @Sendable (inout AgainstPublished.OwnRun) -> Void
        var testDescription: String { code }
    }

    @Test(
        "What differs is said, and forbids what it must",
        arguments: [
            Rule(code: "simulated", levels: false, lifts: false) { $0.isSimulated = true },
            Rule(code: "other_dataset", levels: false, lifts: false) { $0.datasetName = "mine" },
            Rule(code: "unknown_judge", levels: false, lifts: true) { $0.judgeModel = nil },
            Rule(code: "other_judge", levels: false, lifts: true) { $0.judgeModel = "v/judge-2" },
            Rule(code: "other_prompt", levels: false, lifts: true) { $0.judgePrompt = "short" },
            Rule(code: "other_task_count", levels: false, lifts: true) { run in
                for index in run.rows.indices { run.rows[index].tasks = 20 }
            },
            Rule(code: "other_passes", levels: true, lifts: true) { $0.passes = 1 },
        ])
    func rules(rule: Rule) throws {
        let same = Self.against()
        #expect(same.areLevelsComparable && same.areLiftsComparable)
        #expect(
            same.caveats.map(\.code) == [
                "short_rows", "own_short_rows", "other_harness", "no_interval",
            ])
        #expect(!same.markdown().contains("must not be compared"))

        let against = Self.against(rule.change)
        #expect(against.caveats.first?.code == rule.code)
        #expect(against.areLevelsComparable == rule.levels)
        #expect(against.areLiftsComparable == rule.lifts)
        let json = against.json()
        #expect(json["levels_comparable"] == .bool(rule.levels))
        for score in json["scores"]?.array ?? [] {
            #expect(score["comparable"] == .bool(rule.levels))
        }
        let text = against.markdown()
        #expect(text.contains("**Levels must not be compared.**") == (!rule.levels && rule.lifts))
        #expect(text.contains("nor lifts may be compared") == !rule.lifts)
        // The difference of row a, 58.0 − 60.0.
        #expect(text.contains("(-2.0)") == !rule.levels)
    }

    @Test("With the judge of another column of theirs, that column is what counts")
    func otherColumn() throws {
        let against = Self.against { $0.judgeModel = "K" }
        #expect(against.judge.model == "k")
        #expect(against.pairs[0].theirs?.score == 0.5)
        #expect(against.pairs[1].theirs == nil && against.pairs[1].difference == nil)
        #expect(against.lifts.map(\.fusion.id) == ["duo"])
        #expect(against.caveats.map(\.code).contains("prompt_not_stated"))
        #expect(against.areLevelsComparable)
    }

    @Test("How far a judge moves rows is told from their own table")
    func shift() throws {
        let against = Self.against { $0.judgeModel = "z" }
        #expect(
            against.caveats.first
                == .otherJudge(theirs: "v/Judge-1.5", ours: "z", largestShift: 20))
        #expect(against.markdown().contains("up to 20.0 points"))
    }

    @Test("Nothing of ours gives a report all the same")
    func nothing() {
        let text = Self.against { $0.rows = [] }.markdown()
        #expect(text.contains("None of our rows is one of theirs."))
        #expect(text.contains("- Ours: none"))
        #expect(text.contains("## Their arithmetic"))
    }

    @Test("A figure that does not come out is marked")
    func disagrees() throws {
        var results = PublishedSample.results
        results.claims = [PublishedClaim(subject: .lift(of: "duo", over: "a"), figure: 11)]
        let against = AgainstPublished(published: results, own: PublishedSample.run)
        #expect(against.markdown().contains("**no**"))
        #expect(against.json()["claims"]?[0]?["agrees"] == false)
    }
}
