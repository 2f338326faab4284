import Answering
import Catalog
import Contamination
import Execution
import FoundationEssentials
import Grading
import Reports
import Simulator
import Statistics
import Store
import Vocabulary

/// Shows that verdicts drawn in process are those of the product: the whole pipeline runs once
/// over HTTP, into a file of its own, and every stored verdict is held against the drawn one.
struct SimulatorAgreement {
    let workspace: Workspace
    let tasks: Int
    let seed: UInt64

    func check() async throws -> CalibrationReport.Agreement {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "dracobench-calibration-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // Left to the system then.
        let path = folder.appending(path: "run.sqlite").path
        let plan = try plan()
        let session = RunSession(
            workspace: workspace, suite: plan.setup.suite, databasePath: path,
            simulation: Self.simulation)
        try RunCommand.conclude(try await session.execute(plan))
        let database = try ResultsDatabase(path: path, mode: .read)
        let agreement = try await compare(plan, database)
        try database.close()
        return agreement
    }

    private static let simulation = RunSession.SimulationChoice(profiles: SimulatedField.profiles)

    private func plan() throws -> RunPlan {
        let suite = Suite(
            name: "calibration", dataset: "population", tasks: TaskSelection(),
            endpoint: EndpointSpec(
                baseURL: "https://simulated.invalid/v1", apiKeyVariable: nil, dialect: .openai),
            configurations: SimulatedField.configurations,
            judge: JudgeSpec(model: SimulatedField.judge), seed: seed, sha256: "calibration")
        let exclusion = try Wiring.exclusion(suite, in: workspace)
        return RunPlan(
            RunSetup(
                suite: suite,
                dataset: Dataset(
                    name: suite.dataset, sha256: "population \(seed)", revision: nil,
                    tasks: TaskPopulation(seed: seed).tasks(0..<tasks)),
                judgeDefinitions: [try workspace.judge(suite.judge.prompt)],
                exclusionName: exclusion.name, exclusionSHA256: exclusion.sha256, prices: [:],
                simulation: Self.simulation.identity(seed: seed), codeVersion: CodeVersion.text),
            startedAt: wallClock())
    }

    // MARK: - Comparison

    private func compare(
        _ plan: RunPlan, _ database: ResultsDatabase
    ) async throws -> CalibrationReport.Agreement {
        let tasks = plan.setup.dataset.tasks
        let configurations = SimulatedField.configurations
        let seeds = PlannedSeeds(plan)
        let run = InProcessRun(
            simulator: InProcessSimulator(
                world: World(tasks: tasks, seed: seed), seed: seed,
                profiles: SimulatedField.profiles),
            configurations: configurations, judge: SimulatedField.judge, seeds: seeds)
        var agreement = CalibrationReport.Agreement(
            tasks: tasks.count, verdicts: 0, differing: 0, rows: [])
        var drawn: [[Double]] = Array(repeating: [], count: configurations.count)
        var stored: [[Double?]] = Array(repeating: [], count: configurations.count)
        for (place, task) in tasks.enumerated() {
            for (configuration, verdicts) in run.verdicts(onTask: place).enumerated() {
                let rulings = try await database.verdicts(
                    answerKey: seeds.unit(configuration, task: place).record.key,
                    judgeID: plan.judge.id)
                let byKey = Dictionary(
                    rulings.map { ($0.criterionKey, $0.verdict) }, uniquingKeysWith: { $1 })
                for (index, criterion) in task.rubric.criteria.enumerated() {
                    agreement.verdicts += 1
                    let isSame = byKey[criterion.key] == .some(verdicts?[index])
                    agreement.differing += isSame ? 0 : 1
                }
                drawn[configuration].append(SimulatedField.score(verdicts, task.rubric))
                let score = try? TaskScore(task.rubric) { id in  // Unscored is what nil says.
                    task.rubric.criteria.first { $0.id == id }.flatMap { byKey[$0.key] ?? nil }
                }
                stored[configuration].append(score?.normalized)
            }
        }
        agreement.rows = configurations.indices.map { place in
            let scores = stored[place].compactMap { $0 }
            return CalibrationReport.Agreement.Row(
                configurationID: configurations[place].id,
                overHTTP: scores.count == tasks.count ? Averages.mean(scores) : nil,
                inProcess: Averages.mean(drawn[place]) ?? 0)
        }
        return agreement
    }
}

/// The seeds that the requests of a plan carry, of generation 0, pass 0 and the first ask.
private struct PlannedSeeds: RequestSeeds {
    private let plan: RunPlan
    /// By configuration and task.
    private let units: [[RunPlan.Unit]]

    init(_ plan: RunPlan) {
        self.plan = plan
        let byConfiguration = Dictionary(grouping: plan.units, by: \.configuration.id)
        units = plan.setup.suite.configurations.map { byConfiguration[$0.id] ?? [] }
    }

    /// Units are planned task by task.
    func unit(_ configuration: Int, task: Int) -> RunPlan.Unit { units[configuration][task] }

    func answer(_ configuration: Int, task: Int, part: String) -> UInt64 {
        plan.question(of: unit(configuration, task: task)).seed(for: part)
    }

    func verdict(_ configuration: Int, task: Int, criterion: Int) -> UInt64 {
        let unit = unit(configuration, task: task)
        return Judge.seed(
            runSeed: plan.run.seed, answerKey: unit.record.key,
            criterionID: unit.task.rubric.criteria[criterion].id, pass: 0, ask: 0)
    }
}
