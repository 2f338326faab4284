import Answering
import Digests
import Vocabulary

/// Names answers by digests of everything that changes them, so that a stored answer is taken again
/// exactly when it is what would be asked for.
///
/// The key also holds the run and the configuration, from which the seeds of its requests derive.
/// The content key leaves them out: another run's answer with the same one is an independent draw
/// of the same thing.
struct UnitKeys {
    private let setup: RunSetup
    /// What all researched answers of the run have in common.
    private let common: [String]
    private let problemHashes: [String: String]

    struct Identity {
        let key: String
        let origin: AnswerOrigin
    }

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
    ) -> Identity {
        Identity(
            key: SHA256.hex(
                fields: ["solo", model] + system(configuration) + question(task, generation)),
            origin: origin(
                [.init("kind", "solo"), .init("model", model)], configuration, task, generation))
    }

    /// - Parameter drafts: by panel position, the answers that serve as drafts.
    func fusion(
        _ spec: FusionSpec, _ configuration: Configuration, _ task: ResearchTask,
        _ generation: Int, drafts: [Int: Identity]
    ) -> Identity {
        let reused = spec.panel.indices.map { drafts[$0]?.key ?? "fresh" }
        let made = spec.panel.indices.map { drafts[$0]?.origin.contentKey ?? "fresh" }
        return Identity(
            key: SHA256.hex(
                fields: ["fusion", String(spec.panel.count)] + spec.panel + reused
                    + [spec.analyst, spec.synthesizer] + system(configuration)
                    + question(task, generation)),
            origin: origin(
                [
                    .init("kind", "fusion"), .init("panel", spec.panel.joined(separator: ", ")),
                    .init("drafts", SHA256.hex(fields: made)), .init("analyst", spec.analyst),
                    .init("synthesizer", spec.synthesizer),
                ], configuration, task, generation))
    }

    /// A fusion that the provider runs or offers.
    func serverFusion(
        _ spec: ServerFusionSpec, _ configuration: Configuration, _ task: ResearchTask,
        _ generation: Int
    ) -> Identity {
        let kind = configuration.kind.name
        let temperature = spec.temperature.map { "\($0)" }
        let given: [String?] = [
            spec.entry.rawValue, spec.requestedModel, spec.analyst, spec.preset?.rawValue,
            spec.maxToolCalls.map(String.init), spec.maxCompletionTokens.map(String.init),
            spec.reasoning, temperature,
        ]
        let settings = given.map { $0 ?? "-" }
        let names = [
            "entry", "model", "analyst", "preset", "fusion max_tool_calls",
            "fusion max_completion_tokens", "fusion reasoning", "fusion temperature",
        ]
        var own: [AnswerOrigin.Ingredient] = [
            .init("kind", kind), .init("panel", spec.panel.joined(separator: ", ")),
        ]
        own += zip(names, settings).map { AnswerOrigin.Ingredient($0, $1) }
        let asked = [kind, String(spec.panel.count)] + spec.panel + settings
        return Identity(
            key: SHA256.hex(
                fields: asked + system(configuration) + question(task, generation)),
            origin: origin(own, configuration, task, generation))
    }

    func imported(
        _ text: RunSetup.ImportedText, _ configuration: Configuration, _ task: ResearchTask
    ) -> Identity {
        let given = [
            text.text, text.cost.map { "\($0.dollars)" } ?? "-",
            text.latencySeconds.map { "\($0)" } ?? "-", text.model ?? "-",
        ]
        return Identity(
            key: SHA256.hex(
                fields: ["imported", setup.runID, configuration.id] + given
                    + question(task, text.generation)),
            origin: AnswerOrigin(
                contentKey: SHA256.hex(
                    fields: ["imported"] + given + question(task, text.generation)),
                ingredients: [
                    .init("kind", "imported"), .init("answer text", SHA256.hex(fields: given)),
                    .init("task text", problemHashes[task.id] ?? ""),
                    .init("run", setup.runID),
                ]))
    }

    private func system(_ configuration: Configuration) -> [String] {
        let endpoint = configuration.endpoint ?? setup.suite.endpoint
        let enforcement = setup.suite.enforcement(of: configuration)
        return common + [configuration.id, setup.identity(of: endpoint)]
            + (enforcement == setup.suite.usualEnforcement ? [] : [enforcement.rawValue])
            + byProvider(configuration).flatMap { [$0.name, $0.value] }
    }

    /// What matters only where the provider searches, runs fusions or is asked in another way than
    /// usual. Elsewhere there is nothing of it, so that stored answers keep their keys.
    private func byProvider(_ configuration: Configuration) -> [AnswerOrigin.Ingredient] {
        var found: [AnswerOrigin.Ingredient] = []
        let endpoint = configuration.endpoint ?? setup.suite.endpoint
        let api = endpoint.api(for: configuration.kind)
        if api != endpoint.usualAPI(for: configuration.kind) {
            found.append(.init("api", api.rawValue))
        }
        let search = setup.suite.research.search
        let runsFusions =
            switch configuration.kind {
            case .serverFusion, .escalation: true
            case .solo, .fusion, .answers: false
            }
        if runsFusions {
            found.append(.init("fusion prompts", AnsweringPrompts.fusionSHA256))
        }
        if runsFusions || search.engine == .server {
            found.append(.init("provider search", search.server.text))
        }
        return found
    }

    private func question(_ task: ResearchTask, _ generation: Int) -> [String] {
        [task.id, problemHashes[task.id] ?? "", String(generation)]
    }

    private func origin(
        _ own: [AnswerOrigin.Ingredient], _ configuration: Configuration, _ task: ResearchTask,
        _ generation: Int
    ) -> AnswerOrigin {
        let names = [
            "run", "seed", "prompts", "exclusion list", "tools", "max_tool_calls",
            "search engine", "search address", "max_results", "max_output_tokens", "reasoning",
        ]
        let shared = zip(names, common).map { AnswerOrigin.Ingredient($0, $1) }
        let endpoint = configuration.endpoint ?? setup.suite.endpoint
        let ingredients =
            own + shared + [
                .init("endpoint", setup.identity(of: endpoint)),
                .init("enforcement", setup.suite.enforcement(of: configuration).rawValue),
                .init("task text", problemHashes[task.id] ?? ""),
            ] + byProvider(configuration)
        let content = ingredients.filter { $0.name != "run" }.flatMap { [$0.name, $0.value] }
        return AnswerOrigin(
            contentKey: SHA256.hex(fields: content + [String(generation)]),
            ingredients: ingredients)
    }
}

extension ServerSearchSpec {
    /// Every setting, in one line.
    fileprivate var text: String {
        let location = userLocation.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
        let numbers = [maxUses, maxTotalResults, maxCharacters, maxContentTokens]
        let words = [engine, fetchEngine, mode ?? "-", contextSize ?? "-"]
        return
            (words + numbers.map { $0.map(String.init) ?? "-" }
            + [allowedDomains.joined(separator: ","), location.joined(separator: ",")])
            .joined(separator: "; ")
    }
}
