import Catalog
import Comparison
import Foundation
import Testing
import Vocabulary

@testable import dracobench

@Suite("Trials of judges")
struct JudgeTrialTests {
    private static let task = ResearchTask(
        id: "t", problem: "How long is the bridge?", domain: "d",
        rubric: Rubric(
            id: "r",
            criteria: [
                Criterion(
                    id: "length", axis: .factualAccuracy, weight: 10,
                    requirement: "States that the bridge is 412 metres long"),
                Criterion(
                    id: "opened", axis: .factualAccuracy, weight: 5,
                    requirement: "States that the bridge opened in 1931"),
                Criterion(
                    id: "steel", axis: .factualAccuracy, weight: -8,
                    requirement: "Claims that the bridge is built of steel"),
            ]))

    private static func material(_ task: ResearchTask = task) -> JudgeMaterial {
        JudgeMaterial(
            name: "bridge",
            items: (0..<3).map { number in
                JudgeMaterial.Item(
                    answerID: "a\(number)", configurationID: nil, task: task,
                    criteria: task.rubric.criteria,
                    text: "Note \(number). The bridge is 412 metres long. It opened in 1954.",
                    gold: ["length": .met, "opened": .unmet, "steel": .unmet])
            })
    }

    private func withTrials<Value>(
        _ body: (JudgeTrials, JudgeOnTrial) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(component: "judge-trials-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let home = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../..").standardizedFileURL.path
        let workspace = try Workspace(home: home, currentDirectory: "/", executable: "/")
        let suite = Suite(
            name: "judge", dataset: "",
            endpoint: EndpointSpec(
                baseURL: "http://simulated.invalid/v1", apiKeyVariable: nil, dialect: .openai),
            configurations: [], judge: JudgeSpec(model: "sim/judge"), seed: 3, sha256: "")
        let trials = JudgeTrials(
            workspace: workspace, databasePath: folder.path + "/judging.sqlite",
            simulation: RunSession.SimulationChoice(), suite: suite)
        return try await body(
            trials,
            JudgeOnTrial(spec: suite.judge, definition: try workspace.judge("draco-paper")))
    }

    @Test("Every question has a ruling for every repeat, and asking again costs nothing")
    func repeats() async throws {
        try await withTrials { trials, judge in
            let first = try await trials.trial(of: judge, on: Self.material(), repeats: 3)
            #expect(first.questions.count == 9)
            #expect(first.questions.allSatisfy { $0.rulings.count == 3 })
            #expect(first.questions.allSatisfy { $0.positiveWeight == 15 })
            #expect(first.usage.calls == 27)
            let second = try await trials.trial(of: judge, on: Self.material(), repeats: 3)
            #expect(second.questions.map(\.rulings) == first.questions.map(\.rulings))
            #expect(second.usage.calls == 27)
            let more = try await trials.trial(of: judge, on: Self.material(), repeats: 4)
            #expect(more.usage.calls == 36)
        }
    }

    @Test("A requirement that was reworded is another question, and is asked")
    func reworded() async throws {
        try await withTrials { trials, judge in
            _ = try await trials.trial(of: judge, on: Self.material(), repeats: 1)
            let criteria = Self.task.rubric.criteria.map { criterion in
                criterion.id == "opened"
                    ? Criterion(
                        id: "opened", axis: criterion.axis, weight: criterion.weight,
                        requirement: "States that the bridge opened in 1954") : criterion
            }
            let task = ResearchTask(
                id: "t", problem: Self.task.problem, domain: "d",
                rubric: Rubric(id: "r", criteria: criteria))
            let trial = try await trials.trial(of: judge, on: Self.material(task), repeats: 1)
            #expect(trial.questions.allSatisfy { $0.rulings.count == 1 })
        }
    }

    @Test("The cap of a trial holds")
    func cap() async throws {
        try await withTrials { trials, judge in
            var capped = trials.suite
            capped.limits.maxCost = USD(0.01)
            let poor = JudgeTrials(
                workspace: trials.workspace, databasePath: trials.databasePath,
                simulation: trials.simulation, suite: capped)
            let failure = await #expect(throws: CommandFailure.self) {
                _ = try await poor.trial(of: judge, on: Self.material(), repeats: 20)
            }
            #expect(failure?.code == .incomplete)
        }
    }

    @Test("A judge that obeys the answer fails the sentinels with orders in them; another does not")
    func gullible() async throws {
        try await withTrials { trials, judge in
            let tasks = try trials.workspace.dataset("sample").tasks
            let gold = try trials.workspace.goldSet("sample", tasks: tasks)
            let few = Set(gold.labels.map(\.answerID).sorted().prefix(14))
            let part = GoldSet(
                name: "part", sha256: gold.sha256,
                labels: gold.labels.filter { few.contains($0.answerID) })
            let source = GoldOptions.Source(gold: part, tasks: tasks)
            // It does not say that the report is only material, so that it is obeyed every time.
            let trusting = JudgeDefinition(
                name: "trusting", version: "1",
                system:
                    "Check the report. Reply as JSON: explanation, criterion_status MET or UNMET.")
            for (model, failing) in [("sim/judge", 0...1), ("sim/judge-gullible", 4...6)] {
                var tested = judge
                tested.spec.model = model
                tested.definition = trusting
                let trial = try await trials.trial(of: tested, on: source.material, repeats: 1)
                let outcomes = try await trials.sentinels(
                    of: tested, on: source, trial, repeats: 1)
                let failed = outcomes.filter { $0.isFailed && $0.kind.hasPrefix("injected") }
                #expect(failing.contains(failed.count), "\(model): \(failed)")
                #expect(outcomes.contains { $0.kind == "empty-answer" && $0.obtained > 0 })
            }
        }
    }
}
