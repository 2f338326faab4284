import ScriptedServer
import Testing
import Transport

@Suite("Proxies")
struct ProxyTests {
    private func options(
        _ environment: [String: String], _ policy: TransportOptions.AddressPolicy = .any
    ) throws -> TransportOptions {
        var options = TransportOptions(addressPolicy: policy)
        try options.follow(environment: environment)
        return options
    }

    /// What one request comes to.
    private func send(
        _ request: TransferRequest, _ options: TransportOptions
    ) async throws -> Result<TransferResponse, TransportError> {
        let transport = try HTTPTransport(options)
        let result: Result<TransferResponse, TransportError>
        do {
            result = .success(try await transport.send(request))
        } catch let error as TransportError { result = .failure(error) }
        await transport.shutdown()
        return result
    }

    private func error(
        _ url: String, _ options: TransportOptions
    ) async throws -> TransportError {
        switch try await send(TransferRequest(url: url), options) {
        case .success(let response):
            Issue.record("HTTP \(response.status)")
            return .closed
        case .failure(let error): return error
        }
    }

    @Test("A request over http is sent to the proxy whole, with the proxy's name and password")
    func plain() async throws {
        let proxy = try ScriptedServer { _ in .json("{}") }
        let result = try await send(
            TransferRequest(url: "http://models.test/v1/chat?x=1"),
            try options(["http_proxy": "http://me:pass%20word@127.0.0.1:\(proxy.port)"]))
        #expect(try result.get().status == 200)
        let request = try #require(proxy.requests.first)
        #expect(request.target == "http://models.test/v1/chat?x=1")
        #expect(request.headers["host"] == "models.test")
        #expect(request.headers["proxy-authorization"] == "Basic bWU6cGFzcyB3b3Jk")
        proxy.stop()
    }

    @Test(
        "A tunnel carries a request over https, and the proxy sees neither key nor path",
        .enabled(if: TLSServer.isPossible, "\(TLSServer.needs)"))
    func tunnel() async throws {
        try await TLSServer.with(route: .tunnel) { server in
            let options = try options([
                "HTTPS_PROXY": "127.0.0.1:\(server.port)", "SSL_CERT_FILE": server.authorityFile,
            ])
            let request = TransferRequest(
                method: "POST", url: "https://models.test/v1/chat",
                headers: [HeaderField(name: "Authorization", value: "Bearer sk-secret")],
                body: Array("{}".utf8))
            #expect(try await send(request, options).get().status == 200)
            let head = try #require(server.lines.first { $0.hasPrefix("CONNECT") })
            #expect(head.hasPrefix("CONNECT models.test:443 HTTP/1.1"))
            #expect(!head.contains("sk-secret"))
            #expect(!head.contains("chat"))
        }
    }

    @Test(
        "A SOCKS proxy is told the name and looks it up by itself",
        .enabled(if: TLSServer.isPossible, "\(TLSServer.needs)"))
    func socks() async throws {
        try await TLSServer.with(route: .socks) { server in
            let options = try options([
                "ALL_PROXY": "socks5h://127.0.0.1:\(server.port)",
                "SSL_CERT_FILE": server.authorityFile,
            ])
            let request = TransferRequest(url: "https://models.test/")
            #expect(try await send(request, options).get().status == 200)
            #expect(server.lines.contains("SOCKS models.test:443"))
        }
    }

