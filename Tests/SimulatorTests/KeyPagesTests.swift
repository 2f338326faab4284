import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Answer keys in the made-up web")
struct KeyPagesTests {
    private static let tasks = TaskPopulation(seed: 3).tasks(0..<6)
    private static let world = World(tasks: tasks, seed: 5, keyPages: .everywhere)

    /// Queries on a task, as researchers make them.
    private static func queries(on task: ResearchTask, _ count: Int = 40) -> [String] {
        let words = task.problem.split { $0.isWhitespace }.map(String.init)
        return (0..<count).map { number in
            let extra = (0..<6).map { words[(number * 7 + $0 * $0) % words.count] }
            return (words.prefix(6) + extra).joined(separator: " ")
        }
    }

    private static func split(_ url: String) -> (host: String, path: String) {
        let rest = url.dropFirst("http://".count)
        let host = rest.prefix { $0 != "/" }
        return (String(host), String(rest.dropFirst(host.count)))
    }

    /// Opens an address and follows redirects; what was opened on the way comes first.
    private static func follow(_ url: String) -> (way: [String], page: World.Page?) {
        var way = [url]
        while way.count < 5 {
            let (host, path) = split(way[way.count - 1])
            switch world.visit(host: host, path: path) {
            case .redirect(let next): way.append(next)
            case .page(let page): return (way, page)
            case nil: return (way, nil)
            }
        }
        return (way, nil)
    }

    private static func links(to task: Int) -> [World.Page] {
        var seen: Set<String> = []
        return queries(on: tasks[task]).flatMap(world.search)
            .filter { $0.keyPlace != nil && seen.insert($0.url).inserted }
    }

    @Test("Searches find a task's key in five places, and each leads to the key's text")
    func places() throws {
        for task in Self.tasks.indices {
            let links = Self.links(to: task)
            let key = try #require(links.first { $0.keyPlace == .listed })
            let ways = links.map { (place: $0.keyPlace, way: Self.follow($0.url)) }
            #expect(ways.allSatisfy { $0.way.page?.html == key.html })
            #expect(ways.allSatisfy { $0.way.page?.keyPlace == $0.place })
            func hops(_ place: KeyPlace) -> [Int] {
                ways.filter { $0.place == place }.map { $0.way.way.count - 1 }.sorted()
            }
            #expect(hops(.listed) == [0])
            #expect(hops(.mirror) == [0])
            #expect(hops(.archive) == [0])
            #expect(hops(.redirect) == [1, 2])
        }
    }

    @Test("Only addresses tell the places apart: listed, carrying a listed one, leading to one")
    func addresses() throws {
        let links = Self.links(to: 2)
        let listed = try #require(links.first { $0.keyPlace == .listed })
        for link in links {
            let way = Self.follow(link.url).way
            switch link.keyPlace {
            case .archive:
                #expect(link.url.hasPrefix("http://web.archive.org/web/2026"))
                #expect(link.url.hasSuffix("/" + listed.url))
                let time = link.path.split(separator: "/")[1]
                #expect(time.count == 14 && time.allSatisfy(\.isNumber))
            case .redirect:
                #expect(way.dropLast().allSatisfy { $0.contains("-2.example/") })
                #expect(way.last?.hasPrefix("http://\(listed.host)/") == true)
            case .mirror: #expect(link.host.hasSuffix("-2.example"))
            case .listed, nil: #expect(link.host == listed.host)
            }
        }
    }

    @Test("What a search shows of a link does not give the key away")
    func excerpts() {
        for link in Self.links(to: 1) where link.keyPlace != .listed {
            let shown = link.title + " " + link.excerpt
            #expect(!shown.lowercased().contains("rubric") && !shown.contains("Requirement"))
            let beginning = Self.tasks[1].problem.split(separator: " ").prefix(9)
            #expect(!shown.contains(beginning.joined(separator: " ")))
        }
    }

    @Test("More key pages leave all other results as they are, in their order")
    func otherPages() {
        let plain = World(tasks: Self.tasks, seed: 5)
        for query in Self.tasks.flatMap({ Self.queries(on: $0) }) {
            let found = Self.world.search(query).filter { $0.keyPlace ?? .listed == .listed }
            #expect(found.map(\.url) == plain.search(query).map(\.url))
            #expect(found.map(\.html) == plain.search(query).map(\.html))
        }
    }

