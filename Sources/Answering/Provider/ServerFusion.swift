import Contamination
import Inference
import JSONText
import Vocabulary

/// A fusion that the provider runs, asked for and read.
struct ServerFusion: Sendable {
    let researcher: Researcher

    /// One request: the outer model calls the fusion and writes.
    func answer(
        _ spec: ServerFusionSpec, _ question: Question
    ) async throws(CancellationError) -> Written {
        var written = try await researcher.askProvider(
            request(spec, question), role: .serverFusion, member: nil)
        written.addToolUses(member: nil)
        return written
    }

    func request(_ spec: ServerFusionSpec, _ question: Question) -> ChatRequest {
        let research = researcher.tools.spec
        var request = ChatRequest(
            model: spec.requestedModel, messages: [], reasoning: research.reasoning,
            maxOutputTokens: research.maxOutputTokens,
            seed: question.seed(for: "server fusion"))
        request.streams = researcher.streams
        switch spec.entry {
        case .alias, .flash, .plugin: request.plugins = [plugin(spec)].compactMap { $0 }
        case .tool:
            request.serverTools = [tool(spec)]
            // On chat completions `required` stays in force after the fusion and provokes a second.
            if researcher.client.endpoint.api == .responses { request.toolChoice = .required }
        }
        request.messages = [
            .system(PromptText(AnsweringPrompts.outerModel)),
            .user(PromptText(question.problem)),
        ]
        return request
    }

    /// The server tool `openrouter:fusion`.
    func tool(_ spec: ServerFusionSpec) -> ServerTool {
        var parameters = common(spec)
        parameters["max_completion_tokens"] = spec.maxCompletionTokens.map(JSONValue.integer)
        parameters["reasoning"] = spec.reasoning.map { ["effort": .string($0)] }
        parameters["temperature"] = spec.temperature.map(JSONValue.number)
        parameters["tools"] = panelTools(spec)
        return ServerTool(type: "openrouter:fusion", parameters: parameters)
    }

    /// The entry in `plugins`. The provider's own models are asked for bare, as they are sold,
    /// unless something is to be kept from them: then the entry says what the model's name says,
    /// and which tools the panel has.
    private func plugin(_ spec: ServerFusionSpec) -> JSONValue? {
        let told = researcher.tools.filter.addressesForProviders
        let isUsual = researcher.tools.spec.offersAll && told.hosts.isEmpty && told.places.isEmpty
        let isBare = spec.entry != .plugin && isUsual
        guard !isBare else { return nil }
        var entry = JSONObject(pairs: [("id", "fusion")])
        for member in common(spec).members { entry[member.key] = member.value }
        let preset = spec.entry == .flash ? .fast : spec.preset
        entry["preset"] = preset.map { .string($0.rawValue) }
        entry["tools"] = panelTools(spec)
        return .object(entry)
    }

    /// What tool and plugin have in common.
    private func common(_ spec: ServerFusionSpec) -> JSONObject {
        var parameters = JSONObject()
        if !spec.panel.isEmpty {
            parameters["analysis_models"] = .array(spec.panel.map(JSONValue.string))
        }
        parameters["model"] = spec.analyst.map(JSONValue.string)
        parameters["max_tool_calls"] = spec.maxToolCalls.map(JSONValue.integer)
        return parameters
    }

    /// Search and fetch of panel and analyst, with what they are to leave out; empty: none at all.
    ///
    /// Engines that differ in what they heed are told what the strictest of them takes: the tools
    /// are the same for all members and the analyst.
    private func panelTools(_ spec: ServerFusionSpec) -> JSONValue {
        let members = spec.panel.isEmpty ? FusionSpec.panelSize.upperBound : spec.panel.count
        let research = researcher.tools.spec
        let tools = ServerTools(
            research: research, filter: researcher.tools.filter, dialect: .openrouter,
            calls: research.maxToolCalls == 0 ? 0 : spec.maxToolCalls ?? Self.usualToolCalls,
            researchers: members + 1)
        let models = spec.panel.isEmpty ? [spec.requestedModel] : spec.panel
        return .array(
            tools.offered(to: models).map { tool in
                ["type": .string(tool.type), "parameters": .object(tool.parameters)]
            })
    }

    /// Tool steps of a panel member where nothing is said, since August 2026.
    private static let usualToolCalls = 4
}

extension ResearchSpec {
    fileprivate var offersAll: Bool { Set(tools) == Set(Tool.allCases) && maxToolCalls > 0 }
}
