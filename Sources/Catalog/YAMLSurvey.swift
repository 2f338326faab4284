import Yams

/// What has to be known of a YAML text line by line, where Yams does not say.
enum YAMLSurvey {
    /// The 1-based line of the first anchor, alias or tag; nil where there is none.
    ///
    /// Looked for before Yams reads the text: ten lines of aliases to aliases make it hash 10⁹ nodes.
    /// Quotes end with their line here, so an unusual text is refused rather than let through.
    static func lineWithReferences(in text: String) -> Int? {
        lines(of: text.trimmingPrefix("\u{FEFF}")).firstIndex { hasReference($0.utf8) }
            .map { $0 + 1 }
    }

    /// Split where YAML breaks lines, which is not at `\n` alone.
    private static func lines(of text: Substring) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    private static func hasReference(_ line: Substring.UTF8View) -> Bool {
        var isTokenStart = true
        var quote: UInt8?
        var isEscaped = false
        var previous = UInt8(ascii: " ")
        for byte in line {
            defer { previous = byte }
            if let open = quote {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") {
                    isEscaped = true
                } else if byte == open {
                    quote = nil
                }
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                if "-?:".utf8.contains(previous) { isTokenStart = true }
            case UInt8(ascii: "#") where " \t".utf8.contains(previous): return false
            case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"):
                if isTokenStart { return true }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isTokenStart { quote = byte }
                isTokenStart = false
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","): isTokenStart = true
            case UInt8(ascii: ":"): isTokenStart = "\"'".utf8.contains(previous)
            default: isTokenStart = false
            }
        }
        return false
    }

    /// The 1-based line on which a key stands that is in its mapping for the second time.
    ///
    /// - Parameter first: its first place, which is all that Yams tells.
    static func secondUse(of key: String, after first: Mark, in text: String) -> Int {
        let lines = lines(of: text[...])
        guard lines.indices.contains(first.line - 1) else { return first.line }
        let column = first.column - 1
        let rest = lines.indices.dropFirst(first.line)
        // A mapping in block style has its keys below each other; one in braces goes on in its line.
        if isIndentation(lines[first.line - 1].prefix(column)) {
            let below = rest.first { index in
                isIndentation(lines[index].prefix(column))
                    && isKey(key, lines[index].dropFirst(column))
            }
            return (below ?? first.line - 1) + 1
        }
        let sameLine = lines[first.line - 1].dropFirst(column + 1).contains(key)
        let below = rest.first { isKey(key, lines[$0].drop { " {,".contains($0) }) }
        return sameLine ? first.line : (below ?? first.line - 1) + 1
    }

    private static func isIndentation(_ text: Substring) -> Bool {
        text.allSatisfy { $0 == " " || $0 == "-" }
    }

    /// Whether a text starts with a key and its colon, quoted or not.
    private static func isKey(_ key: String, _ text: Substring) -> Bool {
        ["\(key):", "\"\(key)\":", "'\(key)':", "\(key) :"].contains { text.hasPrefix($0) }
    }
}
