import Digests

/// The hosts, paths and markers that search and fetch must not reach.
package struct ExclusionList: Sendable {
    /// As a suite writes it.
    package let name: String
    package let rules: [ExclusionRule]
    /// SHA-256 of the rules as text.
    package let sha256: String

    init(name: String, rules: [ExclusionRule]) {
        self.name = name
        self.rules = rules
        sha256 = SHA256.hex(rules.map(\.description).joined(separator: "\n").utf8)
    }

    /// Excludes nothing: for datasets that are not on the web.
    package static let none = ExclusionList(name: "none", rules: [])

    /// A list that ships with this program, by the name a suite gives it.
    package static func builtin(_ name: String) -> ExclusionList? {
        switch name {
        case "builtin:draco": ExclusionList(name: name, rules: ExclusionRule.draco)
        case "none": ExclusionList.none
        default: nil
        }
    }

    /// The first rule that an address falls under; nil where it may be reached.
    ///
    /// An address that carries another one (an archive's, a proxy's, a redirect's) falls under the
    /// rules of both. One that can't be read as http or https, or carries more addresses than
    /// anyone means to visit, is blocked: what can't be judged is not reached.
    package func rule(blocking address: String) -> ExclusionRule? {
        guard !rules.isEmpty else { return nil }
        guard let outer = CanonicalURL(address) else { return .unreadable }
        // Clients differ in what a backslash is; the address must be free in both readings.
        let otherReading = CanonicalURL(address, backslashIsSlash: false)
        var addresses = [outer] + [otherReading].compactMap { $0 }.filter { $0 != outer }
        var seen = Set(addresses)
        var next = addresses.startIndex
        while next < addresses.endIndex {
            let url = addresses[next]
            next += 1
            if let rule = rules.first(where: { $0.matches(url) }) { return rule }
            for inner in url.innerAddresses(upTo: Self.mostAddresses) {
                guard let inner = CanonicalURL(inner), seen.insert(inner).inserted else { continue }
                guard seen.count <= Self.mostAddresses else { return .unreadable }
                addresses.append(inner)
            }
        }
        return nil
    }

    /// One address and all that stand inside it.
    private static let mostAddresses = 64
}

/// One line of an exclusion list.
package enum ExclusionRule: Sendable, Equatable, CustomStringConvertible {
    /// The host and everything under it.
    case host(String)
    /// The path, case aside, and everything under it; on the host and every host under that.
    case path(host: String, prefix: String)
    /// A path that starts with these characters, whatever follows.
    case slug(host: String, start: String)
    /// A text anywhere in the decoded address, not followed by another digit.
    case marker(String)
    /// The address can't be read as http or https.
    case unreadable

    package var description: String {
        switch self {
        case .host(let host): host
        case .path(let host, let prefix): host + prefix
        case .slug(let host, let start): host + start + "*"
        case .marker(let text): "*\(text)*"
        case .unreadable: "unreadable address"
        }
    }

    func matches(_ url: CanonicalURL) -> Bool {
        switch self {
        case .host(let host): url.isOn(host)
        case .path(let host, let prefix):
            url.isOn(host)
                && url.paths.contains { $0 == prefix || $0.hasPrefix(prefix + "/") }
        case .slug(let host, let start):
            url.isOn(host) && url.paths.contains { $0.hasPrefix(start) }
        case .marker(let text): Self.contains(text, in: url.decoded)
        case .unreadable: false
        }
    }

    private static func contains(_ text: String, in address: String) -> Bool {
        address.ranges(of: text).contains { range in
            range.upperBound == address.endIndex || !address[range.upperBound].isNumber
        }
    }
}
