import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

@Suite("Asking for a stream")
struct ModelClientStreamTests {
    private typealias Harness = ModelClientHarness

    private static let hello = [
        chunk(#"{"role":"assistant","content":""}"#), chunk(#"{"content":"Hel"}"#),
        chunk(#"{"content":"lo \"you\""}"#), chunk("{}", finish: "stop"),
        #"{"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.25}}"#, "[DONE]",
    ]

    @Test func `a stream gives what the same reply in one piece gives`() async throws {
        let whole = #"""
            {"id":"gen-1","model":"served/model","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"Hello \"you\""}}],
            "usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.25}}
            """#
        let streamed = try await Harness.ask([streamReply(Self.hello)])
        let read = try await Harness.ask([.json(whole)])
        for outcome in [streamed, read] {
            #expect(outcome.completion?.text == #"Hello "you""#)
            #expect(outcome.completion?.finishReason == "stop")
            let call = try #require(outcome.calls.first)
            #expect(call.usage == TokenUsage(uncachedInput: 10, output: 5))
            #expect(call.billedCost == USD(0.25))
            #expect(call.computedCost != nil)
            #expect(call.servedModel == "served/model")
            #expect(call.generationID == "gen-1")
            #expect(call.httpStatus == 200)
            #expect(call.outcome == .ok)
        }
        #expect(try streamed.bodies.first?["stream"] == true)
    }

    @Test func `a stream with a long line comes whole`() async throws {
        let text = String(repeating: "x", count: 5 << 20)
        let outcome = try await Harness.ask([
            streamReply([chunk(#"{"content":"\#(text)"}"#, finish: "stop"), "[DONE]"])
        ])
        #expect(outcome.completion?.text.utf8.count == text.utf8.count)
        #expect(outcome.requests.count == 1)
    }

    @Test(arguments: [
        ScriptedServer.Reply.json(#"{"choices":[{"message":{"content":"whole"}}]}"#),
        .response(
            status: 200, headers: [("Content-Type", "text/plain")],
            body: Array(#"  {"choices":[{"message":{"content":"whole"}}]}"#.utf8)),
        .response(
            status: 200, headers: [],
            body: Array(#"{"choices":[{"message":{"content":"whole"}}]}"#.utf8)),
        streamReply([#"{"choices":[{"message":{"content":"whole"}}]}"#]),
    ])
    func `a server that answers in one piece is read all the same`(
        reply: ScriptedServer.Reply
    ) async throws {
        let outcome = try await Harness.ask([reply])
        #expect(outcome.completion?.text == "whole")
        #expect(outcome.requests.count == 1)
    }

    /// A stream whose connection breaks after these bytes of its body.
    private static func broken(_ body: some Sequence<UInt8>) -> ScriptedServer.Reply {
        let head = """
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n
            """
        return .raw(Array(head.utf8) + body)
    }

    @Test(arguments: [
        .chunks([Array(": nothing\n\n".utf8)], pauseSeconds: 0),
        streamReply([chunk(#"{"content":"Hel"}"#)]),
        broken(eventStream([chunk(#"{"content":"Hel"}"#)])), broken([]),
        streamReply([chunk(#"{"content":"Hel"}"#), "{\"choices\":[{\"del"]),
        streamReply([#"{"error":{"code":502,"message":"down"}}"#]),
        streamReply([#"{"error":{"code":"server_error","message":"down"}}"#]),
        streamReply([#"{"error":{"code":"rate_limit_exceeded","message":"slow"}}"#]),
        streamReply([chunk(#"{"content":"Hel"}"#, finish: "error"), "[DONE]"]),
        streamReply([
            chunk(#"{"content":"Hel"}"#),
            #"{"error":{"message":"x","metadata":{"error_type":"provider_overloaded"}},"choices":[{"delta":{},"finish_reason":"error"}]}"#,
        ]),
        streamReply(["[DONE]"]), .json("{}", status: 503), .json("{}", status: 429), .reset,
    ])
    func `half an answer is none, and is asked for again`(
        reply: ScriptedServer.Reply
    ) async throws {
        let outcome = try await Harness.ask([reply, reply, streamReply(Self.hello)])
        #expect(outcome.completion?.text == #"Hello "you""#)
        #expect(outcome.calls.map(\.outcome) == [.failed, .failed, .ok])
        #expect(outcome.calls.map(\.attempt) == [0, 1, 2])
        #expect(outcome.calls.allSatisfy { $0.outcome == .ok || $0.error != nil })
    }

    @Test(arguments: [
        streamReply([chunk(#"{"content":"all"}"#, finish: "stop")]),
        streamReply([chunk(#"{"content":"all"}"#), "[DONE]"]),
        broken(eventStream([chunk(#"{"content":"all"}"#, finish: "stop")])),
        broken(eventStream([chunk(#"{"content":"all"}"#), "[DONE]"])),
    ])
    func `an answer that has said it is done counts, however the connection ends`(
        reply: ScriptedServer.Reply
    ) async throws {
        let outcome = try await Harness.ask([reply])
        #expect(outcome.completion?.text == "all")
        #expect(outcome.calls.first?.usage == nil)
    }

    @Test(arguments: [
        (#"{"error":{"code":401,"message":"no"}}"#, ChatFailure.Kind.endpointClosed),
        (#"{"error":{"code":"insufficient_quota","message":"no"}}"#, .endpointClosed),
        (#"{"error":{"code":"invalid_request_error","message":"no"}}"#, .infrastructure),
        (#"{"error":{"code":404,"message":"no"}}"#, .infrastructure),
    ])
    func `an error in a stream counts by its code`(
        event: String, kind: ChatFailure.Kind
    ) async throws {
        let outcome = try await Harness.ask([streamReply([chunk(#"{"content":"a"}"#), event])])
        #expect(outcome.failure?.kind == kind)
        #expect(outcome.requests.count == 1)
    }

    @Test func `what a broken stream reports of its cost is kept`() async throws {
        let outcome = try await Harness.ask([
            streamReply([
                #"{"error":{"code":404,"message":"no"},"usage":{"prompt_tokens":9,"completion_tokens":1,"cost":0.5}}"#
            ])
        ])
        #expect(outcome.calls.first?.cost == USD(0.5))
    }

    @Test func `a stream that falls silent is a time-out and is not repeated`() async throws {
        let outcome = try await Harness.ask(
            [.chunks([eventStream([chunk(#"{"content":"a"}"#)]), [0x3A]], pauseSeconds: 1.5)],
            timeoutSeconds: 0.4)
        #expect(outcome.failure?.status == .timeout)
        #expect(outcome.requests.count == 1)
    }

    @Test(arguments: [EndpointSpec.Dialect.openai, .vllm, .deepseek, .gemini, .ollama, .litellm])
    func `usage is asked for where a stream would not tell it`(
        dialect: EndpointSpec.Dialect
    ) async throws {
        let outcome = try await Harness.ask([streamReply(Self.hello)], dialect: dialect)
        #expect(try outcome.bodies.first?["stream_options"] == ["include_usage": true])
        let openRouter = try await Harness.ask([streamReply(Self.hello)])
        #expect(try openRouter.bodies.first?["stream_options"] == nil)
    }

    private struct Interface: Sendable, CustomTestStringConvertible {
        var dialect: EndpointSpec.Dialect
        var api: EndpointSpec.API
        var target: String
        var events: [String]

        var testDescription: String { target }
    }

    @Test(arguments: [
        Interface(
            dialect: .openrouter, api: .responses, target: "/v1/responses",
            events: [
                #"{"type":"response.created","response":{"id":"r","status":"in_progress"}}"#,
                #"{"type":"response.output_text.delta","output_index":0,"content_index":0,"item_id":"m","delta":"Hello"}"#,
                #"{"type":"response.completed","response":{"id":"r","status":"completed","output":[{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}],"usage":{"input_tokens":3,"output_tokens":2,"input_tokens_details":{"cached_tokens":0}}}}"#,
            ]),
        Interface(
            dialect: .anthropic, api: .messages, target: "/v1/messages",
            events: [
                #"{"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":3,"output_tokens":1}}}"#,
                #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}"#,
                #"{"type":"content_block_stop","index":0}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}"#,
                #"{"type":"message_stop"}"#,
            ]),
    ])
    private func `every interface streams, and is asked again after half a stream`(
        interface: Interface
    ) async throws {
        let events = interface.events.map { event in
            let name = event.split(separator: "\"")[3]
            return Array("event: \(name)\ndata: \(event)\n\n".utf8)
        }
        let outcome = try await Harness.ask(
            [
                .chunks(Array(events.dropLast()), pauseSeconds: 0),
                Self.broken(events.dropLast().joined()), .chunks(events, pauseSeconds: 0),
            ], dialect: interface.dialect, api: interface.api)
        #expect(outcome.completion?.text == "Hello")
        #expect(outcome.calls.map(\.outcome) == [.failed, .failed, .ok])
        #expect(outcome.calls.last?.usage == TokenUsage(uncachedInput: 3, output: 2))
        #expect(outcome.requests.allSatisfy { $0.target == interface.target })
    }

    @Test func `verdicts come in one piece`() async throws {
        var request = ChatRequest.streamed
        request.streams = false
        let outcome = try await Harness.ask(
            [.json(#"{"choices":[{"message":{"content":"x"}}]}"#)], request)
        #expect(try outcome.bodies.first?["stream"] == nil)
    }

    @Test func `a cancelled stream closes its connection`() async throws {
        let endless = Array(
            repeating: eventStream([chunk(#"{"content":"a"}"#)]), count: 100_000)
        try await Harness.with { _ in
            .chunks(endless, pauseSeconds: 0.01)
        } _: { harness in
            let asking = Task {
                try await harness.client.complete(.streamed, role: .researcher)
            }
            while harness.server.requests.isEmpty { await Task.yield() }
            asking.cancel()
            await #expect(throws: CancellationError.self) { try await asking.value }
            #expect(harness.client.inFlight == 0)
            while harness.server.endedConnections == 0 { await Task.yield() }
        }
    }
}
