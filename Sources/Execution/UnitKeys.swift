import Answering
import Digests
import Vocabulary

/// The key of an answer is a digest of everything that changes it, so that a stored answer is
/// taken again exactly when it is what would be asked for.
struct UnitKeys {
    private let setup: RunSetup
    /// What all researched answers of the run have in common.
    private let common: [String]
    private let problemHashes: [String: String]

    init(_ setup: RunSetup) {
        self.setup = setup
        let research = setup.suite.research
        common = [
            setup.runID, String(setup.suite.seed), AnsweringPrompts.sha256,
            setup.exclusionSHA256, research.tools.map(\.rawValue).joined(separator: ","),
            String(research.maxToolCalls), research.search.engine.rawValue,
            setup.simulation == nil ? research.search.baseURL ?? "-" : "simulator",
            String(research.search.maxResults), research.maxOutputTokens.map(String.init) ?? "-",
            research.reasoning ?? "-",
        ]
        problemHashes = Dictionary(
            setup.dataset.tasks.map { ($0.id, SHA256.hex($0.problem.utf8)) },
            uniquingKeysWith: { first, _ in first })
    }

    func solo(
        _ model: String, _ configuration: Configuration, _ task: ResearchTask, _ generation: Int
    ) -> String {
        SHA256.hex(
            fields: ["solo", model] + system(configuration) + question(task, generation))
    }

    func fusion(
        _ spec: FusionSpec, _ configuration: Configuration, _ task: ResearchTask,
        _ generation: Int, drafts: [Int: String]
    ) -> String {
        let reused = spec.panel.indices.map { drafts[$0] ?? "fresh" }
        return SHA256.hex(
            fields: ["fusion", String(spec.panel.count)] + spec.panel + reused
                + [spec.analyst, spec.synthesizer] + system(configuration)
                + question(task, generation))
    }

    func imported(
        _ text: RunSetup.ImportedText, _ configuration: Configuration, _ task: ResearchTask
    ) -> String {
        SHA256.hex(
            fields: [
                "imported", setup.runID, configuration.id, text.text,
                text.cost.map { "\($0.dollars)" } ?? "-",
                text.latencySeconds.map { "\($0)" } ?? "-", text.model ?? "-",
            ] + question(task, text.generation))
    }

    private func system(_ configuration: Configuration) -> [String] {
        let endpoint = configuration.endpoint ?? setup.suite.endpoint
        let enforcement = setup.suite.enforcement(of: configuration)
        return common + [configuration.id, setup.identity(of: endpoint)]
            + (enforcement == setup.suite.usualEnforcement ? [] : [enforcement.rawValue])
    }

    private func question(_ task: ResearchTask, _ generation: Int) -> [String] {
        [task.id, problemHashes[task.id] ?? "", String(generation)]
    }
}
