import Vocabulary

/// The search engine behind `web_search`.
extension SuiteReader {
    func search(_ value: YAMLValue) throws(CatalogError) -> SearchSpec {
        let section = try value.mapping()
        let engine = try section["engine"]?.word(SearchSpec.Engine.self) ?? .searxng
        try check(section, for: engine)
        let most = engine.mostResults
        return SearchSpec(
            engine: engine, baseURL: try section["base_url"].map(EndpointReader.address),
            apiKeyVariable: try section["api_key_env"].map(EndpointReader.variable),
            maxResults: try section["max_results"]?.integer(in: 1...most) ?? 5,
            server: engine == .server ? try server(section) : ServerSearchSpec())
    }

    private static let ownKeys = ["base_url", "api_key_env"]
    private static let serverKeys = [
        "provider_engine", "fetch_engine", "mode", "max_uses", "max_total_results",
        "context_size", "max_characters", "max_content_tokens", "allowed_domains",
        "user_location",
    ]

    /// Some keys are for engines that we ask, others for the provider's.
    private func check(
        _ section: YAMLMapping, for engine: SearchSpec.Engine
    ) throws(CatalogError) {
        try section.allow(only: ["engine", "max_results"] + Self.ownKeys + Self.serverKeys)
        let strangers = engine == .server ? Self.ownKeys : Self.serverKeys
        for key in strangers {
            guard let value = section[key] else { continue }
            throw value.fault(
                engine == .server
                    ? """
                    '\(key)' is of engines that are asked from here, and with 'engine: server' the \
                    provider searches; take it out
                    """
                    : """
                    '\(key)' is of the provider's own search, and the engine is \
                    \(engine.rawValue); take it out, or set engine: server
                    """)
        }
    }

    private func server(_ section: YAMLMapping) throws(CatalogError) -> ServerSearchSpec {
        let usual = ServerSearchSpec()
        return ServerSearchSpec(
            engine: try section["provider_engine"]?.string() ?? usual.engine,
            fetchEngine: try section["fetch_engine"]?.string() ?? usual.fetchEngine,
            mode: try section["mode"]?.string(),
            maxUses: try section["max_uses"]?.integer(in: 1...200),
            maxTotalResults: try section["max_total_results"]?.integer(in: 1...10_000),
            contextSize: try section["context_size"]?.word(ContextSize.self).rawValue,
            maxCharacters: try section["max_characters"]?.integer(in: 1...1_000_000),
            maxContentTokens: try section["max_content_tokens"]?.integer(in: 1...1_000_000),
            allowedDomains: try strings(section["allowed_domains"]),
            userLocation: try section["user_location"].map(location) ?? [:])
    }

    private enum ContextSize: String, CaseIterable { case low, medium, high }

    private func location(_ value: YAMLValue) throws(CatalogError) -> [String: String] {
        let section = try value.mapping()
        try section.allow(only: ["city", "region", "country", "timezone"])
        var location: [String: String] = [:]
        for (key, value) in section.entries { location[key] = try value.string() }
        return location
    }
}
