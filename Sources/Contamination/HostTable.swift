/// `host/path` in two, the path with its slash or empty.
struct HostPath {
    let host: [UInt8]
    let path: [UInt8]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
        host = Array(bytes[..<slash])
        path = Array(bytes[slash...])
    }
}

/// Values by host, found for every host under it.
struct HostTable<Value: Sendable>: Sendable {
    private var values: [Key: [Value]] = [:]

    init(_ pairs: [(host: [UInt8], value: Value)]) {
        for (host, value) in pairs { values[Key(host: host[...]), default: []].append(value) }
    }

    /// Whether any value of the host, or of one above it, is such.
    func contains(for host: [UInt8], where isWanted: (Value) -> Bool) -> Bool {
        first(for: host, where: isWanted) != nil
    }

    func first(for host: [UInt8], where isWanted: (Value) -> Bool) -> Value? {
        var start = host.startIndex
        while true {
            if let value = values[Key(host: host[start...])]?.first(where: isWanted) {
                return value
            }
            guard let dot = host[start...].firstIndex(of: UInt8(ascii: ".")) else { return nil }
            start = dot + 1
        }
    }

    /// Hashed in one go, which is several times as fast as a slice's own hash.
    private struct Key: Hashable {
        let host: ArraySlice<UInt8>

        static func == (a: Key, b: Key) -> Bool { a.host.elementsEqual(b.host) }

        func hash(into hasher: inout Hasher) {
            host.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }
}

extension [UInt8] {
    /// Whether a path is that one or lies below it; every path lies below the empty one.
    func isAtOrBelow(_ prefix: [UInt8]) -> Bool {
        starts(with: prefix)
            && (prefix.isEmpty || count == prefix.count || self[prefix.count] == 0x2F)
    }

    func ends(with suffix: [UInt8]) -> Bool {
        count > suffix.count && self.suffix(suffix.count).elementsEqual(suffix)
    }

    /// Whether the text matches a pattern in which `*` stands for anything, nothing included.
    func matches(_ pattern: [UInt8]) -> Bool {
        var (here, at) = (0, 0)
        var retry: (here: Int, at: Int)?
        while here < count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                at += 1
                retry = (here, at)
            } else if at < pattern.count, pattern[at] == self[here] {
                here += 1
                at += 1
            } else if let last = retry {
                here = last.here + 1
                at = last.at
                retry = (here, at)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
