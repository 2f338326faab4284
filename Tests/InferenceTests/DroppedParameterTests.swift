import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

@Suite("Doing without what a model turns down")
struct DroppedParameterTests {
    private typealias Harness = ModelClientHarness

    static let hello = ScriptedServer.Reply.json(
        #"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#)

    private static let response = ScriptedServer.Reply.json(
        #"{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}]}"#
    )

    static var full: ChatRequest {
        ChatRequest(
            model: "a/b", messages: [.user("Hi")],
            tools: [ToolDefinition(name: "f", description: "d", parameters: ["type": "object"])],
            plugins: [["id": "fusion"]], maxServerToolCalls: 3, streams: true,
            responseSchema: ResponseSchema(name: "v", schema: ["type": "object"]),
            reasoning: "low", temperature: 0.2, maxOutputTokens: 900, seed: 1)
    }

    private struct Case: Sendable, CustomTestStringConvertible {
        var error: String
        var status = 400
        var dialect = EndpointSpec.Dialect.openai
        var api = EndpointSpec.API.chat
        /// The member of the body that is gone in the second request.
        var gone: String
        /// The member that is there in its place, as `name` or `name=value`.
        var instead: String?
        var omitted: [String] = []

        var testDescription: String { "\(dialect.rawValue) \(status) \(error)" }
    }

    @Test(arguments: [
        Case(
            error:
                #"{"message":"Unsupported value: 'temperature' does not support 0.2 with this model.","param":"temperature","code":"unsupported_value"}"#,
            gone: "temperature", omitted: ["temperature"]),
        Case(
            error:
                #"{"message":"Unsupported parameter: 'max_completion_tokens' is not supported. Use 'max_tokens'.","param":"max_completion_tokens","code":"unsupported_parameter"}"#,
            gone: "max_completion_tokens", instead: "max_tokens=900"),
        Case(
            error:
                #"{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}"#,
            dialect: .ollama, gone: "max_tokens", instead: "max_completion_tokens=900"),
        Case(
            error: #"{"message":"invalid temperature: only 1 is allowed for this model"}"#,
            gone: "temperature", omitted: ["temperature"]),
        Case(
            error: #"{"message":"Unknown name \"seed\": Cannot find field."}"#, gone: "seed",
            omitted: ["seed"]),
        Case(
            error: #"{"message":"seed: Extra inputs are not permitted"}"#, status: 422,
            gone: "seed", omitted: ["seed"]),
        Case(
            error: #"{"message":"This response_format type is unavailable now"}"#,
            gone: "json_schema", instead: "response_format", omitted: ["json_schema"]),
        Case(
            error:
                #"{"message":"Invalid schema for response_format 'v'","param":"response_format","code":null}"#,
            gone: "json_schema", instead: "response_format", omitted: ["json_schema"]),
        Case(
            error: #"{"message":"response_format is not supported"}"#, gone: "response_format",
            omitted: ["json_schema"]),
        Case(
            error: #"{"message":"Unrecognized request argument supplied: reasoning_effort"}"#,
            gone: "reasoning_effort", omitted: ["reasoning"]),
        Case(
            error: #"{"message":"Reasoning is mandatory","param":"reasoning.effort"}"#,
            dialect: .openrouter, gone: "reasoning", omitted: ["reasoning"]),
        Case(
            error: #"{"message":"\"tool_choice\" is not available"}"#, gone: "tool_choice",
            omitted: []),
        Case(
            error: #"{"message":"stream_options: unknown field"}"#, gone: "stream_options"),
        Case(
            error:
                #"{"message":"Your organization must be verified to stream this model.","param":"stream","code":"unsupported_value"}"#,
            gone: "stream", omitted: ["stream"]),
        Case(
            error: #"{"message":"No endpoints found that support the parameter: seed"}"#,
            status: 404, dialect: .openrouter, gone: "seed", omitted: ["seed"]),
        Case(
            error:
                #"{"message":"No endpoints","availability":{"code":"constraint_filtered","retryable":false,"constraint":{"field":"temperature"}}}"#,
            status: 404, dialect: .openrouter, gone: "temperature", omitted: ["temperature"]),
        Case(
            error:
                #"{"message":"Provider returned error","metadata":{"provider_name":"OpenAI","raw":"{\"error\":{\"message\":\"Unsupported value: 'temperature'\"}}"}}"#,
            dialect: .openrouter, gone: "temperature", omitted: ["temperature"]),
        Case(
            error: #"{"message":"max_tool_calls is not a known field"}"#, dialect: .openrouter,
            gone: "max_tool_calls", instead: "plugins", omitted: ["max_tool_calls"]),
        Case(
            error: #"{"message":"Unsupported parameter: `thinking`"}"#, gone: "reasoning_effort",
            omitted: ["reasoning"]),
        Case(
            error: #"{"message":"Unsupported parameter: 'max_output_tokens'"}"#, api: .responses,
            gone: "max_output_tokens", omitted: ["max_tokens"]),
    ])
    private func `a field that a 400 names is left out or renamed`(test: Case) async throws {
        let outcome = try await Harness.ask(
            [
                .json(#"{"error":\#(test.error)}"#, status: test.status),
                test.api == .responses ? Self.response : Self.hello,
            ],
            dialect: test.dialect, api: test.api, Self.full)
        #expect(outcome.completion?.text == "Hello")
        #expect(outcome.requests.count == 2)
        #expect(outcome.requests.first?.text.contains("\"\(test.gone)\"") == true)
        #expect(outcome.requests.last?.text.contains("\"\(test.gone)\"") == false)
        if let instead = test.instead?.split(separator: "=") {
            let last = try #require(try outcome.bodies.last)
            #expect(last[String(instead[0])] != nil)
            if instead.count > 1 {
                #expect(last[String(instead[0])]?.integer == Int(instead[1]))
            }
        }
        let before = Set(outcome.calls.first?.omitted ?? [])
        let added = (outcome.calls.last?.omitted ?? []).filter { !before.contains($0) }
        #expect(added == test.omitted)
    }

    @Test(arguments: [
        #"{"message":"temperature_scale and max_tokens2 and upstreaming are odd"}"#,
        #"{"message":"seed","param":"messages[0].content"}"#, #"{"message":"bad"}"#,
        #"{"message":"top_p is not supported"}"#,
    ])
    func `an error that names nothing we sent is final`(error: String) async throws {
        let outcome = try await Harness.ask(
            [.json(#"{"error":\#(error)}"#, status: 400)], dialect: .openai, Self.full)
        #expect(outcome.requests.count == 1)
        #expect(outcome.failure?.kind == .infrastructure)
    }

    @Test func `what did not help is asked for again by the next request`() async throws {
        try await Harness.with(dialect: .openai) { request in
            request.text.contains("temperature")
                ? .json(#"{"error":{"message":"no temperature"}}"#, status: 400)
                : .json(#"{"error":{"message":"bad"}}"#, status: 400)
        } _: { harness in
            for _ in 0..<2 { _ = try await harness.client.complete(Self.full, role: .judge) }
            let hasTemperature = harness.server.requests.map { $0.text.contains("temperature") }
            #expect(hasTemperature == [true, false, true, false])
        }
    }

    /// What comes of a request to a server that turns down the first of these names that it finds.
    private func ask(turningDown names: [String]) async throws -> Harness.Outcome {
        try await Harness.with(dialect: .openai) { request in
            names.first { request.text.contains("\"\($0)\"") }
                .map { .json(#"{"error":{"message":"bad \#($0)"}}"#, status: 400) } ?? Self.hello
        } _: { harness in
            Harness.Outcome(
                exchange: try await harness.client.complete(Self.full, role: .judge),
                requests: harness.server.requests)
        }
    }

    private static let six = [
        "max_completion_tokens", "temperature", "seed", "max_tokens", "json_schema", "json_object",
    ]

    @Test func `several fields go one after the other, and none twice`() async throws {
        let outcome = try await ask(turningDown: Self.six)
        #expect(outcome.completion?.text == "Hello")
        #expect(outcome.requests.count == 7)
        #expect(
            outcome.calls.last?.omitted == [
                "json_schema", "temperature", "max_tokens", "seed", "plugins", "max_tool_calls",
            ])
        #expect(outcome.calls.dropLast().allSatisfy { $0.cost == .zero })
    }

    @Test func `a server that never has enough is left after six fields`() async throws {
        let outcome = try await ask(turningDown: Self.six + ["reasoning_effort", "tool_choice"])
        #expect(outcome.failure?.kind == .infrastructure)
        #expect(outcome.requests.count == 7)
    }

    @Test func `what one request found out, the next ones know, and other models do not`()
        async throws
    {
        try await Harness.with(dialect: .openai) { request in
            request.text.contains("temperature")
                ? .json(#"{"error":{"message":"no temperature"}}"#, status: 400) : Self.hello
        } _: { harness in
            var request = Self.full
            _ = try await harness.client.complete(request, role: .judge)
            #expect(harness.server.requests.count == 2)
            let next = try await harness.client.complete(request, role: .judge)
            #expect(harness.server.requests.count == 3)
            #expect(
                next.calls.map(\.omitted) == [["temperature", "plugins", "max_tool_calls"]])
            request.model = "other"
            _ = try await harness.client.complete(request, role: .judge)
            #expect(harness.server.requests.count == 5)
        }
    }

    @Test func `requests that were turned down at the same time agree`() async throws {
        try await Harness.with(dialect: .openai) { request in
            request.text.contains("\"max_completion_tokens\"")
                ? .json(#"{"error":{"message":"no max_completion_tokens"}}"#, status: 400)
                : Self.hello
        } _: { harness in
            try await withThrowingTaskGroup(of: ChatExchange.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await harness.client.complete(Self.full, role: .judge)
                    }
                }
                for try await exchange in group {
                    guard case .completion = exchange.outcome else {
                        Issue.record("\(exchange.outcome)")
                        return
                    }
                }
            }
            let last = try #require(harness.server.requests.last)
            #expect(last.text.contains("\"max_tokens\":900"))
        }
    }

    @Test func `the catalogue's list of parameters is kept to`() async throws {
        let outcome = try await Harness.ask(
            [Self.hello], supported: ["tools", "max_tokens", "response_format"], Self.full)
        let sent = try #require(try outcome.bodies.first)
        #expect(sent["temperature"] == nil)
        #expect(sent["seed"] == nil)
        #expect(sent["reasoning"] == nil)
        #expect(sent["response_format"] == ["type": "json_object"])
        #expect(
            outcome.calls.first?.omitted == ["json_schema", "reasoning", "temperature", "seed"])
    }
}
