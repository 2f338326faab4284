import Foundation
import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("The simulator's server")
struct SimulatorServerTests {
    private let world = World(tasks: [SimulatedModelsTests.task], seed: 1)

    private func with(
        faults: [String] = [], _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let options = SimulatorOptions(faults: try faults.map(FaultRule.init(parsing:)))
        try await withSimulator(world: world, options: options) { try await body($0.port) }
    }

    private static let chat = #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"seed":1}"#
    private static let completions = "/api/v1/chat/completions"

    @Test("It speaks chat completions, the model list, search and pages")
    func routes() async throws {
        let world = world
        try await with { port in
            let chat = try await SocketClient.request(
                "POST", Self.completions, body: Self.chat, port: port)
            #expect(chat.status == 200)
            let json = try JSONValue(parsing: chat.body)
            #expect(json["choices"]?[0]?["message"]?["content"]?.string?.isEmpty == false)
            #expect(json["usage"]?["cost"]?.number != nil)
            let models = try await SocketClient.request("GET", "/api/v1/models", port: port)
            let known = try JSONValue(parsing: models.body)
            #expect(known["data"]?.array?.isEmpty == false)
            let search = try await SocketClient.request(
                "GET", "/search?q=harbour%20example%20storm&format=json", port: port)
            let found = try JSONValue(parsing: search.body)["results"]?.array ?? []
            #expect(found.count > 3)
            let page = try #require(world.search("harbour example storm").first)
            let html = try await SocketClient.request("GET", page.path, host: page.host, port: port)
            #expect(html.status == 200)
            #expect(html.body == page.html)
        }
    }

    @Test("The API answers to loopback names only, pages to all others")
    func hosts() async throws {
        try await with { port in
            let cases: [(String, String, String, Int)] = [
                ("POST", Self.completions, "evil.example", 404),
                ("GET", "/search?q=x", "evil.example", 404),
                ("GET", "/p/1", "nosuch.example", 404),
                ("GET", "/healthz", "localhost:\(port)", 200),
            ]
            for (method, path, host, expected) in cases {
                let reply = try await SocketClient.request(
                    method, path, host: host, body: Self.chat, port: port)
                #expect(reply.status == expected, "\(host)\(path)")
            }
        }
    }

    @Test(
        "Requests that are none get an error object",
        arguments: ["", "{", "[]", #"{"model":"m"}"#, #"{"messages":[{}]}"#])
    func badRequests(body: String) async throws {
        try await with { port in
            let reply = try await SocketClient.request(
                "POST", Self.completions, body: body, port: port)
            #expect(reply.status == 400)
            let json = try JSONValue(parsing: reply.body)
            #expect(json["error"]?["message"]?.string != nil)
        }
    }

    @Test(
        "Each fault is what it says",
        arguments: [
            ("429:1", 429, "Retry-After: 1"), ("500:1", 500, ""), ("503:1", 503, ""),
            ("402:1", 402, ""), ("401:1", 401, ""), ("403:1", 403, "flagged_input"),
            ("error-in-200:1", 200, "overloaded_error"), ("refusal:1", 200, "content_filter"),
            ("empty:1", 200, #""content":"""#), ("truncated:1", 200, #""length""#),
            ("malformed:1", 200, "step by step"),
        ])
    func faults(fault: String, status: Int, says: String) async throws {
        try await with(faults: [fault]) { port in
            let reply = try await SocketClient.request(
                "POST", Self.completions, body: Self.chat, port: port)
            #expect(reply.status == status)
            let whole = (reply.head + reply.body).lowercased()
            #expect(says.isEmpty || whole.contains(says.lowercased()), "\(whole)")
        }
    }

    @Test("A cut response ends before its announced length")
    func cut() async throws {
        try await with(faults: ["cut:1"]) { port in
            let reply = try await SocketClient.request(
                "POST", Self.completions, body: Self.chat, port: port)
            let length = reply.head.lowercased().components(separatedBy: "content-length: ").last
                .flatMap { Int($0.prefix { $0.isNumber }) }
            let announced = try #require(length)
            #expect(reply.body.utf8.count < announced)
        }
    }

    @Test("Another attempt draws anew, the same attempt does not")
    func attempts() async throws {
        try await with(faults: ["500:0.5"]) { port in
            var statuses: [Int] = []
            for attempt in 0..<20 {
                var twice: [Int] = []
                for _ in 0..<2 {
                    let reply = try await SocketClient.request(
                        "POST", Self.completions, body: Self.chat,
                        headers: "X-Attempt: \(attempt)\r\n", port: port)
                    twice.append(reply.status)
                }
                #expect(twice[0] == twice[1])
                statuses.append(twice[0])
            }
            #expect(Set(statuses) == [200, 500])
        }
    }

    @Test(
        "Rules that make no sense are refused", arguments: ["", "429", "429:2", "x:0.1", "429:-1"])
    func rules(text: String) {
        #expect(throws: SimulatorError.badFault(text)) { try FaultRule(parsing: text) }
    }

    @Test("A rule can be kept to a role or a model")
    func words() throws {
        let rule = try FaultRule(parsing: "500:1,judge")
        #expect(rule.strikes(model: "m", role: "judge", Draws(seed: 1)))
        #expect(rule.strikes(model: "my-judge", role: "researcher", Draws(seed: 1)))
        #expect(!rule.strikes(model: "m", role: "researcher", Draws(seed: 1)))
        #expect(rule.description == "500:1.0,judge")
    }

    @Test("A world of a hundred tasks keeps their pages apart")
    func largeWorld() {
        let tasks = (0..<100).map { number in
            ResearchTask(
                id: "t\(number)", problem: "Find the ledger of vessel\(number) in port\(number)",
                domain: "d",
                rubric: Rubric(
                    id: "r",
                    criteria: (0..<40).map {
                        Criterion(
                            id: "c\($0)", axis: .factualAccuracy, weight: 5,
                            requirement: "Requirement \($0) of \(number)")
                    }))
        }
        let world = World(tasks: tasks, seed: 1)
        for number in [0, 42, 99] {
            let pages = world.search("ledger of vessel\(number)")
            #expect(!pages.isEmpty)
            #expect(
                pages.allSatisfy {
                    $0.host.hasSuffix("-\(number).example") || $0.host == "huggingface.co"
                })
        }
        #expect(world.search("nothing of the kind").isEmpty)
    }
}
