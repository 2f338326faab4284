import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("The provider's own tools, as a client sees them")
struct ServedToolsTests {
    private typealias Fixture = ServerSideFixture
    private let panel = ["sim/birch", "sim/cedar"]

    private func response(
        _ path: String, _ tools: [JSONValue], _ more: [(String, JSONValue)] = [],
        faults: [FaultRule] = []
    ) throws -> (status: Int, json: JSONValue, met: SimulatorTraffic.Counts?) {
        let provider = SimulatedProvider(
            seed: 11, profiles: [:], faults: faults, latencyScale: 0,
            serverSide: Fixture.server())
        let asked: JSONValue = [["role": "user", "content": .string(Fixture.tasks[0].problem)]]
        let request: [(String, JSONValue)] = [
            ("model", "sim/atlas"), (path == "responses" ? "input" : "messages", asked),
            ("tools", .array(tools)), ("max_tokens", 16_000),
        ]
        var body: [UInt8] = []
        JSONValue.object(JSONObject(pairs: request + more)).append(to: &body)
        let interface = try #require(Interface(path: "/api/v1/\(path)"))
        let response = provider.respond(to: body, attempt: 0, at: interface)
        return (response.status, try JSONValue(parsing: response.body), response.met)
    }

    @Test("A forced fusion is called twice on chat completions and once on responses")
    func interfaces() throws {
        let forced: [(String, JSONValue)] = [("tool_choice", "required")]
        let chat = try response("chat/completions", [Fixture.fusion(panel)], forced)
        let details = chat.json["choices"]?[0]?["message"]?["reasoning_details"]?.array ?? []
        let results = details.compactMap { $0["result"]?.string }
        #expect(results.count == 2)
        #expect(results.last?.contains("fusion_invocation_capped") == true)
        let whole = try response("responses", [Fixture.fusion(panel)], forced)
        let items = (whole.json["output"]?.array ?? []).filter {
            $0["type"]?.string == "openrouter:fusion"
        }
        #expect(items.count == 1)
        #expect(items.first?["responses"]?.array?.count == 2)
        #expect(items.first?["status"]?.string == "completed")
        #expect(whole.met?.searches == 3 + 2)
    }

    @Test(
        "What an engine turns down is an error with status 400",
        arguments: [
            "chat/completions", "responses", "messages",
        ])
    func refused(_ path: String) throws {
        let tool = Fixture.tool(
            WebSearchSettings.type, ["engine": "parallel", "excluded_domains": ["a.org/b"]])
        let reply = try response(path, [tool])
        #expect(reply.status == 400)
        let message = reply.json["error"]?["message"]?.string
        #expect(message == "The engine parallel takes hosts without a path.")
    }

    @Test("Tool results are billed as the outer model's prompt, round after round")
    func usage() throws {
        let plain = try response("chat/completions", [])
        let tools = try response("chat/completions", [Fixture.search, Fixture.fetch])
        let plainTokens = try #require(plain.json["usage"]?["prompt_tokens"]?.integer)
        let tokens = try #require(tools.json["usage"]?["prompt_tokens"]?.integer)
        #expect(tokens > plainTokens + 2000)
    }

    @Test("Faults of a fusion strike fusions and nothing else")
    func faults() throws {
        let fault = FaultRule(kind: .panelAllFailed, rate: 1)
        let fused = try response(
            "responses", [Fixture.fusion(panel)], [("tool_choice", "required")], faults: [fault])
        let item = fused.json["output"]?.array?.first { $0["type"]?.string == "openrouter:fusion" }
        #expect(item?["failure_reason"]?.string != nil)
        let plain = try response("responses", [], faults: [fault])
        #expect(plain.status == 200)
    }
}
