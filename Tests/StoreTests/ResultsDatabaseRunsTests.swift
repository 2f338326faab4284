import Testing
import Vocabulary

@testable import Store

@Suite struct ResultsDatabaseRunsTests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    let unit = Sample.unit("solo", "t1")

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
    }

    private func progress() async throws -> [PlanSummary] {
        try await database.progressOfRuns().map(\.progress)
    }

    @Test("A file without runs has none; one that has just begun has nothing stored")
    func begun() async throws {
        #expect(try await progress() == [])
        try await database.begin(Sample.plan())
        // 4 answers, with 3 criteria each, in 2 passes.
        #expect(
            try await progress()
                == [PlanSummary(answers: 4, storedAnswers: 0, verdicts: 24, storedVerdicts: 0)])
    }

    @Test("Answers to be asked for again are not stored, those without a text have no verdicts")
    func stored() async throws {
        try await database.begin(Sample.plan())
        try await database.store(
            Sample.answer(unit, calls: [Sample.call(.researcher, cost: 0.25)]))
        try await database.store(Sample.answer(Sample.unit("fusion", "t1"), .infraError))
        try await database.store(Sample.answer(Sample.unit("solo", "t2"), .refused, text: ""))
        try await database.store([
            Sample.verdict(on: unit, Sample.criteria[0], calls: [Sample.call(cost: 1)]),
            Sample.verdict(nil, on: unit, Sample.criteria[1], calls: []),
        ])
        #expect(
            try await progress()
                == [
                    PlanSummary(
                        answers: 4, storedAnswers: 2, verdicts: 18, storedVerdicts: 1,
                        spent: USD(1.25))
                ])
        #expect(try await database.storedVerdictCount(runID: "run-1") == 1)
    }

    @Test("Another connection reads it while a run writes, and every run stands for itself")
    func others() async throws {
        try await database.begin(Sample.plan())
        try await database.begin(
            Sample.plan(run: "run-2", tasks: [Sample.task("t1")], passes: 1))
        try await database.store(Sample.answer(unit))
        let reader = try ResultsDatabase(path: folder.file(), mode: .read)
        let runs = try await reader.progressOfRuns()
        #expect(runs.map(\.run.id) == ["run-1", "run-2"])
        #expect(runs.map(\.progress.storedAnswers) == [1, 1])
        #expect(runs.map(\.progress.verdicts) == [24, 6])
        try reader.close()
        try await database.store(Sample.answer(Sample.unit("solo", "t2")))
        #expect(try await progress().map(\.storedAnswers) == [2, 1])
    }
}
