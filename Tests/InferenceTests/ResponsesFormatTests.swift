import JSONText
import Testing
import Transport
import Vocabulary

@testable import Inference

@Suite("Requests for responses")
struct ResponsesFormatTests {
    private let format = ResponsesFormat(dialect: .openrouter)

    private static let search = ToolDefinition(
        name: "search", description: "Searches.", parameters: ["type": "object"])

    @Test("System messages are instructions, the others are items of the input")
    func messages() throws {
        let request = ChatRequest(
            model: "a/b",
            messages: [
                .system("Be brief."), .system("Cite."), .user("Say \"hi\"."),
                .assistant(
                    text: "Let me see.",
                    toolCalls: [ToolCall(id: "c1", name: "search", arguments: #"{"query":"x"}"#)],
                    extras: JSONObject()),
                .tool(callID: "c1", content: "nothing"),
            ])
        #expect(
            try format.json(request) == [
                "model": "a/b",
                "instructions": "Be brief.\n\nCite.",
                "input": [
                    ["role": "user", "content": "Say \"hi\"."],
                    ["role": "assistant", "content": "Let me see."],
                    [
                        "type": "function_call", "call_id": "c1", "name": "search",
                        "arguments": #"{"query":"x"}"#,
                    ],
                    ["type": "function_call_output", "call_id": "c1", "output": "nothing"],
                ],
            ])
    }

    @Test("Everything that can be asked for has its place")
    func options() throws {
        let request = ChatRequest(
            model: "a/b", messages: [.user("Hi")], tools: [Self.search],
            serverTools: [
                ServerTool(type: "openrouter:web_fetch"),
                ServerTool(
                    type: "openrouter:fusion",
                    parameters: JSONObject(pairs: [("max_tool_calls", 8)])),
            ],
            plugins: [["id": "fusion"]], toolChoice: .serverTool("openrouter:fusion"),
            maxServerToolCalls: 16, streams: true,
            responseSchema: ResponseSchema(name: "verdict", schema: ["type": "object"]),
            reasoning: "low", temperature: 0.2, maxOutputTokens: 16_384, seed: 7)
        #expect(
            try format.json(request) == [
                "model": "a/b",
                "input": [["role": "user", "content": "Hi"]],
                "tools": [
                    [
                        "type": "function", "name": "search", "description": "Searches.",
                        "parameters": ["type": "object"], "strict": false,
                    ],
                    ["type": "openrouter:web_fetch"],
                    ["type": "openrouter:fusion", "parameters": ["max_tool_calls": 8]],
                ],
                "tool_choice": [
                    "type": "allowed_tools", "mode": "required",
                    "tools": [["type": "openrouter:fusion"]],
                ],
                "plugins": [["id": "fusion"]],
                "max_tool_calls": 16,
                "text": [
                    "format": [
                        "type": "json_schema", "name": "verdict", "strict": true,
                        "schema": ["type": "object"],
                    ]
                ],
                "reasoning": ["effort": "low"],
                "temperature": 0.2,
                "max_output_tokens": 16_384,
                "stream": true,
            ])
    }

    @Test("What the model does not take stays away")
    func omitted() throws {
        let request = ChatRequest(
            model: "a/b", messages: [.user("Hi")], tools: [Self.search],
            responseSchema: ResponseSchema(name: "v", schema: [:]), reasoning: "low",
            temperature: 1, maxOutputTokens: 10)
        let json = try format.json(request) {
            $0.takesTemperature = false
            $0.takesToolChoice = false
            $0.outputCap = .none
            $0.reasoning = .none
            $0.schema = .prompt
        }
        #expect(json.object?.keys == ["model", "input", "tools"])
    }

    @Test("Tools that may not be called stay away where that can't be said")
    func toolsOff() throws {
        var request = ChatRequest(model: "a/b", messages: [.user("Hi")], tools: [Self.search])
        request.allowsToolCalls = false
        #expect(try format.json(request)["tools"] != nil)
        #expect(try format.json(request) { $0.takesToolChoice = false }["tools"] == nil)
    }

    @Test(
        "Whether a tool has to be called",
        arguments: [
            (ToolChoice.auto, true, "auto" as JSONValue), (.required, true, "required"),
            (.serverTool("openrouter:fusion"), true, "required"),
            (.serverTool("web_search"), true, ["type": "web_search"] as JSONValue),
            (.required, false, "none"),
        ])
    func toolChoice(_ choice: ToolChoice, _ allowed: Bool, _ expected: JSONValue) throws {
        var request = ChatRequest(model: "a/b", messages: [.user("Hi")], tools: [Self.search])
        request.toolChoice = choice
        request.allowsToolCalls = allowed
        #expect(try format.json(request)["tool_choice"] == expected)
    }

