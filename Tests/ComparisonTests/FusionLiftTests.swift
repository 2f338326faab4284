import Comparison
import Statistics
import Testing
import Vocabulary

@Suite("Lift over the members")
struct FusionLiftTests {
    private static func lifts(
        _ rows: KeyValuePairs<String, [Double?]>, costs: [String: Double?] = [:]
    ) -> [FusionLift] {
        FusionLift.all(of: MadeUp.scores(rows, costs: costs), seed: 1)
    }

    @Test("The best member is the one with the highest mean, and the lift the difference to it")
    func best() throws {
        let lifts = Self.lifts(["a": [0.5, 0.7], "b": [0.9, 0.1], "a+b": [0.8, 0.8]])
        let lift = try #require(lifts.first)
        #expect(lifts.count == 1 && lift.fusion.id == "a+b" && lift.bestMember.id == "a")
        #expect(lift.common == ["t0", "t1"] && lift.dropped.isEmpty && lift.absentModels.isEmpty)
        #expect(abs(lift.estimate.naive - 0.2) < 1e-12)
    }

    @Test("Only tasks that all of them have scores for count, and the others are named")
    func matched() throws {
        let lift = try #require(
            Self.lifts(["a": [0.5, nil, 0.5], "b": [0.2, 0.9, 0.2], "a+b": [0.6, 1, nil]]).first)
        #expect(lift.common == ["t0"] && lift.dropped == ["t1", "t2"])
        #expect(lift.bestMember.id == "a" && abs(lift.estimate.naive - 0.1) < 1e-12)
    }

    @Test("Of equal members the first in the suite is named, also where they differ by rounding")
    func ties() throws {
        let equal = Self.lifts(["b": [0.5, 0.5], "a": [0.5, 0.5], "a+b": [0.6, 0.7]])
        #expect(equal.first?.bestMember.id == "b")
        let rounded = Self.lifts(["b": [0.3, 0], "a": [0.1 + 0.2, 0], "a+b": [0.6, 0]])
        #expect(rounded.first?.bestMember.id == "b")
    }

    @Test("The lift of a panel of three is the one that was worked out for it")
    func worked() throws {
        let lift = try #require(
            Self.lifts([
                "a": [0.75, 0.6, 0.31, 0.88, 0.61, 0.64],
                "b": [0.7, 0.49, 0.42, 0.8, 0.69, 0.6],
                "c": [0.55, 0.44, 0.25, 0.71, 0.5, 0.58],
                "a+b+c": [0.82, 0.58, 0.4, 0.91, 0.66, 0.73],
            ]).first)
        #expect(lift.bestMember.id == "a")
        #expect(abs(lift.estimate.naive - 0.05166666666666653) < 1e-10)
        // The limit is not over a, 5.17 − 2.571·1.70 points, but over b, 6.67 − 2.571·2.95.
        let lower = try #require(lift.estimate.lowerLimit())
        #expect(abs(lower + 0.009203) < 1e-5)
    }

    @Test("Another fusion and a model outside of the panel are no members")
    func others() {
        let lifts = Self.lifts(["c": [0.9], "a": [0.4], "a+c": [0.8], "a+b": [0.6]])
        #expect(lifts.map(\.fusion.id) == ["a+c", "a+b"])
        #expect(lifts.map(\.bestMember.id) == ["c", "a"])
    }

    @Test("A model without a row of its own, or whose row has no score, is absent and named once")
    func absent() throws {
        let lift = try #require(
            Self.lifts(["a": [0.5, 0.4], "c": [nil, nil], "b+a+c+b": [0.6, 0.7]]).first)
        #expect(lift.absentModels == ["b", "c"] && lift.members.map(\.id) == ["a"])
        #expect(lift.common.count == 2)
    }

    @Test("Without a member's own row or a common task there is no lift")
    func none() {
        #expect(Self.lifts(["c": [0.5], "a+b": [0.6]]).isEmpty)
        #expect(Self.lifts(["a": [nil, 0.5], "a+b": [0.6, nil]]).isEmpty)
        #expect(Self.lifts(["a": [nil], "a+b": [0.5]]).isEmpty)
        #expect(Self.lifts([:]).isEmpty)
    }

    @Test("A model that is in the panel twice counts once")
    func selfPanel() throws {
        let lift = try #require(Self.lifts(["a": [0.5, 0.6], "a+a": [0.5, 0.6]]).first)
        #expect(lift.members.map(\.id) == ["a"] && lift.estimate.naive == 0)
        #expect(!lift.isBestMemberUnclear)
    }

    @Test("Two solo rows of one model are both members")
    func twoRows() throws {
        var results = MadeUp.results(["a": [0.5, 0.4], "x": [0.6, 0.5], "a+b": [0.7, 0.9]])
        results.configurations[1].models = ["a"]
        let scores = results.configurations.map { ConfigurationScores($0, in: results) }
        let lift = try #require(FusionLift.all(of: scores, seed: 1).first)
        #expect(lift.members.map(\.id) == ["a", "x"] && lift.bestMember.id == "x")
    }

    @Test(
        "The best member is unclear where another is within two standard errors",
        arguments: [
            ([0.70, 0.72, 0.68, 0.70], [0.5, 0.6, 0.5, 0.6], false),
            ([0.70, 0.50, 0.68, 0.52], [0.5, 0.7, 0.5, 0.68], true),
            // 1.4 and 2.6 standard errors apart.
            ([0.7, 0.4, 0.7, 0.6], [0.5, 0.5, 0.5, 0.5], true),
            ([0.7, 0.5, 0.7, 0.6], [0.5, 0.5, 0.5, 0.5], false),
            ([0.6, 0.6], [0.6, 0.6], true), ([0.7, 0.6], [0.6, 0.5], false), ([0.7], [0.1], true),
        ] as [([Double], [Double], Bool)])
    func unclear(a: [Double], b: [Double], isUnclear: Bool) throws {
        let lift = try #require(Self.lifts(["a": a, "b": b, "a+b": a.map { $0 + 0.1 }]).first)
        #expect(lift.isBestMemberUnclear == isUnclear)
    }

    // MARK: - Equal cost

    private static let two: KeyValuePairs<String, [Double?]> = [
        "a": [0.5, 0.4, 0.6], "b": [0.4, 0.5, 0.4], "a+a": [0.6, 0.6, 0.7],
        "b+b": [0.7, 0.7, 0.7], "a+b": [0.8, 0.7, 0.9], "b+a": [0.9, 0.9, 0.9],
    ]

    @Test("A mixed panel is set against the best row of one model that costs four fifths or more")
    func computeMatched() throws {
        let costs: [String: Double?] = [
            "a": 1, "b": 20, "a+a": 8, "b+b": 7.9, "a+b": 10, "b+a": 10,
        ]
        let lifts = Self.lifts(Self.two, costs: costs)
        let mixed = try #require(lifts.first { $0.fusion.id == "a+b" }?.computeMatched)
        #expect((mixed.a.id, mixed.b.id) == ("a+b", "a+a"))
        #expect(abs(try #require(mixed.difference).mean - 0.5 / 3) < 1e-12)
        let other = lifts.first { $0.fusion.id == "a+a" }
        #expect(other != nil && other?.computeMatched == nil)
    }

    @Test(
        "Where a cost is not known or no number, nothing costs as much as it",
        arguments: [nil, .nan, .infinity] as [Double?])
    func costUnknown(cost: Double?) {
        let fused: [String: Double?] = ["a": 1, "b": 1, "a+a": 1, "b+b": 1, "a+b": cost, "b+a": 1]
        #expect(
            Self.lifts(Self.two, costs: fused).first { $0.fusion.id == "a+b" }?.computeMatched
                == nil)
        let rest: [String: Double?] = [
            "a": cost, "b": cost, "a+a": cost, "b+b": cost, "a+b": 1, "b+a": 1,
        ]
        #expect(
            Self.lifts(Self.two, costs: rest).first { $0.fusion.id == "a+b" }?.computeMatched == nil
        )
    }

    // MARK: - Several fusions

    @Test("p is corrected by Holm over the fusions of the run")
    func holm() throws {
        let rows: KeyValuePairs<String, [Double?]> = [
            "a": [0.5, 0.4, 0.6, 0.5], "b": [0.3, 0.35, 0.4, 0.3],
            "a+b": [0.6, 0.52, 0.71, 0.61], "a+a": [0.55, 0.41, 0.63, 0.52],
        ]
        let lifts = Self.lifts(rows)
        let raw = try lifts.map { try #require($0.estimate.pValue) }
        let adjusted = try lifts.map { try #require($0.adjustedP) }
        #expect(raw[0] < raw[1])
        #expect(abs(adjusted[0] - 2 * raw[0]) < 1e-15 && abs(adjusted[1] - raw[1]) < 1e-15)
    }

    @Test("A lift without spread has no p and does not weigh on the others")
    func noSpread() throws {
        let lifts = Self.lifts([
            "a": [0.5, 0.4, 0.6], "a+a": [0.6, 0.5, 0.7], "a+a@t": [0.6, 0.55, 0.8],
        ])
        #expect(lifts[0].estimate.pValue == nil && lifts[0].adjustedP == nil)
        #expect(lifts[0].estimate.lowerLimit() == nil)
        #expect(lifts[1].adjustedP == lifts[1].estimate.pValue && lifts[1].adjustedP != nil)
    }

    // MARK: - What is stored

    @Test("The stored lifts are those of the report")
    func stored() throws {
        let results = MadeUp.results([
            "b": [0.4, 0.6, nil, 0.5], "a": [0.5, 0.4, 0.6, 0.3], "a+b": [0.7, 0.65, 0.7, 0.5],
            "a+a": [0.5, 0.5, 0.62, 0.4], "c+d": [1, 1, 1, 1],
        ])
        let records = LiftRecord.all(of: results)
        let lifts = Standings(results, seed: 1).lifts
        #expect(records.count == 2 && records.map(\.configurationID) == lifts.map(\.fusion.id))
        for (record, lift) in zip(records, lifts) {
            #expect(record.bestMemberID == lift.bestMember.id)
            #expect(record.commonTasks == lift.common.count)
            #expect(record.lift == lift.estimate.naive)
            #expect(record.lowerLimit == lift.estimate.lowerLimit() && record.lowerLimit != nil)
            #expect(record.upperLimit == lift.estimate.upperLimit() && record.upperLimit != nil)
            #expect(record.pValue == lift.estimate.pValue && record.pValue != nil)
        }
    }

    @Test("An invalid member is no member, an invalid fusion has no lift")
    func invalid() throws {
        let rows: KeyValuePairs<String, [Double?]> = [
            "b": [0.9, nil, 0.9], "a": [0.5, 0.4, 0.6], "a+b": [0.7, 0.6, 0.8], "a+a": [nil, 1, 1],
        ]
        let results = MadeUp.results(rows, validity: ValidityLimits())
        let records = LiftRecord.all(of: results)
        #expect(records.map(\.configurationID) == ["a+b"] && records.map(\.bestMemberID) == ["a"])
        #expect(records.map(\.commonTasks) == [3])
        let lift = try #require(Standings(results, seed: 1).lifts.first)
        #expect(lift.members.map(\.id) == ["a"] && lift.absentModels == ["b"])
        let all = Standings(results, includeInvalid: true, seed: 1).lifts
        #expect(all.map(\.fusion.id) == ["a+b", "a+a"] && all[0].members.count == 2)
    }
}
