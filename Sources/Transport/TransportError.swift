import CCurl

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
    /// The server's certificate can't be trusted.
    case untrustedCertificate(host: String)
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
        case .untrustedCertificate(let host): "The certificate of \(host) can't be trusted."
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
            .totalTimeout:
            true
        case .badURL, .schemeNotAllowed, .addressRefused, .responseTooLarge, .tooManyRedirects,
            .untrustedCertificate, .other, .closed:
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
            .connectTimeout, .untrustedCertificate:
            true
        case .idleTimeout, .totalTimeout, .responseTooLarge, .tooManyRedirects, .brokenConnection,
            .other, .closed:
            false
        }
    }

    init(
        _ code: CURLcode, host: String, limits: TransferLimits, redirectLimit: Int, connected: Bool
    ) {
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL: self = .schemeNotAllowed
        case CURLE_URL_MALFORMAT: self = .badURL
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self = .couldNotResolve(host: host)
        case CURLE_COULDNT_CONNECT: self = .couldNotConnect(host: host)
        case CURLE_OPERATION_TIMEDOUT:
            self =
                connected
                ? .totalTimeout(seconds: limits.totalTimeoutSeconds) : .connectTimeout(host: host)
        case CURLE_TOO_MANY_REDIRECTS: self = .tooManyRedirects(limit: redirectLimit)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self = .untrustedCertificate(host: host)
        case CURLE_SSL_CONNECT_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            self = .brokenConnection(host: host, reason: Self.words(of: code))
        default: self = .other(code: Int(code.rawValue), reason: Self.words(of: code))
        }
    }

    private static func words(of code: CURLcode) -> String {
        curl_easy_strerror(code).map { String(cString: $0) } ?? "unknown reason"
    }
}
