/// The hosts of `NO_PROXY`, which are asked directly.
///
/// Entries stand between commas or blanks: `*` for all, a domain with all below it (`example.com`,
/// `.example.com`, `*.example.com`), an address, or a network (`10.0.0.0/8`); each but the first
/// may name a port.
struct ProxyExceptions: Sendable {
    /// As written.
    let list: String
    private let entries: [Entry]

    private struct Entry {
        let pattern: Pattern
        let port: Int?
    }

    private enum Pattern {
        case all
        case domain(String)
        case network([UInt8], bits: Int)
    }

    init(_ list: String) {
        self.list = list
        entries = list.split { $0 == "," || $0.isWhitespace }.compactMap {
            Self.entry($0.lowercased())
        }
    }

    func cover(_ host: TargetHost) -> Bool {
        entries.contains { entry in
            guard entry.port == nil || entry.port == host.port else { return false }
            switch entry.pattern {
            case .all: return true
            case .domain(let domain):
                return host.name == domain || host.name.hasSuffix("." + domain)
            case .network(let network, let bits):
                return host.address.map { Self.lies($0, in: network, bits) } ?? false
            }
        }
    }

    /// Nil for an entry that can't be read, which then covers nothing.
    private static func entry(_ text: String) -> Entry? {
        if text == "*" { return Entry(pattern: .all, port: nil) }
        if let network = network(text) { return Entry(pattern: network, port: nil) }
        let (name, port) = withoutPort(text)
        if let network = network(name) { return Entry(pattern: network, port: port) }
        var domain = name[...]
        if domain.first == "*" { domain = domain.dropFirst() }
        while domain.first == "." { domain = domain.dropFirst() }
        if domain.last == "." { domain = domain.dropLast() }
        guard !domain.isEmpty else { return nil }
        return Entry(pattern: .domain(String(domain)), port: port)
    }

    private static func withoutPort(_ text: String) -> (name: String, port: Int?) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...])
        else { return (text, nil) }
        return (String(text[..<colon]), port)
    }

    /// An address is a network of its own.
    private static func network(_ text: String) -> Pattern? {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = parts.first else { return nil }
        let bare =
            name.first == "[" && name.last == "]" ? String(name.dropFirst().dropLast()) : name
        guard let address = AddressBytes.of(bare) else { return nil }
        guard parts.count == 2 else { return .network(address, bits: address.count * 8) }
        guard let bits = Int(parts[1]), (0...address.count * 8).contains(bits) else { return nil }
        return .network(address, bits: bits)
    }

    private static func lies(_ address: [UInt8], in network: [UInt8], _ bits: Int) -> Bool {
        guard address.count == network.count else { return false }
        return address.indices.allSatisfy { index in
            let shared = min(8, max(0, bits - index * 8))
            return (address[index] ^ network[index]) >> (8 - UInt8(shared)) == 0
        }
    }
}
