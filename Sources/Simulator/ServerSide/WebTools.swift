import JSONText

/// The search and the fetch that a list of server tools has. Others, a fusion inside of a fusion
/// among them, are passed over.
struct WebTools: Sendable {
    var search: WebSearchSettings?
    var fetch: WebFetchSettings?

    init(_ tools: [ChatTurn.ServerTool]) throws(ServerSideError) {
        for tool in tools {
            switch tool.type {
            case WebSearchSettings.type:
                search = try WebSearchSettings(openRouter: tool.parameters)
            case WebFetchSettings.type:
                fetch = try WebFetchSettings(openRouter: tool.parameters)
            // Anthropic's types end in the day of their version.
            case let type where type.hasPrefix("web_search_20"):
                search = try WebSearchSettings(anthropic: tool.parameters)
            case let type where type.hasPrefix("web_fetch_20"):
                fetch = try WebFetchSettings(anthropic: tool.parameters)
            default: break
            }
        }
    }

    private init(search: WebSearchSettings, fetch: WebFetchSettings) {
        self.search = search
        self.fetch = fetch
    }

    var isEmpty: Bool { search == nil && fetch == nil }

    /// Both, as they are where nothing is said of them.
    static var unlimited: WebTools {
        get throws(ServerSideError) {
            WebTools(
                search: try WebSearchSettings(openRouter: .null),
                fetch: try WebFetchSettings(openRouter: .null))
        }
    }
}
