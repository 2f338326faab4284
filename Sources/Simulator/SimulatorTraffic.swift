import JSONText

/// How many requests came and were turned down, what of the made-up web was shown and read, and how
/// much of it were answer keys. What a run finds can be checked against it.
package actor SimulatorTraffic {
    package struct Counts: Sendable, Equatable {
        /// Requests for chat completions.
        package var completions = 0
        /// Of those, answered with 429.
        package var turnedDown = 0
        package var searches = 0
        /// Searches with an answer key among the results.
        package var searchesWithKey = 0
        /// Pages that were served.
        package var pages = 0
        package var redirects = 0
        /// Search results that lead to an answer key.
        package var keysFound: [KeyPlace: Int] = [:]
        /// Answer keys that were served: the text left the simulator, whether or not it then
        /// reached a model.
        package var keysServed: [KeyPlace: Int] = [:]
    }

    package private(set) var counts = Counts()

    package init() {}

    func count(completionWith status: Int) {
        counts.completions += 1
        counts.turnedDown += status == 429 ? 1 : 0
    }

    func count(search results: [World.Page]) { counts.count(search: results) }

    func count(_ visit: World.Visit) { counts.count(visit) }

    /// Adds what the provider's own search and fetch met.
    func add(_ met: Counts) { counts += met }
}

extension SimulatorTraffic.Counts {
    mutating func count(search results: [World.Page]) {
        let places = results.compactMap(\.keyPlace)
        searches += 1
        searchesWithKey += places.isEmpty ? 0 : 1
        for place in places { keysFound[place, default: 0] += 1 }
    }

    mutating func count(_ visit: World.Visit) {
        switch visit {
        case .redirect: redirects += 1
        case .page(let page):
            pages += 1
            if let place = page.keyPlace { keysServed[place, default: 0] += 1 }
        }
    }

    static func += (a: inout Self, b: Self) {
        a.completions += b.completions
        a.turnedDown += b.turnedDown
        a.searches += b.searches
        a.searchesWithKey += b.searchesWithKey
        a.pages += b.pages
        a.redirects += b.redirects
        a.keysFound.merge(b.keysFound, uniquingKeysWith: +)
        a.keysServed.merge(b.keysServed, uniquingKeysWith: +)
    }
}

extension SimulatorTraffic.Counts {
    /// As `/stats` gives it: all places, those without any as 0.
    var json: JSONValue {
        func byPlace(_ counts: [KeyPlace: Int]) -> JSONValue {
            .object(
                JSONObject(
                    pairs: KeyPlace.allCases.map { ($0.rawValue, .integer(counts[$0] ?? 0)) }))
        }
        return [
            "completions": .integer(completions), "turned_down": .integer(turnedDown),
            "searches": .integer(searches), "searches_with_key": .integer(searchesWithKey),
            "pages": .integer(pages), "redirects": .integer(redirects),
            "keys_found": byPlace(keysFound), "keys_served": byPlace(keysServed),
        ]
    }
}
