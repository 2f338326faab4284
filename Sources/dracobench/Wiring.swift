import Answering
import Catalog
import Contamination
import Execution
import Grading
import Inference
import Simulator
import Transport
import Vocabulary

/// Where requests of a run go.
enum Destination {
    case simulator(SimulatorAddress)
    /// The suite's endpoints, with the keys by the names of their variables.
    case providers([String: APIKey])

    fileprivate var isSimulator: Bool {
        switch self {
        case .simulator: true
        case .providers: false
        }
    }
}

/// The live parts of a run: transports, clients, answerers and the judge.
///
/// Answers and verdicts have requests of their own in flight, so that deep research which takes
/// half an hour never keeps the judge waiting. An endpoint's rate they share.
struct Wiring {
    let answerers: [String: Answerer]
    /// In the plan's order.
    let judges: [Judge]
    /// Looks through models' own words as they come in.
    let textScreen: TextScreen
    private let transports: [HTTPTransport]

    /// - Parameters:
    ///   - search: what `web_search` asks; nil where nothing does, or the provider.
    ///   - catalogues: what endpoints say of their models; nil where they were not asked.
    ///   - now: seconds since 1970 by a clock that never runs backwards.
    ///   - sleep: waits between attempts at a request, in seconds.
    ///   - events: told when an endpoint is not asked for a while.
    init(
        plan: RunPlan, destination: Destination, exclusion: ExclusionList, search: SearchService?,
        catalogues: Catalogues? = nil, now: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Double) async throws -> Void = wallSleep,
        events: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) throws {
        let suite = plan.setup.suite
        let models = try HTTPTransport(.live())
        let pages = try HTTPTransport(Self.pageOptions(destination))
        transports = [models, pages]
        let clock = InferenceClock(now: now, sleep: sleep)

        let retryBudget = RetryBudget()
        var limiters: [String: EndpointLimiter] = [:]
        func limiter(_ spec: EndpointSpec) -> EndpointLimiter {
            let made =
                limiters[spec.baseURL]
                ?? EndpointLimiter(
                    rates: spec.rates.filled(from: suite.limits.rates),
                    modelRates: suite.limits.modelRates,
                    outageSeconds: suite.limits.outageSeconds, clock: clock,
                    onPause: { seconds in
                        let words = "rate limits or an outage"
                        events(
                            .waiting(endpoint: spec.hostName, why: words, seconds: seconds))
                    })
            limiters[spec.baseURL] = made
            return made
        }
        func client(_ spec: EndpointSpec, _ api: EndpointSpec.API) -> ModelClient {
            ModelClient(
                endpoint: Self.endpoint(spec, api, suite.limits, destination), transport: models,
                limiter: limiter(spec), retryBudget: retryBudget, clock: clock,
                supportedParameters: { catalogues?.supportedParameters(of: $0, at: spec.baseURL) },
                prices: { [prices = plan.setup.prices] in prices[$0] })
        }
        var clients: [String: ModelClient] = [:]
        func sharedClient(_ spec: EndpointSpec, _ api: EndpointSpec.API) -> ModelClient {
            let id = spec.clientID(api)
            let made = clients[id] ?? client(spec, api)
            clients[id] = made
            return made
        }
        let webPages = WebPages(
            transport: pages, clock: clock, isPolite: !destination.isSimulator,
            pdf: Environment.variables["PATH"].flatMap { PDFText(searching: $0) })
        let screen = ContentScreen(
            tasks: plan.setup.dataset.tasks, markers: exclusion.textMarkers)
        func tools(_ configuration: Configuration) -> ResearchTools {
            ResearchTools(
                spec: suite.research, search: search,
                filter: ExclusionFilter(
                    list: exclusion, screen: screen,
                    enforcement: suite.enforcement(of: configuration)),
                searchTransport: models, pages: webPages, clock: clock)
        }
        var answerers: [String: Answerer] = [:]
        for configuration in suite.configurations {
            let spec = configuration.endpoint ?? suite.endpoint
            answerers[configuration.id] = Answerer(
                client: sharedClient(spec, spec.api(for: configuration.kind)),
                tools: tools(configuration), streams: spec.streams)
        }
        self.answerers = answerers
        let words = AnswerScreen(
            list: exclusion, screen: screen, datasetName: plan.setup.dataset.name)
        textScreen = TextScreen(
            text: { words.findings(inText: $0, on: $1) },
            query: { words.findings(inQuery: $0, on: $1) })
        var judgeClients: [String: ModelClient] = [:]
        judges = plan.judges.map { planned in
            let spec = planned.spec.endpoint ?? suite.endpoint
            let id = spec.clientID(spec.judgeAPI)
            let made = judgeClients[id] ?? client(spec, spec.judgeAPI)
            judgeClients[id] = made
            return Judge(
                planned.spec, definition: planned.definition, record: planned.record,
                client: made, runSeed: suite.seed)
        }
    }

    /// Ends all connections.
    func shutDown() async {
        for transport in transports { await transport.shutdown() }
    }

    static func exclusion(_ suite: Suite, in workspace: Workspace) throws -> ExclusionList {
        ExclusionList(try workspace.exclusionList(suite.exclusion))
    }

    /// Pages are named by models, so they may only be opened at public addresses; the simulator's
    /// made-up hosts are all served by the simulator.
    private static func pageOptions(_ destination: Destination) throws -> TransportOptions {
        var options = try TransportOptions.live()
        switch destination {
        case .simulator(let address): options.routeAll = (address.host, address.port)
        case .providers: options.addressPolicy = .publicOnly
        }
        return options
    }

    private static func endpoint(
        _ spec: EndpointSpec, _ api: EndpointSpec.API, _ limits: RunLimits,
        _ destination: Destination
    ) -> Endpoint {
        switch destination {
        case .simulator(let address):
            Endpoint(
                baseURL: address.apiBaseURL, key: nil, dialect: spec.dialect, api: api,
                concurrency: limits.concurrency, timeoutSeconds: limits.taskTimeoutSeconds)
        case .providers(let keys):
            Endpoint(
                baseURL: spec.baseURL, key: spec.key(among: keys), dialect: spec.dialect,
                api: api, concurrency: limits.concurrency,
                timeoutSeconds: limits.taskTimeoutSeconds)
        }
    }
}

extension Suite {
    /// Whether any configuration is answered by models that get their tools from here: those of the
    /// provider's fusion search there, whatever the engine.
    var asksModels: Bool {
        configurations.contains { configuration in
            switch configuration.kind {
            case .solo, .fusion, .escalation: true
            case .serverFusion, .answers: false
            }
        }
    }

    /// The endpoints that the run will call, the judge's included.
    var endpointsInUse: [EndpointSpec] {
        configurations.filter(\.asksModels).map { $0.endpoint ?? endpoint }
            + judges.map { $0.endpoint ?? endpoint }
    }
}

extension Configuration {
    fileprivate var asksModels: Bool {
        switch kind {
        case .solo, .fusion, .serverFusion, .escalation: true
        case .answers: false
        }
    }
}

extension EndpointSpec {
    /// Of those from the environment; nil where it needs none.
    func key(among keys: [String: APIKey]) -> APIKey? { apiKeyVariable.flatMap { keys[$0] } }

    /// What requests have in common that one client can send.
    fileprivate func clientID(_ api: API) -> String {
        "\(dialect.rawValue) \(baseURL) \(api.rawValue) \(apiKeyVariable ?? "")"
    }

    /// As people are told of it.
    fileprivate var hostName: String {
        let rest = baseURL.split(separator: "://", maxSplits: 1).last ?? ""
        return String(rest.prefix { $0 != "/" })
    }
}
