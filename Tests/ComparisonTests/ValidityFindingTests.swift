import Comparison
import Testing
import Vocabulary

@Suite("When a number does not mean what it says")
struct ValidityFindingTests {
    private static let limits = ValidityLimits()
    private static let ok = DraftResult(model: "x", status: .ok)
    private static let other = DraftResult(model: "y", status: .ok)

    private static func findings(
        of configuration: String = "a", _ units: [UnitResult],
        limits: ValidityLimits = Self.limits
    ) -> [ValidityFinding] {
        let summary = MadeUp.configuration(configuration)
        let tasks = (0..<units.count).map { TaskSummary(id: "t\($0)", domain: "d") }
        return ConfigurationScores(
            summary, in: MadeUp.results([summary], tasks: tasks, units: units)
        ).findings(limits)
    }

    private static func units(
        of configuration: String = "a", _ count: Int, _ unit: (Int) -> UnitResult
    ) -> [UnitResult] {
        (0..<count).map { place in
            var made = unit(place)
            made.unit.taskID = "t\(place)"
            made.unit.configurationID = configuration
            return made
        }
    }

    @Test(
        "A limit may be reached, not passed",
        arguments: [
            (.truncated, 9, false), (.truncated, 10, false), (.truncated, 11, true),
            (.empty, 4, false), (.empty, 5, false), (.empty, 6, true),
            (.refused, 24, false), (.refused, 25, false), (.refused, 26, true),
        ] as [(AnswerStatus, Int, Bool)])
    func statuses(status: AnswerStatus, hits: Int, isBeyond: Bool) {
        let found = Self.findings(
            Self.units(100) { MadeUp.unit("a", "", $0 < hits ? status : .ok) })
        #expect(found.map(\.gate.rawValue) == (isBeyond ? [status.rawValue] : []))
        #expect(found.allSatisfy { $0.model == nil && $0.share == Double(hits) / 100 })
    }

    @Test(
        "Every member is held to the limits on its own drafts",
        arguments: [
            (.truncated, 10, false), (.truncated, 11, true), (.empty, 5, false),
            (.empty, 6, true), (.refused, 25, false), (.refused, 26, true),
        ] as [(AnswerStatus, Int, Bool)])
    func members(status: AnswerStatus, hits: Int, isBeyond: Bool) {
        let loose = ValidityLimits(maxPanelIncomplete: 1)
        let found = Self.findings(
            of: "x+y",
            Self.units(of: "x+y", 100) { place in
                let draft = DraftResult(model: "y", status: place < hits ? status : .ok)
                return MadeUp.unit("", "", drafts: [Self.ok, draft])
            }, limits: loose)
        #expect(found.map(\.gate.rawValue) == (isBeyond ? [status.rawValue] : []))
        #expect(found.allSatisfy { $0.model == "y" })
    }

    @Test(
        "Research that never searched, or whose every search failed, is none",
        arguments: [(9, false), (10, false), (11, true)], [(0, 0), (3, 3)])
    func withoutSearch(hits: (count: Int, isBeyond: Bool), searches: (all: Int, failed: Int)) {
        let found = Self.findings(
            Self.units(100) { place in
                let worked = place >= hits.count
                return MadeUp.unit(
                    "", "",
                    research: [
                        ResearchResult(
                            model: "a", searches: worked ? 3 : searches.all,
                            failedSearches: worked ? 2 : searches.failed)
                    ])
            })
        #expect(found.map(\.gate) == (hits.isBeyond ? [.withoutSearch] : []))
        #expect(found.allSatisfy { $0.model == nil })
    }

    @Test("A member that never searched is named, and who was not to search is not held to it")
    func memberWithoutSearch() {
        let found = Self.findings(
            of: "x+y",
            Self.units(of: "x+y", 10) { _ in
                MadeUp.unit(
                    "", "", drafts: [Self.ok, Self.other],
                    research: [
                        ResearchResult(model: "x", searches: 2, failedSearches: 0),
                        ResearchResult(model: "y", searches: 0, failedSearches: 0),
                    ])
            })
        #expect(found.map(\.gate) == [.withoutSearch] && found.map(\.model) == ["y"])
        #expect(Self.findings(Self.units(10) { _ in MadeUp.unit("", "") }).isEmpty)
    }

