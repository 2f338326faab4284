import Inference
import JSONText
import ScriptedServer
import Testing
import Transport
import Vocabulary

/// A connection may break anywhere. Whatever has come by then, the end is a whole answer.
@Suite struct CutConnectionTests {
    private static let body = Array(
        #"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#.utf8)
    private static let whole =
        Array(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
                .utf8) + body

    private static let events =
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\n\n"
    private static let ending =
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    private static let streamHead =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func chunked(_ text: String) -> String {
        String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n"
    }

    private static let stream = Array(
        (streamHead + chunked(events) + chunked(ending) + "0\r\n\r\n").utf8)
    /// Bytes with which the answer has said that it is done, up to the blank line.
    private static let finished =
        streamHead.utf8.count + chunked(events).utf8.count + chunked(ending).utf8.count - 2

    /// Asks once for each number of bytes: the first reply is cut after so many, the next is whole.
    private func ask(
        _ reply: [UInt8], cutAfter cuts: Range<Int>, streams: Bool,
        _ check: (_ cut: Int, ChatExchange) -> Void
    ) async throws {
        var request = ChatRequest.streamed
        request.streams = streams
        for cut in cuts {
            let replies: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = {
                .raw($0.number == 0 ? Array(reply[..<cut]) : reply)
            }
            try await ModelClientHarness.with(timeoutSeconds: 60, replies) { harness in
                check(cut, try await harness.client.complete(request, role: .researcher))
            }
        }
    }

    private static func text(_ exchange: ChatExchange) -> String? {
        if case .completion(let completion) = exchange.outcome { completion.text } else { nil }
    }

    /// The status line, the headers and the body, in slices that run side by side.
    @Test(arguments: stride(from: 0, to: whole.count, by: 24).map { $0 })
    func `a reply that breaks off is asked for again`(from start: Int) async throws {
        let cuts = start..<min(start + 24, Self.whole.count)
        try await ask(Self.whole, cutAfter: cuts, streams: false) { cut, exchange in
            #expect(Self.text(exchange) == "Hello", "cut after \(cut)")
            #expect(exchange.calls.map(\.outcome) == [.failed, .ok], "cut after \(cut)")
            #expect(exchange.calls.first?.error?.isEmpty == false, "cut after \(cut)")
        }
    }

    @Test(arguments: stride(from: 0, through: stream.count, by: 24).map { $0 })
    func `a stream that breaks off gives all of the answer or is asked for again`(
        from start: Int
    ) async throws {
        let cuts = start..<min(start + 24, Self.stream.count + 1)
        try await ask(Self.stream, cutAfter: cuts, streams: true) { cut, exchange in
            #expect(Self.text(exchange) == "Hello", "cut after \(cut)")
            let attempts = cut < Self.finished ? 2 : 1
            #expect(exchange.calls.count == attempts, "cut after \(cut)")
        }
    }

    @Test(
        .enabled(if: TLSServer.isPossible, "\(TLSServer.needs)"),
        arguments: ["h2:goaway0", "h2:error", "h2:cancel,ok", "h2:half,ok", "h2:end", "h2:refuse"])
    func `a request that an HTTP/2 server drops is answered all the same`(
        action: String
    ) async throws {
        try await TLSServer.with(
            actions: [action, "h2:ok,ok"],
            answer: #"{"choices":[{"message":{"content":"Hello"}}]}"#
        ) { server in
            let transport = try HTTPTransport(TransportOptions(caFile: server.authorityFile))
            let client = ModelClient(
                endpoint: Endpoint(
                    baseURL: "https://localhost:\(server.port)/v1", key: nil, dialect: .openai,
                    concurrency: 1, timeoutSeconds: 60),
                transport: transport, clock: VirtualClock().clock, prices: { _ in nil })
            var request = ChatRequest.streamed
            request.streams = false
            let exchange = try await client.complete(request, role: .researcher)
            #expect(Self.text(exchange) == "Hello")
            #expect(exchange.calls.last?.outcome == .ok)
            await transport.shutdown()
        }
    }
}
