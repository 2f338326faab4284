import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Chat completions")
struct ChatCompletionsTests {
    // MARK: - Replies

    private func read(_ message: String, usage: String = "{}") throws -> ChatReply {
        ChatReply(
            try JSONValue(parsing: #"{"choices":[{"message":\#(message)}],"usage":\#(usage)}"#))
    }

    @Test func `citations are read from both shapes, each page once`() throws {
        let found = try read(
            #"""
            {"content":"t","annotations":[
            {"type":"url_citation","url_citation":{"url":"https://a.org","title":"A","start_index":0}},
            {"type":"url_citation","url":"https://b.org"},
            {"type":"url_citation","url_citation":{"url":"https://a.org","title":"again"}},
            {"type":"file_citation","url":"https://c.org"},{"type":"url_citation"}]}
            """#)
        guard case .completion(let completion) = found.content else {
            Issue.record("\(found.content)")
            return
        }
        #expect(
            completion.citations == [
                SourceRecord(url: "https://a.org", title: "A", kind: .citation),
                SourceRecord(url: "https://b.org", kind: .citation),
            ])
    }

    @Test(
        arguments: [
            (
                #"{"server_tool_use_details":{"web_search_requests":2,"tool_calls_executed":5}}"#,
                2,
                nil
            ),
            (#"{"server_tool_use":{"web_search_requests":3,"web_fetch_requests":1}}"#, 3, 1),
            (
                #"{"server_tool_use":{"web_search_requests":3},"server_tool_use_details":{"web_search_requests":3}}"#,
                3, nil
            ),
            (#"{"server_tool_use_details":{"tool_calls_requested":5}}"#, nil, nil),
            (#"{"server_tool_use":null}"#, nil, nil), ("{}", nil, nil),
        ] as [(String, Int?, Int?)])
    func `searches are counted once, and not at all where nothing is said`(
        usage: String, searches: Int?, fetches: Int?
    ) throws {
        let found = try read(#"{"content":"t"}"#, usage: usage)
        #expect(found.serverSearches == searches)
        #expect(found.serverFetches == fetches)
    }

    // MARK: - Requests

    private func body(
        _ request: ChatRequest, _ dialect: EndpointSpec.Dialect = .openrouter
    ) throws -> JSONValue {
        let capabilities = ModelCapabilities.usual(dialect, model: request.model)
        return try JSONValue(
            parsing: ChatCompletions(dialect: dialect).body(
                of: capabilities.permitted(request), for: capabilities))
    }

    private let function = ToolDefinition(
        name: "f", description: "d", parameters: ["type": "object"])

    @Test func `the provider's tools stand beside ours`() throws {
        let request = ChatRequest(
            model: "m", messages: [.user("u")], tools: [function],
            serverTools: [
                ServerTool(
                    type: "openrouter:web_search",
                    parameters: JSONObject(pairs: [("engine", "exa")])),
                ServerTool(type: "openrouter:web_fetch"),
            ], plugins: [["id": "fusion"]], toolChoice: .serverTool("openrouter:web_search"),
            maxServerToolCalls: 9)
        let sent = try body(request)
        #expect(sent["tools"]?[0]?["function"]?["name"] == "f")
        #expect(
            sent["tools"]?[1] == ["type": "openrouter:web_search", "parameters": ["engine": "exa"]])
        #expect(sent["tools"]?[2] == ["type": "openrouter:web_fetch"])
        #expect(sent["plugins"] == [["id": "fusion"]])
        #expect(sent["tool_choice"] == ["type": "openrouter:web_search"])
        #expect(sent["max_tool_calls"] == 9)
        let elsewhere = try body(request, .openai)
        #expect(elsewhere["plugins"] == nil)
        #expect(elsewhere["max_tool_calls"] == nil)
    }

    @Test(arguments: [
        (ToolChoice.auto, true, "auto"), (.required, true, "required"), (.required, false, "none"),
    ])
    func `tool choice is said in one word`(choice: ToolChoice, allows: Bool, word: String) throws {
        let request = ChatRequest(
            model: "m", messages: [.user("u")], tools: [function], allowsToolCalls: allows,
            toolChoice: choice)
        #expect(try body(request)["tool_choice"] == .string(word))
        let ollama = try body(request, .ollama)
        #expect(ollama["tool_choice"] == nil)
        #expect((ollama["tools"] != nil) == allows)
    }

    @Test func `a model's turn goes back as its provider wants it`() throws {
        let call = ToolCall(
            id: "a", name: "f", arguments: "{}",
            extras: JSONObject(pairs: [("extra_content", ["google": ["thought_signature": "s"]])]))
        let extras = JSONObject(pairs: [
            ("reasoning_details", [["type": "reasoning.text"]]), ("reasoning_content", "c"),
            ("reasoning", "r"),
        ])
        let request = ChatRequest(
            model: "m",
            messages: [
                .user("u"), .assistant(text: "", toolCalls: [call], extras: extras),
                .tool(callID: "a", content: "x"),
            ])
        func turn(_ dialect: EndpointSpec.Dialect) throws -> JSONValue {
            try #require(try body(request, dialect)["messages"]?[1])
        }
        #expect(try turn(.openrouter)["reasoning_details"] == [["type": "reasoning.text"]])
        #expect(try turn(.openrouter)["reasoning"] == nil)
        #expect(try turn(.deepseek)["reasoning_content"] == "c")
        #expect(try turn(.deepseek)["reasoning_details"] == nil)
        #expect(try turn(.vllm)["reasoning"] == "r")
        #expect(try turn(.ollama)["reasoning"] == "r")
        let gemini = try turn(.gemini)
        #expect(gemini.object?.keys == ["role", "content", "tool_calls"])
        #expect(
            gemini["tool_calls"]?[0]?["extra_content"] == ["google": ["thought_signature": "s"]])
    }

    @Test func `a schema that can't be sent stands in the prompt`() throws {
        let schema = ResponseSchema(name: "v", schema: ["type": "object"])
        var request = ChatRequest(
            model: "m", messages: [.system("S"), .user("u")], responseSchema: schema)
        let strict = try body(request)
        #expect(strict["response_format"]?["type"] == "json_schema")
        #expect(strict["messages"]?[0]?["content"] == "S")
        let object = try body(request, .deepseek)
        #expect(object["response_format"] == ["type": "json_object"])
        let sentence = try #require(object["messages"]?[0]?["content"]?.string)
        #expect(sentence.hasPrefix("S\n\n") && sentence.hasSuffix(#"{"type":"object"}"#))
        let prompt = try body(request, .anthropicCompatible)
        #expect(prompt["response_format"] == nil)
        #expect(prompt["messages"]?[0]?["content"]?.string == sentence)
        request.messages = [.user("u")]
        let alone = try body(request, .deepseek)
        #expect(alone["messages"]?[0]?["role"] == "system")
        #expect(alone["messages"]?[1]?["content"] == "u")
    }
}
