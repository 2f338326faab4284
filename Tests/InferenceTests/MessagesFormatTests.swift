import JSONText
import Testing
import Transport
import Vocabulary

@testable import Inference

@Suite("Requests for Anthropic's messages")
struct MessagesFormatTests {
    private let format = MessagesFormat(dialect: .anthropic)

    private static let search = ToolDefinition(
        name: "search", description: "Searches.", parameters: ["type": "object"])

    private static func call(_ id: String, _ arguments: String = "{}") -> ToolCall {
        ToolCall(id: id, name: "search", arguments: arguments)
    }

    @Test("All results of a turn are in one message, before what the user says then")
    func turns() throws {
        let request = ChatRequest(
            model: "claude-opus-4-8",
            messages: [
                .system("Be brief."), .user("Say \"hi\"."),
                .assistant(
                    text: "Let me see.",
                    toolCalls: [
                        Self.call("t1", #"{"query":"x"}"#), Self.call("t2", "{\"que"),
                    ], extras: JSONObject()),
                .tool(callID: "t1", content: "one"), .tool(callID: "t2", content: "two"),
                .user("Write now."),
            ])
        #expect(
            try format.json(request) == [
                "model": "claude-opus-4-8",
                "max_tokens": 16_384,
                "system": [["type": "text", "text": "Be brief."]],
                "messages": [
                    ["role": "user", "content": [["type": "text", "text": "Say \"hi\"."]]],
                    [
                        "role": "assistant",
                        "content": [
                            ["type": "text", "text": "Let me see."],
                            [
                                "type": "tool_use", "id": "t1", "name": "search",
                                "input": ["query": "x"],
                            ],
                            ["type": "tool_use", "id": "t2", "name": "search", "input": [:]],
                        ],
                    ],
                    [
                        "role": "user",
                        "content": [
                            ["type": "tool_result", "tool_use_id": "t1", "content": "one"],
                            ["type": "tool_result", "tool_use_id": "t2", "content": "two"],
                            ["type": "text", "text": "Write now."],
                        ],
                    ],
                ],
            ])
    }

