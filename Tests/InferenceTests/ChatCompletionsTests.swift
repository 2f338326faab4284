import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Chat completions")
struct ChatCompletionsTests {
    // MARK: - Streams

    private func reply(_ events: [String]) -> ChatReply {
        var assembler = ChatCompletionsAssembler()
        for event in events { assembler.take(event: "message", data: Array(event.utf8)) }
        return assembler.reply()
    }

    private func completion(_ events: [String]) -> Completion? {
        if case .completion(let completion) = reply(events).content { completion } else { nil }
    }

    private let end = [chunk("{}", finish: "tool_calls"), "[DONE]"]

    @Test(arguments: [
        [#"{"content":"a"}"#, #"{"content":"b"}"#],
        [#"{"content":[{"type":"text","text":"a"}]}"#, #"{"content":[{"text":"b"}]}"#],
        [#"{"content":null}"#, #"{"content":"ab","unknown":{"x":1}}"#, #"{"content":null}"#],
        [#"{"role":"assistant","content":"ab"}"#, #"{"reasoning":"r"}"#, "{}"],
    ])
    func `content is joined, whatever its shape`(deltas: [String]) {
        #expect(completion(deltas.map { chunk($0) } + end)?.text == "ab")
    }

    @Test func `escapes are read in chunks of every kind`() {
        let pieces = [#"a\n"#, #"\"q\" "#, #"é\u00e9"#, #"\ud83d\ude00"#, #"\\"#, "\u{1F600}"]
        let events = pieces.map { chunk(#"{"content":"\#($0)"}"#) }
        #expect(completion(events + end)?.text == "a\n\"q\" éé😀\\\u{1F600}")
    }

    /// Whatever the texts are, chunks that are compared read as chunks that are parsed.
    @Test(arguments: 0..<20)
    func `the short way gives what the long way gives`(seed: UInt64) throws {
        var random = Numbers(state: seed)
        let alphabet = ["a", "\"", "\\", "\n", "é", "😀", "\u{1}", "{", "}", "content", ":", ","]
        var events: [String] = []
        var expected = ""
        for number in 0..<200 {
            let text = (0..<Int(random.next() % 6)).map { _ in
                alphabet[Int(random.next() % UInt64(alphabet.count))]
            }.joined()
            expected += text
            var delta = JSONObject(pairs: [("content", .string(text))])
            if random.next() % 10 == 0 { delta["reasoning"] = "because" }
            let model = random.next() % 10 == 0 ? "m\(number)" : "m"
            let event: JSONValue = [
                "model": .string(model),
                "choices": [["index": 0, "delta": .object(delta), "finish_reason": nil]],
                "usage": nil, "obfuscation": seed % 2 == 0 ? nil : .string("\(random.next())\""),
            ]
            events.append(event.text)
        }
        let found = completion(events + [chunk("{}", finish: "stop"), "[DONE]"])
        #expect(found?.text == expected)
    }

    private struct ToolCallCase: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var pieces: [String]
        var ids = ["a", "b"]
    }

    @Test(arguments: [
        ToolCallCase(
            testDescription: "by index, id in the first",
            pieces: [
                #"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}"#,
                #"{"index":0,"function":{"arguments":"{\"q\":"}}"#,
                #"{"index":1,"id":"b","function":{"name":"g","arguments":"{\"u\":2}"}}"#,
                #"{"index":0,"function":{"arguments":"1}"}}"#,
            ]),
        ToolCallCase(
            testDescription: "by id, without index",
            pieces: [
                #"{"id":"a","function":{"name":"f","arguments":"{\"q\":"}}"#,
                #"{"id":"b","function":{"name":"g","arguments":"{\"u\":"}}"#,
                #"{"id":"a","function":{"arguments":"1}"}}"#,
                #"{"id":"b","function":{"arguments":"2}"}}"#,
            ]),
        ToolCallCase(
            testDescription: "without index, pieces after their call",
            pieces: [
                #"{"id":"a","function":{"name":"f","arguments":"{\"q\":"}}"#,
                #"{"function":{"arguments":"1}"}}"#,
                #"{"id":"b","function":{"name":"g","arguments":{"u":2}}}"#,
            ]),
        ToolCallCase(
            testDescription: "all at index 0",
            pieces: [
                #"{"index":0,"id":"a","function":{"name":"f","arguments":"{\"q\":1}"}}"#,
                #"{"index":0,"id":"b","function":{"name":"g","arguments":"{\"u\":2}"}}"#,
            ]),
        ToolCallCase(
            testDescription: "id and name repeated in every piece",
            pieces: [
                #"{"index":0,"id":"a","function":{"name":"f","arguments":"{\"q\":"}}"#,
                #"{"index":0,"id":"a","function":{"name":"f","arguments":"1}"}}"#,
                #"{"index":1,"id":"b","function":{"name":"g","arguments":"{\"u\":2}"}}"#,
            ]),
        ToolCallCase(
            testDescription: "neither index nor id",
            pieces: [
                #"{"function":{"name":"f","arguments":"{\"q\":1}"}}"#,
                #"{"function":{"name":"g","arguments":"{\"u\":2}"}}"#,
            ], ids: ["call_0", "call_1"]),
    ])
    private func `pieces of tool calls find each other`(test: ToolCallCase) throws {
        let events = test.pieces.map { chunk(#"{"tool_calls":[\#($0)]}"#) }
        let calls = try #require(completion(events + end)).toolCalls
        #expect(calls.map(\.id) == test.ids)
        #expect(calls.map(\.name) == ["f", "g"])
        #expect(calls.map(\.arguments) == [#"{"q":1}"#, #"{"u":2}"#])
    }

    @Test func `reasoning details are joined by index and type`() throws {
        let pieces = [
            #"{"type":"reasoning.text","index":0,"text":"Let ","format":"x"}"#,
            #"{"type":"reasoning.text","index":0,"text":"me"}"#,
            #"{"type":"reasoning.text","index":0,"signature":"sig","text":null}"#,
            #"{"type":"reasoning.encrypted","index":0,"data":"abc"}"#,
            #"{"type":"reasoning.server_tool_call","index":1,"tool_name":"openrouter:fusion","arguments":"{\"prompt\":"}"#,
            #"{"type":"reasoning.server_tool_call","index":1,"arguments":"\"p\"}","result":"{}"}"#,
            #"{"type":"reasoning.server_tool_call","index":1,"result":"{}"}"#,
        ]
        let events = pieces.map { chunk(#"{"content":"t","reasoning_details":[\#($0)]}"#) }
        let found = try #require(completion(events + end))
        let fusion: JSONValue = [
            "type": "reasoning.server_tool_call", "index": 1, "tool_name": "openrouter:fusion",
            "arguments": #"{"prompt":"p"}"#, "result": "{}",
        ]
        #expect(
            found.extras["reasoning_details"] == [
                [
                    "type": "reasoning.text", "index": 0, "text": "Let me", "format": "x",
                    "signature": "sig",
                ],
                ["type": "reasoning.encrypted", "index": 0, "data": "abc"], fusion,
            ])
        #expect(found.serverItems == [fusion])
    }

    @Test func `what goes back with a turn is kept from a stream as well`() throws {
        let events = [
            chunk(#"{"thinking_blocks":[{"type":"thinking","thinking":"Let ","signature":null}]}"#),
            chunk(#"{"thinking_blocks":[{"type":"thinking","thinking":"me","signature":"s"}]}"#),
            chunk(#"{"thinking_blocks":[{"type":"thinking","thinking":"Then"}]}"#),
            chunk(
                #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"t"}}}]}"#
            ),
        ]
        let found = try #require(completion(events + end))
        #expect(
            found.extras["thinking_blocks"] == [
                ["type": "thinking", "thinking": "Let me", "signature": "s"],
                ["type": "thinking", "thinking": "Then"],
            ])
        #expect(
            found.toolCalls.first?.extras["extra_content"]
                == ["google": ["thought_signature": "t"]])
    }

    @Test func `a refusal in a stream is one`() {
        let found = reply([chunk(#"{"refusal":"I "}"#), chunk(#"{"refusal":"can't"}"#)] + end)
        guard case .refused(let words) = found.content else {
            Issue.record("\(found.content)")
            return
        }
        #expect(words.contains("I can't"))
    }

    @Test(arguments: [
        #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#,
        #"{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":3,"completion_tokens":2}}]}"#,
    ])
    func `usage is found wherever it stands`(last: String) {
        let found = reply([chunk(#"{"content":"t"}"#), chunk("{}", finish: "stop"), last, "[DONE]"])
        #expect(found.usage == TokenUsage(uncachedInput: 3, output: 2))
    }

    @Test func `nothing is taken after the end`() {
        let events = [chunk(#"{"content":"t"}"#), "[DONE]", chunk(#"{"content":"more"}"#)]
        #expect(completion(events)?.text == "t")
    }

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

/// Numbers that are the same every time (SplitMix64).
private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
