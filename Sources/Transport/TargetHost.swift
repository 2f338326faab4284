import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The parts of a URL that decide where a connection goes, as libcurl itself reads them: one reading
/// that differs would let an address past a check.
struct URLParts {
    /// In small letters.
    let scheme: String
    /// In small letters; numeric addresses in their usual spelling, IPv6 in brackets.
    let host: String
    let port: Int?

    init?(_ url: String) {
        guard let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        guard curl_url_set(handle, CURLUPART_URL, url, flags) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: handle),
            let host = Self.part(CURLUPART_HOST, of: handle), !host.isEmpty
        else { return nil }
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
        port = Self.part(CURLUPART_PORT, of: handle).flatMap { Int($0) }
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

/// The host that a request is for.
struct TargetHost {
    let isSecure: Bool
    /// Without brackets, and without the dot that may end it.
    let name: String
    let port: Int
    /// In network order, where the host is an address: 4 bytes or 16.
    let address: [UInt8]?

    /// Nil for what is not http or https.
    init?(_ url: String) {
        guard let parts = URLParts(url), ["http", "https"].contains(parts.scheme) else {
            return nil
        }
        isSecure = parts.scheme == "https"
        port = parts.port ?? (isSecure ? 443 : 80)
        var name = parts.host[...]
        if name.first == "[" { name = name.dropFirst().prefix { $0 != "]" && $0 != "%" } }
        if name.last == "." { name = name.dropLast() }
        self.name = String(name)
        address = AddressBytes.of(self.name)
    }

    /// `localhost` and all that ends so (RFC 6761), 127.0.0.0/8, ::1, and the two "any" addresses.
    var isThisMachine: Bool {
        guard let address else { return name == "localhost" || name.hasSuffix(".localhost") }
        let zeros = [UInt8](repeating: 0, count: 10)
        switch address.count {
        case 4: return address[0] == 127 || address == [0, 0, 0, 0]
        default:
            let last = address[10...]
            guard address.starts(with: zeros) else { return false }
            return last.elementsEqual([0, 0, 0, 0, 0, 1]) || last.elementsEqual([0, 0, 0, 0, 0, 0])
                || last.starts(with: [0xFF, 0xFF, 127])
        }
    }
}

/// Addresses in writing.
enum AddressBytes {
    /// 4 bytes or 16, in network order; nil for a name.
    static func of(_ text: String) -> [UInt8]? {
        var ipv4 = in_addr()
        if inet_pton(AF_INET, text, &ipv4) == 1 { return withUnsafeBytes(of: ipv4) { Array($0) } }
        var ipv6 = in6_addr()
        if inet_pton(AF_INET6, text, &ipv6) == 1 { return withUnsafeBytes(of: ipv6) { Array($0) } }
        return nil
    }
}
