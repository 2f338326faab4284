import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

@testable import Answering

@Suite("Asking a search engine")
struct SearchServiceTests {
    private struct Asked: Sendable {
        var answer: SearchService.Answer
        /// Seconds slept, in order.
        var pauses: [Double]
        var requests: Int
        /// What was set aside, and what it came to.
        var reserved: [USD]
        var settled: [USD?]
    }

    private static let found = #"{"results":[{"url":"u","title":"T","content":"c"}]}"#

    /// One search with replies in turn, the last one for good.
    private static func ask(
        _ kind: SearchSpec.Engine, price: USD? = USD(0.01), budget: Bool = true,
        key: String = "secret-1", _ replies: [ScriptedServer.Reply]
    ) async throws -> Asked {
        let server = try ScriptedServer { replies[min($0.number, replies.count - 1)] }
        let transport = try HTTPTransport()
        let pauses = Locked<[Double]>([])
        let reserved = Locked<[USD]>([])
        let settled = Locked<[USD?]>([])
        let gate = SpendingGate(
            reserve: { worstCase async throws(CancellationError) in
                reserved.withLock { $0.append(worstCase) }
                return budget ? SpendingGate.Reservation(amount: worstCase) : nil
            }, settle: { _, cost in settled.withLock { $0.append(cost) } })
        let service = try #require(
            SearchService(
                kind, baseURL: server.url, key: APIKey(key), pricePerRequest: price))
        let answer = try await service.ask(
            SearchWish(query: "q", excludedHosts: [], count: 5), over: transport, gate: gate,
            clock: InferenceClock(
                now: { 0 }, sleep: { seconds in pauses.withLock { $0.append(seconds) } }))
        await transport.shutdown()
        server.stop()
        return Asked(
            answer: answer, pauses: pauses.withLock { $0 }, requests: server.requests.count,
            reserved: reserved.withLock { $0 }, settled: settled.withLock { $0 })
    }

    private static func results(_ asked: Asked) -> [SearchResult]? {
        try? asked.answer.outcome.get()
    }

    private static func fault(_ asked: Asked) -> SearchFault? {
        if case .failure(let fault) = asked.answer.outcome { return fault }
        return nil
    }

    @Test("A paid search is set aside for, recorded without tokens, and priced by the list")
    func paid() async throws {
        let asked = try await Self.ask(.tavily, [.json(Self.found)])
        #expect(Self.results(asked)?.count == 1)
        #expect(asked.reserved == [USD(0.01)])
        #expect(asked.settled == [USD(0.01)])
        let call = try #require(asked.answer.calls.first)
        #expect(asked.answer.calls.count == 1)
        #expect(call.role == .search)
        #expect(call.model == "tavily")
        #expect(call.outcome == .ok)
        #expect(call.usage == TokenUsage(uncachedInput: 0, output: 0))
        #expect(call.billedCost == nil)
        #expect(call.cost == USD(0.01))
    }

    @Test("What the engine says it charged comes before the list; without either it is unknown")
    func prices() async throws {
        let billed = #"{"results":[],"costDollars":{"total":0.5}}"#
        let exa = try await Self.ask(.exa, [.json(billed)])
        #expect(exa.answer.calls.map(\.cost) == [USD(0.5)])
        #expect(exa.answer.calls.map(\.billedCost) == [USD(0.5)])
        let unknown = try await Self.ask(.exa, price: nil, [.json(#"{"results":[]}"#)])
        #expect(unknown.answer.calls.map(\.cost) == [nil])
        #expect(unknown.reserved == [.zero])
        #expect(unknown.settled == [nil])
    }

    @Test("One's own SearXNG is neither set aside for nor recorded")
    func free() async throws {
        let asked = try await Self.ask(.searxng, budget: false, [.json(Self.found)])
        #expect(Self.results(asked)?.count == 1)
        #expect(asked.answer.calls.isEmpty)
        #expect(asked.reserved.isEmpty)
    }

    @Test(
        "What may pass is asked again, three times in all, each attempt a record",
        arguments: [429, 500, 502, 503, 504, 529])
    func retries(status: Int) async throws {
        let mended = try await Self.ask(.tavily, [.json("{}", status: status), .json(Self.found)])
        #expect(Self.results(mended)?.count == 1)
        #expect(mended.pauses == [1])
        #expect(mended.answer.calls.map(\.attempt) == [0, 1])
        #expect(mended.answer.calls.map(\.httpStatus) == [status, 200])
        // Turned away is not charged.
        #expect(mended.answer.calls.map(\.cost) == [.zero, USD(0.01)])
        let lasting = try await Self.ask(.tavily, [.json("{}", status: status)])
        #expect(Self.fault(lasting)?.kind == .passing)
        #expect(lasting.requests == 3)
        #expect(lasting.pauses == [1, 2])
    }

    @Test("A wait that is asked for is kept, within reason")
    func retryAfter() async throws {
        func reply(_ seconds: String) -> ScriptedServer.Reply {
            .response(status: 429, headers: [("Retry-After", seconds)], body: [])
        }
        let asked = try await Self.ask(
            .tavily, [reply("7"), reply("99999"), .json(Self.found)])
        #expect(asked.pauses == [7, 60])
        let odd = try await Self.ask(.tavily, [reply("-4"), reply("soon"), .json(Self.found)])
        #expect(odd.pauses == [0, 2])
    }

    @Test(
        "What can't get better is not asked again", arguments: [400, 401, 402, 403, 404, 422, 432])
    func final(status: Int) async throws {
        let asked = try await Self.ask(.tavily, [.json("{}", status: status)])
        #expect(asked.requests == 1)
        #expect(asked.answer.calls.map(\.outcome) == [.failed])
        #expect(asked.answer.calls.map(\.cost) == [.zero])
    }

    @Test("An answer that is none is charged all the same, and not asked for again")
    func garbage() async throws {
        for body in ["<html>", #"{"results":"x"}"#] {
            let asked = try await Self.ask(.tavily, [.json(body)])
            #expect(Self.fault(asked)?.kind == .request)
            #expect(asked.requests == 1)
            #expect(asked.answer.calls.map(\.cost) == [USD(0.01)])
            #expect(asked.answer.calls.map(\.outcome) == [.failed])
        }
    }

    @Test("A connection that breaks is tried again; what it cost is unknown")
    func broken() async throws {
        let asked = try await Self.ask(.tavily, [.reset, .json(Self.found)])
        #expect(Self.results(asked)?.count == 1)
        #expect(asked.answer.calls.map(\.cost) == [nil, USD(0.01)])
    }

    @Test("What the cap has no room for is not asked")
    func overBudget() async throws {
        let asked = try await Self.ask(.brave, budget: false, [.json(Self.found)])
        #expect(asked.requests == 0)
        #expect(Self.fault(asked)?.kind == .overBudget)
        #expect(Self.fault(asked)?.sentence.contains("$0.01") == true)
        #expect(asked.answer.calls.isEmpty)
        #expect(asked.settled.isEmpty)
    }

    @Test("A service that quotes the key is not quoted with it")
    func secrets() async throws {
        let asked = try await Self.ask(
            .tavily, [.json(#"{"detail":{"error":"bad key secret-1"}}"#, status: 400)])
        #expect(Self.fault(asked)?.sentence.contains("secret-1") == false)
        #expect(Self.fault(asked)?.sentence.contains("•••") == true)
        #expect(asked.answer.calls.first?.error?.contains("secret-1") == false)
        #expect(!"\(asked)".contains("secret-1"))
    }

    @Test(
        "Nor is a part of the key left where a long message is cut, in whatever form it is quoted",
        arguments: [
            "sk/live-0123456789", "sk%2Flive-0123456789", "sk%2flive-0123456789",
            #"sk\/live-0123456789"#, "Bearer other-0123456789",
        ])
    func secretsAcrossTheCut(quoted: String) async throws {
        for length in 180...200 {
            let words = String(repeating: "x", count: length - 1) + " " + quoted + " is not known"
            let answer = JSONValue.object(JSONObject(pairs: [("message", .string(words))]))
            let asked = try await Self.ask(
                .tavily, key: "sk/live-0123456789", [.json(answer.text, status: 400)])
            let sentence = try #require(Self.fault(asked)).sentence
            #expect(!sentence.contains("sk"), "\(length)")
            #expect(!sentence.contains("live"), "\(length)")
            #expect(!sentence.contains("other-0"), "\(length)")
        }
    }
}
