import Answering
import Catalog
import Contamination
import Execution
import Inference
import Reports
import Simulator
import Transport
import Vocabulary

/// Whether what must not be read is kept away: by what is known of a search engine, and by trying.
extension Doctor {
    private var isEnforced: Bool {
        suite.exclusion != "none"
            && suite.configurations.contains { suite.enforcement(of: $0) != .off }
    }

    private func endpoint(of configuration: Configuration) -> EndpointSpec {
        configuration.endpoint ?? suite.endpoint
    }

    /// Those that are to be kept from something.
    private var kept: [Configuration] {
        suite.configurations.filter { suite.enforcement(of: $0) != .off }
    }

    /// Whether any of them searches from here.
    private var searchesHere: Bool {
        suite.asksModels && suite.research.search.engine != .server
    }

    /// What is known of the engines.
    func exclusion() -> [Check] {
        let isSearching =
            searchesHere
            || suite.configurations.contains { !$0.searchedByProvider(in: suite).isEmpty }
        guard suite.research.offersTools, isSearching else {
            return [Check(.exclusion, "Search", .skipped, "models are given no tools")]
        }
        guard isEnforced else {
            return [Check(.exclusion, "Search", .skipped, "no exclusion list is applied")]
        }
        let own = searchesHere ? Self.ownSearch(suite.research.search.engine) : nil
        let provided = kept.flatMap(providersSearch).reduce(into: [Check]()) { checks, check in
            if !checks.contains(check) { checks.append(check) }
        }
        return objections + [own].compactMap(\.self) + provided
    }

    /// What a run would be refused for.
    private var objections: [Check] {
        suite.configurations.compactMap { configuration in
            let objection = ServerTools.objection(
                to: configuration, in: suite, dialect: endpoint(of: configuration).dialect)
            return objection.map {
                Check(
                    .exclusion, "Configuration \(configuration.id)", .failed,
                    "can't be kept from the list", advice: $0)
            }
        }
    }

    /// Nil where the provider searches.
    private static func ownSearch(_ engine: SearchSpec.Engine) -> Check? {
        let words: String
        switch engine {
        case .exa, .tavily, .perplexity:
            words = "is told which hosts to leave out; results are judged here as well"
        case .searxng, .brave, .serper:
            words = "is told by -site:, which it may ignore; results are judged here as well"
        case .server: return nil
        }
        return Check(.exclusion, engine.rawValue, .ok, words)
    }

    private func providersSearch(of configuration: Configuration) -> [Check] {
        let searched = configuration.searchedByProvider(in: suite)
        if endpoint(of: configuration).dialect == .anthropic {
            guard suite.research.tools.contains(.webSearch) else { return [] }
            return searched.models.map { model in
                Check(
                    .exclusion, "\(model) searching by Anthropic's own", .ok,
                    "is told hosts and paths in blocked_domains; pages are not opened")
            }
        }
        return ServerTools.pinnedEngines(of: suite.research).flatMap { pinned in
            let panel = searched.picksPanel ? [Self.pickedPanel(pinned)] : []
            return panel + searched.models.map { Self.exclusion(of: pinned, model: $0) }
        }
    }

    private static func pickedPanel(_ pinned: ServerTools.PinnedEngine) -> Check {
        let isFit = ServerTools.heedsHostsForAll(engine: pinned.engine)
        return Check(
            .exclusion, subject("the provider's panel", pinned), isFit ? .ok : .failed,
            isFit
                ? "excluded hosts are heeded, whoever is on it"
                : "excluded hosts are not heeded for every model that may be on it",
            advice: isFit ? nil : advice(pinned))
    }

    private static func subject(_ who: String, _ pinned: ServerTools.PinnedEngine) -> String {
        let doing = pinned.tool == .webSearch ? "searching" : "opening pages"
        return "\(who) \(doing) by \(pinned.engine)"
    }

    private static func advice(_ pinned: ServerTools.PinnedEngine) -> String {
        "Pin research.search.\(pinned.key) to exa, which heeds the list for all models."
    }

    private static func exclusion(
        of pinned: ServerTools.PinnedEngine, model: String
    ) -> Check {
        let support = ServerTools.exclusionSupport(engine: pinned.engine, model: model)
        let (outcome, words): (DoctorReport.State, String) =
            switch support.hosts {
            case .ignored: (.failed, "may ignore excluded hosts without a word")
            case .refused: (.failed, "turns requests with excluded hosts down")
            case .unknown: (.warning, "is not known to heed excluded hosts")
            case .heeded:
                if let most = support.mostEntries {
                    (.warning, "takes \(most) excluded hosts at most")
                } else if support.places == .heeded {
                    (.ok, "heeds excluded hosts and paths")
                } else {
                    (.ok, "heeds excluded hosts; of paths it is not known")
                }
            }
        return Check(
            .exclusion, subject(model, pinned), outcome, words,
            advice: outcome == .ok ? nil : advice(pinned))
    }

