import JSONText
import Testing
import Vocabulary

@testable import Inference

@Suite("Responses that come as streams")
struct ResponsesAssemblerTests {
    private let format = ResponsesFormat(dialect: .openrouter)

    private static let created: JSONValue = [
        "type": "response.created",
        "response": ["id": "gen-1", "model": "a/b", "status": "in_progress", "output": []],
    ]

    private static func completed(_ output: JSONValue) -> JSONValue {
        [
            "type": "response.completed",
            "response": [
                "id": "gen-1", "model": "a/b-1", "status": "completed", "output": output,
                "usage": ["input_tokens": 3, "output_tokens": 2, "cost": 0.5],
            ],
        ]
    }

    private static let message: JSONValue = [
        "type": "message", "id": "msg_1",
        "content": [["type": "output_text", "text": "Whole", "annotations": []]],
    ]

    @Test("The response of the last event counts, whatever came before")
    func final() throws {
        let reply = format.assembled([
            Self.created,
            ["type": "response.output_text.delta", "output_index": 0, "delta": "Hal"],
            ["type": "response.something.new", "output_index": 0],
            Self.completed([Self.message]),
        ])
        #expect(try reply.completion().text == "Whole")
        #expect(reply.servedModel == "a/b-1")
        #expect(reply.usage == TokenUsage(uncachedInput: 3, output: 2))
        #expect(reply.billedCost == USD(0.5))
        #expect(reply.generationID == "gen-1")
    }

    @Test(
        "An event at a place that no output has is passed over",
        arguments: [-1, 10_000, Int.max, Int.min])
    func oddPlaces(place: Int) throws {
        let search: JSONValue = ["type": "openrouter:web_search", "id": "s1"]
        for output in [[], [Self.message]] as [JSONValue] {
            let reply = format.assembled([
                Self.created,
                [
                    "type": "response.output_item.done", "output_index": .integer(place),
                    "item": search,
                ],
                ["type": "response.output_item.done", "item": Self.message],
                Self.completed(output),
            ])
            let completion = try reply.completion()
            #expect(completion.text == "Whole")
            #expect(completion.serverItems.isEmpty)
        }
    }

