import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Research with tools that the provider runs")
struct ServerSideResearchTests {
    private typealias Fixture = ServerSideFixture
    private let models = ["sim/atlas", "sim/cedar", "openai/gpt-5.5", "drawn/from-its-name"]

    /// Goes through the tool calls as a client does that has the hosts left out.
    private func clientSideReport(_ model: String, task: Int, seed: Int) throws -> String {
        var messages: [ChatTurn.Message] = [
            .init(role: "user", content: Fixture.tasks[task].problem, toolCalls: [])
        ]
        let habits = ResearchHabits(
            ModelProfile.named(model), model: model, seed: UInt64(seed),
            draws: SimulatedProvider.draws(seed: 11, model: model, .researcher))
        for _ in 0..<40 {
            let reply = SimulatedResearcher(
                on: Fixture.tasks[task].problem, messages: messages,
                tools: ["web_search", "web_fetch"], habits: habits
            ).reply()
            guard case .toolCalls(let calls) = reply else {
                guard case .text(let text) = reply else { return "refused" }
                return text
            }
            let asked = calls.map { name, arguments in
                ChatTurn.ToolCall(
                    name: name,
                    argument: arguments["query"]?.string ?? arguments["url"]?.string ?? "")
            }
            messages.append(.init(role: "assistant", content: "", toolCalls: asked))
            messages += asked.map {
                .init(role: "tool", content: clientSideResult(of: $0), toolCalls: [])
            }
        }
        return "never wrote"
    }

    private func clientSideResult(of call: ChatTurn.ToolCall) -> String {
        if call.name == "web_search" {
            return Fixture.world.search(call.argument + " -site:huggingface.co").prefix(5)
                .map { "\($0.title)\n\($0.url)\n\($0.excerpt)" }.joined(separator: "\n\n")
        }
        let address = KeyLink.Address(url: call.argument)
        guard let address, let page = Fixture.world.open(address, passing: { _ in }) else {
            return "Error"
        }
        return "Source: \(call.argument)\n\(page.text)"
    }

