import Catalog
import Comparison
import Store
import Vocabulary

/// The answers of a run, as material for trials of judges.
struct StoredRun {
    /// Nil takes the file's only run.
    let runID: String?
    let path: String

    /// - Parameter results: the results file; nil: the workspace's own.
    init(runID: String?, _ results: String?, in workspace: Workspace) {
        self.runID = runID
        path = DatabaseOptions(path: results).path(in: workspace)
    }

    /// - Parameter tasks: so many of the run's tasks, the first ones; nil: all.
    /// - Returns: the answers that can be graded.
    func material(tasks limit: Int? = nil) async throws -> Answers {
        try await StoredRunOptions.withRun(runID, in: path) { database, results in
            try await Self.material(of: results, in: database, tasks: limit)
        }
    }

    private static func material(
        of results: RunResults, in database: ResultsDatabase, tasks limit: Int?
    ) async throws -> Answers {
        guard case .run(let run, _) = results.origin else {
            preconditionFailure("a stored run comes from a run")
        }
        let tasks = try await database.tasks(runID: run.id).prefix(limit ?? .max)
        let byID = Dictionary(
            tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var items: [JudgeMaterial.Item] = []
        for unit in results.units {
            guard let task = byID[unit.unit.taskID],
                let answer = try await database.answerText(key: unit.unit.key),
                answer.status.isGradable, !answer.text.isEmpty
            else { continue }
            let place = [unit.unit.configurationID, task.id, String(unit.unit.generation)]
            items.append(
                JudgeMaterial.Item(
                    answerID: place.joined(separator: "/"),
                    configurationID: unit.unit.configurationID, task: task,
                    criteria: task.rubric.criteria, text: answer.text, gold: [:]))
        }
        guard !items.isEmpty else {
            throw CommandFailure("Run \(run.id) has no answer that can be graded; finish it first.")
        }
        return Answers(
            material: JudgeMaterial(name: run.id, items: items),
            fusions: fusions(of: results.configurations),
            datasetName: run.datasetName)
    }

    struct Answers {
        let material: JudgeMaterial
        /// By fusion, the configurations of its members.
        let fusions: [String: [String]]
        let datasetName: String
    }

    /// The solo configurations of each fusion's members, where all of them have one.
    private static func fusions(of configurations: [ConfigurationSummary]) -> [String: [String]] {
        let solos = configurations.filter { $0.isSolo }
        var fusions: [String: [String]] = [:]
        for fusion in configurations where fusion.isFusion {
            let members = Set(fusion.models).sorted().map { model in
                solos.first { $0.models == [model] && $0.enforcement == fusion.enforcement }?.id
            }
            let known = members.compactMap { $0 }
            if known.count == members.count { fusions[fusion.id] = known }
        }
        return fusions
    }
}
