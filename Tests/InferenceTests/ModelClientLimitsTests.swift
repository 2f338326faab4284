import Inference
import ScriptedServer
import Testing
import Transport
import Vocabulary

@Suite("Asking a model, within limits")
struct ModelClientLimitsTests {
    private static let hello = ScriptedServer.Reply.json(
        #"""
        {"choices":[{"finish_reason":"stop","message":{"content":"Hello"}}],
        "usage":{"prompt_tokens":10,"completion_tokens":5,"cost":0.25}}
        """#)

    /// A server, and a client of it in virtual time.
    private func withClient(
        _ handler: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply,
        retryBudget: RetryBudget = RetryBudget(),
        _ body: (ModelClient, ScriptedServer, VirtualClock) async throws -> Void
    ) async throws {
        let server = try ScriptedServer(handler)
        let transport = try HTTPTransport()
        let clock = VirtualClock()
        let client = ModelClient(
            endpoint: Endpoint(
                baseURL: server.url, key: nil, dialect: .openai, concurrency: 4,
                timeoutSeconds: 60),
            transport: transport, retryBudget: retryBudget, clock: clock.clock,
            prices: { _ in ModelPrice(inputPerMillion: 3, outputPerMillion: 10) })
        try await body(client, server, clock)
        await transport.shutdown()
        server.stop()
    }

    private func request(_ model: String = "m", seed: UInt64 = 1) -> ChatRequest {
        ChatRequest(model: model, messages: [.user("Hi")], maxOutputTokens: 100, seed: seed)
    }

    private func failure(_ exchange: ChatExchange) -> ChatFailure? {
        if case .failed(let failure) = exchange.outcome { failure } else { nil }
    }

    @Test(
        "Nothing is sent before Retry-After has passed, in whatever form it comes",
        arguments: [("20", 20.0), ("Thu, 01 Jan 1970 00:17:10 GMT", 30), ("100000", 300)])
    func retryAfter(value: String, seconds: Double) async throws {
        try await withClient {
            $0.number == 0
                ? .response(status: 429, headers: [("Retry-After", value)], body: []) : Self.hello
        } _: { client, _, clock in
            let start = clock.now
            let exchange = try await client.complete(request(), role: .judge)
            #expect(failure(exchange) == nil)
            #expect(exchange.calls.map(\.httpStatus) == [429, 200])
            #expect(clock.now - start >= seconds)
            #expect(clock.now - start < seconds + 1)
        }
    }

    @Test("An outage of a minute costs a minute and no request")
    func outage() async throws {
        let isDown = Locked(true)
        try await withClient { _ in
            isDown.withLock { $0 } ? .json("{}", status: 503) : Self.hello
        } _: { client, server, clock in
            let start = clock.now
            let asking = Task {
                try await client.complete(request(), role: .judge)
            }
            while clock.now - start < 60 { await Task.yield() }
            isDown.withLock { $0 = false }
            let exchange = try await asking.value
            #expect(failure(exchange) == nil)
            #expect(exchange.calls.count > RetryPolicy().maxAttempts)
            #expect(server.requests.count < 20)
        }
    }

    @Test("An endpoint that stays down closes, after the length of an outage")
    func closes() async throws {
        try await withClient { _ in
            .reset
        } _: { client, _, clock in
            let start = clock.now
            let failure = failure(try await client.complete(request(), role: .judge))
            #expect(failure?.kind == .endpointClosed)
            #expect(clock.now - start >= 300)
            let next = try await client.complete(request(seed: 2), role: .judge)
            #expect(next.calls.isEmpty)
        }
    }

    @Test("A model that always fails is given up, and one beside it never waits")
    func badModel() async throws {
        try await withClient {
            $0.text.contains("good") ? Self.hello : .json("{}", status: 500)
        } _: { client, _, _ in
            #expect(failure(try await client.complete(request("good"), role: .judge)) == nil)
            let bad = failure(try await client.complete(request("bad"), role: .judge))
            #expect(bad?.kind == .infrastructure)
            #expect(failure(try await client.complete(request("good"), role: .judge)) == nil)
        }
    }

    @Test("A model that gives the same 400 to every request is asked no more")
    func sameRejection() async throws {
        try await withClient { _ in
            .json(#"{"error":{"message":"unknown model"}}"#, status: 400)
        } _: { client, server, _ in
            for seed in 0..<30 {
                let exchange = try await client.complete(
                    request(seed: UInt64(seed)), role: .judge)
                #expect(failure(exchange)?.status == .infraError)
            }
            #expect(server.requests.count == 12)
        }
    }

    @Test("Retries of the whole run are bounded, and then the endpoint counts as closed")
    func retryBudget() async throws {
        let budget = RetryBudget(least: 6, share: 0)
        let busy: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = { _ in
            .json(#"{"error":{"message":"busy"}}"#)
        }
        try await withClient(busy, retryBudget: budget) { client, server, _ in
            var kinds: [ChatFailure.Kind?] = []
            for seed in 0..<3 {
                kinds.append(
                    failure(
                        try await client.complete(request(seed: UInt64(seed)), role: .judge))?.kind)
            }
            #expect(kinds == [.model, .endpointClosed, .endpointClosed])
            #expect(budget.retries == 6)
            #expect(server.requests.count == 9)
        }
    }

    // MARK: - Money

    /// What a gate was asked and told.
    private final class Ledger: Sendable {
        private let state = Locked((reserved: [Double](), settled: [Double?](), open: Set<Int>()))
        let limit: Int

        init(limit: Int) { self.limit = limit }

        var reserved: [Double] { state.withLock(\.reserved) }
        var settled: [Double?] { state.withLock(\.settled) }
        var open: Set<Int> { state.withLock(\.open) }

        var gate: SpendingGate {
            SpendingGate(
                reserve: { worst async throws(CancellationError) in
                    self.state.withLock { state in
                        guard state.reserved.count < self.limit else { return nil }
                        state.reserved.append(worst.dollars)
                        state.open.insert(state.reserved.count)
                        return SpendingGate.Reservation(amount: worst, id: state.reserved.count)
                    }
                },
                settle: { reservation, cost in
                    self.state.withLock {
                        $0.settled.append(cost?.dollars)
                        if $0.open.remove(reservation.id) == nil { $0.open.insert(-1) }
                    }
                })
        }
    }

    @Test("Every attempt is reserved at its worst case and settled once with what it cost")
    func settles() async throws {
        let replies: [ScriptedServer.Reply] = [.reset, .json("{}", status: 500), Self.hello]
        try await withClient {
            replies[min($0.number, 2)]
        } _: { client, server, _ in
            let ledger = Ledger(limit: 9)
            _ = try await client.complete(request(), role: .judge, gate: ledger.gate)
            // Unknown, turned away before any work, and as billed.
            #expect(ledger.settled == [nil, 0, 0.25])
            #expect(ledger.open.isEmpty)
            let bytes = try #require(server.requests.first).body.count
            let worst = (Double(bytes / 3 + 1) * 3 + 100 * 10) / 1e6
            #expect(ledger.reserved == [worst, worst, worst])
        }
    }

    @Test("What can't be paid for is not sent, and is not the model's fault")
    func refused() async throws {
        try await withClient { _ in
            Self.hello
        } _: { client, server, _ in
            let exchange = try await client.complete(
                request(), role: .judge, gate: Ledger(limit: 0).gate)
            #expect(failure(exchange)?.kind == .overBudget)
            #expect(failure(exchange)?.status == .infraError)
            #expect(exchange.calls.isEmpty)
            #expect(server.requests.isEmpty)
            #expect(client.inFlight == 0)
        }
    }

    @Test("A cancelled attempt is settled as unknown")
    func cancelled() async throws {
        try await withClient { _ in
            .silence
        } _: { client, server, _ in
            let ledger = Ledger(limit: 9)
            let asking = Task {
                try await client.complete(request(), role: .judge, gate: ledger.gate)
            }
            while server.requests.isEmpty { await Task.yield() }
            asking.cancel()
            await #expect(throws: CancellationError.self) { try await asking.value }
            #expect(ledger.settled == [nil])
            #expect(ledger.open.isEmpty)
            #expect(client.inFlight == 0)
        }
    }
}
