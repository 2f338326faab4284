/// An http or https address in the one spelling that rules are compared with.
///
/// Different spellings of a host reach the same server: case, trailing dots, user names, ports,
/// percent-encoding, full-width letters and invisible characters are all taken out here. Rules are
/// plain ASCII, so every other letter becomes a placeholder: it can match none of them, and it
/// can't join a slash or a dot before it to one character that is neither.
struct CanonicalURL: Hashable {
    /// Lower case, without user, port and trailing dots.
    let host: String
    /// Every reading of the path, decoded from not at all to three times over. Each is in lower
    /// case, without `//`, `.` and `..`, starts with a slash and ends in none.
    ///
    /// Servers differ in how often they decode and when they resolve `..`, so a rule for a path
    /// holds where it holds for any reading.
    let paths: [String]
    /// The whole address without scheme and user, decoded three times over, in lower case.
    let decoded: String

    /// Nil for what can't be read as an http or https address with a host.
    ///
    /// - Parameter backslashIsSlash: browsers read `a\@b` as the host a with a path, libcurl as
    ///   the host b with a user.
    init?(_ address: String, backslashIsSlash: Bool = true) {
        guard address.utf8.count <= Self.longestAddressBytes else { return nil }
        let text = Self.plain(address).replacing("\\", with: backslashIsSlash ? "/" : "%5C")
        guard let rest = Self.withoutScheme(Self.trimmed(text)) else { return nil }
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let host = Self.host(in: authority) else { return nil }
        self.host = host
        let tail = rest[authority.endIndex...]
        paths = Self.readings(ofPath: tail.prefix { $0 != "?" && $0 != "#" })
        decoded = (host + Self.decodings(tail)[Self.mostDecodings]).replacing("\\", with: "/")
    }

    /// Whether the host is that one or lies under it.
    func isOn(_ domain: String) -> Bool { host == domain || host.hasSuffix("." + domain) }

    /// Longer ones than any that is in use are not read, so that reading stays quick.
    private static let longestAddressBytes = 8 << 10
    private static let mostDecodings = 3
}

// MARK: - Reading

extension CanonicalURL {
    /// Lower-case ASCII: full-width forms as plain ones, without control and format characters,
    /// white space as spaces, and a placeholder for every other scalar.
    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F: break
            case 0x20..<0x7F: plain.append(scalar)
            case 0xFF01...0xFF5E: plain.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            case 0x3002, 0xFF0E, 0xFF61: plain.append(".")
            default: plain.append(contentsOf: Self.plain(scalar))
            }
        }
        return String(plain).lowercased()
    }

    private static func plain(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        let properties = scalar.properties
        if properties.generalCategory == .format { return .init() }
        if properties.isWhitespace { return .init([" "]) }
        let lower = properties.lowercaseMapping.unicodeScalars
        if lower.allSatisfy(\.isASCII) { return lower }  // The Kelvin sign is a k.
        // Host names keep ß and final ς, which case folding does not.
        let isStable = lower.allSatisfy {
            !$0.properties.changesWhenNFKCCaseFolded || $0 == "ß" || $0 == "ς"
        }
        return .init([isStable ? otherLetter : unstableLetter])
    }

    private static let otherLetter: Unicode.Scalar = "\u{1}"
    /// Name resolution turns it into another letter, such as a mathematical 𝐡 into a plain h. Which
    /// one is not known here, so a host that has it can't be judged.
    private static let unstableLetter: Unicode.Scalar = "\u{2}"

    private static func trimmed(_ text: String) -> Substring {
        var text = text[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func withoutScheme(_ text: Substring) -> Substring? {
        if text.hasPrefix("//") { return text.drop { $0 == "/" } }
        let word = text.prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        let rest = text[word.endIndex...]
        // A colon after a host is a port: example.com:80/x has no scheme.
        guard rest.first == ":", !word.contains(".") else { return text }
        guard ["http", "https"].contains(word) else { return nil }
        return rest.dropFirst().drop { $0 == "/" }
    }

    private static func host(in authority: Substring) -> String? {
        let afterUser = authority.lastIndex(of: "@").map {
            authority[authority.index(after: $0)...]
        }
        var host = decodings(afterUser ?? authority)[mostDecodings][...]
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
            let port = host[host.index(after: colon)...]
            guard port.allSatisfy(\.isNumber) else { return nil }
            host = host[..<colon]
        }
        while host.last == "." { host.removeLast() }
        let isReadable = host.unicodeScalars.allSatisfy {
            $0 != unstableLetter && !"/?#@\\ %<>^|".unicodeScalars.contains($0)
        }
        return host.isEmpty || !isReadable ? nil : String(host)
    }

    /// Those of a server that decodes and then resolves, and those of one that resolves before
    /// each decoding.
    private static func readings(ofPath path: Substring) -> [String] {
        let resolvedLast = decodings(path).map(resolved)
        let resolvedFirst = (0..<mostDecodings).reduce(into: [resolved(String(path))]) { paths, _ in
            paths.append(resolved(decoded(paths[paths.endIndex - 1])))
        }
        return (resolvedLast + resolvedFirst).reduce(into: []) { paths, path in
            if !paths.contains(path) { paths.append(path) }
        }
    }

    private static func resolved(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(whereSeparator: { $0 == "/" || $0 == "\\" }) {
            switch segment {
            case ".": break
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        return "/" + segments.joined(separator: "/")
    }

    /// The text percent-decoded 0, 1, … `mostDecodings` times.
    private static func decodings(_ text: Substring) -> [String] {
        (0..<mostDecodings).reduce(into: [String(text)]) { texts, _ in
            texts.append(decoded(texts[texts.endIndex - 1]))
        }
    }

    private static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
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
        return plain(String(decoding: bytes, as: UTF8.self))
    }
}
