import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Chat completions that come as streams")
struct ChatCompletionsAssemblerTests {
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