    @Test("The same seed lays the same keys, another one others")
    func seeds() {
        func urls(_ seed: UInt64) -> [String] {
            let world = World(tasks: Self.tasks, seed: seed, keyPages: .everywhere)
            return Self.queries(on: Self.tasks[0]).flatMap(world.search).map(\.url)
        }
        #expect(urls(5) == urls(5))
        #expect(urls(5) != urls(6))
    }

    @Test("Leaving out hosts in the query takes away the listed page and no other key")
    func leavingOutHosts() {
        let full = Self.queries(on: Self.tasks[1])
        let found = full.flatMap(Self.world.search)
        let left = full.flatMap { Self.world.search($0 + " -site:huggingface.co -site:hf.co") }
        #expect(found.contains { $0.keyPlace == .listed })
        #expect(!left.contains { $0.keyPlace == .listed })
        for place in [KeyPlace.mirror, .archive, .redirect] {
            #expect(left.contains { $0.keyPlace == place })
        }
        #expect(left.allSatisfy { page in found.contains { $0.url == page.url } })
        let archives = full.flatMap { Self.world.search($0 + " -site:archive.org") }
        #expect(!archives.contains { $0.keyPlace == .archive })
    }

    // MARK: - Reading

    /// What of keys models meet that research all tasks.
    private struct Encounters {
        var answers = 0
        var answersWithKey = 0
        var searches = 0
        var searchesWithKey = 0
        var opened = 0
        var read: [KeyPlace: Int] = [:]
    }

    /// Lets a model research all tasks, five results to a search.
    ///
    /// - Parameter suffix: what the run adds to queries.
    private static func encounters(_ profile: ModelProfile, suffix: String = "") -> Encounters {
        var met = Encounters()
        for (task, seed) in tasks.flatMap({ task in (0..<8).map { (task, UInt64($0)) } }) {
            let habits = ResearchHabits(profile, model: "m", seed: seed, draws: Draws(seed: 1))
            let words = task.problem.split { $0.isWhitespace }
            var progress = ResearchHabits.Progress<String>()
            research: while true {
                switch habits.step(
                    after: progress, problem: words, maySearch: true, mayOpen: true)
                {
                case .write:
                    let pages = progress.opened.compactMap { follow($0).page }
                    met.answers += 1
                    met.answersWithKey += pages.contains { $0.keyPlace != nil } ? 1 : 0
                    break research
                case .search(let query):
                    let results = world.search(query + suffix).prefix(5)
                    progress.searches += 1
                    progress.found += results.map(\.url)
                    met.searches += 1
                    met.searchesWithKey += results.contains { $0.keyPlace != nil } ? 1 : 0
                case .open(let urls):
                    progress.opened.formUnion(urls)
                    met.opened += urls.count
                    for place in urls.compactMap({ follow($0).page?.keyPlace }) {
                        met.read[place, default: 0] += 1
                    }
                }
            }
        }
        return met
    }

    @Test("Researchers come across keys in every place, and on most pages across none")
    func encounters() {
        let open = Self.encounters(ModelProfile())
        let limited = Self.encounters(ModelProfile(), suffix: " -site:huggingface.co")
        #expect(KeyPlace.allCases.allSatisfy { (open.read[$0] ?? 0) > 0 })
        #expect(limited.read[.listed] == nil)
        for place in [KeyPlace.mirror, .archive, .redirect] {
            #expect((limited.read[place] ?? 0) > 0)
        }
        let share = Double(open.read.values.reduce(0, +)) / Double(open.opened)
        #expect((0.1...0.4).contains(share))
        #expect(open.searchesWithKey < open.searches)
        #expect(limited.answersWithKey < open.answersWithKey)
        #expect(open.answersWithKey < open.answers)
    }

