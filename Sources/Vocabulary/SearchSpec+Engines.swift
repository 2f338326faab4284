/// What is known of the search engines that we ask ourselves.
extension SearchSpec.Engine {
    /// Where the engine is, without the path of a search; nil where everyone has an instance of
    /// their own, and where we don't ask it.
    package var usualBaseURL: String? {
        switch self {
        case .exa: "https://api.exa.ai"
        case .tavily: "https://api.tavily.com"
        case .brave: "https://api.search.brave.com"
        case .serper: "https://google.serper.dev"
        case .perplexity: "https://api.perplexity.ai"
        case .searxng, .server: nil
        }
    }

    /// The environment variable under which its key is usually kept; nil where it needs none.
    package var usualKeyVariable: String? {
        switch self {
        case .exa: "EXA_API_KEY"
        case .tavily: "TAVILY_API_KEY"
        case .brave: "BRAVE_SEARCH_API_KEY"
        case .serper: "SERPER_API_KEY"
        case .perplexity: "PERPLEXITY_API_KEY"
        case .searxng, .server: nil
        }
    }

    /// Results that one search brings at most.
    package var mostResults: Int {
        switch self {
        case .tavily, .brave, .perplexity: 20
        case .searxng, .exa, .serper, .server: 50
        }
    }
}

extension SearchSpec {
    /// The variable that holds the key, as the suite says or as is usual.
    package var keyVariable: String? { apiKeyVariable ?? engine.usualKeyVariable }

    /// Where searches go, as the suite says or as is usual.
    package var address: String? { baseURL ?? engine.usualBaseURL }
}