    @Test("Everything that can be asked for has its place; a seed has none")
    func options() throws {
        let request = ChatRequest(
            model: "claude-opus-4-8", messages: [.user("Hi")], tools: [Self.search],
            serverTools: [
                ServerTool(
                    type: "web_search_20250305",
                    parameters: JSONObject(pairs: [
                        ("max_uses", 5), ("blocked_domains", ["x.org"]),
                    ]))
            ],
            toolChoice: .serverTool("web_search_20250305"), streams: true,
            responseSchema: ResponseSchema(name: "verdict", schema: ["type": "object"]),
            reasoning: "xhigh", temperature: 1, maxOutputTokens: 2_000, seed: 7)
        #expect(
            try format.json(request) == [
                "model": "claude-opus-4-8",
                "max_tokens": 2_000,
                "tools": [
                    [
                        "name": "search", "description": "Searches.",
                        "input_schema": ["type": "object"],
                    ],
                    [
                        "type": "web_search_20250305", "name": "web_search", "max_uses": 5,
                        "blocked_domains": ["x.org"],
                    ],
                ],
                "tool_choice": ["type": "tool", "name": "web_search"],
                "thinking": ["type": "adaptive"],
                "output_config": [
                    "effort": "xhigh",
                    "format": ["type": "json_schema", "schema": ["type": "object"]],
                ],
                "temperature": 1.0,
                "stream": true,
                "messages": [["role": "user", "content": [["type": "text", "text": "Hi"]]]],
            ])
    }

    @Test("What the model does not take stays away")
    func omitted() throws {
        let request = ChatRequest(
            model: "claude-opus-4-8", messages: [.user("Hi")], tools: [Self.search],
            responseSchema: ResponseSchema(name: "v", schema: [:]), reasoning: "low",
            temperature: 0.5)
        let json = try format.json(request) {
            $0.takesTemperature = false
            $0.takesToolChoice = false
            $0.reasoning = .none
            $0.schema = .prompt
        }
        #expect(json.object?.keys == ["model", "max_tokens", "tools", "messages"])
    }

    @Test(
        "Tools that may not be called stay away where that can't be said and none has been called")
    func toolsOff() throws {
        var request = ChatRequest(
            model: "claude-opus-4-8", messages: [.user("Hi")], tools: [Self.search])
        request.allowsToolCalls = false
        #expect(try format.json(request)["tools"] != nil)
        #expect(try format.json(request) { $0.takesToolChoice = false }["tools"] == nil)
        request.messages.append(
            .assistant(
                text: "", toolCalls: [ToolCall(id: "c", name: "search", arguments: "{}")],
                extras: JSONObject()))
        #expect(try format.json(request) { $0.takesToolChoice = false }["tools"] != nil)
    }

    @Test(
        "Whether a tool has to be called",
        arguments: [
            (ToolChoice.auto, true, "auto"), (.required, true, "any"), (.required, false, "none"),
        ])
    func toolChoice(_ choice: ToolChoice, _ allowed: Bool, _ expected: JSONValue) throws {
        var request = ChatRequest(
            model: "claude-opus-4-8", messages: [.user("Hi")], tools: [Self.search])
        request.toolChoice = choice
        request.allowsToolCalls = allowed
        #expect(try format.json(request)["tool_choice"] == ["type": expected])
        request.tools = []
        #expect(try format.json(request)["tool_choice"] == nil)
    }

    @Test("Older models are given a budget to think with")
    func budget() throws {
        let request = ChatRequest(
            model: "claude-sonnet-4-5", messages: [.user("Hi")], reasoning: "medium",
            maxOutputTokens: 8_000)
        let json = try format.json(request)
        #expect(json["thinking"] == ["type": "enabled", "budget_tokens": 4_000])
        #expect(json["output_config"] == nil)
    }

    @Test("Shared parts of prompts are marked for the cache, the last four at most")
    func cacheMarks() throws {
        let prompt = PromptText([.plain("shared"), .plain("own")], sharedPieces: 1)
        let whole = PromptText([.plain("whole")], sharedPieces: 1)
        let json = try format.json(
            ChatRequest(
                model: "claude-opus-4-8",
                messages: [
                    .system(whole), .system(whole), .user(prompt), .user(prompt), .user("x"),
                    .user(prompt),
                ]))
        #expect(
            json["system"] == [
                ["type": "text", "text": "whole"],
                [
                    "type": "text", "text": "whole", "cache_control": ["type": "ephemeral"],
                ],
            ])
        let blocks = json["messages"]?[0]?["content"]?.array ?? []
        #expect(
            blocks.map { $0["text"]?.string }
                == ["shared", "own", "shared", "own", "x", "shared", "own"])
        #expect(
            blocks.map { $0["cache_control"] != nil }
                == [true, false, true, false, false, true, false])
    }

    @Test("The key and the version go into headers of their own")
    func headers() {
        let headers = format.headers(key: APIKey("sk-1"))
        #expect(headers.map(\.name) == ["x-api-key", "anthropic-version"])
        #expect(headers.map(\.value) == ["sk-1", "2023-06-01"])
        #expect(format.headers(key: nil).map(\.name) == ["anthropic-version"])
        let gateway = MessagesFormat(dialect: .litellm).headers(key: APIKey("sk-1"))
        #expect(gateway.map(\.value) == ["Bearer sk-1", "2023-06-01"])
        #expect(format.path == "/messages")
    }

    // MARK: - What comes back goes out again

    private static let turn: JSONValue = [
        "type": "message", "stop_reason": "tool_use",
        "content": [
            ["type": "thinking", "thinking": "Hm.", "signature": "abc"],
            ["type": "redacted_thinking", "data": "xyz"],
            ["type": "text", "text": ""],
            ["type": "text", "text": "I look.", "citations": []],
            ["type": "server_tool_use", "id": "s1", "name": "web_search", "input": ["query": "x"]],
            ["type": "web_search_tool_result", "tool_use_id": "s1", "content": []],
            ["type": "tool_use", "id": "t1", "name": "search", "input": ["query": "x"]],
            ["type": "tool_use", "id": "t2", "name": "search", "input": ["query": "y"]],
        ],
    ]

    @Test("A turn is sent back as it came, thinking unchanged, without texts that are empty")
    func sentBack() throws {
        let completion = try format.reply(Self.turn).completion()
        var request = ChatRequest(model: "claude-opus-4-8", messages: [])
        let turn = ChatMessage.assistant(
            text: completion.text, toolCalls: completion.toolCalls, extras: completion.extras)
        request.messages = [turn]
        var blocks = Self.turn["content"]?.array ?? []
        blocks.remove(at: 2)
        #expect(
            try format.json(request)["messages"] == [
                ["role": "assistant", "content": .array(blocks)]
            ])
        request.messages = [
            .assistant(
                text: completion.text, toolCalls: [completion.toolCalls[1]],
                extras: completion.extras)
        ]
        blocks.removeAll { $0["id"] == "t1" }
        #expect(try format.json(request)["messages"]?[0]?["content"] == .array(blocks))
    }

    @Test("Paused turns, one after the other, go back as one message")
    func paused() throws {
        let extras = JSONObject(pairs: [("content", [["type": "text", "text": "a"]])])
        let request = ChatRequest(
            model: "claude-opus-4-8",
            messages: [
                .user("Hi"), .assistant(text: "a", toolCalls: [], extras: extras),
                .assistant(text: "a", toolCalls: [], extras: extras),
            ])
        let messages = try format.json(request)["messages"]?.array ?? []
        #expect(messages.map { $0["role"]?.string } == ["user", "assistant"])
        #expect(messages.last?["content"]?.array?.count == 2)
    }
}
