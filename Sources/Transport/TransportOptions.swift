/// How a transport is set up, for all of its transfers.
package struct TransportOptions: Sendable {
    /// Connections kept for reuse.
    package var maxConnections: Int
    /// Connections to one host at once; nil: no limit.
    package var maxConnectionsPerHost: Int?
    /// Over TLS, where the server offers it. Plain http is always HTTP/1.1.
    package var allowsHTTP2: Bool
    /// A PEM file of certificates to trust in place of the system's.
    package var caFile: String?
    package var addressPolicy: AddressPolicy
    /// Every connection goes to this address, whatever the URL says, and no proxy is asked; the
    /// Host header stays.
    package var routeAll: (host: String, port: Int)?
    package var proxy: ProxyPolicy
    package var userAgent: String

    package init(
        maxConnections: Int = 4096, maxConnectionsPerHost: Int? = nil, allowsHTTP2: Bool = true,
        caFile: String? = nil, addressPolicy: AddressPolicy = .any,
        routeAll: (host: String, port: Int)? = nil, proxy: ProxyPolicy = .none,
        userAgent: String = "dracobench"
    ) {
        self.maxConnections = maxConnections
        self.maxConnectionsPerHost = maxConnectionsPerHost
        self.allowsHTTP2 = allowsHTTP2
        self.caFile = caFile
        self.addressPolicy = addressPolicy
        self.routeAll = routeAll
        self.proxy = proxy
        self.userAgent = userAgent
    }

    package enum AddressPolicy: Sendable {
        case any
        /// Only addresses of the public internet, checked after name resolution, on every
        /// connection: what a model names must not reach this machine or its network. Where a proxy
        /// is asked, see `HTTPTransport`.
        case publicOnly
    }

    /// Takes the proxies and `SSL_CERT_FILE` from the environment, as other programs do.
    ///
    /// - Throws: `TransportError.badProxy`.
    package mutating func follow(environment: [String: String]) throws(TransportError) {
        proxy = .environment(try ProxyVariables(environment))
        if let file = environment["SSL_CERT_FILE"], !file.isEmpty { caFile = file }
    }
}

extension TransportOptions {
    /// Nil for what goes direct.
    func proxy(for url: String) -> ProxyAddress? {
        guard routeAll == nil, case .environment(let variables) = proxy else { return nil }
        return variables.proxy(for: url)
    }

    /// The hosts that libcurl is to ask directly after a redirect.
    var proxyExceptionList: String {
        guard case .environment(let variables) = proxy else { return "" }
        return "localhost,127.0.0.1,::1," + variables.exceptionList
    }
}
