import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Whether the outer model calls its fusion")
struct FusionCallingTests {
    private typealias Fixture = ServerSideFixture
    private let function: JSONValue = ["type": "function", "function": ["name": "web_search"]]

    /// Whether the fusion beside those tools is called.
    private func isCalled(
        _ tools: [JSONValue] = [], task: Int = 0, seed: Int = 1, system: String? = nil,
        choice: JSONValue? = nil, escalates: Double = 0, varies: Bool = true
    ) throws -> Bool {
        let turn = try Fixture.turn(
            "sim/atlas", tools + [Fixture.fusion(["sim/cedar"])], task: task, seed: seed,
            system: system, more: choice.map { [("tool_choice", $0)] } ?? [])
        let profile = ModelProfile(escalates: escalates, varies: varies)
        let reply = try Fixture.server(["sim/atlas": profile]).reply(to: turn)
        return reply.map { !$0.fusions.isEmpty } ?? false
    }

    @Test("Where it has to, and then whatever it is like")
    func forced() throws {
        #expect(try isCalled(choice: "required"))
        #expect(try isCalled([Fixture.search], choice: ["type": "openrouter:fusion"]))
        #expect(try !isCalled())
        // Any tool will do, and another one is there.
        #expect(try !isCalled([Fixture.search], choice: "required"))
        #expect(try !isCalled([function], choice: "required"))
        #expect(try !isCalled(choice: "none", escalates: 1))
    }

    @Test(
        "Where it is told to",
        arguments: [
            ("Before you write, call the fusion tool once. Do not call it a second time.", true),
            ("Always use `openrouter:fusion` first.", true),
            ("You may use the fusion tool.", false),
            ("Call the fusion tool where the request is difficult.", false),
            ("You are given a fusion tool. Use your sources with care.", false),
            ("Write on the use of fusion power.", false), ("Do not use the fusion tool.", false),
        ])
    func told(_ system: String, _ isOrder: Bool) throws {
        #expect(ServerSide.ordersFusion(system) == isOrder)
        #expect(try isCalled([Fixture.search], system: system) == isOrder)
    }

    @Test("Else for its share of the tasks", arguments: [0, 0.2, 0.5, 0.9, 1])
    func share(_ escalates: Double) throws {
        let server = Fixture.server(["sim/atlas": ModelProfile(escalates: escalates)])
        var called = 0
        for task in Fixture.tasks.indices {
            for seed in 0..<40 {
                let turn = try Fixture.turn(
                    "sim/atlas", [Fixture.fusion(["sim/cedar"])], task: task, seed: seed)
                let outer = ServerSide.OuterTurn(
                    turn: turn, model: "sim/atlas", tools: try WebTools(turn.serverTools),
                    rounds: 1)
                let fusion = try #require(try FusionSettings(turn))
                called += server.calls(fusion, in: outer) ? 1 : 0
            }
        }
        let share = Double(called) / Double(40 * Fixture.tasks.count)
        #expect(abs(share - escalates) < 0.13, "\(share)")
        if escalates == 0 || escalates == 1 { #expect(share == escalates) }
    }

    @Test("A hard task is called for by all models more often")
    func hardness() {
        let chances = (0..<2000).map { ServerSide.chance(0.4, on: "task \($0)") }
        #expect(chances.allSatisfy { (0..<0.8).contains($0) })
        #expect(abs(chances.reduce(0, +) / 2000 - 0.4) < 0.02)
    }

    @Test("A model that does not vary makes up its mind once")
    func noVariance() throws {
        for task in 0..<10 {
            let minds = try (0..<5).map {
                try isCalled(task: task, seed: $0, escalates: 0.5, varies: false)
            }
            #expect(Set(minds).count == 1)
        }
    }

    @Test("It makes up its mind before it researches, and not again")
    func onlyAtFirst() throws {
        let assistant: JSONValue = [
            "role": "assistant",
            "tool_calls": [["function": ["name": "web_search", "arguments": #"{"query":"a"}"#]]],
        ]
        let turn = try ChatTurn([
            "model": "sim/atlas", "tools": [function, Fixture.fusion(["sim/cedar"])],
            "messages": [
                ["role": "user", "content": .string(Fixture.tasks[0].problem)], assistant,
                ["role": "tool", "content": "Nothing was found."],
            ],
        ])
        let eager = ["sim/atlas": ModelProfile(escalates: 1)]
        #expect(try Fixture.server(eager).reply(to: turn) == nil)
    }

    @Test("Without its fusion, it works with the other tools it has")
    func otherTools() throws {
        let turn = try Fixture.turn(
            "sim/atlas", [Fixture.search, Fixture.fetch, Fixture.fusion(["sim/cedar"])])
        let server = Fixture.server(["sim/atlas": ModelProfile(escalates: 0)])
        let reply = try #require(try server.reply(to: turn))
        #expect(reply.fusions.isEmpty && reply.work.searches == 4)
        let failed = try #require(
            try Fixture.server(["sim/atlas": ModelProfile(escalates: 1)]).reply(
                to: turn, struckBy: .panelAllFailed))
        #expect(failed.fusions.count == 1 && failed.work.searches == 4)
    }
}
