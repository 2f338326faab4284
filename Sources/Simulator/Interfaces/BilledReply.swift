import Vocabulary

/// What a request brings and what it costs: what every interface puts in its own words.
struct BilledReply: Sendable {
    /// As the service calls the completion.
    let id: String
    /// The model that wrote: never an alias.
    let model: String
    let reply: ChatReply
    /// What the model shows of its reasoning; nil where it shows none.
    var reasoning: String?
    /// Whether the text ends where the output's cap cut it off.
    var isTruncated = false
    /// Whether the service fails when half of the text is sent.
    var failsMidway = false
    /// What the provider did by itself on the way.
    var work = ProviderWork()
    /// Of the model that wrote, without the provider's inner completions.
    let usage: TokenUsage
    /// Of the model that wrote, the prompt's part and the completion's.
    let inputCost: USD
    let outputCost: USD

    /// Of everything.
    var cost: USD { inputCost + outputCost + work.cost }

    var inputTokens: Int { usage.uncachedInput + usage.cacheRead + usage.cacheWrite }

    /// How the completion ended.
    enum Ending {
        case stop
        case length
        case toolCalls
        case refusal
    }

    var ending: Ending {
        switch reply {
        case .text: isTruncated ? .length : .stop
        case .toolCalls: .toolCalls
        case .refusal: .refusal
        }
    }

    /// The text as far as it is sent: up to half of it where the service fails midway.
    var sentText: String {
        guard case .text(let text) = reply else { return "" }
        guard failsMidway else { return text }
        let pieces = TextPieces(text).all
        return pieces.prefix(pieces.count / 2).joined()
    }
}

/// A text in the pieces in which a stream brings it: a few words each.
struct TextPieces {
    let all: [String]

    private static let longest = 48

    init(_ text: String) {
        var pieces: [String] = []
        var piece: [UInt8] = []
        var words = 0
        var wanted = 1
        for byte in text.utf8 {
            // A piece never ends inside a character's bytes.
            let startsCharacter = byte & 0xC0 != 0x80
            if startsCharacter, words == wanted || piece.count >= Self.longest {
                pieces.append(String(decoding: piece, as: UTF8.self))
                piece.removeAll(keepingCapacity: true)
                words = 0
                wanted = wanted % 4 + 1
            }
            piece.append(byte)
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { words += 1 }
        }
        if !piece.isEmpty { pieces.append(String(decoding: piece, as: UTF8.self)) }
        all = pieces
    }
}
