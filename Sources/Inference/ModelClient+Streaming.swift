import Transport

/// A request as it went out.
struct SentRequest {
    let request: ChatRequest
    let capabilities: ModelCapabilities
    /// What the model had turned down before.
    let conceded: Set<Concession>
    let body: [UInt8]
}

/// What came back for a request, whether in one piece or as a stream.
struct Arrival: Sendable {
    let head: TransferHead
    let content: Content
    /// Until the last byte; nil where the transport does not tell.
    let seconds: Double?

    enum Content: Sendable {
        case whole([UInt8])
        case streamed(ChatReply)
    }

    init(head: TransferHead, content: Content) {
        self.head = head
        self.content = content
        seconds = nil
    }

    init(_ response: TransferResponse) {
        head = response.head
        content = .whole(response.body)
        seconds = response.timings.totalSeconds
    }

    var isSuccess: Bool { 200..<300 ~= head.status }
}

extension ModelClient {
    /// Sends a request whose reply was asked for as a stream, and puts the stream together. A
    /// server that answers otherwise all the same is read whole.
    func stream(_ request: TransferRequest) async throws -> Arrival {
        try await transport.stream(request) { stream in
            guard 200..<300 ~= stream.status, Self.isEventStream(stream.head) else {
                var body: [UInt8] = []
                for try await chunk in stream.chunks { body += chunk }
                return Arrival(head: stream.head, content: .whole(body))
            }
            var assembler = self.format.makeAssembler()
            do {
                try await Self.read(
                    stream, longestLine: request.limits.maxResponseBytes, into: &assembler)
            } catch let error as TransportError {
                // What has been said to its end counts, however the connection ends.
                let reply = assembler.reply()
                guard !reply.isCutOff else { throw error }
                return Arrival(head: stream.head, content: .streamed(reply))
            }
            return Arrival(head: stream.head, content: .streamed(assembler.reply()))
        }
    }

    private static func read(
        _ stream: TransferStream, longestLine: Int, into assembler: inout any StreamAssembler
    ) async throws {
        var parser = ServerSentEventParser(longestLine: longestLine)
        for try await chunk in stream.chunks {
            for event in parser.feed(chunk) {
                assembler.take(event: event.event, data: event.data)
            }
            if assembler.isFinished { return }
        }
        for event in parser.finish() {
            assembler.take(event: event.event, data: event.data)
        }
    }

    private static func isEventStream(_ head: TransferHead) -> Bool {
        head.header("content-type")?.lowercased().hasPrefix("text/event-stream") ?? false
    }
}

extension ChatReply {
    /// Whether it is the beginning of a reply of which the rest never came.
    var isCutOff: Bool {
        if case .error(let error) = content { error.isCutOff } else { false }
    }
}
