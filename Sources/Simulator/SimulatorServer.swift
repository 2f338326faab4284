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
    /// The key that requests to the provider must carry; nil: none is asked for. It is compared and
    /// never shown.
    package var requiredKey: String?

    package init(
        port: Int = 0, seed: UInt64 = 0, profiles: [String: ModelProfile] = [:],
        faults: [FaultRule] = [], latencyScale: Double = 0, promptCache: Bool = false,
        rateLimits: [RateLimitRule] = [], identity: String = "", journal: SimulatorJournal? = nil,
        requiredKey: String? = nil
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
        self.requiredKey = requiredKey
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
    let provider: SimulatedProvider
    let rateLimits: SimulatedRateLimits?
    let models: ModelListing
    let generations = GenerationLog()

    init(world: World, options: SimulatorOptions, traffic: SimulatorTraffic) {
        self.world = world
        self.options = options
        self.traffic = traffic
        provider = SimulatedProvider(
            seed: options.seed, profiles: options.profiles, faults: options.faults,
            latencyScale: options.latencyScale,
            promptCache: options.promptCache ? PromptCache() : nil,
            serverSide: ServerSide(world: world, seed: options.seed, profiles: options.profiles))
        models = ModelListing(profiles: options.profiles)
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
        if let response = try await provided(request) { return response }
        switch (request.method, request.uri.path) {
        case (.get, "/search"):
            return await search(request.uri.queryParameters["q"].map(String.init) ?? "")
        case (.get, "/stats"): return Self.json(await traffic.counts.json)
        case (.get, "/healthz"):
            return Self.json(["status": "ok", "simulation": .string(options.identity)])
        default: return Self.json(["error": ["code": 404, "message": "no such path"]], .notFound)
        }
    }

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
