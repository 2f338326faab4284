import Testing
import Vocabulary

@testable import Store

@Suite struct ResultsDatabaseProgressTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    let unit = Sample.unit("solo", "t1")

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
        try await database.begin(Sample.plan())
    }

    @Test("Answer states are those of the run's units, failed ones included")
    func answerStates() async throws {
        try await database.store(Sample.answer(unit))
        try await database.store(Sample.answer(Sample.unit("fusion", "t2"), .timeout, text: ""))
        try await database.store(Sample.answer(Sample.unit("stranger", "t1")))
        #expect(
            try await database.answerStates(runID: "run-1")
                == ["solo/t1/0": .ok, "fusion/t2/0": .timeout])
        #expect(try await database.answerStates(runID: "unknown") == [:])
    }

    @Test("Only rulings that the run asks for count as stored")
    func storedVerdictCount() async throws {
        var changed = Sample.criteria[1]
        changed = Criterion(
            id: changed.id, axis: changed.axis, weight: 5, requirement: "Gives all causes.")
        var other = Sample.judge
        other.id = "judge-2"
        // A second run makes the changed criterion and the other judge known to the file.
        try await database.begin(
            Sample.plan(
                run: "run-2", tasks: [Sample.task("t1", criteria: [changed])], judge: other,
                datasetSHA256: "changed"))
        try await database.store(Sample.answer(unit))
        try await database.store([
            Sample.verdict(on: unit, Sample.criteria[0]),
            Sample.verdict(.unmet, on: unit, Sample.criteria[0], pass: 1),
            Sample.verdict(nil, on: unit, Sample.criteria[1]),
            Sample.verdict(on: unit, Sample.criteria[2], pass: 2),
            Sample.verdict(on: unit, changed),
            Sample.verdict(on: unit, Sample.criteria[1], judge: "judge-2"),
        ])
        #expect(try await database.storedVerdictCount(runID: "run-1") == 2)
        let results = try #require(try await database.results(runID: "run-1"))
        #expect(results.units[0].missingVerdicts == 1)
    }

    @Test("What was spent is the known cost of all calls for the run's units and judge")
    func spent() async throws {
        var other = Sample.judge
        other.id = "judge-2"
        try await database.begin(Sample.plan(run: "run-2", judge: other))
        try await database.store(
            Sample.answer(
                unit,
                calls: [Sample.call(.researcher, cost: 0.25), Sample.call(.member, cost: nil)]))
        try await database.store([
            Sample.verdict(on: unit, calls: [Sample.call(cost: 1), Sample.call(cost: 2)]),
            Sample.verdict(on: unit, judge: "judge-2", calls: [Sample.call(cost: 4)]),
        ])
        #expect(try await database.spent(runID: "run-1") == USD(3.25))
        #expect(try await database.spent(runID: "run-2") == USD(4.25))
        #expect(try await database.spent(runID: "unknown") == .zero)
    }
}
