/// What a site's robots.txt says to us (RFC 9309).
struct RobotsRules: Sendable {
    private struct Rule: Sendable {
        let isAllowed: Bool
        /// May have `*`, and `$` at the end.
        let pattern: [UInt8]
    }

    private let rules: [Rule]

    /// Everything may be opened.
    static let open = RobotsRules(rules: [])
    /// Nothing may.
    static let closed = RobotsRules(rules: [Rule(isAllowed: false, pattern: Array("/".utf8))])

    private init(rules: [Rule]) { self.rules = rules }

    /// The rules of the groups that name the agent; of those for `*` where none does.
    init(parsing text: String, agent: String = "dracobench") {
        var named: [Rule] = []
        var anybodys: [Rule] = []
        var isNamed = false
        var agents: Set<String> = []
        var hasRules = false
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.prefix { $0 != "#" }.split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = Self.trimmed(parts[1])
            switch Self.trimmed(parts[0]).lowercased() {
            case "user-agent":
                // A group's agents stand before its rules.
                if hasRules { agents = [] }
                hasRules = false
                agents.insert(value.lowercased())
                if value.lowercased() == agent { isNamed = true }
            case let word where word == "allow" || word == "disallow":
                hasRules = true
                guard !value.isEmpty else { continue }
                let rule = Rule(isAllowed: word == "allow", pattern: Self.normalised(value))
                if agents.contains(agent) { named.append(rule) }
                if agents.contains("*") { anybodys.append(rule) }
            default: continue
            }
        }
        rules = isNamed ? named : anybodys
    }

    /// The longest rule that fits decides; of two as long, the one that allows. Where none fits,
    /// and for robots.txt itself, it is allowed.
    ///
    /// - Parameter path: with the query, as it stands in the URL.
    func allows(path: String) -> Bool {
        let path = Self.normalised(path.isEmpty ? "/" : path)
        guard path != Array("/robots.txt".utf8) else { return true }
        var best: Rule?
        for rule in rules where Self.fits(rule.pattern, path) {
            let longest = best?.pattern.count ?? -1
            if rule.pattern.count > longest
                || rule.pattern.count == longest && rule.isAllowed
            {
                best = rule
            }
        }
        return best?.isAllowed ?? true
    }

    /// Whether the path starts with what the pattern describes.
    private static func fits(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        let endsHere = pattern.last == UInt8(ascii: "$")
        // Without a `$` it may go on, as if there were a `*`.
        let pattern = endsHere ? pattern.dropLast() : pattern + [UInt8(ascii: "*")]
        var (place, index) = (pattern.startIndex, 0)
        var star: (place: Int, index: Int)?
        while index < path.count {
            if place < pattern.endIndex, pattern[place] == UInt8(ascii: "*") {
                star = (place, index)
                place += 1
            } else if place < pattern.endIndex, pattern[place] == path[index] {
                place += 1
                index += 1
            } else if let last = star {
                star = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Bytes beyond ASCII as escapes, and escapes in capitals, so that both spellings are one.
    private static func normalised(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var digits = 0
        for byte in text.utf8 {
            if byte >= 0x80 {
                bytes += Array(("%" + String(byte, radix: 16, uppercase: true)).utf8)
                continue
            }
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            bytes.append(digits > 0 && isLetter ? byte - 0x20 : byte)
            digits = byte == UInt8(ascii: "%") ? 2 : max(0, digits - 1)
        }
        return bytes
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
