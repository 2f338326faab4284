/// Text from elsewhere, made safe for the format it goes into.
///
/// Works on Unicode scalars, as the readers of these formats do: in Swift's characters a pipe or a
/// quote with a combining mark on it would pass for something else.
enum Escape {
    /// For a cell or a line of Markdown: nothing in it is markup, a link or a mention, it stays on
    /// its line, and it can't steer a terminal.
    static func markdown(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var safe = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "<": safe.append(contentsOf: "&lt;".unicodeScalars)
            case ">": safe.append(contentsOf: "&gt;".unicodeScalars)
            case "&": safe.append(contentsOf: "&amp;".unicodeScalars)
            case "\r" where index + 1 < scalars.count && scalars[index + 1] == "\n": break
            case "\n", "\r", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}":
                safe.append(" ")
            case _ where isInvisible(scalar): break
            default:
                if isMarkup(scalars, index) { safe.append("\\") }
                safe.append(scalar)
            }
        }
        return String(safe)
    }

    /// For a field of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an
    /// apostrophe in front.
    static func csv(_ text: String) -> String {
        var scalars = text.unicodeScalars
        let formulaStarts: [Unicode.Scalar] = [
            "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
        ]
        if let first = scalars.first(where: { $0 != " " }), formulaStarts.contains(first) {
            scalars.insert("'", at: scalars.startIndex)
        }
        guard scalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else {
            return String(scalars)
        }
        var quoted: String.UnicodeScalarView = .init(["\""])
        for scalar in scalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }

    /// Control characters, and marks that change the order in which text is shown.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .format].contains(scalar.properties.generalCategory)
    }

    private static func isMarkup(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        switch scalars[index] {
        case "|", "\\", "`", "*", "[", "]", "#", "~", "$", "@": return true
        case "_":
            // Inside a word it is just a letter, and names are easier to read without a backslash.
            return !isWord(scalars, index - 1) || !isWord(scalars, index + 1)
        case ":": return index + 1 < scalars.count && scalars[index + 1] == "/"
        case ".":
            return index >= 3
                && scalars[(index - 3)..<index].allSatisfy { "wW".unicodeScalars.contains($0) }
        default: return false
        }
    }

    private static func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        guard scalars.indices.contains(index) else { return false }
        let properties = scalars[index].properties
        return properties.isAlphabetic || properties.numericType != nil
    }
}