    // MARK: - By trying

    /// One search, or one page that the provider is asked to open in spite of the list.
    func liveExclusion(
        _ examined: [ExaminedEndpoint], _ known: KnownPrices, over transport: HTTPTransport
    ) async throws -> [Check] {
        guard isEnforced, suite.research.offersTools else { return [] }
        let list = try Wiring.exclusion(suite, in: session.workspace)
        var checks: [Check] = []
        if searchesHere { checks.append(try await searchProbe(list, over: transport)) }
        if suite.research.tools.contains(.webFetch),
            kept.contains(where: { !$0.searchedByProvider(in: suite).isEmpty })
        {
            checks += try await fetchProbe(list, examined, known, over: transport)
        }
        return checks
    }

    /// A page of the list, asked for at an endpoint that opens pages by itself.
    private func fetchProbe(
        _ list: ExclusionList, _ examined: [ExaminedEndpoint], _ known: KnownPrices,
        over transport: HTTPTransport
    ) async throws -> [Check] {
        func skipped(_ words: String) -> [Check] {
            [Check(.live, ServerFetchProbe.subject, .skipped, words)]
        }
        let fetching = kept.filter { !$0.searchedByProvider(in: suite).isEmpty }.map(endpoint)
            .filter { $0.dialect.fetches }
        guard !fetching.isEmpty else { return skipped("its provider opens no pages by itself") }
        let first = examined.first { examined in
            examined.isReached && fetching.contains { $0.isReached(as: examined.asked.endpoint) }
        }
        let judges = Set(suite.judges.map(\.model))
        guard let first,
            let model = first.asked.models.first(where: { !judges.contains($0) })
                ?? first.asked.models.first
        else { return skipped("no endpoint is reached") }
        let probe = ServerFetchProbe(
            client: client(of: first, known, over: transport), model: model,
            engine: suite.research.search.server.fetchEngine, hosts: list.hosts,
            places: try session.workspace.exclusionList(suite.exclusion).entries.flatMap(\.paths))
        return try await probe.checks()
    }

    /// A search whose words lead to a listed host, with the engine told to leave it out.
    private func searchProbe(
        _ list: ExclusionList, over transport: HTTPTransport
    ) async throws -> Check {
        let engine = suite.research.search.engine.rawValue
        let dataset = try session.workspace.dataset(suite.dataset)
        let words = suite.tasks.select(from: dataset.tasks).first?.problem
            .split(whereSeparator: \.isWhitespace).prefix(12).joined(separator: " ")
        guard let tools = researchTools(list, dataset, over: transport) else {
            return Check(.live, "Search by \(engine)", .skipped, "it has no address or no key")
        }
        let query = [words, list.hosts.first].compactMap(\.self).joined(separator: " ")
        let found = try await tools.probe(query)
        if let fault = found.fault {
            return Check(.live, "Search by \(engine)", .failed, "brings nothing", advice: fault)
        }
        guard found.listed.isEmpty else {
            return Check(
                .live, "Search by \(engine)", .warning,
                "brings \(found.listed.count) listed of \(found.resultCount) results",
                advice: "It does not heed what it is told; keep enforce at full, which drops them.")
        }
        return Check(
            .live, "Search by \(engine)", .ok, "brings \(found.resultCount) results, none listed")
    }

    /// The tools as models have them, but that nothing is dropped here. Nil without an engine.
    private func researchTools(
        _ list: ExclusionList, _ dataset: Dataset, over transport: HTTPTransport
    ) -> ResearchTools? {
        // What is wrong with address and key has a check of its own.
        guard let search = try? session.searchService(at: simulator) else { return nil }
        let clock = InferenceClock(now: session.clock.now, sleep: session.sleep)
        return ResearchTools(
            spec: suite.research, search: search,
            filter: ExclusionFilter(
                list: list,
                screen: ContentScreen(tasks: dataset.tasks, markers: list.textMarkers),
                enforcement: .provider),
            searchTransport: transport, pages: WebPages(transport: transport, clock: clock),
            clock: clock)
    }
}

extension EndpointSpec.Dialect {
    /// Whether the provider opens pages for a model by itself.
    fileprivate var fetches: Bool { self == .openrouter }
}
