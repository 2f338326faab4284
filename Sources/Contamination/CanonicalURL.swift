/// An http or https address in the one spelling that rules are compared with.
///
/// Different spellings of a host reach the same server: case, trailing dots, user names, ports,
/// percent-encoding, full-width letters and invisible characters are all taken out here.
struct CanonicalURL: Equatable {
    let host: String
    /// Lower case, decoded, without `//`, `.` and `..`; starts with a slash, ends in none.
    let path: String
    /// The whole address, decoded and in lower case.
    let decoded: String

    /// Nil for what can't be read as an http or https address with a host.
    init?(_ address: String) {
        guard address.utf8.count <= Self.longestAddress else { return nil }
        var text = Self.visible(address)
        text = text.replacing("\\", with: "/")
        guard let rest = Self.withoutScheme(text) else { return nil }
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let host = Self.host(in: authority) else { return nil }
        self.host = host
        let tail = rest[authority.endIndex...]
        path = Self.normalized(path: Self.decoded(tail.prefix { $0 != "?" && $0 != "#" }))
        decoded = host + Self.decoded(tail).lowercased()
    }

    /// Whether the host is that one or lies under it.
    func isOn(_ domain: String) -> Bool { host == domain || host.hasSuffix("." + domain) }

    /// Addresses that stand inside this one: in the path of an archive, in the query of a proxy.
    var innerAddresses: [String] {
        var found: [String] = []
        let tail = decoded.dropFirst(host.count)
        for scheme in ["https:/", "http:/"] {
            for range in tail.ranges(of: scheme) {
                let rest = tail[range.upperBound...].drop { $0 == "/" }
                found.append("https://" + rest.prefix { !"&\"'<> ".contains($0) })
            }
        }
        for name in ["url", "u", "q", "uddg", "target", "dest", "redirect", "uri", "link", "goto"] {
            for range in tail.ranges(of: "\(name)=") {
                let isParameter = tail[..<range.lowerBound].last.map("?&".contains) ?? false
                let value = tail[range.upperBound...].prefix { $0 != "&" }
                if isParameter, value.contains(".") {
                    found.append(String(value.hasPrefix("cache:") ? value.dropFirst(6) : value))
                }
            }
        }
        if host.hasSuffix(".translate.goog") {
            let name = host.dropLast(".translate.goog".count)
            let plain = name.replacing("--", with: "\u{0}").replacing("-", with: ".")
            found.append("https://" + plain.replacing("\u{0}", with: "-") + path)
        }
        // Reader proxies and archives take the inner address without a scheme as well.
        if Self.isReader(host) {
            let segments = path.split(separator: "/")
            for (index, segment) in segments.enumerated() where Self.looksLikeHost(segment) {
                found.append("https://" + segments[index...].joined(separator: "/"))
            }
        }
        return Array(found.prefix(Self.mostInnerAddresses))
    }

    private static let longestAddress = 64 << 10
    private static let mostInnerAddresses = 16

    /// Services that show another page, whose address is the rest of theirs.
    private static func isReader(_ host: String) -> Bool {
        ["r.jina.ai", "12ft.io", "archive.ph", "archive.today", "archive.is", "web.archive.org"]
            .contains { host == $0 || host.hasSuffix("." + $0) }
    }

    /// Asked of readers only: elsewhere `/huggingface.co/post` is just a path.
    private static func looksLikeHost(_ segment: Substring) -> Bool {
        segment.contains(".")
            && segment.allSatisfy { $0.isLetter || $0.isNumber || ".-".contains($0) }
    }
}

// MARK: - Reading

extension CanonicalURL {
    /// Without white space at the ends, control and format characters, and with full-width forms
    /// as plain ones.
    private static func visible(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E:
                scalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            case 0x3002, 0xFF0E, 0xFF61: scalars.append(".")
            case 0..<0x20, 0x7F: break
            default:
                if scalar.properties.generalCategory != .format { scalars.append(scalar) }
            }
        }
        var result = Substring(String(scalars))
        while result.first?.isWhitespace == true { result.removeFirst() }
        while result.last?.isWhitespace == true { result.removeLast() }
        return String(result)
    }

    private static func withoutScheme(_ text: String) -> Substring? {
        if text.hasPrefix("//") { return text.drop { $0 == "/" } }
        let word = text.prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        let rest = text[word.endIndex...]
        // A colon after a host is a port: example.com:80/x has no scheme.
        guard rest.first == ":", !word.contains(".") else { return text[...] }
        guard ["http", "https"].contains(word.lowercased()) else { return nil }
        return rest.dropFirst().drop { $0 == "/" }
    }

    private static func host(in authority: Substring) -> String? {
        let afterUser = authority.lastIndex(of: "@").map {
            authority[authority.index(after: $0)...]
        }
        var host = visible(decoded(afterUser ?? authority)).lowercased()[...]
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
            let port = host[host.index(after: colon)...]
            guard port.allSatisfy(\.isNumber) else { return nil }
            host = host[..<colon]
        }
        while host.last == "." { host.removeLast() }
        let isReadable = host.allSatisfy { !"/?#@\\ %<>^|".contains($0) }
        return host.isEmpty || !isReadable ? nil : String(host)
    }

    /// Percent-decoded, up to three times over.
    private static func decoded(_ text: Substring) -> String {
        var text = String(text)
        for _ in 0..<3 {
            guard text.utf8.contains(UInt8(ascii: "%")) else { break }
            var bytes: [UInt8] = []
            var rest = Array(text.utf8)[...]
            while let byte = rest.popFirst() {
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexDigit),
                    let value = UInt8(digits, radix: 16)
                {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            }
            text = String(decoding: bytes, as: UTF8.self)
        }
        return text
    }

    private static func normalized(path: String) -> String {
        var segments: [Substring] = []
        for segment in path.lowercased().split(separator: "/") {
            switch segment {
            case ".": break
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        return "/" + segments.joined(separator: "/")
    }
}
