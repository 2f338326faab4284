import Foundation
import Store
import Testing
import Vocabulary

@testable import Execution

@Suite("Why units are asked for or kept")
struct PlanExplanationTests {
    private static let criterion = Criterion(
        id: "a", axis: .factualAccuracy, weight: 5, requirement: "A")

    private static func plan(
        passes: Int = 1, toolCalls: Int = 16, tasks: [String] = ["t1", "t2", "t3"]
    ) -> RunPlan {
        let suite = Suite(
            name: "s", dataset: "d",
            endpoint: EndpointSpec(baseURL: "http://e", apiKeyVariable: nil, dialect: .openai),
            research: ResearchSpec(maxToolCalls: toolCalls),
            configurations: [Configuration(id: "one", kind: .solo(model: "m"))],
            judge: JudgeSpec(model: "j", passes: passes), seed: 1, sha256: "s")
        let dataset = Dataset(
            name: "data", sha256: "h", revision: nil,
            tasks: tasks.map { id in
                ResearchTask(
                    id: id, problem: "P \(id)", domain: "d",
                    rubric: Rubric(id: "r", criteria: [criterion]))
            })
        return RunPlan(
            RunSetup(
                suite: suite, dataset: dataset,
                judgeDefinitions: [JudgeDefinition(name: "p", version: "1", system: "s")],
                exclusionName: "draco", exclusionSHA256: "e", prices: [:], simulation: nil,
                codeVersion: "0"), startedAt: 0)
    }

    private static func answer(_ unit: RunPlan.Unit, _ status: AnswerStatus) -> AnswerRecord {
        AnswerRecord(
            key: unit.record.key, configurationID: unit.record.configurationID,
            taskID: unit.record.taskID, generation: 0, status: status, text: "Text",
            error: status == .ok ? nil : "It failed.", origin: unit.origin)
    }

    /// A file with one answer that is there and judged, and one that failed.
    private func withDatabase(
        _ body: (ResultsDatabase) async throws -> Void
    ) async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(component: "explanation-\(UUID().uuidString).sqlite").path
        defer {
            for ending in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + ending)
            }
        }
        let database = try ResultsDatabase(path: path, mode: .write)
        let plan = Self.plan()
        try await database.begin(plan.record)
        try await database.store(Self.answer(plan.units[0], .ok))
        try await database.store(Self.answer(plan.units[1], .infraError))
        try await database.store([
            VerdictRecord(
                answerKey: plan.units[0].record.key, criterionID: "a",
                criterionKey: Self.criterion.key, judgeID: plan.judge.id, pass: 0, verdict: .met,
                explanation: "", rawReply: "", calls: [])
        ])
        try await body(database)
        try database.close()
    }

    @Test("What is stored is kept, what failed or was never asked is asked for")
    func reasons() async throws {
        try await withDatabase { database in
            let rows = try await PlanExplanation(
                Self.plan(), database: database, countsVerdicts: true
            ).rows
            #expect(rows.map(\.answer) == [.kept(.ok), .failedBefore("It failed."), .new])
            #expect(rows.map { $0.verdicts.map(\.kept) } == [[1], [0], [0]])
            #expect(rows.map { $0.verdicts.map(\.new) } == [[0], [1], [1]])
        }
    }

    @Test("More passes ask for the new ones alone")
    func passes() async throws {
        try await withDatabase { database in
            let row = try #require(
                try await PlanExplanation(
                    Self.plan(passes: 3), database: database, countsVerdicts: true
                ).rows.first)
            #expect(row.answer == .kept(.ok))
            #expect(row.verdicts.map { [$0.kept, $0.new] } == [[1, 2]])
        }
    }

    @Test("What has changed is named, and only answers that were there are said to be asked again")
    func changes() async throws {
        try await withDatabase { database in
            let rows = try await PlanExplanation(
                Self.plan(toolCalls: 3), database: database, countsVerdicts: false
            ).rows
            #expect(rows[0].answer == .changed(["max_tool_calls"]))
            #expect(rows[2].answer == .new)
            #expect(rows.allSatisfy { $0.verdicts.isEmpty })
        }
    }

    @Test("Without a results file everything is new")
    func noFile() async throws {
        let rows = try await PlanExplanation(
            Self.plan(), database: nil, countsVerdicts: true
        ).rows
        #expect(rows.allSatisfy { $0.answer == .new })
    }
}
