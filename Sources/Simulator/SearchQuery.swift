/// What stands in a search box: words, and hosts that are to be left out.
///
/// As with real engines, `-site:` looks at the host of a result and at nothing else: not at what an
/// archive's address carries, where a redirect leads, or what a page says.
struct SearchQuery: Sendable, Equatable {
    /// What is searched for, without the operators.
    let words: String
    /// In lower case; those under them are left out as well.
    let excludedHosts: [String]

    /// - Parameter text: as it was sent. Without `-site:` in it, it is all words.
    init(parsing text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        words = parts.filter { Self.operand(of: $0) == nil }.joined(separator: " ")
        excludedHosts = parts.compactMap(Self.operand).filter { !$0.isEmpty }
    }

    func admits(_ host: String) -> Bool {
        !excludedHosts.contains { host == $0 || host.hasSuffix("." + $0) }
    }

    private static let exclusion = "-site:"

    private static func operand(of part: Substring) -> String? {
        let part = part.lowercased()
        return part.hasPrefix(exclusion) ? String(part.dropFirst(exclusion.count)) : nil
    }
}
