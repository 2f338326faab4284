/// The readable text of an HTML page: tags dropped, blocks on lines of their own.
enum PageText {
    /// Scripts, styles and comments are left out; unknown entities stay as they are written.
    static func text(ofHTML html: String) -> String {
        let bytes = Array(html.utf8)
        var lines = LineCollector()
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "<"), let tag = Tag(in: bytes, at: index) {
                if tag.breaksLine { lines.breakLine() }
                index = tag.hidesContent ? tag.endOfElement(in: bytes) : tag.end
            } else {
                let next = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
                lines.append(decoded(String(decoding: bytes[index..<next], as: UTF8.self)))
                index = next
            }
        }
        return lines.text
    }

    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–",
        "mdash": "—", "hellip": "…", "rsquo": "’", "lsquo": "‘", "ldquo": "“", "rdquo": "”",
        "euro": "€", "pound": "£", "copy": "©", "deg": "°", "times": "×", "middot": "·",
    ]

    /// Replaces character references in one pass, so that `&amp;lt;` becomes `&lt;` and no more.
    private static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            let after = rest[rest.index(after: ampersand)...]
            if let end = after.prefix(12).firstIndex(of: ";"),
                let character = character(named: after[..<end])
            {
                result += character
                rest = after[after.index(after: end)...]
            } else {
                result += "&"
                rest = after
            }
        }
        return result + rest
    }

    private static func character(named name: Substring) -> String? {
        guard name.first == "#" else { return entities[String(name)] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let number =
            isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
        return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }

    /// A tag or comment, from `<` to after its `>`.
    private struct Tag {
        let name: String
        let end: Int

        init?(in bytes: [UInt8], at start: Int) {
            let rest = bytes[(start + 1)...]
            if rest.starts(with: "!--".utf8) {
                name = "!--"
                end = Self.index(after: Array("-->".utf8), in: bytes, from: start + 4)
                return
            }
            guard let first = rest.first,
                first == UInt8(ascii: "/") || first == UInt8(ascii: "!")
                    || (first | 0x20) >= UInt8(ascii: "a") && (first | 0x20) <= UInt8(ascii: "z")
            else { return nil }
            let word = rest.drop { $0 == UInt8(ascii: "/") }.prefix {
                ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z")
                    || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
            }
            name = String(decoding: word, as: UTF8.self).lowercased()
            end = Self.index(after: [UInt8(ascii: ">")], in: bytes, from: start + 1)
        }

        var hidesContent: Bool {
            ["script", "style", "noscript", "template", "svg"].contains(name)
        }

        var breaksLine: Bool {
            !["a", "b", "i", "em", "strong", "span", "code", "sup", "sub", "u", "small", "mark"]
                .contains(name)
        }

        /// The index after the closing tag of an element whose content is not shown.
        func endOfElement(in bytes: [UInt8]) -> Int {
            var index = end
            while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
                let word = bytes[(open + 1)...].prefix(name.utf8.count + 1)
                if String(decoding: word, as: UTF8.self).lowercased() == "/\(name)" {
                    return Self.index(after: [UInt8(ascii: ">")], in: bytes, from: open)
                }
                index = open + 1
            }
            return bytes.endIndex
        }

        private static func index(after mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int {
            var index = min(start, bytes.endIndex)
            while let found = bytes[index...].firstIndex(of: mark[0]) {
                if bytes[found...].starts(with: mark) { return found + mark.count }
                index = found + 1
            }
            return bytes.endIndex
        }
    }

    /// Joins words with single spaces and drops empty lines.
    private struct LineCollector {
        private var lines: [String] = []
        private var line = ""
        private var needsSpace = false

        mutating func append(_ text: String) {
            if text.first?.isWhitespace == true { needsSpace = true }
            for word in text.split(whereSeparator: \.isWhitespace) {
                if needsSpace, !line.isEmpty { line += " " }
                line += word
                needsSpace = true
            }
            needsSpace = text.last?.isWhitespace == true
        }

        mutating func breakLine() {
            if !line.isEmpty { lines.append(line) }
            line = ""
            needsSpace = false
        }

        var text: String { (lines + (line.isEmpty ? [] : [line])).joined(separator: "\n") }
    }
}
