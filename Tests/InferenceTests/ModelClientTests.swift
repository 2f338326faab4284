import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

@Suite("Asking a model")
struct ModelClientTests {
    private static let hello = #"""
        {"id":"gen-1","model":"served/model","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"Hello"}}],
        "usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.25}}
        """#

    private struct Outcome: Sendable {
        var exchange: ChatExchange
        var requests: [ScriptedServer.Request]
        /// What the client slept, in seconds.
        var pauses: [Double]
    }

    /// One request against a server that answers with the replies in turn, the last one for ever.
    private func ask(
        _ replies: [ScriptedServer.Reply], key: String? = nil, timeoutSeconds: Double = 600,
        dialect: EndpointSpec.Dialect = .openrouter,
        request: ChatRequest = ChatRequest(model: "asked/model", messages: [.user("Hi")], seed: 7)
    ) async throws -> Outcome {
        let server = try ScriptedServer { replies[min($0.number, replies.count - 1)] }
        let transport = try HTTPTransport()
        let clock = VirtualClock()
        let client = ModelClient(
            endpoint: Endpoint(
                baseURL: server.url + "/v1/", key: key.map(APIKey.init), dialect: dialect,
                concurrency: 4, timeoutSeconds: timeoutSeconds),
            transport: transport,
            clock: clock.clock,
            prices: { _ in ModelPrice(inputPerMillion: 1_000_000, outputPerMillion: 2_000_000) })
        let exchange = try await client.complete(request, role: .judge, member: 2)
        await transport.shutdown()
        server.stop()
        return Outcome(
            exchange: exchange, requests: server.requests, pauses: clock.pauses)
    }

    @Test("A completion comes with usage, both costs and who served it")
    func success() async throws {
        let outcome = try await ask([.json(Self.hello)], key: "sk-secret")
        guard case .completion(let completion) = outcome.exchange.outcome else {
            Issue.record("no completion")
            return
        }
        #expect(completion.text == "Hello")
        let call = try #require(outcome.exchange.calls.first)
        #expect(call.role == .judge)
        #expect(call.member == 2)
        #expect(call.servedModel == "served/model")
        #expect(call.generationID == "gen-1")
        #expect(call.usage == TokenUsage(uncachedInput: 10, output: 5))
        #expect(call.billedCost == USD(0.25))
        #expect(call.computedCost == USD(20))
        #expect(call.httpStatus == 200)
        let sent = try #require(outcome.requests.first)
        #expect(sent.target == "/v1/chat/completions")
        #expect(sent.headers["authorization"] == "Bearer sk-secret")
    }

    @Test("A missing usage is unknown, not nothing")
    func unknownUsage() async throws {
        let outcome = try await ask([
            .json(#"{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}"#)
        ])
        let call = try #require(outcome.exchange.calls.first)
        #expect(call.usage == nil)
        #expect(call.cost == nil)
    }

    @Test("Cached tokens are taken out of the others")
    func cachedTokens() async throws {
        let outcome = try await ask([
            .json(
                #"""
                {"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":100,
                "completion_tokens":9,"prompt_tokens_details":{"cached_tokens":60,
                "cache_write_tokens":30},"completion_tokens_details":{"reasoning_tokens":4}}}
                """#)
        ])
        #expect(
            outcome.exchange.calls.first?.usage
                == TokenUsage(
                    uncachedInput: 10, cacheRead: 60, cacheWrite: 30, output: 9, reasoning: 4))
    }

    @Test(
        "What another attempt can mend is tried again",
        arguments: [
            .json("{}", status: 408), .json(#"{"error":{"code":429}}"#, status: 429),
            .json("oops", status: 500), .json("{}", status: 503), .json("{}", status: 529),
            .json(#"{"error":{"code":"overloaded_error","message":"busy"}}"#),
            .json(#"{"error":{"code":502,"message":"busy"}}"#),
            .json(#"{"choices":[{"error":{"code":500},"finish_reason":"error"}]}"#),
            .json(#"{"choices":[{"message":{"content":"half"},"finish_reason":"error"}]}"#),
            .json("<html>"), .reset,
            .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".utf8)),
        ] as [ScriptedServer.Reply])
    func retried(reply: ScriptedServer.Reply) async throws {
        let outcome = try await ask([reply, reply, .json(Self.hello)])
        guard case .completion = outcome.exchange.outcome else {
            Issue.record("\(outcome.exchange.outcome)")
            return
        }
        #expect(outcome.exchange.calls.map(\.attempt) == [0, 1, 2])
        #expect(outcome.exchange.calls.map(\.outcome) == [.failed, .failed, .ok])
        #expect(outcome.requests.map { $0.headers["x-attempt"] } == ["0", "1", "2"])
    }

    @Test("It gives up after the named number of attempts")
    func givesUp() async throws {
        let outcome = try await ask([.json(#"{"error":{"message":"busy"}}"#)])
        #expect(outcome.requests.count == RetryPolicy().maxAttempts)
        guard case .failed(let failure) = outcome.exchange.outcome else {
            Issue.record("no failure")
            return
        }
        #expect(failure.kind == .model)
    }

    @Test(
        "What the same request would only meet again is not tried again",
        arguments: [
            (400, ChatFailure.Kind.infrastructure), (401, .endpointClosed), (402, .endpointClosed),
            (403, .infrastructure), (404, .infrastructure), (413, .infrastructure),
            (422, .infrastructure),
        ])
    func notRetried(status: Int, kind: ChatFailure.Kind) async throws {
        let outcome = try await ask([
            .json(#"{"error":{"code":\#(status),"message":"no"}}"#, status: status)
        ])
        #expect(outcome.requests.count == 1)
        guard case .failed(let failure) = outcome.exchange.outcome else {
            Issue.record("no failure")
            return
        }
        #expect(failure.kind == kind)
    }

    @Test("Retry-After is honoured, without it the wait doubles")
    func waits() async throws {
        let told = try await ask([
            .response(status: 429, headers: [("Retry-After", "17")], body: []),
            .json(Self.hello),
        ])
        #expect(told.pauses == [17])
        let doubling = try await ask([.json(#"{"error":{"message":"busy"}}"#)])
        for (index, pause) in doubling.pauses.enumerated() {
            let full = Double(1 << index)
            #expect((full / 2...full).contains(pause))
        }
    }

    @Test(
        "Declined requests are refusals, whatever shape they come in",
        arguments: [
            .json(
                #"{"error":{"code":403,"message":"flagged","metadata":{"reasons":["x"]}}}"#,
                status: 403),
            .json(#"{"choices":[{"message":{"content":null,"refusal":"No."}}]}"#),
            .json(#"{"choices":[{"message":{"content":"x"},"finish_reason":"content_filter"}]}"#),
            .json(
                #"{"choices":[{"message":{"content":""},"finish_reason":"stop","native_finish_reason":"SAFETY"}]}"#
            ),
        ] as [ScriptedServer.Reply])
    func refusals(reply: ScriptedServer.Reply) async throws {
        let outcome = try await ask([reply])
        #expect(outcome.requests.count == 1)
        #expect(outcome.exchange.calls.first?.outcome == .refused)
        guard case .refused = outcome.exchange.outcome else {
            Issue.record("\(outcome.exchange.outcome)")
            return
        }
    }

    @Test("An empty completion is recorded as such and not asked for again")
    func empty() async throws {
        let outcome = try await ask([
            .json(#"{"choices":[{"message":{"content":" \n"},"finish_reason":"length"}]}"#)
        ])
        #expect(outcome.requests.count == 1)
        guard case .failed(let failure) = outcome.exchange.outcome else {
            Issue.record("no failure")
            return
        }
        #expect(failure.status == .empty)
    }

    @Test(
        "Content is read whether it is a string or a list of parts, after any white space",
        arguments: [
            #"{"choices":[{"message":{"content":"ab"}}]}"#,
            #"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]}"#,
            "\n\n      \n" + #"{"choices":[{"message":{"content":"ab"}}]}"#,
        ])
    func shapes(body: String) async throws {
        let outcome = try await ask([.json(body)])
        guard case .completion(let completion) = outcome.exchange.outcome else {
            Issue.record("no completion")
            return
        }
        #expect(completion.text == "ab")
    }

    @Test("Tool calls are read, with content null and arguments as text or object")
    func toolCalls() async throws {
        let outcome = try await ask([
            .json(
                #"""
                {"choices":[{"finish_reason":"tool_calls","message":{"content":null,
                "reasoning_details":[{"type":"x"}],"tool_calls":[
                {"id":"a","function":{"name":"web_search","arguments":"{\"query\":\"q\"}"}},
                {"function":{"name":"web_fetch","arguments":{"url":"u"}}}]}}]}
                """#)
        ])
        guard case .completion(let completion) = outcome.exchange.outcome else {
            Issue.record("no completion")
            return
        }
        #expect(
            completion.toolCalls == [
                ToolCall(id: "a", name: "web_search", arguments: #"{"query":"q"}"#),
                ToolCall(id: "call_1", name: "web_fetch", arguments: #"{"url":"u"}"#),
            ])
        #expect(completion.extras["reasoning_details"] != nil)
    }

    @Test("A model without structured output is asked without it, once found out")
    func schema() async throws {
        let schema = ResponseSchema(name: "verdict", schema: ["type": "object"])
        let outcome = try await ask(
            [
                .json(#"{"error":{"message":"response_format is not supported"}}"#, status: 400),
                .json(Self.hello),
            ],
            request: ChatRequest(
                model: "m", messages: [.user("Hi")], responseSchema: schema))
        #expect(outcome.requests.map { $0.text.contains("response_format") } == [true, false])
        guard case .completion = outcome.exchange.outcome else {
            Issue.record("no completion")
            return
        }
    }

    @Test("Silence past the time-out is a time-out, and is not repeated")
    func timeout() async throws {
        let outcome = try await ask([.silence], timeoutSeconds: 0.3)
        #expect(outcome.requests.count == 1)
        guard case .failed(let failure) = outcome.exchange.outcome else {
            Issue.record("no failure")
            return
        }
        #expect(failure.status == .timeout)
    }

    @Test("A key that a service sends back in an error is not kept")
    func redaction() async throws {
        let outcome = try await ask(
            [.json(#"{"error":{"message":"bad key sk-secret!"}}"#, status: 401)], key: "sk-secret")
        let words = "\(outcome.exchange)"
        #expect(!words.contains("sk-secret"))
        #expect("\(APIKey("sk-secret"))" == "•••")
    }

    @Test("Each dialect gets the fields it knows")
    func dialects() async throws {
        let request = ChatRequest(
            model: "m", messages: [.system("S\"1\""), .user("U")], reasoning: "low",
            temperature: 0.2, maxOutputTokens: 9, seed: .max)
        let openRouter = try await ask([.json(Self.hello)], request: request)
        let body = try JSONValue(parsing: try #require(openRouter.requests.first).body)
        #expect(body["messages"]?[0]?["content"] == "S\"1\"")
        #expect(body["reasoning"] == ["effort": "low"])
        #expect(body["temperature"] == 0.2)
        #expect(body["max_completion_tokens"] == 9)
        #expect(body["seed"]?.integer == Int(ChatRequest.largestSeed))
        let openAI = try await ask([.json(Self.hello)], dialect: .openai, request: request)
        let other = try JSONValue(parsing: try #require(openAI.requests.first).body)
        #expect(other["reasoning_effort"] == "low")
        #expect(other["reasoning"] == nil)
    }

    @Test("Cancellation is thrown, not recorded")
    func cancellation() async throws {
        let server = try ScriptedServer { _ in .silence }
        let transport = try HTTPTransport()
        let client = ModelClient(
            endpoint: Endpoint(
                baseURL: server.url, key: nil, dialect: .openai, concurrency: 1,
                timeoutSeconds: 60),
            transport: transport, clock: InferenceClock(now: { 0 }, sleep: { _ in }),
            prices: { _ in nil })
        let asking = Task {
            try await client.complete(
                ChatRequest(model: "m", messages: [.user("Hi")]), role: .judge)
        }
        while server.requests.isEmpty { await Task.yield() }
        asking.cancel()
        await #expect(throws: CancellationError.self) { try await asking.value }
        #expect(client.inFlight == 0)
        await transport.shutdown()
        server.stop()
    }
}
