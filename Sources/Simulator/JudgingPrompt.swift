import Vocabulary

/// What a judge is asked to rule on, from the blocks of its prompt, in whatever order they stand.
struct JudgingPrompt {
    /// One criterion.
    struct Question {
        /// Where the prompt gives its criteria ids, as those that ask about several do.
        let id: String?
        let polarity: Polarity
        let requirement: String
    }

    let questions: [Question]
    /// Empty where the prompt has none.
    let query: String
    let response: [UInt8]

    /// Nil where the prompt has not both a criterion and a response.
    ///
    /// Blocks are taken from the top, each to its closing tag, so that a tag inside somebody's text
    /// opens nothing. Prose may name a tag: blocks that start a line go before those that don't.
    init?(_ prompt: String) {
        let bytes = Array(prompt.utf8)
        let blocks = Self.blocks(in: bytes, onlyAtLineStarts: true)
        if let asked = Self(blocks, in: bytes) {
            self = asked
        } else if let asked = Self(
            Self.blocks(in: bytes, onlyAtLineStarts: false), in: bytes)
        {
            self = asked
        } else {
            return nil
        }
    }

    private init?(_ blocks: [Block], in bytes: [UInt8]) {
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        guard let response = blocks.first(where: { $0.name == .response }) else { return nil }
        let type = blocks.first { $0.name == .type }.flatMap {
            Polarity(rawValue: text($0.inside))
        }
        questions = blocks.filter { $0.name == .criterion }.map { block in
            let attributes = text(block.attributes)
            let own = Self.attribute("type", in: attributes).flatMap(Polarity.init(rawValue:))
            return Question(
                id: Self.attribute("id", in: attributes), polarity: own ?? type ?? .positive,
                requirement: text(block.inside))
        }
        guard !questions.isEmpty else { return nil }
        query = blocks.first { $0.name == .query }.map { text($0.inside) } ?? ""
        self.response = Array(bytes[response.inside])
    }

    // MARK: - Blocks

    private enum Name: String, CaseIterable {
        case type = "criterion_type"
        case criterion
        case query
        /// May carry a word of its own, `<response-3fa9>`, that its closing tag repeats.
        case response
        // What stands in these is somebody's text too.
        case task
        case draft
        case analysis

        static let patterns = allCases.map { (name: $0, bytes: Array($0.rawValue.utf8)) }
    }

    private struct Block {
        let name: Name
        let attributes: Range<Int>
        /// Without the line ends after the opening and before the closing tag.
        let inside: Range<Int>
    }

    private static func blocks(in bytes: [UInt8], onlyAtLineStarts: Bool) -> [Block] {
        var blocks: [Block] = []
        var index = 0
        var isLineStart = true
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<"), isLineStart || !onlyAtLineStarts,
                let (block, end) = block(in: bytes, at: index)
            {
                blocks.append(block)
                index = end
                // `<a>…</a> <b>…</b>` on one line are two blocks.
                isLineStart = true
                continue
            }
            isLineStart = byte == 0x0A || (isLineStart && (byte == 0x20 || byte == 0x09))
            index += 1
        }
        return blocks
    }

    private static func block(in bytes: [UInt8], at open: Int) -> (Block, end: Int)? {
        for (name, pattern) in Name.patterns
        where ByteSearch.stands(pattern, in: bytes, at: open + 1) {
            var afterName = open + 1 + pattern.count
            if name == .response, afterName < bytes.count, bytes[afterName] == UInt8(ascii: "-") {
                while afterName < bytes.count, isOfTagWord(bytes[afterName]) { afterName += 1 }
            }
            // `<criterion` is also the start of `<criterion_type>`.
            guard afterName < bytes.count,
                bytes[afterName] == UInt8(ascii: ">") || bytes[afterName] == 0x20,
                let bracket = bytes[afterName...].firstIndex(of: UInt8(ascii: ">"))
            else { continue }
            let closing = [0x3C, 0x2F] + bytes[(open + 1)..<afterName] + [0x3E]
            let close = ByteSearch.find(closing, in: bytes, from: bracket + 1)
            // A response that is not closed goes on to the end; another tag was no block.
            guard let end = close ?? (name == .response ? bytes.count : nil) else { continue }
            var inside = (bracket + 1)..<end
            if inside.lowerBound < end, bytes[inside.lowerBound] == 0x0A {
                inside = (inside.lowerBound + 1)..<end
            }
            if let last = inside.last, bytes[last] == 0x0A {
                inside = inside.lowerBound..<last
            }
            let block = Block(name: name, attributes: afterName..<bracket, inside: inside)
            return (block, close.map { $0 + closing.count } ?? end)
        }
        return nil
    }

    private static func isOfTagWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func attribute(_ name: String, in attributes: String) -> String? {
        guard let start = attributes.firstRange(of: " \(name)=\"") else { return nil }
        return String(attributes[start.upperBound...].prefix { $0 != "\"" })
    }
}
