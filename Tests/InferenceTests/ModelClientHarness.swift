import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

/// A model client in virtual time and the server that answers it.
struct ModelClientHarness {
    let client: ModelClient
    let server: ScriptedServer
    let clock: VirtualClock

    /// - Parameter path: what the base URL has after the host.
    static func with<Result>(
        dialect: EndpointSpec.Dialect = .openrouter, api: EndpointSpec.API = .chat,
        key: String? = nil, path: String = "/v1", timeoutSeconds: Double = 600,
        supported: [String]? = nil,
        _ handler: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply,
        _ body: (ModelClientHarness) async throws -> Result
    ) async throws -> Result {
        let server = try ScriptedServer(handler)
        let transport = try HTTPTransport()
        let clock = VirtualClock()
        let client = ModelClient(
            endpoint: Endpoint(
                baseURL: server.url + path, key: key.map(APIKey.init), dialect: dialect,
                api: api, concurrency: 8, timeoutSeconds: timeoutSeconds),
            transport: transport, clock: clock.clock, supportedParameters: { _ in supported },
            prices: { _ in ModelPrice(inputPerMillion: 1, outputPerMillion: 1) })
        let result = try await body(
            ModelClientHarness(client: client, server: server, clock: clock))
        await transport.shutdown()
        server.stop()
        return result
    }

    /// What comes of one request when the replies come in turn, the last one for ever.
    static func ask(
        _ replies: [ScriptedServer.Reply], dialect: EndpointSpec.Dialect = .openrouter,
        api: EndpointSpec.API = .chat, key: String? = nil, path: String = "/v1",
        timeoutSeconds: Double = 600,
        supported: [String]? = nil, _ request: ChatRequest = .streamed
    ) async throws -> Outcome {
        try await with(
            dialect: dialect, api: api, key: key, path: path, timeoutSeconds: timeoutSeconds,
            supported: supported
        ) {
            replies[min($0.number, replies.count - 1)]
        } _: { harness in
            let exchange = try await harness.client.complete(request, role: .judge)
            return Outcome(exchange: exchange, requests: harness.server.requests)
        }
    }

    struct Outcome {
        var exchange: ChatExchange
        var requests: [ScriptedServer.Request]

        var calls: [CallRecord] { exchange.calls }

        var completion: Completion? {
            if case .completion(let completion) = exchange.outcome { completion } else { nil }
        }

        var failure: ChatFailure? {
            if case .failed(let failure) = exchange.outcome { failure } else { nil }
        }

        /// The bodies of the requests, as JSON.
        var bodies: [JSONValue] {
            get throws { try requests.map { try JSONValue(parsing: $0.body) } }
        }
    }
}

extension ChatRequest {
    static var streamed: ChatRequest {
        ChatRequest(model: "asked/model", messages: [.user("Hi")], streams: true, seed: 7)
    }
}

/// The bytes of a stream with these events.
func eventStream(_ data: [String]) -> [UInt8] {
    Array(data.map { "data: \($0)\n\n" }.joined().utf8)
}

/// A response whose body is an event stream, as a server sends it that is done.
func streamReply(_ data: [String]) -> ScriptedServer.Reply {
    .chunks([eventStream(data)], pauseSeconds: 0)
}

/// A chunk of a streamed completion with that delta, as JSON.
func chunk(_ delta: String, finish: String? = nil) -> String {
    let reason = finish.map { "\"\($0)\"" } ?? "null"
    return """
        {"id":"gen-1","object":"chat.completion.chunk","created":1,"model":"served/model",\
        "choices":[{"index":0,"delta":\(delta),"finish_reason":\(reason)}]}
        """
}
