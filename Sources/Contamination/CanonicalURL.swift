/// An http or https address in the one spelling that rules are compared with.
///
/// Different spellings of a host reach the same server: case, trailing dots, user names, ports,
/// percent-encoding, full-width letters and invisible characters are all taken out here. It is all
/// bytes, so that no combining character can join a slash or a dot to one that is neither.
struct CanonicalURL: Hashable {
    /// As `HostName` writes it.
    let host: [UInt8]
    /// Every reading of the path, decoded from not at all to three times over. Each is in lower
    /// case, without `//`, `.` and `..`, starts with a slash and ends in none.
    ///
    /// Servers differ in how often they decode and when they resolve `..`, so a rule for a path
    /// holds where it holds for any reading.
    let paths: [[UInt8]]
    /// What follows the host, in lower case, decoded 0, 1, … times: the last is decoded the most.
    let tails: [[UInt8]]

    /// All readings of an address, the browsers' first: clients differ in what a backslash is and
    /// in whether a full-width slash ends the host. Empty for what can't be read as an http or
    /// https address with a host.
    static func readings(of address: String) -> [CanonicalURL] {
        guard address.utf8.count <= longestAddressBytes else { return [] }
        return readings(of: Array(address.utf8))
    }

    static func readings(of address: [UInt8]) -> [CanonicalURL] {
        guard address.count <= longestAddressBytes else { return [] }
        let text = trimmed(address.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D })
        var texts = [text]
        if text.contains(where: { $0 >= 0x80 }) { texts.append(trimmed(PlainText.of(text))) }
        if text.contains(UInt8(ascii: "\\")) {
            texts = texts.map(withSlashes) + texts
        }
        var readings: [CanonicalURL] = []
        for (index, text) in texts.enumerated() {
            guard let reading = CanonicalURL(reading: text) else {
                // What browsers can't read is not judged by what others make of it.
                if index == 0 { return [] }
                continue
            }
            if !readings.contains(reading) { readings.append(reading) }
        }
        return readings
    }

    private init?(reading text: [UInt8]) {
        guard let rest = Self.withoutScheme(text[...]) else { return nil }
        let end = rest.firstIndex { $0 == 0x2F || Self.startsQuery($0) } ?? rest.endIndex
        let authority = rest[..<end]
        let user = authority.lastIndex(of: UInt8(ascii: "@"))
        guard let host = HostName.canonical(authority[(user.map { $0 + 1 } ?? rest.startIndex)...])
        else { return nil }
        self.host = host
        let tail = PlainText.of(Array(rest[end...]))
        tails = PercentEncoding.decodings(tail, then: PlainText.of)
        let pathEnd = tail.firstIndex(where: Self.startsQuery) ?? tail.endIndex
        paths = Self.paths(Array(tail[..<pathEnd]))
    }

    var hostText: String { String(decoding: host, as: UTF8.self) }

    /// Whether the host is that one or lies under it.
    func isOn(_ domain: some Collection<UInt8>) -> Bool {
        host.count >= domain.count && host.suffix(domain.count).elementsEqual(domain)
            && (host.count == domain.count
                || host[host.count - domain.count - 1] == UInt8(ascii: "."))
    }

    /// The address that reads as itself: host, path and query with everything decoded that was,
    /// and what then looks like an escape or a delimiter escaped as often as reading decodes.
    var text: String {
        var text = Array("https://".utf8) + host
        append(paths[paths.endIndex - 1], to: &text, escaping: "?#")
        if let start = tails[0].firstIndex(where: Self.startsQuery) {
            let query = PercentEncoding.decodings(Array(tails[0][start...]), then: PlainText.of)
            append(query[query.endIndex - 1], to: &text, escaping: "")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func append(_ bytes: [UInt8], to text: inout [UInt8], escaping delimiters: String) {
        for byte in bytes {
            if byte <= 0x20 || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\")
                || delimiters.utf8.contains(byte)
            {
                let digits = String(byte, radix: 16)
                text += "%2525\(digits.count == 1 ? "0" : "")\(digits)".utf8
            } else {
                text.append(byte)
            }
        }
    }

    /// Longer ones than any that is in use are not read, so that reading stays quick.
    static let longestAddressBytes = 8 << 10
}

// MARK: - Reading

extension CanonicalURL {
    private static func trimmed(_ text: [UInt8]) -> [UInt8] {
        guard let first = text.first, let last = text.last, first <= 0x20 || last <= 0x20 else {
            return text
        }
        let start = text.firstIndex { $0 > 0x20 } ?? text.endIndex
        let end = (text.lastIndex { $0 > 0x20 } ?? start - 1) + 1
        return Array(text[start..<end])
    }

    private static func withSlashes(_ text: [UInt8]) -> [UInt8] {
        text.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    }

    private static func withoutScheme(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let slash = UInt8(ascii: "/")
        if text.starts(with: "//".utf8) { return text.drop { $0 == slash } }
        let end = text.firstIndex { !isSchemeByte($0) } ?? text.endIndex
        let word = text[..<end]
        // A colon after a host is a port: example.com:80/x has no scheme.
        guard end < text.endIndex, text[end] == UInt8(ascii: ":"),
            !word.contains(UInt8(ascii: "."))
        else { return text }
        let scheme = word.map { $0 | 0x20 }
        guard scheme.elementsEqual("https".utf8) || scheme.elementsEqual("http".utf8) else {
            return nil
        }
        return text[(end + 1)...].drop { $0 == slash }
    }

    /// Whether a path ends there, with `?` or `#`.
    static func startsQuery(_ byte: UInt8) -> Bool { byte == 0x3F || byte == 0x23 }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
        default: false
        }
    }

    /// Those of a server that resolves before each decoding and, last, those of one that decodes
    /// and then resolves.
    private static func paths(_ path: [UInt8]) -> [[UInt8]] {
        let decodings = PercentEncoding.decodings(path, then: PlainText.of)
        var paths = [resolved(path)]
        guard decodings.count > 1 else { return paths }
        for _ in 0..<PercentEncoding.mostLevels {
            guard let next = PercentEncoding.decoded(paths[paths.endIndex - 1]) else { break }
            paths.append(resolved(PlainText.of(next)))
        }
        for decoding in decodings.dropFirst() {
            let path = resolved(decoding)
            paths.removeAll { $0 == path }
            paths.append(path)
        }
        return paths
    }

    private static func resolved(_ path: [UInt8]) -> [UInt8] {
        if isResolved(path) { return path }
        var segments: [ArraySlice<UInt8>] = []
        for segment in path.split(whereSeparator: { $0 == 0x2F || $0 == 0x5C }) {
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else if !segment.elementsEqual(".".utf8) {
                segments.append(segment)
            }
        }
        return [0x2F] + Array(segments.joined(separator: [0x2F]))
    }

    private static func isResolved(_ path: [UInt8]) -> Bool {
        guard path.first == 0x2F, path.count == 1 || path.last != 0x2F else { return false }
        var previous: UInt8 = 0
        for byte in path {
            if byte == 0x5C || previous == 0x2F && (byte == 0x2F || byte == 0x2E) { return false }
            previous = byte
        }
        return true
    }
}
