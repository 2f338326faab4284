import Vocabulary

/// The search engine that a request ends up with.
enum SearchEngine: Sendable {
    case exa, firecrawl, parallel, perplexity
    // The model provider's own.
    case anthropic, openAI, google, xAI

    init(_ settings: WebSearchSettings, model: String) throws(ServerSideError) {
        let own = Self.own(of: model)
        switch settings.engine {
        case nil: self = .anthropic
        case .exa: self = .exa
        case .firecrawl: self = .firecrawl
        case .parallel: self = .parallel
        case .perplexity: self = .perplexity
        case .native:
            guard let own else {
                throw ServerSideError("\(model) has no native web search.")
            }
            self = own
        case .auto:
            let isLimited = !settings.allowed.isEmpty || !settings.excluded.isEmpty
            self = own == .google && isLimited ? .exa : own ?? .exa
        }
    }

    private static func own(of model: String) -> SearchEngine? {
        switch model.prefix(while: { $0 != "/" }) {
        case "anthropic": .anthropic
        case "openai": .openAI
        case "google": .google
        case "x-ai": .xAI
        default: nil
        }
    }

    var isNative: Bool {
        switch self {
        case .exa, .firecrawl, .parallel, .perplexity: false
        case .anthropic, .openAI, .google, .xAI: true
        }
    }

    /// What an engine turns down. That Parallel refuses paths is made up: with it, a client that
    /// tries what its engine takes has something to find.
    func check(_ settings: WebSearchSettings) throws(ServerSideError) {
        let (allowed, excluded) = (settings.allowed, settings.excluded)
        let hasBoth = !allowed.isEmpty && !excluded.isEmpty
        switch self {
        case .exa, .firecrawl, .anthropic, .parallel, .xAI:
            if hasBoth {
                throw ServerSideError("Give either allowed or excluded domains, not both.")
            }
            if self == .parallel, (allowed + excluded).contains(where: { !$0.path.isEmpty }) {
                throw ServerSideError("The engine parallel takes hosts without a path.")
            }
            if self == .xAI, allowed.count + excluded.count > 5 {
                throw ServerSideError("xAI's search takes 5 domains at most.")
            }
        case .google:
            if !allowed.isEmpty || !excluded.isEmpty {
                throw ServerSideError("Google's search takes no list of domains.")
            }
        case .perplexity:
            if let count = settings.maxResults, count > 20 {
                throw ServerSideError("The engine perplexity gives 20 results at most.")
            }
        case .openAI: break
        }
    }

    /// Dollars for a search: list prices of August 2026. Firecrawl takes one's own credits.
    func price(mode: WebSearchSettings.Mode?, results: Int) -> USD {
        switch self {
        case .exa:
            let base =
                switch mode {
                case .deepLite, .deep: 0.012
                case .deepReasoning: 0.015
                case nil, .instant, .fast, .auto, .turbo, .basic, .advanced: 0.007
                }
            return USD(base + 0.001 * Double(max(0, results - 10)))
        case .firecrawl: return .zero
        case .parallel: return USD(mode == .turbo || mode == .fast ? 0.001 : 0.005)
        case .perplexity: return USD(0.005)
        case .anthropic, .openAI, .google, .xAI: return USD(0.01)
        }
    }
}
