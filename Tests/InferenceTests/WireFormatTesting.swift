import JSONText

@testable import Inference

/// What the tests of the wire formats share.
extension WireFormat {
    /// The body of a request, read back.
    func json(
        _ request: ChatRequest, _ change: (inout ModelCapabilities) -> Void = { _ in }
    ) throws -> JSONValue {
        var capabilities = ModelCapabilities(
            outputCap: .maxCompletionTokens, takesTemperature: true, takesSeed: true,
            schema: .strict, reasoning: .object, takesToolChoice: true, needsIncludeUsage: false,
            returns: [], marksCache: true)
        change(&capabilities)
        return try JSONValue(parsing: body(of: request, for: capabilities))
    }

    /// What a stream of these events, each a piece of JSON, adds up to.
    func assembled(_ events: [JSONValue]) -> ChatReply {
        var assembler = makeAssembler()
        for event in events {
            assembler.take(
                event: event["type"]?.string ?? "message", data: Array(event.text.utf8))
        }
        return assembler.reply()
    }
}

extension ChatReply {
    func completion() throws -> Completion {
        guard case .completion(let completion) = content else {
            throw NoCompletion(content: "\(content)")
        }
        return completion
    }

    var error: ServiceError? {
        guard case .error(let error) = content else { return nil }
        return error
    }

    var refusal: String? {
        guard case .refused(let sentence) = content else { return nil }
        return sentence
    }
}

struct NoCompletion: Error {
    let content: String
}

/// The text in pieces of so many characters: deltas of a stream.
func pieces(of text: String, length: Int) -> [String] {
    var pieces: [String] = []
    var rest = text[...]
    while !rest.isEmpty {
        pieces.append(String(rest.prefix(length)))
        rest = rest.dropFirst(length)
    }
    return pieces
}
