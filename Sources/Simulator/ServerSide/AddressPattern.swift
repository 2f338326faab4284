/// Addresses as search and fetch tools name them: `host`, `*.host`, or either with the beginning of
/// a path behind it, such as `example.org/papers`.
///
/// Whether a bare host stands for what lies under it as well is not documented for OpenRouter; here
/// it does not, so that a client that relies on it is found out. Anthropic's own tools say it does.
struct AddressPattern: Sendable, Equatable {
    /// In lower case.
    let host: String
    /// Begins with a slash and does not end with one; empty: all of the host.
    let path: String
    let covers: Coverage

    enum Coverage: Sendable {
        case host
        case subdomains
        case both
    }

    /// Nil where the text is no such pattern: with a scheme, a blank or without a host.
    ///
    /// - Parameter withSubdomains: whether a bare host stands for what lies under it.
    init?(_ text: String, withSubdomains: Bool = false) {
        guard !text.contains("://"), !text.contains(where: \.isWhitespace) else { return nil }
        let isWildcard = text.hasPrefix("*.")
        let rest = isWildcard ? text.dropFirst(2) : text[...]
        let host = rest.prefix { $0 != "/" }.lowercased()
        guard !host.isEmpty, !host.contains("*") else { return nil }
        var path = rest.drop { $0 != "/" }
        while path.last == "/" { path.removeLast() }
        self.host = host
        self.path = String(path)
        covers = isWildcard ? .subdomains : withSubdomains ? .both : .host
    }

    func matches(_ address: KeyLink.Address) -> Bool {
        let isHost = address.host == host
        let isUnder = address.host.hasSuffix("." + host)
        let isCovered =
            switch covers {
            case .host: isHost
            case .subdomains: isUnder
            case .both: isHost || isUnder
            }
        guard isCovered, address.path.hasPrefix(path) else { return false }
        // `/a` is not the beginning of `/ab`.
        let next = address.path.dropFirst(path.count).first
        return path.isEmpty || next.map { "/?#".contains($0) } ?? true
    }
}

extension KeyLink.Address {
    /// Nil where the text is no address on the web.
    init?(url: String) {
        guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else { return nil }
        let rest = url.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty else { return nil }
        let path = rest.dropFirst(host.count)
        self.init(host: host.lowercased(), path: path.isEmpty ? "/" : String(path))
    }
}
