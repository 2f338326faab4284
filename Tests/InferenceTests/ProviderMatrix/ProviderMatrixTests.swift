import Inference
import ScriptedServer
import Testing
import Vocabulary

/// Every quirk at every dialect that has it, over real sockets.
@Suite struct ProviderMatrixTests {
    @Test(arguments: QuirkCase.all(of: Quirk.ofWholeReplies))
    func `a reply in one piece comes to what the table says`(cell: QuirkCase) async throws {
        try await check(cell)
    }

    @Test(arguments: QuirkCase.all(of: Quirk.ofStreams))
    func `a stream comes to what the table says`(cell: QuirkCase) async throws {
        try await check(cell)
    }

    @Test(arguments: QuirkCase.all(of: Quirk.ofResponses))
    func `a response comes to what the table says`(cell: QuirkCase) async throws {
        try await check(cell)
    }

    @Test(arguments: QuirkCase.all(of: Quirk.ofMessages))
    func `a message of Anthropic's comes to what the table says`(cell: QuirkCase) async throws {
        try await check(cell)
    }

    private func check(_ cell: QuirkCase) async throws {
        let reply = cell.quirk.reply
        let hello = cell.quirk.hello
        var request = ChatRequest.streamed
        request.streams = cell.quirk.streams
        let replies: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = {
            $0.number == 0 ? reply : hello
        }
        try await ModelClientHarness.with(
            dialect: cell.dialect, api: cell.quirk.api, key: "sk-secret", replies
        ) { harness in
            let exchange = try await harness.client.complete(request, role: .researcher)
            let seen = Seen(exchange: exchange, pauses: harness.clock.pauses)
            seen.check(cell.quirk.outcome)
            // A record tells of every attempt, and of what went wrong in it.
            #expect(exchange.calls.count == harness.server.requests.count)
            for call in exchange.calls { #expect((call.outcome == .ok) == (call.error == nil)) }
            #expect(!"\(exchange)".contains("sk-secret"))
        }
    }
}

/// What a quirk came to.
private struct Seen {
    let exchange: ChatExchange
    let pauses: [Double]

    func check(_ expected: Quirk.Outcome) {
        switch (expected, exchange.outcome) {
        case (.text(let text, let tokens), .completion(let completion)):
            #expect(completion.text == text)
            #expect(!completion.isTruncated)
            #expect(exchange.calls.map(\.usage?.total) == [tokens])
        case (.cutShort(let text), .completion(let completion)):
            #expect(completion.text == text)
            #expect(completion.isTruncated)
            #expect(exchange.calls.count == 1)
        case (.calls(let calls), .completion(let completion)):
            #expect(completion.toolCalls.map { "\($0.name) \($0.arguments)" } == calls)
            #expect(exchange.calls.count == 1)
        case (.retried(let pause), .completion(let completion)):
            #expect(completion.text == "Hello")
            #expect(exchange.calls.map(\.outcome) == [.failed, .ok])
            let slept = pauses.reduce(0, +)
            #expect(pause.lowerBound - 0.001...pause.upperBound + 0.001 ~= slept)
        case (.refused(let words), .refused(let sentence)):
            #expect(sentence.contains(words))
            #expect(exchange.calls.map(\.outcome) == [.refused])
        case (.failed(let kind, let words), .failed(let failure)):
            #expect(failure.kind == kind)
            #expect(failure.message.contains(words))
            #expect(exchange.calls.count == 1)
        default: Issue.record("\(exchange.outcome), and not \(expected)")
        }
    }
}
