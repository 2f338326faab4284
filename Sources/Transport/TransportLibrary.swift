import CCurl

/// The libcurl that this process runs on, which may be another one than it was built with.
package struct TransportLibrary: Sendable, Equatable {
    /// Such as `8.5.0`.
    package let version: String
    /// What does TLS, such as `OpenSSL/3.0.13`; nil: it can't do https.
    package let tls: String?
    package let speaksHTTP2: Bool

    package static var loaded: TransportLibrary {
        guard let info = curl_version_info(CURLVERSION_SEVENTH)?.pointee else {
            return TransportLibrary(version: "unknown", tls: nil, speaksHTTP2: false)
        }
        let tls = info.ssl_version.map { String(cString: $0) } ?? ""
        return TransportLibrary(
            version: info.version.map { String(cString: $0) } ?? "unknown",
            tls: tls.isEmpty ? nil : tls, speaksHTTP2: info.features & (1 << 16) != 0)
    }
}
