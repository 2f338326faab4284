import Contamination
import Inference
import JSONText
import Vocabulary

/// The search and the page fetch that a provider runs by itself, as they are asked for: OpenRouter's
/// server tools, and Anthropic's own search.
package struct ServerTools: Sendable {
    let research: ResearchSpec
    let filter: ExclusionFilter
    let dialect: EndpointSpec.Dialect
    /// Calls that a model may make of its tools.
    let calls: Int
    /// How many models share what one request allows.
    let researchers: Int

    init(
        research: ResearchSpec, filter: ExclusionFilter, dialect: EndpointSpec.Dialect,
        calls: Int? = nil, researchers: Int = 1
    ) {
        self.research = research
        self.filter = filter
        self.dialect = dialect
        self.calls = calls ?? research.maxToolCalls
        self.researchers = researchers
    }

    /// Rounds of server tools that OpenRouter allows at most.
    static let mostRounds = 30

    /// The same for all these models; none where research has none. Anthropic's dialect has the
    /// search alone.
    func offered(to models: [String]) -> [ServerTool] {
        // Where all that is allowed is on the exclusion list, nothing is left to look at.
        let isBarred = allowed.isEmpty && !research.search.server.allowedDomains.isEmpty
        guard calls > 0, !isBarred else { return [] }
        return research.tools.compactMap { tool in
            switch (tool, dialect) {
            case (.webSearch, .anthropic): anthropicSearch
            case (.webFetch, .anthropic): nil
            case (.webSearch, _):
                ServerTool(type: "openrouter:web_search", parameters: search(for: models))
            case (.webFetch, _):
                ServerTool(type: "openrouter:web_fetch", parameters: fetch(for: models))
            }
        }
    }

    // MARK: - OpenRouter

    /// The engine is pinned, since what `auto` picks differs from model to model. The total is
    /// always given: left to itself it ends research after 50 results.
    private func search(for models: [String]) -> JSONObject {
        let spec = research.search.server
        let maxResults = min(
            research.search.maxResults, spec.engine == "perplexity" ? 20 : 25)
        let total = spec.maxTotalResults ?? calls * maxResults * researchers
        var parameters = JSONObject(pairs: [
            ("engine", .string(spec.engine)), ("max_results", .integer(maxResults)),
            ("max_uses", .integer(spec.maxUses ?? calls)),
            ("max_total_results", .integer(total)),
        ])
        parameters["mode"] = spec.mode.map(JSONValue.string)
        parameters["search_context_size"] = spec.contextSize.map(JSONValue.string)
        parameters["max_characters"] = spec.maxCharacters.map(JSONValue.integer)
        if !spec.userLocation.isEmpty { parameters["user_location"] = .object(location) }
        add(domains(engine: spec.engine, models), as: "excluded_domains", to: &parameters)
        return parameters
    }

    private func fetch(for models: [String]) -> JSONObject {
        let spec = research.search.server
        var parameters = JSONObject(pairs: [
            ("engine", .string(spec.fetchEngine)),
            ("max_uses", .integer(min(calls, Self.mostFetches))),
        ])
        parameters["max_content_tokens"] = spec.maxContentTokens.map(JSONValue.integer)
        add(domains(engine: spec.fetchEngine, models), as: "blocked_domains", to: &parameters)
        return parameters
    }

    /// Of a request.
    private static let mostFetches = 50

    private var location: JSONObject {
        let given = research.search.server.userLocation.sorted { $0.key < $1.key }
        return JSONObject(pairs: [("type", "approximate")] + given.map { ($0, .string($1)) })
    }

    // MARK: - Anthropic

    /// Hosts cover what is under them here, and places what is below.
    private var anthropicSearch: ServerTool {
        let spec = research.search.server
        var parameters = JSONObject(pairs: [("max_uses", .integer(spec.maxUses ?? calls))])
        if !spec.userLocation.isEmpty { parameters["user_location"] = .object(location) }
        let told = filter.addressesForProviders
        add(
            Domains(allowed: allowed, excluded: told.hosts + told.places), as: "blocked_domains",
            to: &parameters)
        return ServerTool(type: "web_search_20250305", parameters: parameters)
    }

    // MARK: - Domains

    private struct Domains {
        var allowed: [String]
        var excluded: [String]
    }

    /// Only one of the two is ever sent: engines refuse both, or heed one.
    private func add(_ domains: Domains, as excluded: String, to parameters: inout JSONObject) {
        if !domains.allowed.isEmpty {
            parameters["allowed_domains"] = .array(domains.allowed.map(JSONValue.string))
        } else if !domains.excluded.isEmpty {
            parameters[excluded] = .array(domains.excluded.map(JSONValue.string))
        }
    }

    /// What the suite allows, without what its exclusion list names.
    private var allowed: [String] {
        research.search.server.allowedDomains.filter { domain in
            let host = domain.hasPrefix("*.") ? String(domain.dropFirst(2)) : domain
            return filter.enforcement == .off
                || filter.findings(onAddress: "https://\(host)").isEmpty
        }
    }

    /// Whether a bare host covers those under it is not documented, so both forms are listed.
    private func domains(engine: String, _ models: [String]) -> Domains {
        let supports = models.map { Self.exclusionSupport(engine: engine, model: $0) }
        let told = filter.addressesForProviders
        let takesHosts = !supports.contains { $0.hosts == .refused }
        let takesPlaces = !supports.contains { $0.places == .refused }
        var excluded = takesHosts ? told.hosts : []
        if takesPlaces { excluded += told.places }
        if takesHosts { excluded += told.hosts.map { "*.\($0)" } }
        let most = supports.compactMap(\.mostEntries).min() ?? .max
        return Domains(
            allowed: Array(allowed.prefix(most)), excluded: Array(excluded.prefix(most)))
    }
}
