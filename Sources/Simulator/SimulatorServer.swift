import Hummingbird
import JSONText
import Logging
import NIOCore
import Vocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How the simulator is set up.
package struct SimulatorOptions: Sendable {
    /// 0 takes a free one.
    package var port: Int
    package var seed: UInt64
    /// In place of what the names stand for.
    package var profiles: [String: ModelProfile]
    package var faults: [FaultRule]
    /// Share of the models' own latency; 0 answers at once.
    package var latencyScale: Double
    /// Whether prompts are billed by prefix caching; see `PromptCache`. Without, bills don't depend
    /// on the order of requests.
    package var promptCache: Bool
    package var rateLimits: [RateLimitRule]
    /// What it says of itself at `/healthz`: all that changes its answers.
    package var identity: String
    /// Where it notes what it sent; nil: nowhere.
    package var journal: SimulatorJournal?

    package init(
        port: Int = 0, seed: UInt64 = 0, profiles: [String: ModelProfile] = [:],
        faults: [FaultRule] = [], latencyScale: Double = 0, promptCache: Bool = false,
        rateLimits: [RateLimitRule] = [], identity: String = "", journal: SimulatorJournal? = nil
    ) {
        self.port = port
        self.seed = seed
        self.profiles = profiles
        self.faults = faults
        self.latencyScale = latencyScale
        self.promptCache = promptCache
        self.rateLimits = rateLimits
        self.identity = identity
        self.journal = journal
    }
}

/// Where the simulator listens.
package struct SimulatorAddress: Sendable {
    package let host = "127.0.0.1"
    package let port: Int

    package init(port: Int) { self.port = port }

    /// Where a simulator says what it is made of, as JSON under `simulation`.
    package var identityURL: String { "http://\(host):\(port)/healthz" }
    package var apiBaseURL: String { "http://\(host):\(port)/api/v1" }
    package var searchBaseURL: String { "http://\(host):\(port)" }
}

/// Runs the simulator on loopback for as long as `body` runs.
///
/// - Parameter traffic: where it counts what it shows and serves.
/// - Throws: `SimulatorError` when it can't listen, and what `body` throws.
package func withSimulator<Result: Sendable>(
    world: World, options: SimulatorOptions,
    counting traffic: SimulatorTraffic = SimulatorTraffic(),
    _ body: @escaping @Sendable (SimulatorAddress) async throws -> Result
) async throws -> Result {
    let (ports, announce) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = SimulatorServer(world: world, options: options, traffic: traffic)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        defer { group.cancelAll() }
        group.addTask {
            do {
                try await server.run { announce.yield($0) }
                announce.finish(throwing: CancellationError())
            } catch {
                announce.finish(throwing: server.meaning(of: error))
            }
            return nil
        }
        group.addTask {
            for try await port in ports { return try await body(SimulatorAddress(port: port)) }
            throw CancellationError()
        }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}

/// The HTTP side: the provider's API and the search engine on loopback names, made-up pages on all
/// others.
struct SimulatorServer: Sendable {
    let world: World
    let options: SimulatorOptions
    let traffic: SimulatorTraffic
    private let provider: SimulatedProvider
    private let rateLimits: SimulatedRateLimits?

    init(world: World, options: SimulatorOptions, traffic: SimulatorTraffic) {
        self.world = world
        self.options = options
        self.traffic = traffic
        provider = SimulatedProvider(
            seed: options.seed, profiles: options.profiles, faults: options.faults,
            latencyScale: options.latencyScale,
            promptCache: options.promptCache ? PromptCache() : nil)
        rateLimits = options.rateLimits.isEmpty ? nil : SimulatedRateLimits(options.rateLimits)
    }

