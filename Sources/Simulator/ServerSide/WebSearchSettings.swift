import JSONText

/// How a provider's search is set in a request.
struct WebSearchSettings: Sendable, Equatable {
    /// As it is asked for; nil stands for Anthropic's own interface, which has one engine.
    var engine: Requested?
    var mode: Mode?
    var maxResults: Int?
    /// Searches of the request.
    var maxUses: Int?
    /// Results over all searches of the request.
    var maxTotalResults: Int
    /// Of the excerpt of a result.
    var maxCharacters: Int?
    var allowed: [AddressPattern]
    var excluded: [AddressPattern]

    enum Requested: String, Sendable, CaseIterable {
        case auto, native, exa, firecrawl, parallel, perplexity
    }

    enum Mode: String, Sendable, CaseIterable {
        case instant, fast, auto, deep, turbo, basic, advanced
        case deepLite = "deep-lite"
        case deepReasoning = "deep-reasoning"
    }

    enum ContextSize: String, CaseIterable {
        case low, medium, high
    }

    static let type = "openrouter:web_search"

    init(openRouter json: JSONValue) throws(ServerSideError) {
        let parameters = try ToolParameters(
            json, of: Self.type,
            names: [
                "engine", "mode", "max_results", "max_uses", "max_total_results",
                "search_context_size", "max_characters", "user_location", "allowed_domains",
                "excluded_domains",
            ])
        engine = try parameters.word("engine", of: Requested.self) ?? .auto
        mode = try parameters.word("mode", of: Mode.self)
        maxResults = try parameters.integer("max_results", in: 1...25)
        maxUses = try parameters.integer("max_uses", in: 1...Int.max)
        // The schema's default; the prose of the documents has none.
        maxTotalResults = try parameters.integer("max_total_results", in: 1...Int.max) ?? 50
        maxCharacters = try parameters.integer("max_characters", in: 1...100_000)
        _ = try parameters.word("search_context_size", of: ContextSize.self)
        allowed = try parameters.addresses("allowed_domains", withSubdomains: false)
        excluded = try parameters.addresses("excluded_domains", withSubdomains: false)
    }

    /// The `web_search_…` tool of Anthropic's own interface.
    init(anthropic json: JSONValue) throws(ServerSideError) {
        let parameters = try ToolParameters(
            json, of: "web_search",
            names: ["max_uses", "allowed_domains", "blocked_domains", "user_location"])
        maxTotalResults = .max
        maxUses = try parameters.integer("max_uses", in: 1...Int.max)
        allowed = try parameters.addresses("allowed_domains", withSubdomains: true)
        excluded = try parameters.addresses("blocked_domains", withSubdomains: true)
        try SearchEngine.anthropic.check(self)
    }

    /// The same settings as the engine follows them that searches for a model.
    ///
    /// - Throws: what the engine can't do.
    func resolved(
        for model: String
    ) throws(ServerSideError) -> (engine: SearchEngine, settings: WebSearchSettings) {
        let engine = try SearchEngine(self, model: model)
        try engine.check(self)
        var settings = self
        switch engine {
        // As the documents have it; the schema claims otherwise.
        case .openAI: settings.excluded = []
        case .perplexity where !allowed.isEmpty: settings.excluded = []
        case .exa, .firecrawl, .parallel, .perplexity, .anthropic, .google, .xAI: break
        }
        if engine.isNative {
            settings.maxResults = nil
            if engine != .anthropic { settings.maxUses = nil }
        }
        return (engine, settings)
    }
}
