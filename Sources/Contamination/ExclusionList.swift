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
    /// rules of both. One that can't be read as http or https is blocked: what can't be judged is
    /// not reached.
    package func rule(blocking address: String) -> ExclusionRule? {
        guard !rules.isEmpty else { return nil }
        return rule(blocking: address, wrappersLeft: Self.deepestWrapping)
    }

    private func rule(blocking address: String, wrappersLeft: Int) -> ExclusionRule? {
        guard let url = CanonicalURL(address) else { return .unreadable }
        if let rule = rules.first(where: { $0.matches(url) }) { return rule }
        guard wrappersLeft > 0 else { return nil }
        for inner in url.innerAddresses {
            if let rule = rule(blocking: inner, wrappersLeft: wrappersLeft - 1),
                rule != .unreadable
            {
                return rule
            }
        }
        return nil
    }

    /// Addresses inside addresses that are followed.
    private static let deepestWrapping = 4
}

/// One line of an exclusion list.
package enum ExclusionRule: Sendable, Equatable, CustomStringConvertible {
    /// The host and everything under it.
    case host(String)
    /// The path, case aside, and everything under it, on the host and everything under that.
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
            url.isOn(host) && (url.path == prefix || url.path.hasPrefix(prefix + "/"))
        case .slug(let host, let start): url.isOn(host) && url.path.hasPrefix(start)
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