    /// Serves until its task is cancelled.
    func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        var logger = Logger(label: "simulator")
        // Connections that are cut off at the end are no news.
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
                try await respond(to: request)
            },
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: options.port), serverName: nil),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
    }

    /// What a failure to start means to the person.
    func meaning(of error: any Error) -> any Error {
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            return SimulatorError.portInUse(options.port)
        }
        return error is CancellationError ? error : SimulatorError.failed("\(error)")
    }

    // MARK: - Routes

    private func respond(to request: Request) async throws -> Response {
        let host = Self.hostName(request.head.authority ?? "")
        guard ["127.0.0.1", "localhost"].contains(host) else {
            return await page(host: host, path: request.uri.path)
        }
        if let found = try await search(request) { return found }
        switch (request.method, request.uri.path) {
        case (.post, "/api/v1/chat/completions"): return try await complete(request)
        case (.get, "/api/v1/models"): return Self.json(Self.models)
        case (.get, "/search"):
            return await search(request.uri.queryParameters["q"].map(String.init) ?? "")
        case (.get, "/stats"): return Self.json(await traffic.counts.json)
        case (.get, "/healthz"):
            return Self.json(["status": "ok", "simulation": .string(options.identity)])
        default: return Self.json(["error": ["code": 404, "message": "no such path"]], .notFound)
        }
    }

    private static let longestBody = 16 << 20

    private func complete(_ request: Request) async throws -> Response {
        let buffer = try await request.body.collect(upTo: Self.longestBody)
        let attempt = request.headers.first { $0.name.canonicalName == "x-attempt" }
        let body = Array(buffer.readableBytesView)
        let number = attempt.flatMap { Int($0.value) } ?? 0
        let answer = await answer(to: body, attempt: number)
        await traffic.count(completionWith: answer.status)
        if answer.delaySeconds > 0 { try await Task.sleep(for: .seconds(answer.delaySeconds)) }
        var headers: HTTPFields = [.contentType: "application/json"]
        if let seconds = answer.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        if answer.isCut { return Self.cut(answer.body, headers) }
        let entry = SimulatorJournal.Entry(request: body, attempt: number, response: answer)
        return Response(
            status: .init(code: answer.status), headers: headers, body: noted(entry))
    }

    /// The body of a completion; the journal has it once it is sent.
    private func noted(_ entry: SimulatorJournal.Entry) -> ResponseBody {
        let bytes = ByteBuffer(bytes: entry.response.body)
        guard let journal = options.journal else { return .init(byteBuffer: bytes) }
        return .init(contentLength: bytes.readableBytes) { writer in
            try await writer.write(bytes)
            try await writer.finish(nil)
            try await journal.append(entry)
        }
    }

    /// The provider's answer, unless its rate limits turn the request down.
    private func answer(
        to body: [UInt8], attempt: Int
    ) async -> SimulatedProvider.Response {
        guard let rateLimits else { return provider.respond(to: body, attempt: attempt) }
        let model = (try? JSONValue(parsing: body))?["model"]?.string  // Refused further on.
        if let seconds = await rateLimits.take(model: model ?? "") {
            return .turnedDown(retryAfterSeconds: seconds)
        }
        return provider.respond(to: body, attempt: attempt)
    }

    /// Announces a whole body, sends half of it and ends the connection.
    private static func cut(_ body: [UInt8], _ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentLength] = String(body.count)
        return Response(
            status: .ok, headers: headers,
            body: .init(contentLength: body.count) { writer in
                try await writer.write(ByteBuffer(bytes: body[..<(body.count / 2)]))
                throw CutConnection()
            })
    }

    private struct CutConnection: Error {}

    /// SearXNG's JSON. Like SearXNG, it knows no parameter that leaves out hosts; `-site:` in the
    /// query does.
    private func search(_ query: String) async -> Response {
        let found = world.search(query)
        await traffic.count(search: found)
        let results = found.map { page -> JSONValue in
            [
                "url": .string(page.url), "title": .string(page.title),
                "content": .string(page.excerpt), "engine": "simulator",
            ]
        }
        return Self.json(["query": .string(query), "results": .array(results)])
    }

    private func page(host: String, path: String) async -> Response {
        guard let visit = world.visit(host: host, path: path) else {
            return Response(status: .notFound, headers: [.contentType: "text/plain"])
        }
        await traffic.count(visit)
        return switch visit {
        case .redirect(let url): Response(status: .found, headers: [.location: url])
        case .page(let page):
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: page.html)))
        }
    }

    private static let models: JSONValue = [
        "data": .array(
            ModelProfile.names.map { name in
                [
                    "id": .string(name), "name": .string(name), "context_length": 1_000_000,
                    "pricing": pricing(ModelProfile.named(name).price),
                    "supported_parameters": [
                        "tools", "tool_choice", "response_format", "structured_outputs", "seed",
                        "temperature", "reasoning", "max_completion_tokens",
                    ],
                ]
            })
    ]

    /// Dollars per token, as text.
    private static func pricing(_ price: ModelPrice) -> JSONValue {
        let entries: [(String, Double?)] = [
            ("prompt", price.inputPerMillion), ("completion", price.outputPerMillion),
            ("input_cache_read", price.cacheReadPerMillion),
            ("input_cache_write", price.cacheWritePerMillion),
        ]
        return .object(
            JSONObject(
                pairs: entries.compactMap { name, perMillion in
                    perMillion.map { (name, .string("\($0 / 1e6)")) }
                }))
    }

    static func json(
        _ value: JSONValue, _ status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: value.text)))
    }

    private static func hostName(_ authority: String) -> String {
        String(authority.lowercased().prefix { $0 != ":" })
    }
}
