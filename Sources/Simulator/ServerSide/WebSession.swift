import JSONText
import Vocabulary

/// Search and fetch as the provider runs them for one model in one request: what they may still
/// bring, and what they have brought.
struct WebSession {
    private let world: World
    private let search: (engine: SearchEngine, settings: WebSearchSettings)?
    private let fetch: WebFetchSettings?
    private var searchesAsked = 0
    private var fetchesAsked = 0
    private var results = 0

    private(set) var items: [ProviderWork.Item] = []
    private(set) var searches = 0
    private(set) var fetches = 0
    private(set) var cost = USD.zero
    private(set) var seconds = 0.0
    /// All pages that were shown or opened, each once.
    private(set) var sources = SourceList()
    private(set) var met = SimulatorTraffic.Counts()

    /// - Throws: what the engine can't do that searches for this model.
    init(
        world: World, search: WebSearchSettings?, fetch: WebFetchSettings?, model: String
    ) throws(ServerSideError) {
        self.world = world
        self.search = try Self.resolved(search, model)
        self.fetch = fetch
    }

    private static func resolved(
        _ settings: WebSearchSettings?, _ model: String
    ) throws(ServerSideError) -> (engine: SearchEngine, settings: WebSearchSettings)? {
        guard let settings else { return nil }
        return try settings.resolved(for: model)
    }

    /// What models call the tools, wherever they run.
    static let searchName = "web_search"
    static let fetchName = "web_fetch"

    var tools: Set<String> {
        var tools: Set<String> = []
        if search != nil { tools.insert(Self.searchName) }
        if fetch != nil { tools.insert(Self.fetchName) }
        return tools
    }

    /// Does what a model asks for; the text goes back to the model.
    mutating func perform(_ name: String, _ argument: String) -> String {
        name == Self.searchName ? look(for: argument) : open(argument)
    }

    // MARK: - Search

    private mutating func look(for query: String) -> String {
        guard let (engine, settings) = search else { return Self.failure("there is no search") }
        searchesAsked += 1
        guard searchesAsked <= settings.maxUses ?? .max else {
            return Self.failure("max_uses of web_search is reached")
        }
        guard results < settings.maxTotalResults else {
            return Self.failure("max_total_results of web_search is reached")
        }
        // Native engines show what they like.
        let most = settings.maxResults ?? (engine.isNative ? 10 : 5)
        let found = world.search(query) { address in
            !settings.excluded.contains { $0.matches(address) }
                && (settings.allowed.isEmpty || settings.allowed.contains { $0.matches(address) })
        }.prefix(min(most, settings.maxTotalResults - results))
        results += found.count
        searches += 1
        seconds += Self.secondsForSearch
        cost += engine.price(mode: settings.mode, results: found.count)
        met.count(search: Array(found))
        items.append(.search(query: query, urls: found.map(\.url)))
        for page in found { sources.add(page.url, page.title) }
        guard !found.isEmpty else { return "Nothing was found." }
        return found.enumerated().map { place, page in
            let excerpt = page.excerpt.prefix(settings.maxCharacters ?? .max)
            return "\(place + 1). \(page.title)\n\(page.url)\n\(excerpt)"
        }.joined(separator: "\n\n")
    }

    // MARK: - Fetch

    private mutating func open(_ url: String) -> String {
        guard let fetch else { return Self.failure("there is no fetch") }
        fetchesAsked += 1
        guard fetchesAsked <= fetch.maxUses else {
            return Self.failure("max_uses of web_fetch is reached")
        }
        guard let address = KeyLink.Address(url: url) else {
            return failedFetch(url, "that is no address")
        }
        // Turned away at the door: no work, and so in no list of it.
        guard fetch.admits(address) else { return Self.failure("the address is not allowed") }
        seconds += Self.secondsForFetch
        guard let page = world.open(address, passing: { met.count($0) }) else {
            return failedFetch(url, "the page could not be opened")
        }
        let text = String(page.text.prefix(fetch.maxContentTokens.map { 4 * $0 } ?? .max))
        fetches += 1
        cost += fetch.engine.price
        items.append(.fetch(url: url, title: page.title, text: text, error: nil))
        sources.add(url, page.title)
        return "Source: \(url)\n\(text)"
    }

    private mutating func failedFetch(_ url: String, _ reason: String) -> String {
        items.append(.fetch(url: url, title: "", text: nil, error: reason))
        return Self.failure(reason)
    }

    private static func failure(_ reason: String) -> String { "Error: \(reason)." }

    private static let secondsForSearch = 1.2
    private static let secondsForFetch = 0.8
}

/// Pages with their titles, each address once.
struct SourceList {
    private(set) var pages: [(url: String, title: String)] = []
    private var known: Set<String> = []

    mutating func add(_ url: String, _ title: String) {
        if known.insert(url).inserted { pages.append((url, title)) }
    }

    mutating func add(_ others: SourceList) {
        for page in others.pages { add(page.url, page.title) }
    }
}
