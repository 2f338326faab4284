import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Anthropic's messages that come as streams")
struct MessagesAssemblerTests {
    private let format = MessagesFormat(dialect: .anthropic)

    private static let start: JSONValue = [
        "type": "message_start",
        "message": [
            "id": "msg_1", "type": "message", "model": "claude-opus-4-8", "content": [],
            "stop_reason": nil,
            "usage": [
                "input_tokens": 100, "cache_read_input_tokens": 20,
                "cache_creation_input_tokens": 10, "output_tokens": 1,
                "output_tokens_details": ["thinking_tokens": 0],
            ],
        ],
    ]

    private static func end(_ reason: String) -> [JSONValue] {
        [
            [
                "type": "message_delta",
                "delta": ["stop_reason": .string(reason), "stop_sequence": nil],
                "usage": [
                    "input_tokens": nil, "cache_read_input_tokens": nil, "output_tokens": 50,
                    "output_tokens_details": nil,
                    "server_tool_use": ["web_search_requests": 2],
                ],
            ],
            ["type": "message_stop"],
        ]
    }

    private static func delta(_ index: Int, _ delta: JSONValue) -> JSONValue {
        ["type": "content_block_delta", "index": .integer(index), "delta": delta]
    }

    /// The events of a message, its texts, thoughts and arguments in pieces of so many characters.
    private static func stream(_ message: JSONValue, length: Int) -> [JSONValue] {
        var events: [JSONValue] = [start]
        for (index, block) in (message["content"]?.array ?? []).enumerated() {
            var first = block.object ?? JSONObject()
            var deltas: [JSONValue] = []
            for (name, type) in [
                ("thinking", "thinking_delta"), ("text", "text_delta"),
                ("signature", "signature_delta"),
            ] {
                guard let words = block[name]?.string else { continue }
                first[name] = ""
                deltas += InferenceTests.pieces(of: words, length: length).map {
                    delta(
                        index,
                        .object(JSONObject(pairs: [("type", .string(type)), (name, .string($0))])))
                }
            }
            if let input = block["input"] {
                first["input"] = [:]
                deltas += InferenceTests.pieces(of: input.text, length: length).map {
                    delta(index, ["type": "input_json_delta", "partial_json": .string($0)])
                }
            }
            if let citations = block["citations"]?.array {
                first["citations"] = []
                deltas += citations.map {
                    delta(index, ["type": "citations_delta", "citation": $0])
                }
            }
            events.append([
                "type": "content_block_start", "index": .integer(index),
                "content_block": .object(first),
            ])
            events += deltas
            events.append(["type": "ping"])
            events.append(["type": "content_block_stop", "index": .integer(index)])
        }
        return events + end("end_turn")
    }

    @Test("A stream comes to what the whole message says, however it is cut", arguments: 1...7)
    func pieces(length: Int) throws {
        let whole = try JSONValue(parsing: ChatReplyMessageTests.searched)
        let expected = try format.reply(whole).completion()
        let reply = format.assembled(Self.stream(whole, length: length))
        let completion = try reply.completion()
        #expect(completion.text == expected.text)
        #expect(completion.extras == expected.extras)
        #expect(completion.serverItems == expected.serverItems)
        #expect(completion.citations == expected.citations)
        #expect(completion.finishReason == "end_turn")
    }

    @Test("Usage is that of the last event, with what only the first one tells")
    func usage() throws {
        let reply = format.assembled(
            [
                Self.start,
                [
                    "type": "content_block_start", "index": 0,
                    "content_block": ["type": "text", "text": "Hi"],
                ],
            ] + Self.end("end_turn"))
        #expect(
            reply.usage
                == TokenUsage(uncachedInput: 100, cacheRead: 20, cacheWrite: 10, output: 50))
        #expect(reply.serverSearches == 2)
        #expect(reply.servedModel == "claude-opus-4-8")
        #expect(reply.generationID == "msg_1")
    }

    @Test("Arguments that are cut off stay as they were written and are sent back as none")
    func brokenArguments() throws {
        let completion = try format.assembled(
            [
                Self.start,
                [
                    "type": "content_block_start", "index": 0,
                    "content_block": [
                        "type": "tool_use", "id": "t1", "name": "search", "input": [:],
                    ],
                ],
                Self.delta(0, ["type": "input_json_delta", "partial_json": "{\"query\": \"wh"]),
            ] + Self.end("max_tokens")
        ).completion()
        #expect(completion.toolCalls.map(\.arguments) == ["{\"query\": \"wh"])
        #expect(completion.extras["content"]?[0]?["input"] == [:])
        #expect(completion.isTruncated)
    }

    @Test("A call without arguments has an empty object")
    func noArguments() throws {
        let completion = try format.assembled(
            [
                Self.start,
                [
                    "type": "content_block_start", "index": 0,
                    "content_block": [
                        "type": "tool_use", "id": "t1", "name": "list", "input": [:],
                    ],
                ],
                Self.delta(0, ["type": "input_json_delta", "partial_json": ""]),
            ] + Self.end("tool_use")
        ).completion()
        #expect(completion.toolCalls.map(\.arguments) == ["{}"])
    }

    @Test("A stream that is cut off is an error, however much has come")
    func cut() throws {
        let whole = try JSONValue(parsing: ChatReplyMessageTests.searched)
        let events = Self.stream(whole, length: 20)
        for count in 0..<events.count {
            let reply = format.assembled(Array(events.prefix(count)))
            #expect(reply.error?.message == "the stream was cut off")
            #expect(reply.usage == nil)
        }
    }

    @Test("An error in the stream ends it")
    func error() throws {
        var assembler = format.makeAssembler()
        assembler.take(event: "message_start", data: Array(Self.start.text.utf8))
        #expect(!assembler.isFinished)
        let error = #"{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}"#
        assembler.take(event: "error", data: Array(error.utf8))
        #expect(assembler.isFinished)
        let reply = assembler.reply()
        #expect(reply.error?.code == 529)
        #expect(reply.error?.message == "Busy")
        #expect(reply.generationID == "msg_1")
    }

    @Test("A piece that can't be read is an error, and no gap in the answer")
    func unreadable() throws {
        var assembler = format.makeAssembler()
        assembler.take(event: "message_start", data: Array(Self.start.text.utf8))
        assembler.take(event: "content_block_delta", data: Array("{\"type\":".utf8))
        #expect(assembler.isFinished)
        #expect(assembler.reply().error?.message == "an event of the stream is no JSON")
    }

    @Test("Events and deltas that are not known are passed over")
    func unknown() throws {
        let events: [JSONValue] =
            [
                Self.start, ["type": "something_new"],
                [
                    "type": "content_block_start", "index": 0,
                    "content_block": ["type": "text", "text": ""],
                ],
                Self.delta(0, ["type": "odd_delta", "text": "no"]),
                Self.delta(0, ["type": "text_delta", "text": "yes"]),
                Self.delta(5, ["type": "text_delta", "text": "of no block"]),
            ] + Self.end("end_turn")
        #expect(try format.assembled(events).completion().text == "yes")
    }
}
