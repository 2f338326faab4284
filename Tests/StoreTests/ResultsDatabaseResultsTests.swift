import Testing
import Vocabulary

@testable import Store

@Suite struct ResultsDatabaseResultsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A unit's result has what the store has of it, and says what is unknown")
    func unitResults() async throws {
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan())
        try await database.store(RecordInserterTests.full)
        let (fusion, solo) = (Sample.unit("fusion", "t1"), Sample.unit("solo", "t2"))
        try await database.store(Sample.answer(solo, .refused, text: "", cost: nil))
        try await database.store([
            Sample.verdict(on: fusion, calls: [Sample.call(cost: 0.5)]),
            Sample.verdict(nil, on: fusion, pass: 1, calls: [Sample.call(cost: 0.25)]),
            Sample.verdict(on: solo, calls: [Sample.call(cost: nil), Sample.call(cost: 1)]),
        ])
        let results = try #require(try await database.results(runID: "run-1"))
        #expect(
            results.units == [
                UnitResult(unit: Sample.unit("solo", "t1"), status: nil, judgeCost: .zero),
                UnitResult(
                    unit: fusion, status: .truncated, error: "Cut off.", finishReason: "length",
                    cost: USD(0.125), latencySeconds: 81.5, blockedURLs: 1,
                    leaks: RecordInserterTests.full.toolUses[0].findings.map {
                        TextFinding(member: 1, finding: $0)
                    } + RecordInserterTests.full.findings,
                    drafts: [
                        DraftResult(model: "a/one", status: .ok),
                        DraftResult(model: "b/two", status: .timeout),
                        DraftResult(model: "a/one", status: .ok),
                    ],
                    research: [
                        ResearchResult(model: "a/one", searches: 0, failedSearches: 0),
                        ResearchResult(model: "b/two", searches: 7, failedSearches: 0),
                        ResearchResult(model: "a/one", searches: 0, failedSearches: 0),
                    ],
                    analysis: .invalid, serverFusion: RecordInserterTests.full.serverFusion,
                    judgeCost: USD(0.75), missingVerdicts: 1,
                    plannedVerdictWeight: 40, obtainedVerdictWeight: 10, incompletePasses: 2),
                UnitResult(
                    unit: solo, status: .refused, cost: nil, latencySeconds: 12,
                    research: [ResearchResult(model: "a/one", searches: 0, failedSearches: 0)],
                    judgeCost: nil),
                UnitResult(unit: Sample.unit("fusion", "t2"), status: nil, judgeCost: .zero),
            ])
    }

    /// The rubric's weights are 10, 5 and −5, so a pass is to have 20.
    @Test("Only verdicts of the run's judge, in the passes it asks for, count as obtained")
    func obtainedWeight() async throws {
        let database = try ResultsDatabase(path: folder.file(), mode: .write)
        var other = Sample.judge
        other.id = "judge-2"
        try await database.begin(Sample.plan(run: "run-2", judge: other))
        try await database.begin(Sample.plan(passes: 2))
        let (first, second) = (Sample.unit("solo", "t1"), Sample.unit("solo", "t2"))
        try await database.store(Sample.answer(first))
        try await database.store(Sample.answer(second, .truncated, text: ""))
        try await database.store([
            Sample.verdict(.met, on: first, Sample.criteria[2]),
            Sample.verdict(.unmet, on: first, Sample.criteria[0], pass: 1),
            Sample.verdict(nil, on: first, Sample.criteria[1], pass: 1),
            Sample.verdict(on: first, pass: 2),
            Sample.verdict(on: first, judge: other.id),
            Sample.verdict(on: second),
        ])
        let units = try #require(try await database.results(runID: "run-1")).units
        let weights = Dictionary(
            uniqueKeysWithValues: units.map {
                ($0.unit.key, [$0.plannedVerdictWeight, $0.obtainedVerdictWeight])
            })
        #expect(weights[first.key] == [40, 15])
        #expect(weights[second.key] == [0, 0], "without a text there is nothing to grade")
    }

    @Test("Results do not depend on the order of writing", arguments: 0..<8)
    func orderDoesNotMatter(_ seed: UInt64) async throws {
        let straight = try await results(in: "straight.sqlite") { _ in }
        var draws = Draws(state: seed &* 2_654_435_761 &+ 1)
        let shuffled = try await results(in: "shuffled.sqlite") { places in
            places.shuffle(using: &draws)
        }
        #expect(shuffled == straight)
        #expect(straight?.units.allSatisfy { $0.scores.count == 2 } == true)
    }

    private func results(
        in name: String, order: (inout [Int]) -> Void
    ) async throws -> RunResults? {
        let database = try ResultsDatabase(path: folder.file(name), mode: .write)
        let plan = Sample.plan()
        try await database.begin(plan)
        func inOrder<Element>(_ elements: [Element]) -> [Element] {
            var places = Array(elements.indices)
            order(&places)
            return places.map { elements[$0] }
        }
        for unit in inOrder(plan.units) { try await database.store(Sample.answer(unit)) }
        // Every verdict is asked for three times; only one of the replies has a ruling. The sum of
        // 0.1, 0.2 and 0.3 differs with their order.
        let verdicts = plan.units.flatMap { unit in
            [Verdict?.none, .met, .none].enumerated().flatMap { ask, verdict in
                Sample.criteria.map { criterion in
                    let call = Sample.call(cost: Double(1 + ask) / 10)
                    return Sample.verdict(verdict, on: unit, criterion, calls: [call])
                }
            }
        }
        for verdict in inOrder(verdicts) { try await database.store([verdict]) }
        let scores = plan.units.flatMap { unit in
            (0..<2).map { Sample.score(unit, pass: $0, Double($0) / 3) }
        }
        try await database.finish(
            runID: "run-1", scores: inOrder(scores), lifts: [], finishedAt: 9)
        return try await database.results(runID: "run-1")
    }
}

/// A linear congruential generator: the same seed gives the same order on every machine.
private struct Draws: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