    @Test(
        "A certificate is checked through a tunnel as well",
        .enabled(if: TLSServer.isPossible, "\(TLSServer.needs)"))
    func certificateInTunnel() async throws {
        try await TLSServer.with(route: .tunnel) { server in
            let options = try options(["ALL_PROXY": "http://127.0.0.1:\(server.port)"])
            #expect(
                try await error("https://models.test/", options)
                    == .untrustedCertificate(host: "models.test", .unknownIssuer))
        }
    }

    @Test(
        "A proxy that does not connect is one sentence, and its password is not in it",
        arguments: [
            (407, false, "wants a name and password"), (403, false, "HTTP 403"),
            (502, true, "HTTP 502"), (503, true, "NO_PROXY"),
        ])
    func refusals(status: Int, isTransient: Bool, words: String) async throws {
        let proxy = try ScriptedServer { _ in
            .response(status: status, headers: [], body: Array("<html>".utf8))
        }
        let options = try options([
            "https_proxy": "http://me:secret@127.0.0.1:\(proxy.port)",
            "http_proxy": "http://me:secret@127.0.0.1:\(proxy.port)",
        ])
        let found = try await error("https://models.test/v1?key=secret", options)
        #expect(
            found
                == .proxyRefused(
                    proxy: "127.0.0.1:\(proxy.port)", host: "models.test", status: status))
        #expect(found.isTransient == isTransient)
        #expect(found.isBeforeSending)
        #expect(found.description.contains(words))
        #expect(!found.description.contains("secret"))
        #expect(!"\(options)".contains("secret"))
        // Over http only 407 is the proxy's own word; the rest may be the server's.
        let plain = try await send(TransferRequest(url: "http://models.test/"), options)
        switch plain {
        case .success(let response): #expect(status != 407 && response.status == status)
        case .failure(let error): #expect(status == 407 && error == found)
        }
        proxy.stop()
    }

    @Test("A stream that a proxy turns down fails in the same way")
    func stream() async throws {
        let proxy = try ScriptedServer { _ in .json("{}", status: 407) }
        let transport = try HTTPTransport(
            try options(["http_proxy": "http://127.0.0.1:\(proxy.port)"]))
        let error = await #expect(throws: TransportError.self) {
            try await transport.stream(TransferRequest(url: "http://models.test/")) { _ in }
        }
        #expect(error?.description.contains("name and password") == true)
        await transport.shutdown()
        proxy.stop()
    }

    @Test("A proxy that nobody serves is named without its password, and worth another try")
    func unreachable() async throws {
        let gone = try ScriptedServer { _ in .silence }
        gone.stop()
        let options = try options(["ALL_PROXY": "http://me:secret@127.0.0.1:\(gone.port)"])
        for url in ["http://models.test/", "https://models.test/"] {
            let found = try await error(url, options)
            #expect(found == .proxyUnreachable(proxy: "127.0.0.1:\(gone.port)"))
            #expect(found.isTransient)
            #expect(!found.description.contains("secret"))
        }
    }

    @Test(
        "A value that is no proxy's address is named by its variable alone",
        arguments: ["ftp://me:secret@proxy:21", "http://", "http://me:secret@pro xy:1", "a:b:c"])
    func badValues(value: String) {
        let error = #expect(throws: TransportError.badProxy(variable: "HTTPS_PROXY")) {
            try ProxyVariables(["HTTPS_PROXY": value])
        }
        #expect(error?.description.contains("secret") == false)
    }

    @Test(
        "This machine is never asked through a proxy, however it is written",
        arguments: ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "LOCALHOST"])
    func loopback(host: String) async throws {
        let server = try ScriptedServer { _ in .json("{}") }
        let proxy = try ScriptedServer { _ in .json("{}", status: 500) }
        let result = try await send(
            TransferRequest(url: "http://\(host):\(server.port)/"),
            try options(["all_proxy": "http://127.0.0.1:\(proxy.port)"]))
        #expect(try result.get().status == 200)
        #expect(proxy.requests.isEmpty)
        server.stop()
        proxy.stop()
    }

    @Test("Without the policy no proxy is taken from the environment, nor with an address for all")
    func ignored() async throws {
        let server = try ScriptedServer { _ in .json("{}") }
        var options = try options(["all_proxy": "http://127.0.0.1:1"])
        options.routeAll = (host: "127.0.0.1", port: server.port)
        let result = try await send(TransferRequest(url: "http://models.test/"), options)
        #expect(try result.get().status == 200)
        server.stop()
    }

    @Test("A redirect to this machine does not go through the proxy")
    func redirect() async throws {
        let server = try ScriptedServer { _ in .json("{}") }
        let port = server.port
        let proxy = try ScriptedServer { _ in
            .response(
                status: 302, headers: [("Location", "http://127.0.0.1:\(port)/next")], body: [])
        }
        let result = try await send(
            TransferRequest(url: "http://models.test/", redirectLimit: 2),
            try options(["http_proxy": "http://127.0.0.1:\(proxy.port)"]))
        #expect(try result.get().status == 200)
        #expect(proxy.requests.count == 1)
        #expect(server.requests.map(\.target) == ["/next"])
        server.stop()
        proxy.stop()
    }

    // MARK: - Pages

    @Test(
        "No proxy is asked for a page at an address that is not public",
        arguments: [
            "10.1.2.3", "192.168.0.1", "169.254.169.254", "0xA9FEA9FE", "[fd00::1]",
            "[::ffff:10.0.0.1]", "100.64.0.1",
        ])
    func privatePages(host: String) async throws {
        let proxy = try ScriptedServer { _ in .json("{}") }
        let options = try options(
            ["all_proxy": "http://127.0.0.1:\(proxy.port)"], .publicOnly)
        let found = try await error("http://\(host)/secrets", options)
        guard case .addressRefused = found else {
            Issue.record("\(found)")
            return
        }
        #expect(proxy.requests.isEmpty)
        proxy.stop()
    }

    @Test("Nor for a page of this machine, nor for one whose host is not known here")
    func unknownPages() async throws {
        let proxy = try ScriptedServer { _ in .json("{}") }
        let options = try options(
            ["all_proxy": "http://127.0.0.1:\(proxy.port)"], .publicOnly)
        guard case .addressRefused = try await error("http://localhost:1/", options) else {
            Issue.record("localhost")
            return
        }
        // No name server is asked for a name with a part of more than 63 letters.
        let host = String(repeating: "a", count: 64) + ".test"
        #expect(
            try await error("http://\(host)/", options) == .couldNotResolve(host: host))
        #expect(proxy.requests.isEmpty)
        proxy.stop()
    }

    @Test("A page at a public address comes through the proxy, and a redirect goes to the caller")
    func publicPages() async throws {
        let proxy = try ScriptedServer { request in
            request.target.hasSuffix("/moved")
                ? .response(status: 302, headers: [("Location", "http://10.0.0.1/")], body: [])
                : .json("{}")
        }
        let options = try options(
            ["all_proxy": "http://127.0.0.1:\(proxy.port)"], .publicOnly)
        for (path, status) in [("page", 200), ("moved", 302)] {
            let request = TransferRequest(url: "http://1.1.1.1/\(path)", redirectLimit: 5)
            #expect(try await send(request, options).get().status == status)
        }
        #expect(proxy.requests.map(\.target) == ["http://1.1.1.1/page", "http://1.1.1.1/moved"])
        proxy.stop()
    }
}
