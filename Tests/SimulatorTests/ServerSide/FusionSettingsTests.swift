import JSONText
import Testing

@testable import Simulator

@Suite("Ways to ask the provider for a fusion")
struct FusionSettingsTests {
    private typealias Fixture = ServerSideFixture

    private func settings(
        _ model: String, plugin: String? = nil, tool: String? = nil
    ) throws -> FusionSettings? {
        let tools = try tool.map {
            [Fixture.tool(FusionSettings.type, try JSONValue(parsing: $0))]
        }
        let plugins = try plugin.map {
            [("plugins", JSONValue.array([try JSONValue(parsing: $0)]))]
        }
        return try FusionSettings(try Fixture.turn(model, tools ?? [], more: plugins ?? []))
    }

    @Test("The aliases have a panel and a writer of their own")
    func aliases() throws {
        let high = try #require(try settings("openrouter/fusion"))
        #expect(high.isAlias && high.panel == FusionPreset.high.panel)
        #expect(high.outer == "~anthropic/claude-opus-latest" && high.analyst == high.outer)
        #expect(high.maxToolCalls == 4 && high.maxCompletionTokens == 16_000)
        #expect(high.tools.search?.maxTotalResults == 50 && high.tools.fetch != nil)
        let fast = try #require(try settings("openrouter/fusion-flash"))
        #expect(fast.panel == FusionPreset.fast.panel)
        #expect(try settings("openai/gpt-5.5") == nil)
    }

    @Test("A plugin names panel and writer of an alias, and the analyst beside one's own model")
    func plugin() throws {
        let text = #"{"id":"fusion","analysis_models":["a/b","a/b"],"model":"c/d","tools":[]}"#
        let alias = try #require(try settings("openrouter/fusion", plugin: text))
        #expect(alias.panel == ["a/b", "a/b"] && alias.outer == "c/d" && alias.analyst == "c/d")
        #expect(alias.tools.isEmpty)
        let own = try #require(try settings("e/f", plugin: text))
        #expect(!own.isAlias && own.outer == "e/f" && own.analyst == "c/d")
        let bare = try #require(
            try settings("e/f", plugin: #"{"id":"fusion","preset":"general-budget"}"#))
        #expect(bare.panel == FusionPreset.budget.panel && bare.analyst == "e/f")
        #expect(try settings("e/f", plugin: #"{"id":"fusion","enabled":false}"#) == nil)
        #expect(try settings("e/f", plugin: #"{"id":"response-healing"}"#) == nil)
    }

    @Test("The tool's analyst is the outer model, unless it names one")
    func tool() throws {
        let bare = try #require(try settings("e/f", tool: "{}"))
        #expect(bare.panel == FusionPreset.high.panel && bare.analyst == "e/f")
        let named = try #require(try settings("e/f", tool: #"{"model":"c/d"}"#))
        #expect(named.analyst == "c/d" && named.outer == "e/f")
    }

    @Test(
        "Parameters that both ways have", arguments: [true, false],
        [
            (#""analysis_models":["a/b"]"#, true), (#""analysis_models":[]"#, false),
            (#""analysis_models":["1","2","3","4","5","6","7","8"]"#, true),
            (#""analysis_models":["1","2","3","4","5","6","7","8","9"]"#, false),
            (#""analysis_models":"a/b""#, false), (#""analysis_models":[1]"#, false),
            (#""max_tool_calls":1"#, true), (#""max_tool_calls":16"#, true),
            (#""max_tool_calls":0"#, false), (#""max_tool_calls":17"#, false),
            (#""max_tool_calls":2.5"#, false), (#""model":"a/b""#, true), (#""model":7"#, false),
            (#""tools":[]"#, true), (#""tools":{}"#, false), (#""tools":[{}]"#, false),
            (#""tools":[{"type":"openrouter:web_search","parameters":{"max_results":0}}]"#, false),
            (#""judge":"a/b""#, false),
        ])
    func parameters(_ isPlugin: Bool, _ parameter: (text: String, isTaken: Bool)) throws {
        let text = parameter.text
        expect(parameter.isTaken, text) {
            isPlugin
                ? try settings("e/f", plugin: #"{"id":"fusion",\#(text)}"#)
                : try settings("e/f", tool: "{\(text)}")
        }
    }

    @Test(
        "Parameters that one way has and the other has not",
        arguments: [
            (#""preset":"general-fast""#, true, false), (#""preset":"general-best""#, false, false),
            (#""enabled":true"#, true, false), (#""max_completion_tokens":5"#, false, true),
            (#""max_completion_tokens":0"#, false, false), (#""temperature":2"#, false, true),
            (#""temperature":2.1"#, false, false),
            (#""reasoning":{"effort":"xhigh"}"#, false, true),
            (#""reasoning":{"effort":"huge"}"#, false, false),
            (#""reasoning":{"max_tokens":100}"#, false, true),
            (#""cache_control":{"type":"ephemeral"}"#, true, true),
        ])
    func oneWay(_ text: String, _ inPlugin: Bool, _ inTool: Bool) {
        expect(inPlugin, text) { try settings("e/f", plugin: #"{"id":"fusion",\#(text)}"#) }
        expect(inTool, text) { try settings("e/f", tool: "{\(text)}") }
    }

    @Test("Nine tools are too many")
    func tooManyTools() {
        let tool = #"{"type":"openrouter:datetime"}"#
        for count in [8, 9] {
            let list = Array(repeating: tool, count: count).joined(separator: ",")
            expect(count == 8, list) { try settings("e/f", tool: #"{"tools":[\#(list)]}"#) }
        }
    }

    private func expect(
        _ isTaken: Bool, _ text: String, _ read: () throws -> FusionSettings?
    ) {
        do {
            #expect(try read() != nil)
            #expect(isTaken, "\(text) should be refused")
        } catch {
            #expect(!isTaken, "\(text): \(error)")
            #expect((error as? ServerSideError)?.status == 400)
        }
    }

    // MARK: - Names

    @Test(
        "Aliases of models stand for the last of a family",
        arguments: [
            ("~anthropic/claude-opus-latest", "anthropic/claude-opus-4.8"),
            ("~openai/gpt-latest", "openai/gpt-5.5"),
            ("~google/gemini-pro-latest", "google/gemini-3.1-pro-preview"),
            ("~google/gemini-flash-latest", "google/gemini-3-flash-preview"),
            ("~anthropic/claude-sonnet-latest", nil), ("~openai/gpt", nil), ("~a", nil),
            ("sim/atlas", "sim/atlas"), ("sim/none", nil), ("own/model", "own/model"),
            ("openrouter/fusion", nil), ("", nil),
        ] as [(String, String?)])
    func names(_ name: String, _ model: String?) {
        #expect((try? ModelNames([:]).model(name)) == model)
    }

    @Test("An alias stays as it was sent where responses are told apart by model")
    func sentNames() throws {
        let turn = try Fixture.turn(
            "sim/atlas", [Fixture.fusion(["~openai/gpt-latest", "openai/gpt-5.5"])],
            more: [("tool_choice", "required")])
        let reply = try #require(try Fixture.server().reply(to: turn))
        #expect(
            reply.fusions[0].responses.map(\.model) == ["~openai/gpt-latest", "openai/gpt-5.5"])
    }
}
