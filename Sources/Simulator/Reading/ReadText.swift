/// A text as the reader sees it: words by their stems, numbers by their values, in sentences.
struct ReadText {
    enum Token {
        case word(WordKey, Lexicon.Traits)
        case number(ReadNumber)
        /// What parts a list: a comma or a semicolon.
        case comma
    }

    struct Sentence {
        let tokens: Range<Int>
        let bytes: Range<Int>
        /// Whether it stands on the same line as the sentence before.
        let continuesLine: Bool
        /// Whether it ends by announcing what follows.
        let endsWithColon: Bool
        /// Whether a quotation is open at its end.
        let leavesQuoteOpen: Bool
    }

    private(set) var tokens: [Token] = []
    private(set) var sentences: [Sentence] = []
    let bytes: [UInt8]

    init(_ text: String) { self.init(Array(text.utf8)) }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tokens.reserveCapacity(bytes.count / 5)
        bytes.withUnsafeBufferPointer { read($0) }
    }

    /// The words of a sentence, at most `limit` bytes of them.
    func quote(_ sentence: Sentence, limit: Int = 160) -> String {
        var end = min(sentence.bytes.upperBound, sentence.bytes.lowerBound + limit)
        // Not inside a letter of several bytes.
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        let text = String(decoding: bytes[sentence.bytes.lowerBound..<end], as: UTF8.self)
        return text.split { $0.isWhitespace }.joined(separator: " ")
    }

    // MARK: - Reading

    /// Where the sentence that is being read began.
    private struct Start {
        var token = 0
        var byte = 0
        var continuesLine = false
    }

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        var start = Start()
        var quoteIsOpen = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                index = readNumber(text, at: index)
                continue
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                index = readWord(text, at: index)
                continue
            case 0x80...:
                let mark = Mark(text, at: index)
                guard mark.length > 0 else {
                    index = readWord(text, at: index)
                    continue
                }
                if mark.opensQuote { quoteIsOpen = true }
                if mark.closesQuote { quoteIsOpen = false }
                index += mark.length
                continue
            case UInt8(ascii: ","), UInt8(ascii: ";"): tokens.append(.comma)
            case UInt8(ascii: "\""): quoteIsOpen.toggle()
            case 0x0A:
                end(&start, at: index, in: text, quoteIsOpen: quoteIsOpen)
                start.continuesLine = false
                // A quotation that is never closed ends with its line.
                quoteIsOpen = false
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
                if let close = Self.sentenceEnd(text, at: index) {
                    let closing = text[index..<close]
                    if closing.contains(UInt8(ascii: "\"")) || closing.contains(0x9D) {
                        quoteIsOpen = false
                    }
                    end(&start, at: close, in: text, quoteIsOpen: quoteIsOpen)
                    index = close
                    continue
                }
            default: break
            }
            index += 1
        }
        end(&start, at: text.count, in: text, quoteIsOpen: quoteIsOpen)
    }

    private mutating func end(
        _ start: inout Start, at index: Int, in text: UnsafeBufferPointer<UInt8>,
        quoteIsOpen: Bool
    ) {
        if tokens.count > start.token {
            var last = index - 1
            while last > start.byte, text[last] == 0x20 || text[last] == 0x2A { last -= 1 }
            sentences.append(
                Sentence(
                    tokens: start.token..<tokens.count, bytes: start.byte..<index,
                    continuesLine: start.continuesLine,
                    endsWithColon: text[last] == UInt8(ascii: ":"), leavesQuoteOpen: quoteIsOpen))
            start.continuesLine = true
        }
        start.token = tokens.count
        start.byte = index
    }

    /// Where the sentence ends whose full stop is at `stop`, closing marks taken in; nil where it
    /// goes on: white space must follow, and then no small letter, as in "e.g. this".
    private static func sentenceEnd(
        _ text: UnsafeBufferPointer<UInt8>, at stop: Int
    ) -> Int? {
        var close = stop + 1
        while close < text.count, !isSpace(text[close]) {
            switch text[close] {
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "*"),
                UInt8(ascii: "'"), 0xE2, 0x80, 0x99, 0x9D:
                close += 1
            default: return nil
            }
        }
        var next = close
        while next < text.count, text[next] == 0x20 || text[next] == 0x09 { next += 1 }
        let goesOn =
            next < text.count && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[next])
        return goesOn ? nil : close
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private mutating func readWord(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        var end = start
        while end < text.count {
            let byte = text[end]
            if Self.isLetterOrDigit(byte) {
                end += 1
            } else if byte >= 0x80 {
                let mark = Mark(text, at: end)
                guard mark.length == 0 else { break }
                end += 1
            } else if byte == UInt8(ascii: "'"), end + 1 < text.count,
                Self.isLetterOrDigit(text[end + 1])
            {
                end += 1
            } else {
                break
            }
        }
        var stem = start..<end
        if stem.count > 2, text[end - 2] == UInt8(ascii: "'"), text[end - 1] | 0x20 == 0x73 {
            stem = start..<(end - 2)
        }
        append(WordKey(text, stem))
        return end
    }

    private mutating func append(_ key: WordKey) {
        let entry = Lexicon.entry(key)
        if let number = entry.number {
            tokens.append(.number(ReadNumber(count: Int(number))))
        } else {
            tokens.append(.word(key, entry.traits))
        }
    }

    private mutating func readNumber(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        // The 5 of "DSM-5" is part of a name.
        if start >= 2, text[start - 1] == UInt8(ascii: "-"), Self.isLetter(text[start - 2]) {
            var end = start
            while end < text.count, Self.isLetterOrDigit(text[end]) { end += 1 }
            tokens.append(.word(WordKey(text, start..<end), []))
            return end
        }
        let (number, end) = ReadNumber.read(text, at: start)
        tokens.append(.number(number))
        return end
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) && byte < 0x80
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte)
    }

    /// A mark of punctuation beyond ASCII: quotation marks, dashes, hard spaces. Other bytes above
    /// ASCII are letters of some language.
    private struct Mark {
        /// In bytes; 0 where this is a letter.
        var length = 0
        var opensQuote = false
        var closesQuote = false

        init(_ text: UnsafeBufferPointer<UInt8>, at index: Int) {
            func byte(_ offset: Int) -> UInt8 {
                index + offset < text.count ? text[index + offset] : 0
            }
            switch (byte(0), byte(1)) {
            case (0xE2, 0x80...0x8B):
                length = 3
                opensQuote = byte(1) == 0x80 && byte(2) == 0x9C
                closesQuote = byte(1) == 0x80 && byte(2) == 0x9D
            case (0xC2, 0x80...0xBF): length = 2
            default: break
            }
        }
    }
}
