import CCurl

/// What libcurl knows of a transfer that has failed.
struct CurlFailure {
    let code: CURLcode
    /// Whether the connection stood, TLS included.
    let isConnected: Bool
    /// Of the last response that came, a redirect's for one; 0: none has.
    let status: Int
    /// The proxy's answer to CONNECT; 0: none was asked for or none came.
    let connectStatus: Int
    /// OpenSSL's verdict on the certificate (`X509_V_…`).
    let verification: Int
}

extension TransportError {
    init(
        _ failure: CurlFailure, of request: TransferRequest, host: String, proxy: ProxyAddress?,
        caFile: String?
    ) {
        if let proxy, let error = Self.proxyError(failure, proxy.description, host) {
            self = error
            return
        }
        switch failure.code {
        // Also what libcurl says of a first line that no HTTP response has.
        case CURLE_UNSUPPORTED_PROTOCOL:
            self =
                failure.isConnected && failure.status == 0
                ? .notHTTP(host: host) : .schemeNotAllowed
        case CURLE_WEIRD_SERVER_REPLY: self = .notHTTP(host: host)
        case CURLE_URL_MALFORMAT: self = .badURL
        case CURLE_COULDNT_RESOLVE_HOST: self = .couldNotResolve(host: host)
        case CURLE_COULDNT_CONNECT: self = .couldNotConnect(host: host)
        case CURLE_OPERATION_TIMEDOUT:
            self =
                failure.isConnected
                ? .totalTimeout(seconds: request.limits.totalTimeoutSeconds)
                : .connectTimeout(
                    host: host + (proxy.map { " through the proxy \($0)" } ?? ""))
        case CURLE_TOO_MANY_REDIRECTS: self = .tooManyRedirects(limit: request.redirectLimit)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR:
            self = .untrustedCertificate(
                host: host, CertificateFault(verification: failure.verification))
        case CURLE_SSL_CACERT_BADFILE: self = .badCertificateFile(path: caFile ?? "the system")
        case CURLE_SSL_CONNECT_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND,
            CURLE_BAD_CONTENT_ENCODING:
            self = .brokenConnection(host: host, reason: Self.words(of: failure.code))
        default:
            self = .other(code: Int(failure.code.rawValue), reason: Self.words(of: failure.code))
        }
    }

    private static func proxyError(
        _ failure: CurlFailure, _ proxy: String, _ host: String
    ) -> TransportError? {
        if failure.connectStatus != 0, !(200..<300).contains(failure.connectStatus) {
            return .proxyRefused(proxy: proxy, host: host, status: failure.connectStatus)
        }
        switch failure.code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            return .proxyUnreachable(proxy: proxy)
        case CURLE_PROXY: return .proxyRefused(proxy: proxy, host: host, status: nil)
        default: return nil
        }
    }

    private static func words(of code: CURLcode) -> String {
        curl_easy_strerror(code).map { String(cString: $0) } ?? "unknown reason"
    }
}

extension CertificateFault {
    /// - Parameter verification: OpenSSL's `X509_V_…`. Names are compared by libcurl, before it asks
    ///   for OpenSSL's verdict, which then is 0 or 1.
    init(verification: Int) {
        switch verification {
        case 0, 1, 62: self = .wrongHost
        case 9: self = .notYetValid
        case 10: self = .expired
        default: self = .unknownIssuer
        }
    }
}
