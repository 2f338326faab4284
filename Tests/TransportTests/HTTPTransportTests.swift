import ScriptedServer
import Testing
import Transport

@Suite("HTTP over libcurl")
struct HTTPTransportTests {
    /// Runs a test against a scripted server with a transport of its own, and ends both.
    private func with(
        _ options: TransportOptions = TransportOptions(),
        reply: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply,
        run body: (HTTPTransport, ScriptedServer) async throws -> Void
    ) async throws {
        let server = try ScriptedServer(reply)
        let transport = try HTTPTransport(options)
        do {
            try await body(transport, server)
        } catch {
            await transport.shutdown()
            server.stop()
            throw error
        }
        await transport.shutdown()
        server.stop()
    }

    @Test("A request arrives as it was sent, and the response comes back whole")
    func roundTrip() async throws {
        try await with { request in
            .response(status: 201, headers: [("X-Kind", "echo")], body: request.body.reversed())
        } run: { transport, server in
            let response = try await transport.send(
                TransferRequest(
                    method: "POST", url: server.url + "/a?b=c",
                    headers: [HeaderField(name: "X-Key", value: "one")], body: Array("abc".utf8)))
            #expect(response.status == 201)
            #expect(response.body == Array("cba".utf8))
            #expect(response.header("x-kind") == "echo")
            #expect(response.timings.totalSeconds > 0)
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/a?b=c")
            #expect(request.headers["x-key"] == "one")
            #expect(request.headers["expect"] == nil)
        }
    }

    @Test("An empty body is sent as one")
    func emptyBody() async throws {
        try await with { _ in
            .json("{}")
        } run: { transport, server in
            _ = try await transport.send(
                TransferRequest(method: "POST", url: server.url, body: []))
            #expect(server.requests.first?.headers["content-length"] == "0")
        }
    }

    @Test("A line break in a header value can't smuggle in another header")
    func headerInjection() async throws {
        try await with { _ in
            .json("{}")
        } run: { transport, server in
            _ = try await transport.send(
                TransferRequest(
                    url: server.url,
                    headers: [HeaderField(name: "X-A", value: "b\r\nX-Evil: yes")]))
            #expect(server.requests.first?.headers["x-evil"] == nil)
        }
    }

    @Test("A connection can be tried without sending anything, and requests go on as before")
    func onlyConnects() async throws {
        try await with { _ in
            .json("{}")
        } run: { transport, server in
            var knock = TransferRequest(url: server.url)
            knock.onlyConnects = true
            _ = try await transport.send(knock)
            #expect(server.requests.isEmpty)
            let response = try await transport.send(TransferRequest(url: server.url))
            #expect(response.status == 200)
        }
    }

    @Test("Requests one after the other share a connection")
    func keepAlive() async throws {
        try await with { _ in
            .json("{}")
        } run: { transport, server in
            for _ in 0..<5 { _ = try await transport.send(TransferRequest(url: server.url)) }
            #expect(server.acceptedConnections == 1)
        }
    }

