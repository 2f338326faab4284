extension CanonicalURL {
    /// Addresses that stand inside this one: in the path of an archive, in the query of a proxy.
    /// Not all of them need be readable.
    ///
    /// - Parameter limit: one more are found at most, to tell that there are too many.
    func innerAddresses(_ wrappers: WrapperTable, upTo limit: Int) -> [[UInt8]] {
        let reader = wrappers.isReader(self)
        var addresses: [[UInt8]] = []
        for tail in tails {
            // Every decoding is another text that a proxy may see.
            let text = tail.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
            Self.appendWithScheme(text, limit, to: &addresses)
            Self.appendParameters(
                text, reader ? nil : wrappers.parameters, limit, to: &addresses)
            if reader { Self.appendPathEnds(text, limit, to: &addresses) }
        }
        if let host = wrappers.translatedHost(self) {
            addresses.append(Array("https://".utf8) + host + tails[0])
        }
        return addresses
    }

    private static func appendWithScheme(
        _ text: [UInt8], _ limit: Int, to addresses: inout [[UInt8]]
    ) {
        var index = 4
        while addresses.count <= limit, index + 1 < text.count,
            let colon = text[index...].firstIndex(of: UInt8(ascii: ":"))
        {
            index = colon + 1
            guard index < text.count, text[index] == UInt8(ascii: "/"),
                endsInScheme(text[..<colon])
            else { continue }
            let rest = text[index...].drop { $0 == UInt8(ascii: "/") }
            addresses.append(Array("https://".utf8) + rest)
            // What ends it here may as well belong to it.
            let end = rest.firstIndex { "&\"'<> ".utf8.contains($0) }
            if let end { addresses.append(Array("https://".utf8) + rest[..<end]) }
        }
    }

    private static func endsInScheme(_ text: ArraySlice<UInt8>) -> Bool {
        text.suffix(4).elementsEqual("http".utf8) || text.suffix(5).elementsEqual("https".utf8)
    }

    /// Values of the parameters in which proxies, redirects and caches take an address. Others
    /// often name the site a reader came from, which is no harm.
    ///
    /// - Parameter names: nil takes any.
    private static func appendParameters(
        _ text: [UInt8], _ names: Set<[UInt8]>?, _ limit: Int, to addresses: inout [[UInt8]]
    ) {
        guard let start = text.firstIndex(where: partsParameters) else { return }
        for parameter in text[start...].split(whereSeparator: partsParameters) {
            guard addresses.count <= limit else { return }
            guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { continue }
            var value = parameter[(equals + 1)...]
            guard value.contains(UInt8(ascii: ".")),
                names?.contains(Array(parameter[..<equals])) ?? true
            else { continue }
            if value.starts(with: "cache:".utf8) {
                value = value.dropFirst("cache:".utf8.count)
                // "cache:address" and "cache:id:address" are both in use.
                addresses.append(Array(value.drop { $0 != UInt8(ascii: ":") }.dropFirst()))
            }
            addresses.append(Array(value))
        }
    }

    private static func partsParameters(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: "#"): true
        default: false
        }
    }

    /// Reader proxies and archives take an address without a scheme as well. Asked of these only:
    /// elsewhere `/huggingface.co/post` is just a path.
    private static func appendPathEnds(
        _ text: [UInt8], _ limit: Int, to addresses: inout [[UInt8]]
    ) {
        var start = text.startIndex
        while start < text.endIndex, addresses.count <= limit {
            let rest = text[start...]
            guard let end = rest.firstIndex(where: { "/?#".utf8.contains($0) }) else {
                if rest.contains(UInt8(ascii: ".")) { addresses.append(Array(rest)) }
                return
            }
            if text[start..<end].contains(UInt8(ascii: ".")) { addresses.append(Array(rest)) }
            guard text[end] == UInt8(ascii: "/") else { return }
            start = end + 1
        }
    }
}