    @Test("A plugin's tool can be required as well, though the request lists no tool")
    func requiredPlugin() throws {
        var request = ChatRequest(model: "a/b", messages: [.user("Hi")])
        request.plugins = [["id": "fusion"]]
        #expect(try format.json(request)["tool_choice"] == nil)
        request.toolChoice = .required
        #expect(try format.json(request)["tool_choice"] == "required")
    }

    @Test("JSON of any shape is asked for where the model takes no schema")
    func anyJSON() throws {
        var request = ChatRequest(model: "a/b", messages: [.user("Hi")])
        request.responseSchema = ResponseSchema(name: "v", schema: [:])
        let json = try format.json(request) { $0.schema = .object }
        #expect(json["text"] == ["format": ["type": "json_object"]])
    }

    @Test("The shared part of a prompt is marked where the model wants that")
    func cacheMarks() throws {
        let prompt = PromptText([.plain("shared"), .plain("own")], sharedPieces: 1)
        let request = ChatRequest(model: "a/b", messages: [.user(prompt)])
        #expect(
            try format.json(request)["input"]?[0]?["content"] == [
                [
                    "type": "input_text", "text": "shared",
                    "prompt_cache_breakpoint": ["mode": "explicit"],
                ],
                ["type": "input_text", "text": "own"],
            ])
        #expect(
            try format.json(request) { $0.marksCache = false }["input"]?[0]?["content"]
                == "sharedown")
    }

    @Test(
        "OpenAI's own tools are flat, nothing is stored, and what is not told unasked is asked for")
    func openAI() throws {
        var request = ChatRequest(model: "gpt", messages: [.user("Hi")])
        request.serverTools = [
            ServerTool(
                type: "web_search",
                parameters: JSONObject(pairs: [("search_context_size", "high")]))
        ]
        request.reasoning = "high"
        let json = try ResponsesFormat(dialect: .openai).json(request)
        #expect(json["tools"] == [["type": "web_search", "search_context_size": "high"]])
        #expect(json["store"] == false)
        #expect(
            json["include"] == ["reasoning.encrypted_content", "web_search_call.action.sources"])
        request.serverTools = []
        #expect(try ResponsesFormat(dialect: .openai).json(request)["include"] == nil)
        #expect(try format.json(request)["store"] == nil)
    }

    @Test("The key goes into the header that OpenAI has for it")
    func key() {
        let headers = format.headers(key: APIKey("sk-1"))
        #expect(headers.map(\.name) == ["Authorization"])
        #expect(headers.map(\.value) == ["Bearer sk-1"])
        #expect(format.headers(key: nil).isEmpty)
        #expect(format.path == "/responses")
    }

    // MARK: - What comes back goes out again

    private static let turn: JSONValue = [
        "status": "completed",
        "output": [
            ["type": "reasoning", "id": "rs_1", "encrypted_content": "xyz", "summary": []],
            ["type": "openrouter:web_search", "id": "st_1", "status": "completed"],
            ["type": "reasoning", "id": "rs_2", "summary": []],
            ["type": "function_call", "id": "fc_1", "call_id": "c1", "name": "search"],
            ["type": "function_call", "id": "fc_2", "call_id": "c2", "name": "search"],
        ],
    ]

    private func input(
        _ dialect: EndpointSpec.Dialect, answering ids: Set<String>
    ) throws -> [JSONValue] {
        let format = ResponsesFormat(dialect: dialect)
        let completion = try format.reply(Self.turn).completion()
        let request = ChatRequest(
            model: "m",
            messages: [
                .assistant(
                    text: completion.text,
                    toolCalls: completion.toolCalls.filter { ids.contains($0.id) },
                    extras: completion.extras)
            ])
        return try format.json(request)["input"]?.array ?? []
    }

    @Test("A turn is sent back as it came, the items of the provider's own tools included")
    func sentBack() throws {
        let output = Self.turn["output"]?.array ?? []
        #expect(
            try input(.openrouter, answering: ["c1", "c2"]) == output)
    }

    @Test("A call that nobody answers is not sent back")
    func unanswered() throws {
        let calls = try input(.openrouter, answering: ["c2"]).compactMap { $0["call_id"]?.string }
        #expect(calls == ["c2"])
    }

    @Test("OpenAI is not sent reasoning that it has not kept, nor ids that point to it")
    func lostReasoning() throws {
        let items = try input(.openai, answering: ["c1", "c2"])
        #expect(
            items.compactMap { $0["type"]?.string }
                == ["reasoning", "openrouter:web_search", "function_call", "function_call"])
        #expect(items.allSatisfy { $0["id"] == nil })
    }
}