    @Test("It writes, word for word, what it writes where the client runs its tools")
    func sameAsClientSide() throws {
        let server = Fixture.server()
        for model in models {
            for task in 0..<10 {
                let turn = try Fixture.turn(
                    model, [Fixture.search, Fixture.fetch], task: task, seed: task + 5)
                let reply = try #require(try server.reply(to: turn))
                #expect(
                    try reply.text == clientSideReport(model, task: task, seed: task + 5),
                    "\(model) on task \(task)")
                #expect(reply.servedModel == model)
            }
        }
    }

    @Test("What is left out is in no list of what was found and opened")
    func exclusions() throws {
        let server = Fixture.server()
        for task in 0..<20 {
            let kept = try #require(
                try server.reply(
                    to: try Fixture.turn(
                        "sim/atlas", [Fixture.search, Fixture.fetch], task: task)))
            #expect(kept.addresses.count > 10)
            #expect(!kept.addresses.contains { $0.contains("huggingface") })
            #expect(kept.met.keysFound.isEmpty && kept.met.keysServed.isEmpty)
        }
        let open = try (0..<20).map { task in
            try #require(
                try server.reply(
                    to: try Fixture.turn(
                        "sim/atlas",
                        [
                            Fixture.tool(WebSearchSettings.type),
                            Fixture.tool(WebFetchSettings.type),
                        ],
                        task: task)))
        }
        #expect(open.contains { $0.addresses.contains { $0.contains("huggingface") } })
        #expect(open.contains { !$0.met.keysServed.isEmpty })
    }

    @Test("A page that is left out can't be opened, whatever the search shows")
    func blockedPage() throws {
        let server = Fixture.server()
        for task in 0..<20 {
            let reply = try #require(
                try server.reply(
                    to: try Fixture.turn(
                        "sim/atlas", [Fixture.tool(WebSearchSettings.type), Fixture.fetch],
                        task: task)))
            #expect(reply.met.keysServed.isEmpty)
            for case .fetch(let url, _, _, _) in reply.work.items {
                #expect(!url.contains("huggingface"))
            }
        }
    }

    @Test("Redirects lead past a list of hosts, since only the address asked for is looked at")
    func redirects() throws {
        let world = World(tasks: Fixture.tasks, seed: 3, keyPages: .everywhere)
        let met = try (0..<20).map { task in
            try #require(
                try Fixture.server(world: world).reply(
                    to: try Fixture.turn(
                        "sim/atlas", [Fixture.search, Fixture.fetch], task: task))
            ).met
        }
        #expect(met.contains { ($0.keysServed[.redirect] ?? 0) > 0 })
        #expect(met.allSatisfy { ($0.keysServed[.listed] ?? 0) == 0 })
    }

    @Test(
        "Limits hold, and what lies beyond them is told to the model as an error",
        arguments: [
            ("max_uses", 2, 2, 10), ("max_results", 2, 4, 8), ("max_total_results", 7, 2, 7),
        ])
    func limits(_ limit: String, _ value: Int, _ searches: Int, _ results: Int) throws {
        let search = Fixture.tool(
            WebSearchSettings.type,
            .object(
                JSONObject(pairs: [
                    ("engine", "exa"), ("excluded_domains", Fixture.excluded),
                    (limit, .integer(value)),
                ])))
        let reply = try #require(
            try Fixture.server().reply(to: try Fixture.turn("sim/atlas", [search, Fixture.fetch])))
        #expect(reply.work.searches == searches)
        var found = 0
        for case .search(_, let urls) in reply.work.items { found += urls.count }
        #expect(found == results)
    }

    @Test("Rounds of tools are limited by the request", arguments: [1, 2, 3])
    func rounds(_ most: Int) throws {
        let turn = try Fixture.turn(
            "sim/atlas", [Fixture.search, Fixture.fetch],
            more: [("max_tool_calls", .integer(most))])
        let work = try #require(try Fixture.server().reply(to: turn)).work
        // Every other round opens two pages.
        #expect(work.searches == (most + 1) / 2)
        #expect(work.fetches == most / 2 * 2)
    }

    @Test("Searches and pages are billed, and the model's own tokens are left to the bill")
    func costs() throws {
        let work = try #require(
            try Fixture.server().reply(
                to: try Fixture.turn("sim/atlas", [Fixture.search, Fixture.fetch]))
        ).work
        #expect(work.searches == 4 && work.fetches == 7)
        #expect(abs(work.cost.dollars - (4 * 0.007 + 7 * 0.001)) < 1e-9)
        #expect(work.furtherPromptLength > 10_000)
        #expect(work.seconds > 4 * 1.2 + 7 * 0.8)
    }

    @Test("The same request brings the same, and another seed something else")
    func determinism() throws {
        func text(_ seed: Int) throws -> String? {
            try Fixture.server().reply(
                to: try Fixture.turn("sim/atlas", [Fixture.search, Fixture.fetch], seed: seed))?
                .text
        }
        #expect(try text(1) == text(1))
        #expect(try text(1) != text(2))
    }

    @Test("Anthropic's own search leaves out what lies under a host as well")
    func anthropic() throws {
        let tool: JSONValue = [
            "type": "web_search_20250305", "name": "web_search",
            "parameters": ["max_uses": 3, "blocked_domains": ["huggingface.co", "example"]],
        ]
        let reply = try #require(
            try Fixture.server().reply(to: try Fixture.turn("sim/atlas", [tool])))
        #expect(reply.addresses.isEmpty)
        #expect(reply.work.searches == 3)
        #expect(abs(reply.work.cost.dollars - 0.03) < 1e-9)
    }

    @Test("A tool that the client runs is left to the client")
    func clientTools() throws {
        let function: JSONValue = ["type": "function", "function": ["name": "web_fetch"]]
        let reply = try #require(
            try Fixture.server().reply(
                to: try Fixture.turn("sim/atlas", [Fixture.search, function])))
        guard case .toolCalls(let calls) = reply.reply else {
            Issue.record("\(reply.reply)")
            return
        }
        #expect(calls.allSatisfy { $0.name == "web_fetch" })
        #expect(reply.work.searches == 1 && reply.work.fetches == 0)
    }

    @Test("A request without tools of the provider is none of its business")
    func nothingToDo() throws {
        let function: JSONValue = ["type": "function", "function": ["name": "web_search"]]
        #expect(try Fixture.server().reply(to: try Fixture.turn("sim/atlas", [function])) == nil)
        let none = try Fixture.turn(
            "sim/atlas", [Fixture.search], more: [("tool_choice", "none")])
        #expect(try Fixture.server().reply(to: none) == nil)
        let strange = try Fixture.turn("sim/atlas", [Fixture.tool("openrouter:datetime")])
        #expect(try Fixture.server().reply(to: strange) == nil)
    }
}
