/// Why a transfer brought no response. Descriptions name hosts and limits, never headers, bodies
/// or query strings: those can hold keys.
package enum TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    case badURL
    /// Neither http nor https.
    case schemeNotAllowed
    case couldNotResolve(host: String)
    case couldNotConnect(host: String)
    /// The address is not one of the public internet; see `TransportOptions.AddressPolicy`.
    case addressRefused(host: String)
    case connectTimeout(host: String)
    case idleTimeout(seconds: Double)
    case totalTimeout(seconds: Double)
    case responseTooLarge(limit: Int)
    case tooManyRedirects(limit: Int)
    case untrustedCertificate(host: String, CertificateFault)
    /// The file of certificates to trust can't be read.
    case badCertificateFile(path: String)
    /// The value of that environment variable is no proxy's address. It may hold a password, and is
    /// not kept.
    case badProxy(variable: String)
    case proxyUnreachable(proxy: String)
    /// The proxy does not pass the request on. `status` is nil where it speaks SOCKS.
    case proxyRefused(proxy: String, host: String, status: Int?)
    /// What came is no HTTP response.
    case notHTTP(host: String)
    /// The connection broke, before the response or in it.
    case brokenConnection(host: String, reason: String)
    case other(code: Int, reason: String)
    /// The transport has been shut down.
    case closed

    package var description: String {
        switch self {
        case .badURL: "The address is not a URL."
        case .schemeNotAllowed: "Only http and https are allowed."
        case .couldNotResolve(let host): "The host \(host) is not known."
        case .couldNotConnect(let host): "Nothing answers at \(host)."
        case .addressRefused(let host): "The host \(host) is not on the public internet."
        case .connectTimeout(let host): "Connecting to \(host) took too long."
        case .idleTimeout(let seconds): "Nothing was heard for \(seconds) s."
        case .totalTimeout(let seconds): "The answer took longer than \(seconds) s."
        case .responseTooLarge(let limit): "The response is larger than \(limit) bytes."
        case .tooManyRedirects(let limit): "There were more than \(limit) redirects."
        case .untrustedCertificate(let host, let fault): fault.sentence(host)
        case .badCertificateFile(let path):
            "The certificates in \(path) can't be read; name a PEM file in SSL_CERT_FILE."
        case .badProxy(let variable):
            "\(variable) is not the address of a proxy; set it to http://HOST:PORT or unset it."
        case .proxyUnreachable(let proxy):
            "The proxy \(proxy) can't be reached; see HTTPS_PROXY, HTTP_PROXY and ALL_PROXY."
        case .proxyRefused(let proxy, _, 407?):
            "The proxy \(proxy) wants a name and password; set them in its URL, as in "
                + "http://NAME:PASSWORD@HOST:PORT."
        case .proxyRefused(let proxy, let host, let status):
            "The proxy \(proxy) did not connect to \(host)"
                + (status.map { " (HTTP \($0))" } ?? "")
                + "; see that it may, or name the host in NO_PROXY."
        case .notHTTP(let host): "What \(host) sent is no HTTP response."
        case .brokenConnection(let host, let reason):
            "The connection to \(host) broke: \(reason)."
        case .other(let code, let reason): "The transfer failed: \(reason) (\(code))."
        case .closed: "The transport is closed."
        }
    }

    /// Whether the same request may well succeed a moment later.
    package var isTransient: Bool {
        switch self {
        case .couldNotResolve, .couldNotConnect, .connectTimeout, .brokenConnection, .idleTimeout,
            .totalTimeout, .proxyUnreachable, .notHTTP:
            true
        case .proxyRefused(_, _, let status): status.map { $0 >= 500 || $0 == 429 } ?? true
        case .badURL, .schemeNotAllowed, .addressRefused, .responseTooLarge, .tooManyRedirects,
            .untrustedCertificate, .badCertificateFile, .badProxy, .other, .closed:
            false
        }
    }

    /// Whether the server was reached and the time for its answer ran out.
    package var isTimeout: Bool {
        switch self {
        case .idleTimeout, .totalTimeout: true
        default: false
        }
    }

    /// Whether nothing of the request can have reached the server.
    package var isBeforeSending: Bool {
        switch self {
        case .badURL, .schemeNotAllowed, .couldNotResolve, .couldNotConnect, .addressRefused,
            .connectTimeout, .untrustedCertificate, .badCertificateFile, .badProxy,
            .proxyUnreachable, .proxyRefused:
            true
        case .idleTimeout, .totalTimeout, .responseTooLarge, .tooManyRedirects, .brokenConnection,
            .notHTTP, .other, .closed:
            false
        }
    }
}

/// Why a server's certificate can't be trusted.
package enum CertificateFault: Sendable {
    /// Nobody whom this machine trusts has signed it.
    case unknownIssuer
    case expired
    case notYetValid
    case wrongHost

    fileprivate func sentence(_ host: String) -> String {
        switch self {
        case .unknownIssuer:
            "The certificate of \(host) is signed by nobody whom this machine trusts; if the server "
                + "or a proxy on the way is yours, name its authority's PEM file in SSL_CERT_FILE."
        case .expired:
            "The certificate of \(host) has expired; have it renewed, or set this machine's clock."
        case .notYetValid:
            "The certificate of \(host) is not valid yet; set this machine's clock."
        case .wrongHost:
            "The certificate of \(host) is made for another host; use the name it is made for."
        }
    }
}