    @Test("Where the last event has no output, the pieces are put together", arguments: 1...9)
    func pieces(length: Int) throws {
        let text = "Ein längerer Text 🐎 mit allerlei."
        let arguments = #"{"query":"größe"}"#
        var events: [JSONValue] = [
            Self.created,
            [
                "type": "response.output_item.added", "output_index": 1,
                "item": [
                    "type": "function_call", "call_id": "c1", "name": "search", "arguments": "",
                ],
            ],
            [
                "type": "response.output_item.added", "output_index": 0,
                "item": ["type": "message", "id": "msg_1", "content": []],
            ],
        ]
        for piece in InferenceTests.pieces(of: text, length: length) {
            events.append([
                "type": "response.output_text.delta", "output_index": 0, "content_index": 0,
                "item_id": "msg_1", "delta": .string(piece),
            ])
        }
        for piece in InferenceTests.pieces(of: arguments, length: length) {
            events.append([
                "type": "response.function_call_arguments.delta", "output_index": 1,
                "delta": .string(piece),
            ])
        }
        events.append([
            "type": "response.output_text.annotation.added", "item_id": "msg_1",
            "annotation": ["type": "url_citation", "url": "https://x.org", "title": "X"],
        ])
        events.append(Self.completed([]))
        let completion = try format.assembled(events).completion()
        #expect(completion.text == text)
        #expect(
            completion.toolCalls == [ToolCall(id: "c1", name: "search", arguments: arguments)])
        #expect(
            completion.citations
                == [SourceRecord(url: "https://x.org", title: "X", kind: .citation)])
    }

    @Test(
        "A stream as OpenRouter's guide shows it, whose last event tells next to nothing, is read")
    func sparse() throws {
        let reply = format.assembled([
            Self.created,
            [
                "type": "response.output_item.added", "output_index": 0,
                "item": ["type": "message", "id": "msg_1", "content": []],
            ],
            [
                "type": "response.content_part.added", "output_index": 0, "content_index": 0,
                "part": ["type": "output_text", "text": ""],
            ],
            [
                "type": "response.content_part.delta", "output_index": 0, "content_index": 0,
                "delta": "Once",
            ],
            [
                "type": "response.content_part.delta", "output_index": 0, "content_index": 0,
                "delta": " upon",
            ],
            [
                "type": "response.done",
                "response": [
                    "id": "gen-1", "status": "completed",
                    "usage": ["input_tokens": 12, "output_tokens": 45],
                ],
            ],
        ])
        #expect(try reply.completion().text == "Once upon")
        #expect(reply.servedModel == "a/b")
        #expect(reply.usage?.output == 45)
    }

    @Test("A finished item counts more than its pieces")
    func itemDone() throws {
        let reply = format.assembled([
            Self.created,
            ["type": "response.output_text.delta", "output_index": 0, "delta": "Hal"],
            ["type": "response.output_item.done", "output_index": 0, "item": Self.message],
            Self.completed([]),
        ])
        #expect(try reply.completion().text == "Whole")
    }

    @Test("What the end is called differs")
    func endings() throws {
        for type in ["response.completed", "response.done"] {
            var end = try #require(Self.completed([Self.message]).object)
            end["type"] = .string(type)
            #expect(try format.assembled([.object(end)]).completion().text == "Whole")
        }
        let cap = format.assembled([
            [
                "type": "response.incomplete",
                "response": [
                    "status": "incomplete",
                    "incomplete_details": ["reason": "max_output_tokens"],
                    "output": [Self.message],
                ],
            ]
        ])
        #expect(try cap.completion().isTruncated)
    }

    @Test(
        "A stream that ends in an error is one",
        arguments: [
            (
                #"""
                {"type":"response.failed","response":{"status":"failed",
                "error":{"code":"server_error","message":"Boom"}}}
                """#, 500
            ),
            (#"{"type":"error","code":"rate_limit_exceeded","message":"Boom","param":null}"#, 429),
            (#"{"type":"error","error":{"code":502,"message":"Boom"}}"#, 502),
            (#"{"error":{"code":"server_error","message":"Boom"}}"#, 500),
        ])
    func errors(_ event: String, _ code: Int) throws {
        let reply = format.assembled([Self.created, try JSONValue(parsing: event)])
        let error = try #require(reply.error)
        #expect(error.code == code)
        #expect(error.message == "Boom")
    }

    @Test("A stream that is cut off is an error, however much has come")
    func cut() throws {
        let events: [JSONValue] = [
            Self.created,
            ["type": "response.output_item.done", "output_index": 0, "item": Self.message],
        ]
        for count in 0...events.count {
            let reply = format.assembled(Array(events.prefix(count)))
            #expect(reply.error?.message == "the stream was cut off")
            #expect(reply.usage == nil)
        }
        #expect(format.assembled([Self.created]).generationID == "gen-1")
    }

    @Test("The end of the list, which is no JSON, and events after the end are passed over")
    func noise() throws {
        var assembler = format.makeAssembler()
        #expect(!assembler.isFinished)
        assembler.take(event: "message", data: Array("[DONE]".utf8))
        #expect(!assembler.isFinished)
        assembler.take(
            event: "message", data: Array(Self.completed([Self.message]).text.utf8))
        #expect(assembler.isFinished)
        assembler.take(event: "message", data: Array(#"{"error":{"message":"late"}}"#.utf8))
        #expect(try assembler.reply().completion().text == "Whole")
    }

    // MARK: - Fusion

    private static func fusion(_ step: String, _ members: JSONValue = [:]) -> JSONValue {
        var event = JSONObject(pairs: [
            ("type", .string("response.fusion_call." + step)), ("output_index", 0),
            ("item_id", "st_1"),
        ])
        for member in members.object?.members ?? [] { event[member.key] = member.value }
        return .object(event)
    }

    private static let fusionEvents: [JSONValue] = [
        created,
        [
            "type": "response.output_item.added", "output_index": 0,
            "item": ["type": "openrouter:fusion", "id": "st_1", "status": "in_progress"],
        ],
        fusion("in_progress"),
        fusion("panel.added", ["model": "a/b"]), fusion("panel.added", ["model": "c/d"]),
        fusion("panel.added", ["model": "a/b"]),
        fusion("panel.delta", ["model": "a/b", "delta": "On"]),
        fusion("panel.completed", ["model": "a/b", "content": "One"]),
        fusion("panel.failed", ["model": "c/d", "error": "no text", "status_code": 429]),
        fusion("panel.completed", ["model": "a/b", "content": "Two"]),
        fusion("analysis.in_progress", ["analyst_model": "e/f"]),
        fusion("analysis.completed", ["analysis": ["consensus": ["x"]]]),
        fusion("completed"),
    ]

    private static let rebuilt: JSONValue = [
        "type": "openrouter:fusion", "status": "completed",
        "responses": [["model": "a/b", "content": "One"], ["model": "a/b", "content": "Two"]],
        "analysis": ["consensus": ["x"]],
        "failed_models": [["model": "c/d", "error": "no text", "status_code": 429]],
        "id": "st_1",
    ]

    @Test("A fusion that the last event leaves out is told by the events before it")
    func rebuilt() throws {
        let reply = format.assembled(Self.fusionEvents + [Self.completed([Self.message])])
        let completion = try reply.completion()
        #expect(completion.serverItems == [Self.rebuilt])
        #expect(completion.text == "Whole")
    }

    @Test("A fusion of the last event counts, and lacks nothing that the stream has told")
    func filled() throws {
        let told: JSONValue = [
            "type": "openrouter:fusion", "id": "st_9", "status": "incomplete",
            "responses": [["model": "a/b", "content": "Told"]],
        ]
        let reply = format.assembled(Self.fusionEvents + [Self.completed([told, Self.message])])
        let item = try #require(try reply.completion().serverItems.first)
        #expect(item["id"] == "st_9")
        #expect(item["status"] == "incomplete")
        #expect(item["responses"] == told["responses"])
        #expect(item["analysis"] == Self.rebuilt["analysis"])
        #expect(item["failed_models"] == Self.rebuilt["failed_models"])
    }

    @Test("Searches that the last event leaves out are put in once each, in their order")
    func searches() throws {
        func search(_ id: String, _ index: Int) -> JSONValue {
            [
                "type": "response.output_item.done", "output_index": .integer(index),
                "item": ["type": "openrouter:web_search", "id": .string(id)],
            ]
        }
        let events = [search("s2", 1), search("s1", 0)]
        let without = format.assembled(events + [Self.completed([Self.message])])
        #expect(
            try without.completion().serverItems.compactMap { $0["id"]?.string } == ["s1", "s2"])
        let told: JSONValue = ["type": "openrouter:web_search", "id": "s2"]
        let with = format.assembled(events + [Self.completed([told, Self.message])])
        #expect(try with.completion().serverItems == [told])
    }
}
