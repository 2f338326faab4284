/// Which proxy, if any, transfers go through.
package enum ProxyPolicy: Sendable {
    case none
    case environment(ProxyVariables)
}

/// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in capitals or not.
///
/// As with curl, a name in small letters wins over one in capitals, an empty value counts as none,
/// and `ALL_PROXY` stands in for the other two. This machine itself is never asked through a proxy.
package struct ProxyVariables: Sendable {
    private let https: ProxyAddress?
    private let http: ProxyAddress?
    private let exceptions: ProxyExceptions

    /// - Throws: `TransportError.badProxy` for a value that is no proxy's address.
    package init(_ environment: [String: String]) throws(TransportError) {
        func address(_ name: String) throws(TransportError) -> ProxyAddress? {
            for variable in [name, name.uppercased()] {
                guard let value = environment[variable], !value.isEmpty else { continue }
                guard let address = ProxyAddress(value) else {
                    throw .badProxy(variable: variable)
                }
                return address
            }
            return nil
        }
        let all = try address("all_proxy")
        https = try address("https_proxy") ?? all
        http = try address("http_proxy") ?? all
        let exceptions = ["no_proxy", "NO_PROXY"].lazy.compactMap { environment[$0] }
        self.exceptions = ProxyExceptions(exceptions.first { !$0.isEmpty } ?? "")
    }

    /// Nil for what goes direct, and for what is no URL of a host.
    func proxy(for url: String) -> ProxyAddress? {
        guard https != nil || http != nil, let target = TargetHost(url) else { return nil }
        guard let proxy = target.isSecure ? https : http, !target.isThisMachine,
            !exceptions.cover(target)
        else { return nil }
        return proxy
    }

    /// For libcurl, which asks again after a redirect.
    var exceptionList: String { exceptions.list }
}

/// Where a proxy is, and how it is asked. It prints without the name and password it may hold.
struct ProxyAddress: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// As libcurl takes it, with credentials.
    let url: String
    /// Host and port, for people.
    let description: String

    var customMirror: Mirror { Mirror(self, children: []) }

    private static let schemes = ["http", "https", "socks5", "socks5h"]

    /// `http://host:port`, with credentials or without; the scheme may be left out. Nil for what is
    /// nothing of the kind.
    init?(_ text: String) {
        let url = text.contains("://") ? text : "http://" + text
        guard let parts = URLParts(url), Self.schemes.contains(parts.scheme) else { return nil }
        self.url = url
        description = parts.port.map { "\(parts.host):\($0)" } ?? parts.host
    }
}
