import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Search services, as the simulator plays them")
struct SearchInterfaceTests {
    private let world = World(tasks: [SimulatedModelsTests.task], seed: 1)
    private static let query = "harbour example storm"

    private static func key(_ interface: SearchInterface) -> [String: String] {
        switch interface {
        case .exa, .serper: ["x-api-key": "k"]
        case .tavily, .perplexity: ["authorization": "Bearer k"]
        case .brave: ["x-subscription-token": "k"]
        }
    }

    /// A request for a search with these fields beside the query.
    private static func call(
        _ interface: SearchInterface, _ query: String = query, _ fields: [(String, JSONValue)] = []
    ) -> SearchInterface.Call {
        let name = interface == .serper ? "q" : "query"
        let body = JSONValue.object(JSONObject(pairs: [(name, .string(query))] + fields))
        return interface == .brave
            ? .init(
                headers: key(interface),
                parameters: Dictionary(
                    uniqueKeysWithValues: [("q", query)] + fields.map { ($0.0, $0.1.text) }),
                body: [])
            : .init(headers: key(interface), parameters: [:], body: Array(body.text.utf8))
    }

    private static func urls(_ interface: SearchInterface, _ json: JSONValue) -> [String] {
        let (list, field) =
            switch interface {
            case .exa, .tavily, .perplexity: (json["results"], "url")
            case .brave: (json["web"]?["results"], "url")
            case .serper: (json["organic"], "link")
            }
        return list?.array?.compactMap { $0[field]?.string } ?? []
    }

    @Test("All find the same pages in the same order", arguments: SearchInterface.allCases)
    func results(interface: SearchInterface) {
        let answer = interface.answer(Self.call(interface), in: world)
        #expect(answer.status == 200)
        let found = Self.urls(interface, answer.json)
        let all = world.search(Self.query).map(\.url)
        #expect(found.count > 3)
        #expect(found == Array(all.prefix(found.count)))
        #expect(answer.shown.map(\.url) == found)
    }

    @Test(
        "Each leaves hosts out in its own way, and only in that",
        arguments: SearchInterface.allCases)
    func exclusions(interface: SearchInterface) throws {
        let host = try #require(world.search(Self.query).first).host
        let call =
            switch interface {
            case .exa: Self.call(.exa, Self.query, [("excludeDomains", [.string(host)])])
            case .tavily: Self.call(.tavily, Self.query, [("exclude_domains", [.string(host)])])
            case .perplexity:
                Self.call(
                    .perplexity, Self.query, [("search_domain_filter", [.string("-\(host)")])])
            case .brave, .serper: Self.call(interface, "\(Self.query) -site:\(host)")
            }
        let found = Self.urls(interface, interface.answer(call, in: world).json)
        #expect(!found.isEmpty)
        #expect(!found.contains { $0.contains(host) })
    }

    @Test("So many results and no more", arguments: SearchInterface.allCases)
    func counts(interface: SearchInterface) {
        let field =
            switch interface {
            case .exa: "numResults"
            case .tavily, .perplexity: "max_results"
            case .brave: "count"
            case .serper: "num"
            }
        func answer(_ count: JSONValue) -> (status: Int, json: JSONValue, shown: [World.Page]) {
            interface.answer(Self.call(interface, Self.query, [(field, count)]), in: world)
        }
        #expect(answer(2).shown.count == 2)
        for bad: JSONValue in [0, 101, -1] {
            #expect(answer(bad).status == (interface == .brave ? 422 : 400))
        }
    }

    @Test("Without a key nobody answers", arguments: SearchInterface.allCases)
    func keys(interface: SearchInterface) {
        var call = Self.call(interface)
        call.headers = [:]
        #expect(interface.answer(call, in: world).status == 401)
        call.headers = ["authorization": "k"]
        #expect(interface.answer(call, in: world).status == 401)
    }

    @Test("What the services turn down is turned down, in their own words")
    func refusals() {
        func status(_ interface: SearchInterface, _ call: SearchInterface.Call) -> Int {
            interface.answer(call, in: world).status
        }
        let hosts = JSONValue.array((0..<151).map { .string("h\($0).example") })
        #expect(status(.tavily, Self.call(.tavily, "q", [("exclude_domains", hosts)])) == 400)
        #expect(status(.exa, Self.call(.exa, "q", [("excludeDomains", hosts)])) == 200)
        #expect(status(.exa, Self.call(.exa, "q", [("excludeDomains", "h")])) == 400)
        let long = String(repeating: "x", count: 401)
        let tavily = SearchInterface.tavily.answer(Self.call(.tavily, long), in: world)
        #expect(tavily.status == 400)
        #expect(tavily.json["detail"]?["error"]?.string?.contains("too long") == true)
        #expect(status(.brave, Self.call(.brave, long)) == 422)
        #expect(
            status(
                .brave, Self.call(.brave, Array(repeating: "x", count: 51).joined(separator: " ")))
                == 422)
        #expect(
            status(
                .brave, Self.call(.brave, Array(repeating: "x", count: 50).joined(separator: " ")))
                == 200)
        let mixed: JSONValue = ["-a.example", "b.example"]
        #expect(
            status(.perplexity, Self.call(.perplexity, "q", [("search_domain_filter", mixed)]))
                == 400)
        for interface in SearchInterface.allCases {
            var empty = Self.call(interface, "")
            #expect(status(interface, empty) == (interface == .brave ? 422 : 400))
            empty.body = Array("{".utf8)
            #expect(status(interface, empty) >= 400)
        }
    }

    @Test("Exa says what it charges: ten results are in the price")
    func bills() {
        func cost(_ count: JSONValue) -> Double? {
            SearchInterface.exa.answer(
                Self.call(.exa, Self.query, [("numResults", count)]), in: world
            ).json["costDollars"]?["total"]?.number
        }
        #expect(cost(5) == 0.007)
        #expect(cost(12) == 0.009)
    }

    @Test("They are reached under their names on loopback, and counted as searches")
    func routes() async throws {
        let traffic = SimulatorTraffic()
        try await withSimulator(world: world, options: SimulatorOptions(), counting: traffic) {
            address in
            for interface in SearchInterface.allCases where interface != .brave {
                let body = Self.call(interface).body
                let reply = try await SocketClient.request(
                    "POST", "/\(interface.rawValue)/search",
                    body: String(decoding: body, as: UTF8.self),
                    headers: "X-Api-Key: k\r\nAuthorization: Bearer k\r\n", port: address.port)
                #expect(reply.status == 200, "\(interface)")
            }
            let brave = try await SocketClient.request(
                "GET", "/brave/res/v1/web/search?q=harbour%20example%20storm&count=3",
                headers: "X-Subscription-Token: k\r\n", port: address.port)
            #expect(brave.status == 200)
            #expect(
                Self.urls(.brave, try JSONValue(parsing: brave.body))
                    == world.search(Self.query).prefix(3).map(\.url))
            let wrong = try await SocketClient.request("GET", "/exa/search", port: address.port)
            #expect(wrong.status == 404)
        }
        #expect(await traffic.counts.searches == 5)
    }
}
