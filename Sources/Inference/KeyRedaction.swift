/// Takes a key out of what a service said: some put into an error what they were sent.
package struct KeyRedaction: Sendable {
    /// The forms in which the key may come back.
    private let forms: [String]

    package init(_ key: APIKey?) {
        let value = key?.value ?? ""
        guard !value.isEmpty else {
            forms = []
            return
        }
        let others = [
            Self.percentEncoded(value, "0123456789ABCDEF"),
            Self.percentEncoded(value, "0123456789abcdef"),
            value.replacing("/", with: "\\/"),
        ]
        forms = ([value] + others).reduce(into: []) { forms, form in
            if !forms.contains(form) { forms.append(form) }
        }
    }

    /// `text` with dots in place of the key, be it as it is, percent-encoded or escaped for JSON, and
    /// of the token that follows `Bearer`.
    func redacted(_ text: String) -> String {
        var text = text
        for form in forms { text.replace(form, with: Self.dots) }
        return Self.withoutBearer(text)
    }

    /// One line of at most so many characters, without key and control characters.
    package func line(_ text: String, atMost length: Int) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let clean = line.unicodeScalars.filter { !Self.isControl($0) }
        // A key is looked for before anything is cut off, since half of one would not be found.
        let safe = redacted(String(clean)).unicodeScalars
        guard safe.count > length else { return String(safe) }
        return String(String.UnicodeScalarView(safe.prefix(length))) + "…"
    }

    private static let dots = "•••"

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private static func withoutBearer(_ text: String) -> String {
        guard text.utf8.count > 6 else { return text }
        var result = ""
        var rest = text[...]
        while let word = place(of: "bearer", in: rest) {
            result += rest[..<word.upperBound]
            rest = rest[word.upperBound...]
            let gap = rest.prefix { $0 == " " || $0 == "+" || $0 == ":" || $0 == "\"" }
            let space = rest.hasPrefix("%20") ? rest.prefix(3) : gap
            let token = rest.dropFirst(space.count).prefix {
                !$0.isWhitespace && !"\"'<>,;&".contains($0)
            }
            // Sentences speak of bearer tokens and bearer authentication as well.
            let isToken =
                token.count >= 8 && token.contains { $0.isNumber || $0 == "-" || $0 == "_" }
            guard !space.isEmpty, isToken else { continue }
            result += space + dots
            rest = rest[token.endIndex...]
        }
        return result + rest
    }

    private static func place(of word: String, in text: Substring) -> Range<Substring.Index>? {
        let length = word.utf8.count
        let utf8 = text.utf8
        var start = utf8.startIndex
        while let end = utf8.index(start, offsetBy: length, limitedBy: utf8.endIndex) {
            if utf8[start..<end].elementsEqual(word.utf8, by: { $0 | 0x20 == $1 }) {
                return start..<end
            }
            start = utf8.index(after: start)
        }
        return nil
    }

    /// All but letters, digits and `-._~` as `%XX` (RFC 3986, section 2.1).
    private static func percentEncoded(_ text: String, _ digits: String) -> String {
        let digits = Array(digits.utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
