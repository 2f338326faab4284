import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Who stands where")
struct StandingsTests {
    private static func standings(
        _ rows: KeyValuePairs<String, [Double?]>, costs: [String: Double?] = [:],
        validity: ValidityLimits = ValidityLimits(maxRefused: 1), includeInvalid: Bool = false,
        seed: UInt64 = 1
    ) -> Standings {
        Standings(
            MadeUp.results(rows, costs: costs, validity: validity), includeInvalid: includeInvalid,
            seed: seed)
    }

    private static func ids(_ standings: Standings) -> [String] {
        standings.rows.map(\.scores.configuration.id)
    }

    /// c well below a and b, which are alike, b a little ahead.
    private static let three: KeyValuePairs<String, [Double?]> = [
        "c": MadeUp.around(0.3, tasks: 12, phase: 1), "b": MadeUp.around(0.6, tasks: 12, phase: 2),
        "a": MadeUp.around(0.61, tasks: 12),
    ]

    @Test("Ranks are those that the tests leave open, and letters are shared by the untold")
    func ranks() {
        let standings = Self.standings(Self.three)
        #expect(Self.ids(standings) == ["b", "a", "c"])
        #expect(standings.rows.map(\.standing?.ranks) == [1...2, 1...2, 3...3])
        #expect(standings.rows.map(\.standing?.letters) == ["a", "a", "b"])
        #expect(standings.pairs.count == 3)
        let adjusted = Multiplicity.holm(standings.pairs.map(\.comparison.pForRanks))
        #expect(standings.pairs.map(\.adjustedP) == adjusted)
        #expect(
            standings.pairs.allSatisfy { ($0.adjustedP ?? 0) >= ($0.comparison.pForRanks ?? 1) })
    }

    @Test("Two rows share a letter exactly where no test tells them apart")
    func letters() {
        let standings = Self.standings([
            "a": MadeUp.around(0.70, tasks: 10), "b": MadeUp.around(0.64, tasks: 10, phase: 1),
            "c": MadeUp.around(0.55, tasks: 10, phase: 2), "d": MadeUp.around(0.45, tasks: 10),
        ])
        let letters = Dictionary(
            uniqueKeysWithValues: standings.rows.map {
                ($0.scores.configuration.id, Set($0.standing?.letters ?? ""))
            })
        var told = 0
        for pair in standings.pairs {
            let shared = letters[pair.comparison.a.id]?
                .isDisjoint(with: letters[pair.comparison.b.id] ?? [])
            #expect(shared == ((pair.adjustedP ?? 1) < 0.05))
            told += shared == true ? 1 : 0
        }
        #expect(told > 0 && told < standings.pairs.count)
    }

    @Test("Rows that are not told apart stand by cost, unknown costs last, else by score")
    func tiesByCost() {
        let costs: [String: Double?] = ["a": 5, "b": 2, "c": 1]
        #expect(Self.ids(Self.standings(Self.three, costs: costs)) == ["b", "a", "c"])
        let other: [String: Double?] = ["a": 2, "b": 5, "c": 1]
        #expect(Self.ids(Self.standings(Self.three, costs: other)) == ["a", "b", "c"])
        for cost in [nil, .nan, .infinity] as [Double?] {
            let unknown: [String: Double?] = ["a": 7, "b": cost, "c": 1]
            #expect(Self.ids(Self.standings(Self.three, costs: unknown)) == ["a", "b", "c"])
            let none: [String: Double?] = ["a": cost, "b": cost, "c": cost]
            #expect(Self.ids(Self.standings(Self.three, costs: none)) == ["b", "a", "c"])
        }
    }

    @Test("Equal scores, also by rounding, stay in suite order where they cost the same")
    func roundingTies() {
        let standings = Self.standings([
            "b": [0.3, 0.3], "a": [0.1 + 0.2, 0.1 + 0.2], "c": [0.3, 0.3],
        ])
        #expect(Self.ids(standings) == ["b", "a", "c"])
        #expect(standings.rows.allSatisfy { $0.standing?.ranks == 1...3 })
        #expect(standings.rows.allSatisfy { $0.standing?.letters == "a" })
    }

    @Test("An invalid row is shown and ranked nowhere, unless that is asked for")
    func invalid() throws {
        let rows: KeyValuePairs<String, [Double?]> = [
            "a": [0.5, 0.6, 0.4], "b": [0.9, nil, 1], "c": [nil, nil, nil], "d": [0.2, 0.3, 0.4],
        ]
        let standings = Self.standings(rows, validity: ValidityLimits())
        #expect(Self.ids(standings) == ["a", "d", "b", "c"])
        #expect(standings.rows.map { $0.standing == nil } == [false, false, true, true])
        #expect(standings.rows[2].findings.map(\.gate) == [.refused])
        #expect(standings.rows.map { $0.standing?.ranks.upperBound ?? 0 }.max() == 2)
        #expect(standings.pairs.count == 1)
        let all = Self.standings(rows, validity: ValidityLimits(), includeInvalid: true)
        #expect(all.rows.allSatisfy { $0.standing != nil } && all.pairs.count == 6)
        #expect(all.rows.map(\.findings.isEmpty).count { !$0 } == 2)
    }

    @Test("A row of lost answers scores 0 and is ranked; one of which nothing is known is not")
    func noScore() {
        var results = MadeUp.results(["a": [0.5, 0.6], "b": [nil, nil], "c": [0.1, 0.1]])
        for place in results.units.indices where results.units[place].unit.configurationID == "c" {
            results.units[place].status = .infraError
            results.units[place].scores = []
        }
        let standings = Standings(results, seed: 1)
        #expect(Self.ids(standings) == ["a", "b", "c"])
        #expect(standings.rows.map(\.scores.score) == [0.55, 0, nil])
        #expect(standings.rows[1].standing != nil && standings.rows[2].standing == nil)
        #expect(standings.rows[0].standing?.support == nil)
    }

    @Test("A single row is first, alone")
    func single() {
        let standings = Self.standings(["a": [0.5, 0.6]])
        #expect(standings.rows.map(\.standing?.ranks) == [1...1])
        #expect(standings.rows.first?.standing?.letters == "a" && standings.pairs.isEmpty)
        let support = standings.rows.first?.standing?.support
        #expect(support?.first == 1 && support?.meanRank == 1)
        #expect(standings.rows.first?.costRatio == nil)
    }

    @Test("Without configurations, tasks or scores there are no ranks")
    func empty() {
        #expect(Self.standings([:]).rows.isEmpty)
        let waiting = MadeUp.results(
            ["a", "b"].map(MadeUp.configuration), tasks: [], units: [])
        let standings = Standings(waiting, seed: 1)
        #expect(standings.rows.allSatisfy { $0.standing == nil } && standings.rows.count == 2)
        #expect(standings.pairs.isEmpty && standings.lifts.isEmpty)
    }

    @Test("Support and ranks are the same for the same seed, and support differs with it")
    func seed() {
        func support(_ seed: UInt64) -> [Standings.Support?] {
            Self.standings(Self.three, seed: seed).rows.map(\.standing?.support)
        }
        #expect(support(1) == support(1) && support(1) != support(2))
    }

    @Test("Support is over the tasks that all ranked rows have, and adds up to one place first")
    func support() throws {
        let standings = Self.standings(["a": [0.9, 0.1, nil], "b": [0.5, 0.4, 0.9]])
        let support = try standings.rows.map { try #require($0.standing?.support) }
        // Of the two common tasks, b is ahead only where the second is drawn twice.
        let first = support.map(\.first)
        #expect(abs((first.max() ?? 0) - 0.75) < 0.02 && abs((first.min() ?? 0) - 0.25) < 0.02)
        #expect(abs(support.reduce(0) { $0 + $1.meanRank } - 3) < 1e-9)
    }

    @Test("The adjusted score is what a row would have on all tasks")
    func adjusted() throws {
        // b lacks the hard task: 0.7 on two tasks where a has 0.6, so 0.5 + 0.1 on all three.
        let standings = Self.standings(["a": [0.7, 0.5, 0.3], "b": [0.8, 0.6, nil]])
        let b = try #require(standings.rows.first { $0.scores.configuration.id == "b" })
        #expect(abs(try #require(b.standing?.adjusted) - 0.6) < 1e-12)
    }

    @Test("Costs are set against the best ranked solo, which has no ratio to itself")
    func costRatio() {
        let standings = Self.standings(
            ["a": [0.5, 0.6], "b": [0.4, 0.3], "a+b": [0.9, 0.7], "c": [1, nil]],
            costs: ["a": 2, "b": 1, "a+b": 8, "c": 1], validity: ValidityLimits())
        let ratios = Dictionary(
            uniqueKeysWithValues: standings.rows.map {
                ($0.scores.configuration.id, $0.costRatio?.ratio)
            })
        #expect(ratios == ["a": nil, "b": 0.5, "a+b": 4, "c": 0.5])
    }

    @Test("Lifts and decompositions are of the valid rows, in suite order")
    func lifts() {
        let standings = Self.standings([
            "a": [0.5, 0.4], "b": [0.3, 0.5], "a+a": [0.6, 0.6], "b+a": [0.5, 0.4],
            "a+b": [0.7, 0.6],
        ])
        #expect(standings.lifts.map(\.fusion.id) == ["a+a", "b+a", "a+b"])
        #expect(standings.decompositions.map(\.mixed.id) == ["b+a", "a+b"])
    }

    @Test(
        "A row by the judge's family is marked",
        arguments: [
            ("s/judge", ["s/x": true, "t/y": false, "t/y+t/y@s/z": true]),
            ("t/judge", ["s/x": false, "t/y": true, "t/y+t/y@s/z": false]),
            ("judge", ["s/x": false, "t/y": false, "y": false, "t/y+t/y@s/z": false]),
        ])
    func judgeFamily(judge: String, marks: [String: Bool]) {
        let results = MadeUp.results(
            marks.keys.sorted().map(MadeUp.configuration), tasks: [], units: [], judge: judge)
        for row in Standings(results, seed: 1).rows {
            #expect(row.sharesJudgeFamily == marks[row.scores.configuration.id])
        }
        #expect(results.judgeModel == judge)
    }

    @Test("Verdict files may not say who judged, and then nothing is marked")
    func noJudge() {
        let results = RunResults(
            origin: .verdictFiles(
                VerdictFilesRecord(
                    datasetName: "d", datasetSHA256: "0", files: [], judge: nil, passes: 1)),
            configurations: [ConfigurationSummary(id: "gpt", kind: "solo", models: ["gpt"])],
            tasks: [], units: [])
        #expect(results.judgeModel == nil)
        #expect(Standings(results, seed: 1).rows.allSatisfy { !$0.sharesJudgeFamily })
    }
}
