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

    /// What is known of the engine.
    func exclusion() -> [Check] {
        guard suite.research.offersTools, suite.asksModels else {
            return [Check(.exclusion, "Search", .skipped, "models are given no tools")]
        }
        guard isEnforced else {
            return [Check(.exclusion, "Search", .skipped, "no exclusion list is applied")]
        }
        let search = suite.research.search
        switch search.engine {
        case .exa, .tavily, .perplexity:
            return [
                Check(
                    .exclusion, search.engine.rawValue, .ok,
                    "is told which hosts to leave out; results are judged here as well")
            ]
        case .searxng, .brave, .serper:
            return [
                Check(
                    .exclusion, search.engine.rawValue, .ok,
                    "is told by -site:, which it may ignore; results are judged here as well")
            ]
        case .server:
            let models = Set(suite.askedModels().flatMap(\.models)).subtracting(
                suite.judges.map(\.model))
            return models.sorted().map { Self.exclusion(of: search.server.engine, model: $0) }
        }
    }

    private static func exclusion(of engine: String, model: String) -> Check {
        let support = ServerTools.exclusionSupport(engine: engine, model: model)
        let advice =
            "Pin research.search.provider_engine to exa, which heeds the list for all models."
        let (outcome, words): (DoctorReport.State, String) =
            switch support.hosts {
            case .ignored: (.failed, "may ignore excluded hosts without a word")
            case .refused: (.failed, "turns requests with excluded hosts down")
            case .unknown: (.warning, "is not known to heed excluded hosts")
            case .heeded:
                if let most = support.mostEntries {
                    (.warning, "takes \(most) excluded hosts at most")
                } else if support.places == .heeded {
                    (.ok, "the provider's search heeds excluded hosts and paths")
                } else {
                    (.ok, "the provider's search heeds excluded hosts; of paths it is not known")
                }
            }
        return Check(
            .exclusion, "\(model) with \(engine)", outcome, words,
            advice: outcome == .ok ? nil : advice)
    }

    // MARK: - By trying

    /// One search, or one page that the provider is asked to open in spite of the list.
    func liveExclusion(
        _ examined: [ExaminedEndpoint], _ known: KnownPrices, over transport: HTTPTransport
    ) async throws -> [Check] {
        guard isEnforced, suite.research.offersTools, suite.asksModels else { return [] }
        let list = try Wiring.exclusion(suite, in: session.workspace)
        guard suite.research.search.engine == .server else {
            return [try await searchProbe(list, over: transport)]
        }
        let spec = try session.workspace.exclusionList(suite.exclusion)
        let judges = Set(suite.judges.map(\.model))
        guard let first = examined.first(where: \.isReached),
            let model = first.asked.models.first(where: { !judges.contains($0) })
                ?? first.asked.models.first
        else { return [Check(.live, "Listed page", .skipped, "no endpoint is reached")] }
        let probe = ServerFetchProbe(
            client: client(of: first, known, over: transport), model: model,
            engine: suite.research.search.server.fetchEngine, hosts: list.hosts,
            places: spec.entries.flatMap(\.paths))
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