    @Test("Three hundred requests at once all come back, each with its own answer")
    func many() async throws {
        try await with {
            .response(status: 200, headers: [], body: $0.body)
        } run: { transport, server in
            let url = server.url
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let body = Array("number \(number)".utf8)
                        let response = try await transport.send(
                            TransferRequest(method: "POST", url: url, body: body))
                        return response.body == body
                    }
                }
                for try await isOwn in group { #expect(isOwn) }
            }
        }
    }

    @Test("A compressed body is decompressed, and its limit counts what it becomes")
    func gzip() async throws {
        let zipped = Gzip.fortyLetters
        try await with { _ in
            .response(status: 200, headers: [("Content-Encoding", "gzip")], body: zipped)
        } run: { transport, server in
            let response = try await transport.send(TransferRequest(url: server.url))
            #expect(response.body == Array(repeating: UInt8(ascii: "a"), count: 40))
            await #expect(throws: TransportError.responseTooLarge(limit: 39)) {
                try await transport.send(
                    TransferRequest(
                        url: server.url, limits: TransferLimits(maxResponseBytes: 39)))
            }
        }
    }

    @Test("A response over the limit is broken off")
    func sizeLimit() async throws {
        try await with { _ in
            .response(status: 200, headers: [], body: Array(repeating: 1, count: 100_000))
        } run: { transport, server in
            await #expect(throws: TransportError.responseTooLarge(limit: 50_000)) {
                try await transport.send(
                    TransferRequest(
                        url: server.url, limits: TransferLimits(maxResponseBytes: 50_000)))
            }
        }
    }

    @Test("Silence ends with the idle time-out, a slow drip with the total one")
    func timeouts() async throws {
        try await with { request in
            request.target == "/drip"
                ? .chunks(Array(repeating: [65], count: 100), pauseSeconds: 0.05) : .silence
        } run: { transport, server in
            await #expect(throws: TransportError.idleTimeout(seconds: 0.2)) {
                try await transport.send(
                    TransferRequest(
                        url: server.url,
                        limits: TransferLimits(idleTimeoutSeconds: 0.2, totalTimeoutSeconds: 30)))
            }
            await #expect(throws: TransportError.totalTimeout(seconds: 0.6)) {
                try await transport.send(
                    TransferRequest(
                        url: server.url + "/drip",
                        limits: TransferLimits(idleTimeoutSeconds: 0.4, totalTimeoutSeconds: 0.6)))
            }
        }
    }

    @Test("A body that ends early and a connection that is reset are broken connections")
    func broken() async throws {
        try await with { request in
            request.target == "/reset"
                ? .reset
                : .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8))
        } run: { transport, server in
            for path in ["/cut", "/reset"] {
                let error = await #expect(throws: TransportError.self) {
                    try await transport.send(TransferRequest(url: server.url + path))
                }
                #expect(error?.isTransient == true, "\(path)")
            }
        }
    }

    @Test("Nobody listening is a failure to connect, and worth another try")
    func refused() async throws {
        let server = try ScriptedServer { _ in .silence }
        let url = server.url
        server.stop()
        let transport = try HTTPTransport()
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(TransferRequest(url: url + "/path?key=secret"))
        }
        #expect(error?.isTransient == true)
        #expect(error?.description.contains("secret") == false)
        await transport.shutdown()
    }

    @Test("Cancelling the task breaks the transfer off")
    func cancellation() async throws {
        try await with { _ in
            .silence
        } run: { transport, server in
            let url = server.url
            let sending = Task { try await transport.send(TransferRequest(url: url)) }
            while server.requests.isEmpty { await Task.yield() }
            sending.cancel()
            await #expect(throws: CancellationError.self) { try await sending.value }
            while server.endedConnections == 0 { await Task.yield() }
        }
    }

    @Test("A task that is cancelled before it sends does not send")
    func cancelledBefore() async throws {
        try await with { _ in
            .json("{}")
        } run: { transport, server in
            let url = server.url
            let sending = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await transport.send(TransferRequest(url: url))
            }
            sending.cancel()
            await #expect(throws: CancellationError.self) { try await sending.value }
            #expect(server.requests.isEmpty)
        }
    }

    @Test("Redirects are handed to the caller unless asked for, and then up to the limit")
    func redirects() async throws {
        try await with { request in
            let step = Int(request.target.dropFirst()) ?? 0
            return step < 3
                ? .response(status: 302, headers: [("Location", "/\(step + 1)")], body: [])
                : .json("{}")
        } run: { transport, server in
            let first = try await transport.send(TransferRequest(url: server.url + "/0"))
            #expect(first.status == 302)
            #expect(first.header("location") == "/1")
            let last = try await transport.send(
                TransferRequest(url: server.url + "/0", redirectLimit: 3))
            #expect(last.status == 200)
            #expect(last.head.effectiveURL.hasSuffix("/3"))
            await #expect(throws: TransportError.tooManyRedirects(limit: 2)) {
                try await transport.send(
                    TransferRequest(url: server.url + "/0", redirectLimit: 2))
            }
        }
    }

    @Test(
        "Only http and https are spoken",
        arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/"])
    func schemes(url: String) async throws {
        let transport = try HTTPTransport()
        await #expect(throws: TransportError.schemeNotAllowed) {
            try await transport.send(TransferRequest(url: url))
        }
        await transport.shutdown()
    }

    @Test("A redirect to another scheme is refused")
    func redirectToFile() async throws {
        try await with { _ in
            .response(status: 302, headers: [("Location", "file:///etc/passwd")], body: [])
        } run: { transport, server in
            await #expect(throws: TransportError.schemeNotAllowed) {
                try await transport.send(TransferRequest(url: server.url, redirectLimit: 3))
            }
        }
    }

    @Test(
        "A transport for public addresses refuses all spellings of loopback before it connects",
        arguments: [
            "127.0.0.1", "2130706433", "0x7f000001", "127.1", "localhost", "[::1]",
            "[::ffff:127.0.0.1]", "0.0.0.0",
        ])
    func publicOnly(host: String) async throws {
        let server = try ScriptedServer { _ in .json("{}") }
        let transport = try HTTPTransport(TransportOptions(addressPolicy: .publicOnly))
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(
                TransferRequest(url: "http://\(host):\(server.port)/"))
        }
        if case .addressRefused = error {
        } else {
            Issue.record("\(host): \(String(describing: error))")
        }
        #expect(server.requests.isEmpty)
        await transport.shutdown()
        server.stop()
    }

    @Test("All requests can be routed to one address, and the Host header stays")
    func routing() async throws {
        let server = try ScriptedServer { _ in .json("{}") }
        let transport = try HTTPTransport(
            TransportOptions(routeAll: (host: "127.0.0.1", port: server.port)))
        _ = try await transport.send(TransferRequest(url: "http://made-up.example/p"))
        #expect(server.requests.first?.headers["host"] == "made-up.example")
        await transport.shutdown()
        server.stop()
    }

    @Test("Shutting down fails what is in flight and what comes later")
    func shutdown() async throws {
        let server = try ScriptedServer { _ in .silence }
        let transport = try HTTPTransport()
        let url = server.url
        let sending = Task { try await transport.send(TransferRequest(url: url)) }
        while server.requests.isEmpty { await Task.yield() }
        await transport.shutdown()
        await #expect(throws: TransportError.closed) { try await sending.value }
        await #expect(throws: TransportError.closed) {
            try await transport.send(TransferRequest(url: url))
        }
        server.stop()
    }

    // MARK: - Streams

    @Test("A stream hands over pieces as they come, comments of server-sent events skipped")
    func stream() async throws {
        let pieces = [": PROCESSING\n\n", "data: {\"a\"", ":1}\n\n", "data: [DONE]\n\n"]
        try await with { _ in
            .chunks(pieces.map { Array($0.utf8) }, pauseSeconds: 0)
        } run: { transport, server in
            let events = try await transport.stream(TransferRequest(url: server.url)) { response in
                #expect(response.status == 200)
                var parser = ServerSentEventParser()
                var events: [ServerSentEvent] = []
                for try await chunk in response.chunks { events += parser.feed(chunk) }
                return events + parser.finish()
            }
            #expect(events.map(\.text) == ["{\"a\":1}", "[DONE]"])
        }
    }

    @Test("A large stream arrives whole through a slow reader")
    func backPressure() async throws {
        let body = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await with { _ in
            .response(status: 200, headers: [], body: body)
        } run: { transport, server in
            let received = try await transport.stream(TransferRequest(url: server.url)) {
                response in
                var received: [UInt8] = []
                for try await chunk in response.chunks {
                    received += chunk
                    for _ in 0..<20 { await Task.yield() }
                }
                return received
            }
            #expect(received == body)
        }
    }

    @Test("Leaving a stream early ends its connection")
    func earlyBreak() async throws {
        try await with { _ in
            .chunks(
                Array(repeating: Array(repeating: 65, count: 1000), count: 10_000),
                pauseSeconds: 0.001)
        } run: { transport, server in
            let first = try await transport.stream(TransferRequest(url: server.url)) { response in
                for try await chunk in response.chunks { return chunk.first }
                return nil
            }
            #expect(first == 65)
            while server.endedConnections == 0 { await Task.yield() }
        }
    }
}

/// Bodies that gzip has packed.
enum Gzip {
    /// The letter a, forty times.
    static let fortyLetters: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 76, 36, 14, 0, 0, 37, 138, 91, 201, 40, 0, 0, 0,
    ]
}
