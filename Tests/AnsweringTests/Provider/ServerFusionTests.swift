import Inference
import JSONText
import Testing
import Vocabulary

@testable import Answering

@Suite("Asking the provider for a fusion")
struct ServerFusionTests {
    private static func request(
        _ spec: ServerFusionSpec, enforcement: Enforcement = .full,
        api: EndpointSpec.API = .chat, research: ResearchSpec = ResearchSpec(maxToolCalls: 3)
    ) async throws -> ChatRequest {
        let rig = try ProviderRig(spec: research, enforcement: enforcement, api: api)
        let request = rig.fusion.request(spec, ProviderRig.question)
        await rig.end()
        return request
    }

    private static func tools(_ list: JSONValue?) -> [String] {
        (list?.array ?? []).compactMap { $0["type"]?.string }
    }

    @Test("The provider's own models are asked for bare where nothing is to be kept from them")
    func bare() async throws {
        for (entry, model) in [
            (ServerFusionSpec.Entry.alias, "openrouter/fusion"),
            (.flash, "openrouter/fusion-flash"),
        ] {
            let request = try await Self.request(
                ServerFusionSpec(entry: entry), enforcement: .off)
            #expect(request.model == model)
            #expect(request.plugins.isEmpty)
            #expect(request.serverTools.isEmpty)
            #expect(request.toolChoice == .auto)
        }
    }

    @Test("Otherwise an entry says what the model's name says, and what the panel may not see")
    func told() async throws {
        let alias = try await Self.request(ServerFusionSpec(entry: .alias))
        #expect(alias.plugins.count == 1)
        #expect(alias.plugins[0].object?.keys == ["id", "tools"])
        #expect(alias.plugins[0]["id"] == "fusion")
        let search = alias.plugins[0]["tools"]?[0]
        #expect(search?["type"] == "openrouter:web_search")
        #expect(search?["parameters"]?["excluded_domains"]?[0] == "huggingface.co")
        #expect(
            alias.plugins[0]["tools"]?[1]?["parameters"]?["blocked_domains"]?[0]
                == "huggingface.co")
        let flash = try await Self.request(ServerFusionSpec(entry: .flash))
        #expect(flash.plugins[0]["preset"] == "general-fast")
        let closed = try await Self.request(
            ServerFusionSpec(entry: .alias), enforcement: .off,
            research: ResearchSpec(tools: []))
        #expect(closed.plugins[0]["tools"] == [])
    }

    @Test("The plugin carries panel, analyst, steps, preset and tools")
    func plugin() async throws {
        let request = try await Self.request(
            ServerFusionSpec(
                entry: .plugin, model: "o", panel: ["m", "m"], analyst: "a", preset: .budget,
                maxToolCalls: 2))
        #expect(request.model == "o")
        let plugin = try #require(request.plugins.first)
        #expect(
            plugin.object?.keys == [
                "id", "analysis_models", "model", "max_tool_calls", "preset", "tools",
            ])
        #expect(plugin["analysis_models"] == ["m", "m"])
        #expect(plugin["model"] == "a")
        #expect(plugin["max_tool_calls"] == 2)
        #expect(plugin["preset"] == "general-budget")
        // Two steps of five results for each of two members and the analyst.
        #expect(plugin["tools"]?[0]?["parameters"]?["max_total_results"] == 30)
    }

    @Test("The tool carries the rest as well, and is forced on responses alone")
    func tool() async throws {
        let spec = ServerFusionSpec(
            entry: .tool, model: "o", panel: ["m", "n"], analyst: "a", maxToolCalls: 16,
            maxCompletionTokens: 16_384, reasoning: "high", temperature: 0.3)
        let request = try await Self.request(spec, api: .responses)
        #expect(request.model == "o")
        #expect(request.toolChoice == .required)
        #expect(request.plugins.isEmpty)
        #expect(request.serverTools.map(\.type) == ["openrouter:fusion"])
        let parameters = request.serverTools[0].parameters
        #expect(
            parameters.keys == [
                "analysis_models", "model", "max_tool_calls", "max_completion_tokens",
                "reasoning", "temperature", "tools",
            ])
        #expect(parameters["reasoning"] == ["effort": "high"])
        #expect(
            Self.tools(parameters["tools"]) == ["openrouter:web_search", "openrouter:web_fetch"])
        let chat = try await Self.request(spec)
        #expect(chat.toolChoice == .auto)
        #expect(chat.serverTools == request.serverTools)
    }

    @Test("The outer model is told to call the fusion once, whether or not the request makes it")
    func directives() async throws {
        func instructions(_ request: ChatRequest) -> String {
            guard case .system(let text) = request.messages[0] else { return "" }
            return text.text
        }
        let spec = ServerFusionSpec(entry: .tool, model: "o")
        for api in [EndpointSpec.API.chat, .responses] {
            let words = instructions(try await Self.request(spec, api: api))
            #expect(words.contains("call the fusion tool once"), "\(api)")
        }
    }

    @Test("Research without tools gives the panel none")
    func closedBook() async throws {
        let spec = ServerFusionSpec(entry: .tool, model: "o")
        for research in [ResearchSpec(tools: []), ResearchSpec(maxToolCalls: 0)] {
            let request = try await Self.request(spec, research: research)
            #expect(request.serverTools[0].parameters["tools"] == [])
        }
    }
}
