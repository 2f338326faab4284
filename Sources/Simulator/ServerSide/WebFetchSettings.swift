import JSONText
import Vocabulary

/// How a provider's fetch is set in a request.
struct WebFetchSettings: Sendable, Equatable {
    var engine: Engine
    /// Fetches of the request.
    var maxUses: Int
    /// Of a page.
    var maxContentTokens: Int?
    var allowed: [AddressPattern]
    var blocked: [AddressPattern]

    enum Engine: String, Sendable, CaseIterable {
        case auto, native, exa, openrouter, firecrawl, parallel

        /// Dollars for a page: list prices of August 2026.
        var price: USD {
            switch self {
            case .auto, .exa, .parallel: USD(0.001)
            case .native, .openrouter, .firecrawl: .zero
            }
        }
    }

    static let type = "openrouter:web_fetch"

    init(openRouter json: JSONValue) throws(ServerSideError) {
        let parameters = try ToolParameters(
            json, of: Self.type,
            names: [
                "engine", "max_uses", "max_content_tokens", "allowed_domains", "blocked_domains",
            ])
        let engine = try parameters.word("engine", of: Engine.self) ?? .auto
        try self.init(parameters, withSubdomains: false, engine)
    }

    /// The `web_fetch_…` tool of Anthropic's own interface.
    init(anthropic json: JSONValue) throws(ServerSideError) {
        let parameters = try ToolParameters(
            json, of: "web_fetch",
            names: [
                "max_uses", "max_content_tokens", "allowed_domains", "blocked_domains", "citations",
            ])
        try self.init(parameters, withSubdomains: true, .native)
    }

    private init(
        _ parameters: ToolParameters, withSubdomains: Bool, _ engine: Engine
    ) throws(ServerSideError) {
        self.engine = engine
        let asked = try parameters.integer("max_uses", in: 1...Int.max)
        let most = [.native, .openrouter].contains(engine) ? Self.hardLimit : Int.max
        maxUses = min(asked ?? .max, most)
        maxContentTokens = try parameters.integer("max_content_tokens", in: 1...1_000_000)
        allowed = try parameters.addresses("allowed_domains", withSubdomains: withSubdomains)
        blocked = try parameters.addresses("blocked_domains", withSubdomains: withSubdomains)
    }

    /// Fetches of a request, of the engines that have such a limit.
    private static let hardLimit = 50

    /// Whether an address may be opened. Only the one that is asked for is looked at: not where it
    /// leads to, nor what an archive's address has in it.
    func admits(_ address: KeyLink.Address) -> Bool {
        !blocked.contains { $0.matches(address) }
            && (allowed.isEmpty || allowed.contains { $0.matches(address) })
    }
}