    @Test(
        "The panel that wrote is compared as a multiset, and drafts lost are missing from it",
        arguments: [
            ([("x", .ok), ("x", .truncated), ("y", .ok)], false),
            ([("y", .ok), ("x", .ok), ("x", .ok)], false),
            ([("x", .ok), ("y", .ok), ("y", .ok)], true),
            ([("x", .ok), ("x", .timeout), ("y", .ok)], true),
            ([("x", .ok), ("y", .ok)], true), ([], false),
        ] as [([(String, AnswerStatus)], Bool)])
    func panel(drafts: [(String, AnswerStatus)], isBeyond: Bool) {
        let found = Self.findings(
            of: "x+x+y",
            Self.units(of: "x+x+y", 1) { _ in
                MadeUp.unit(
                    "", "", drafts: drafts.map { DraftResult(model: $0.0, status: $0.1) })
            }, limits: ValidityLimits(maxTruncated: 1))
        #expect(found.map(\.gate) == (isBeyond ? [.panelIncomplete] : []))
    }

    @Test(
        "The limit of incomplete panels may be reached, not passed",
        arguments: [(1, false), (2, true)])
    func panelLimit(hits: Int, isBeyond: Bool) {
        let found = Self.findings(
            of: "x+y",
            Self.units(of: "x+y", 10) { place in
                MadeUp.unit("", "", drafts: place < hits ? [Self.ok] : [Self.ok, Self.other])
            })
        #expect(found.map(\.gate) == (isBeyond ? [.panelIncomplete] : []))
    }

    @Test(
        "So much of the weight must have a verdict",
        arguments: [(99, false), (98, false), (97, true), (0, true)])
    func coverage(obtained: Int, isBeyond: Bool) {
        let found = Self.findings(
            Self.units(2) { _ in MadeUp.unit("", "", weight: (100, obtained)) })
        let share = Double(obtained) / 100
        #expect(found.map(\.gate) == (isBeyond ? [.verdictCoverage] : []))
        #expect(found.allSatisfy { $0.share == share && $0.limit == 0.98 })
    }

    @Test("A member that is in the panel twice has twice as many drafts")
    func twoPlaces() {
        let found = Self.findings(
            of: "y+y",
            Self.units(of: "y+y", 100) { place in
                let second = DraftResult(model: "y", status: place < 20 ? .truncated : .ok)
                return MadeUp.unit("", "", drafts: [Self.other, second])
            })
        #expect(found.isEmpty)
    }

    @Test("Coverage of nothing is not known")
    func coverageOfNothing() {
        let summary = MadeUp.configuration("a")
        let results = MadeUp.results([summary], tasks: [], units: [])
        #expect(ConfigurationScores(summary, in: results).verdictCoverage == nil)
    }

    @Test("Where nothing was answered or is to be judged, no limit is passed")
    func nothing() {
        #expect(Self.findings(Self.units(3) { _ in MadeUp.unit("", "", nil) }).isEmpty)
        #expect(Self.findings([]).isEmpty)
    }

    @Test("Units that wait for an answer are not in any share")
    func waiting() {
        let found = Self.findings(
            Self.units(20) { MadeUp.unit("", "", $0 == 0 ? .empty : $0 < 10 ? .ok : nil) })
        #expect(found.map(\.share) == [0.1])
    }

    @Test("Findings stand in the order of the gates, members after the whole, by name")
    func order() {
        let found = Self.findings(
            of: "y+x",
            Self.units(of: "y+x", 1) { _ in
                MadeUp.unit(
                    "", "", .truncated,
                    drafts: ["y", "x"].map { DraftResult(model: $0, status: .truncated) },
                    research: ["y", "x"].map {
                        ResearchResult(model: $0, searches: 0, failedSearches: 0)
                    }, weight: (10, 1))
            })
        #expect(
            found.map(\.gate) == [
                .truncated, .truncated, .truncated, .withoutSearch, .withoutSearch,
                .verdictCoverage,
            ])
        #expect(found.map(\.model) == [nil, "x", "y", "x", "y", nil])
    }
}
