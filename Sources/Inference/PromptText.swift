import JSONText

/// The text of a message, in pieces that are joined without a separator.
///
/// An answer goes to the judge once for every criterion. Escaping it for JSON once and appending
/// the bytes to each request is what keeps 4,000 judge calls cheap.
package struct PromptText: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package enum Piece: Sendable {
        case plain(String)
        case escaped(EscapedText)
    }

    package let pieces: [Piece]
    /// So many pieces at the beginning, with all messages before, are those of other requests as
    /// well, and worth keeping in a provider's prompt cache. 0: none.
    package let sharedPieces: Int

    package init(_ pieces: [Piece], sharedPieces: Int = 0) {
        self.pieces = pieces
        self.sharedPieces = sharedPieces
    }

    package init(_ text: String) { self.init([.plain(text)]) }
    package init(stringLiteral value: String) { self.init(value) }

    /// The text as a person would read it.
    package var text: String {
        pieces.map { piece in
            switch piece {
            case .plain(let text): text
            case .escaped(let escaped): escaped.text
            }
        }.joined()
    }

    /// Appends the whole as one JSON string.
    func append(to body: inout [UInt8]) { Self.append(pieces[...], to: &body) }

    /// Appends content parts of which the first ends where the shared pieces do, and says that it
    /// should be cached, as Anthropic's models want it (OpenRouter passes it on).
    func appendMarkedForCache(to body: inout [UInt8]) {
        body.append(contentsOf: "[{\"type\":\"text\",\"text\":".utf8)
        Self.append(pieces.prefix(sharedPieces), to: &body)
        body.append(contentsOf: ",\"cache_control\":{\"type\":\"ephemeral\"}}".utf8)
        if pieces.count > sharedPieces {
            body.append(contentsOf: ",{\"type\":\"text\",\"text\":".utf8)
            Self.append(pieces.dropFirst(sharedPieces), to: &body)
            body.append(UInt8(ascii: "}"))
        }
        body.append(UInt8(ascii: "]"))
    }

    private static func append(_ pieces: ArraySlice<Piece>, to body: inout [UInt8]) {
        body.append(UInt8(ascii: "\""))
        for piece in pieces {
            switch piece {
            case .plain(let text): JSONText.appendEscaped(text, to: &body)
            case .escaped(let escaped): body.append(contentsOf: escaped.bytes)
            }
        }
        body.append(UInt8(ascii: "\""))
    }

    /// A guess of the bytes it takes, so that a body is allocated once.
    var sizeHint: Int {
        pieces.reduce(2) { sum, piece in
            switch piece {
            case .plain(let text): sum + text.utf8.count + text.utf8.count / 16
            case .escaped(let escaped): sum + escaped.bytes.count
            }
        }
    }
}

/// A text that is already escaped for the inside of a JSON string, to be used in many requests.
package struct EscapedText: Sendable {
    package let text: String
    let bytes: [UInt8]

    package init(_ text: String) {
        self.text = text
        var bytes: [UInt8] = []
        JSONText.appendEscaped(text, to: &bytes)
        self.bytes = bytes
    }
}

/// Text from outside, made harmless for a prompt that marks its parts with tags.
package enum Tagged {
    /// `<name>`, the text on lines of its own, `</name>`.
    ///
    /// The text is somebody else's: a closing tag inside it would end its block early and let what
    /// follows pass for an instruction, so every `</name` in it becomes `<\/name`.
    package static func block(_ name: String, attributes: String = "", _ text: String) -> String {
        "<\(name)\(attributes)>\n\(defuse(text))\n</\(name)>"
    }

    /// The tags that prompts of this package use, none of which outside text may close.
    private static let names = [
        "criterion_type", "criterion", "query", "response", "task", "draft", "analysis",
    ]

    /// `text` with the closing forms of our tags broken, whatever their case.
    ///
    /// - Parameter more: names of further blocks, in lower case. A name also stands for all that
    ///   start with it.
    package static func defuse(_ text: String, names more: [String] = []) -> String {
        let names = more.isEmpty ? names : names + more
        var text = text
        let hasClosing = text.withUTF8 { utf8 in
            utf8.indices.dropLast().contains {
                utf8[$0] == UInt8(ascii: "<") && isClosing(utf8[($0 + 1)...], names)
            }
        }
        guard hasClosing else { return text }
        var safe: [UInt8] = []
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            safe.append(byte)
            if byte == UInt8(ascii: "<"), isClosing(bytes[(index + 1)...], names) {
                safe.append(UInt8(ascii: "\\"))
            }
        }
        return String(decoding: safe, as: UTF8.self)
    }

    /// Whether what follows a `<` is `/`, maybe white space, and one of our names.
    private static func isClosing(_ rest: some Collection<UInt8>, _ names: [String]) -> Bool {
        guard rest.first == UInt8(ascii: "/") else { return false }
        let word = rest.dropFirst().drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return names.contains { name in
            word.prefix(name.utf8.count).map { $0 | 0x20 }.elementsEqual(
                name.utf8.map { $0 | 0x20 })
        }
    }
}
