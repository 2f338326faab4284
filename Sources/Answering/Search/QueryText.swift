/// What stands in an engine's search box.
enum QueryText {
    /// What an engine takes.
    struct Limits: Sendable {
        /// Unicode scalars.
        var characters: Int
        /// What stands between spaces, operators included; nil: any number.
        var words: Int?
    }

    /// The query, with a `-site:` for each host that there is room for.
    ///
    /// Words come before hosts: a query that is too long on its own is cut, at the end of a word
    /// where it has more than one, and then no host is told.
    static func text(
        _ query: String, without hosts: [String] = [], limits: Limits? = nil
    ) -> String {
        guard let limits else {
            return ([query] + hosts.map(exclusion)).joined(separator: " ")
        }
        var text = ""
        var length = 0
        var count = 0
        /// Whether there was room.
        func add(_ word: some StringProtocol) -> Bool {
            let added = word.unicodeScalars.count + (text.isEmpty ? 0 : 1)
            guard length + added <= limits.characters, count < limits.words ?? .max else {
                return false
            }
            text += text.isEmpty ? String(word) : " \(word)"
            length += added
            count += 1
            return true
        }
        for word in query.split(whereSeparator: \.isWhitespace) {
            guard add(word) else {
                guard text.isEmpty else { return text }
                return String(
                    String.UnicodeScalarView(word.unicodeScalars.prefix(limits.characters)))
            }
        }
        for host in hosts { guard add(exclusion(host)) else { break } }
        return text
    }

    private static func exclusion(_ host: String) -> String { "-site:\(host)" }

    /// As a value in the query of a URL.
    static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
