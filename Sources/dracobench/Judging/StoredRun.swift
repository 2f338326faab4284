import Catalog
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
    func material(
        tasks limit: Int? = nil
    ) async throws -> Answers {
        let database = try ResultsDatabase(path: path, mode: .read)
        defer { try? database.close() }  // It was only read from.
        let runs = try await database.runs()
        guard let id = runID ?? (runs.count == 1 ? runs.first?.id : nil),
            let results = try await database.results(runID: id)
        else {
            let known =
                runs.isEmpty ? "it has none" : "it has \(runs.map(\.id).joined(separator: ", "))"
            throw CommandFailure(
                "\(path) has no run \(runID ?? "that could be meant"); \(known).")
        }
        let tasks = try await database.tasks(runID: id).prefix(limit ?? .max)
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
            throw CommandFailure("Run \(id) has no answer that can be graded; finish it first.")
        }
        return Answers(
            material: JudgeMaterial(name: id, items: items),
            fusions: Self.fusions(of: results.configurations),
            datasetName: runs.first { $0.id == id }?.datasetName ?? "")
    }

    struct Answers {
        let material: JudgeMaterial
        /// By fusion, the configurations of its members.
        let fusions: [String: [String]]
        let datasetName: String
    }

    /// The solo configurations of each fusion's members, where all of them have one.
    private static func fusions(of configurations: [ConfigurationSummary]) -> [String: [String]] {
        let solos = configurations.filter { $0.kind == "solo" }
        var fusions: [String: [String]] = [:]
        for fusion in configurations where fusion.kind == "fusion" {
            let members = Set(fusion.models).sorted().map { model in
                solos.first { $0.models == [model] && $0.enforcement == fusion.enforcement }?.id
            }
            let known = members.compactMap { $0 }
            if known.count == members.count { fusions[fusion.id] = known }
        }
        return fusions
    }
}
