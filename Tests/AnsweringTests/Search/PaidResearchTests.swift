import Answering
import Contamination
import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

@Suite("Research that pays for its searches")
struct PaidResearchTests {
    private static let unit = AnswerUnitRecord(
        key: "k", configurationID: "c", taskID: "t", generation: 0)
    private static let question = Question(
        taskID: "t", problem: "Why?", generation: 0, seedRoot: ["1"])

    /// The answer of a model that searches twice in its first turn and then writes, each of its own
    /// requests billed at half a dollar.
    private static func answer(
        fusion: Bool = false, price: USD? = USD(0.25),
        room: @escaping @Sendable (USD) -> Bool = { _ in true },
        search: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = { _ in
            .json(#"{"results":[{"url":"http://a.example/1","title":"T","content":"c"}]}"#)
        }
    ) async throws -> (result: Answerer.Result, requests: [ScriptedServer.Request]) {
        let server = try ScriptedServer { request in
            guard request.target == "/chat/completions" else { return search(request) }
            let body = (try? JSONValue(parsing: request.body)) ?? .null
            let isFirst = !(body["messages"]?.array ?? []).contains { $0["role"] == "tool" }
            let offersTools = body["tools"] != nil
            return .json(isFirst && offersTools ? twoSearches : report)
        }
        let transport = try HTTPTransport()
        let clock = InferenceClock(now: { 0 }, sleep: { _ in })
        let answerer = Answerer(
            client: ModelClient(
                endpoint: Endpoint(
                    baseURL: server.url, key: nil, dialect: .openai, concurrency: 8,
                    timeoutSeconds: 30),
                transport: transport, clock: clock, prices: { _ in nil }),
            tools: ResearchTools(
                spec: ResearchSpec(maxToolCalls: 4, search: SearchSpec(engine: .tavily)),
                search: SearchService(
                    .tavily, baseURL: server.url, key: APIKey("secret-1"),
                    pricePerRequest: price),
                filter: ExclusionFilter(
                    list: .none, screen: ContentScreen(tasks: [], markers: []),
                    enforcement: .off),
                searchTransport: transport,
                pages: WebPages(transport: transport, clock: clock, isPolite: false),
                clock: clock))
        let gate = SpendingGate(
            reserve: { worstCase async throws(CancellationError) in
                room(worstCase) ? SpendingGate.Reservation(amount: worstCase) : nil
            }, settle: { _, _ in })
        let result =
            fusion
            ? try await answerer.fusion(
                FusionSpec(
                    panel: ["m", "m"], analyst: "m", synthesizer: "m", drafts: .fresh),
                question, unit: unit, gate: gate)
            : try await answerer.solo("m", question, unit: unit, gate: gate)
        await transport.shutdown()
        server.stop()
        return (result, server.requests)
    }

    private static let twoSearches = #"""
        {"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[
        {"id":"1","type":"function","function":{"name":"web_search","arguments":"{\"query\":\"a\"}"}},
        {"id":"2","type":"function","function":{"name":"web_search","arguments":"{\"query\":\"b\"}"}}
        ]}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"cost":0.5}}
        """#
    private static let report = #"""
        {"choices":[{"message":{"content":"Report."},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":1,"completion_tokens":1,"cost":0.5}}
        """#

    @Test("Searches are calls of the answer and part of its cost; their latency counts once")
    func cost() async throws {
        let (result, requests) = try await Self.answer()
        let record = result.record
        #expect(record.status == .ok)
        #expect(record.calls.map(\.role) == [.researcher, .search, .search, .researcher])
        #expect(record.cost == USD(1.5))
        #expect(record.toolUses.count == 2)
        // By this clock no time passes in the turn of tools; what models took is measured by wire.
        let models = record.calls.filter { $0.role == .researcher }
        #expect(record.latencySeconds == models.reduce(0) { $0 + $1.latencySeconds })
        let searches = requests.filter { $0.target == "/search" }
        #expect(searches.count == 2)
        #expect(!searches.contains { $0.headers["authorization"] != "Bearer secret-1" })
        #expect(!requests.contains { $0.target != "/search" && $0.text.contains("secret-1") })
    }

    @Test("Where the price is unknown, so is what the answer cost")
    func unknown() async throws {
        let record = try await Self.answer(price: nil).result.record
        #expect(record.status == .ok)
        #expect(record.cost == nil)
    }

    @Test("A panel's searches are its members'")
    func fusion() async throws {
        let record = try await Self.answer(fusion: true).result.record
        // The drafts are kept as they come in, with their calls; here nobody keeps them.
        #expect(record.drafts.map(\.cost) == [USD(1.5), USD(1.5)])
    }

    @Test("A search that failed is told to the model, which goes on")
    func failed() async throws {
        let record = try await Self.answer(search: { _ in .json("{}", status: 400) }).result.record
        #expect(record.status == .ok)
        #expect(record.cost == USD(1))
        #expect(!record.toolUses.contains { $0.error?.contains("HTTP 400") != true })
    }

    @Test("Where no search can succeed there is no answer, and the run learns why")
    func closed() async throws {
        let (result, requests) = try await Self.answer(search: { _ in .json("{}", status: 432) })
        #expect(result.record.status == .infraError)
        #expect(result.closedEndpoint?.contains("tavily has no credit left") == true)
        #expect(result.record.error == result.closedEndpoint)
        // What was spent until then is known.
        #expect(result.record.cost == USD(0.5))
        #expect(result.record.toolUses.count == 2)
        #expect(requests.count { $0.target == "/chat/completions" } == 1)
    }

    @Test("A search that the cap has no room for ends the answer, to be asked for again")
    func overBudget() async throws {
        let (result, requests) = try await Self.answer(room: { $0 != USD(0.25) })
        #expect(result.record.status == .infraError)
        #expect(result.closedEndpoint == nil)
        #expect(result.record.error?.contains("Raise the cap") == true)
        #expect(!requests.contains { $0.target == "/search" })
    }
}