    /// What a model writes after a search and after opening what the search found.
    private func report(after opening: World.Page, on task: ResearchTask) throws -> String {
        let (way, page) = Self.follow(opening.url)
        let text = try #require(page).html.replacing("<p>", with: "\n").replacing(
            "</p>", with: "\n")
        return try write(
            [
                "1. \(opening.title)\n\(opening.url)\n\(opening.excerpt)",
                "Source: \(way[way.count - 1])\n\(text)",
            ], on: task)
    }

    private func write(_ results: [String], on task: ResearchTask) throws -> String {
        let user: JSONValue = ["role": "user", "content": .string(task.problem)]
        let turn = try ChatTurn([
            "model": "m", "seed": 1,
            "messages": .array(
                [user] + results.map { ["role": "tool", "content": .string($0)] }),
        ])
        let profile = ModelProfile(
            recall: 0, breadth: 0, presentation: 0, citation: 0, gullibility: 0)
        let reply = SimulatedResearcher(turn, profile: profile, draws: Draws(seed: 1)).reply()
        guard case .text(let text) = reply else { return "" }
        return text
    }

    @Test("Whoever reads a key makes all of its statements, wherever it was read")
    func readers() throws {
        let task = Self.tasks[3]
        let asked = task.rubric.criteria.filter { $0.polarity == .positive }
        for link in Self.links(to: 3) {
            let text = try report(after: link, on: task)
            let made = asked.filter { text.contains(Claim($0, problem: task.problem).mark) }
            #expect(made.count == asked.count, "\(link.url)")
        }
        let excerpts = Self.links(to: 3).map { "1. \($0.title)\n\($0.url)\n\($0.excerpt)" }
        let unread = try write(excerpts, on: task)
        #expect(!asked.contains { unread.contains(Claim($0, problem: task.problem).mark) })
    }

    // MARK: - Serving

    @Test("The server serves each place, sends redirects on, and counts what it served")
    func served() async throws {
        let links = Self.links(to: 4)
        let traffic = SimulatorTraffic()
        try await withSimulator(
            world: Self.world, options: SimulatorOptions(), counting: traffic
        ) { address in
            func get(_ url: String) async throws -> (status: Int, head: String, body: String) {
                let (host, path) = Self.split(url)
                return try await SocketClient.request("GET", path, host: host, port: address.port)
            }
            for link in links {
                let (way, page) = Self.follow(link.url)
                for (place, url) in way.enumerated() {
                    let reply = try await get(url)
                    if place < way.count - 1 {
                        #expect(reply.status == 302)
                        #expect(reply.head.lowercased().contains("location: \(way[place + 1])\r\n"))
                        #expect(reply.body.isEmpty)
                    } else {
                        #expect(reply.status == 200)
                        #expect(reply.body == page?.html)
                    }
                }
            }
            let stats = try await SocketClient.request("GET", "/stats", port: address.port)
            let counts = await traffic.counts
            #expect(try JSONValue(parsing: stats.body) == counts.json)
        }
        let counts = await traffic.counts
        #expect(counts.keysServed == [.listed: 1, .mirror: 1, .archive: 1, .redirect: 2])
        #expect(counts.redirects == 3)
        #expect(counts.pages == 5)
        #expect(counts.searches == 0)
    }

    @Test("The search endpoint takes -site, ignores other ways to leave out, and counts keys found")
    func searchEndpoint() async throws {
        let query = Self.queries(on: Self.tasks[5])[0].replacing(" ", with: "%20")
        let traffic = SimulatorTraffic()
        let hosts = try await withSimulator(
            world: Self.world, options: SimulatorOptions(), counting: traffic
        ) { address in
            var hosts: [[String]] = []
            for more in [
                "", "%20-site:huggingface.co", "&exclude_domains=huggingface.co",
                "&excludeDomains=huggingface.co",
            ] {
                let reply = try await SocketClient.request(
                    "GET", "/search?q=\(query)\(more)&format=json", port: address.port)
                let results = try JSONValue(parsing: reply.body)["results"]?.array ?? []
                hosts.append(results.map { Self.split($0["url"]?.string ?? "").host })
            }
            return hosts
        }
        #expect(hosts[0].contains("huggingface.co"))
        #expect(hosts[1].count >= 3)
        #expect(!hosts[1].contains("huggingface.co"))
        #expect(hosts[2] == hosts[0])
        #expect(hosts[3] == hosts[0])
        let counts = await traffic.counts
        #expect(counts.searches == 4)
        #expect(counts.keysFound[.listed] == 3)
        #expect(counts.keysServed.isEmpty)
    }
}
