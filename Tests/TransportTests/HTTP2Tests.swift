import ScriptedServer
import Testing
import Transport

/// What becomes of requests when a real HTTP/2 server goes away, by the frames it sends.
@Suite("HTTP/2", .serialized, .enabled(if: TLSServer.isPossible, "\(TLSServer.needs)"))
struct HTTP2Tests {
    private struct Outcome {
        /// Statuses, or errors.
        var results: [Result<Int, TransportError>]
        var versions: Set<String>
        /// Requests that reached the server.
        var arrived: Int
    }

    /// Two requests, one after the other, to a server whose connections do what `actions` say.
    private func ask(_ actions: [String], times: Int = 2) async throws -> Outcome {
        try await TLSServer.with(actions: actions) { server in
            let transport = try HTTPTransport(TransportOptions(caFile: server.authorityFile))
            var results: [Result<Int, TransportError>] = []
            var versions: Set<String> = []
            for _ in 0..<times {
                do {
                    let response = try await transport.send(
                        TransferRequest(
                            method: "POST", url: "https://localhost:\(server.port)/",
                            body: Array("{}".utf8),
                            limits: TransferLimits(idleTimeoutSeconds: 10)))
                    results.append(.success(response.status))
                    versions.insert(response.head.httpVersion)
                } catch let error as TransportError { results.append(.failure(error)) }
            }
            await transport.shutdown()
            return Outcome(results: results, versions: versions, arrived: server.requests)
        }
    }

    @Test("Requests share a connection")
    func shared() async throws {
        let outcome = try await ask(["h2:ok,ok", "h2:end"])
        #expect(outcome.results == [.success(200), .success(200)])
        #expect(outcome.versions == ["2"])
    }

    @Test("A request that the server turns away unread is sent again, and nobody notices")
    func sentAgain() async throws {
        let outcome = try await ask(["h2:ok,refuse", "h2:ok"])
        #expect(outcome.results == [.success(200), .success(200)])
        #expect(outcome.arrived == 3)
    }

    @Test(
        "One that is broken off is a broken connection, for the caller to try again",
        arguments: ["h2:cancel,ok", "h2:half,ok", "h2:goaway0", "h2:error", "h2:end"])
    func brokenOff(action: String) async throws {
        let outcome = try await ask([action, "h2:ok"])
        guard case .failure(.brokenConnection) = outcome.results[0] else {
            Issue.record("\(outcome.results)")
            return
        }
        #expect(outcome.results[1] == .success(200))
    }

    @Test("After an orderly goodbye the next request finds another connection, at once or retried")
    func goneAway() async throws {
        let outcome = try await ask(["h2:goaway", "h2:ok,ok"], times: 3)
        #expect(outcome.results.last == .success(200))
        // Whether libcurl has read the goodbye, and the end after it, by then is a matter of time.
        for result in outcome.results {
            if case .failure(let error) = result { #expect(error.isTransient) }
        }
    }

    @Test("A server that turns everything away is given up after a few times")
    func alwaysRefused() async throws {
        let outcome = try await ask(["h2:refuse"], times: 1)
        guard case .failure(let error) = outcome.results[0] else {
            Issue.record("\(outcome.results)")
            return
        }
        #expect(error.isTransient)
        #expect(outcome.arrived <= 7)
    }
}
