import Testing

@testable import Transport

@Suite("Which proxy is asked for a URL")
struct ProxyVariablesTests {
    @Test(
        "The scheme decides, small letters win over capitals, and ALL_PROXY stands in",
        arguments: [
            (["HTTPS_PROXY": "http://p:1"], "https://a.test/", "p:1"),
            (["HTTPS_PROXY": "http://p:1"], "http://a.test/", nil),
            (["HTTP_PROXY": "http://p:1"], "http://a.test/", "p:1"),
            (["https_proxy": "http://q:2", "HTTPS_PROXY": "http://p:1"], "https://a.test/", "q:2"),
            (["https_proxy": "", "HTTPS_PROXY": "http://p:1"], "https://a.test/", "p:1"),
            (["ALL_PROXY": "socks5h://p:1080"], "https://a.test/", "p:1080"),
            (["all_proxy": "p", "http_proxy": "q:2"], "http://a.test/", "q:2"),
            (["all_proxy": "p", "http_proxy": "q:2"], "https://a.test/", "p"),
            (["https_proxy": "https://[::1]:8443"], "https://a.test/", "[::1]:8443"),
            (["https_proxy": "http://me:pw@P:1/"], "HTTPS://A.test/", "p:1"),
            (["ALL_PROXY": "p:1"], "ftp://a.test/", nil), (["ALL_PROXY": "p:1"], "a b", nil),
            ([:], "https://a.test/", nil),
        ] as [([String: String], String, String?)])
    func choice(environment: [String: String], url: String, proxy: String?) throws {
        let variables = try ProxyVariables(environment)
        #expect(variables.proxy(for: url)?.description == proxy)
    }

    @Test(
        "NO_PROXY covers domains with all below them, addresses, networks and ports",
        arguments: [
            ("example.com", "https://example.com/", true),
            ("example.com", "https://www.Example.com./", true),
            ("example.com", "https://badexample.com/", false),
            (".example.com", "https://a.b.example.com/", true),
            ("*.example.com", "https://example.com/", true),
            ("a.test, b.test", "https://b.test/", true), ("a.test b.test", "https://b.test/", true),
            ("*", "https://anything.test/", true), ("", "https://a.test/", false),
            ("a.test:8443", "https://a.test/", false),
            ("a.test:8443", "https://a.test:8443/", true), ("a.test:443", "https://a.test/", true),
            ("10.0.0.0/8", "http://10.200.1.1/", true), ("10.0.0.0/8", "http://11.0.0.1/", false),
            ("10.0.0.0/9", "http://10.128.0.1/", false),
            ("192.168.1.7", "http://192.168.1.7/", true),
            ("192.168.1.7", "http://192.168.1.70/", false),
            ("192.168.1.7:80", "http://192.168.1.7/", true),
            ("0.0.0.0/0", "http://8.8.8.8/", true), ("fd00::/8", "http://[fd12::1]/", true),
            ("[fd12::1]:80", "http://[fd12::1]/", true), ("10.0.0.0/99", "http://10.0.0.1/", false),
            ("168430081", "http://10.10.10.1/", false), (",. ,", "https://a.test/", false),
        ])
    func exceptions(list: String, url: String, isDirect: Bool) throws {
        let variables = try ProxyVariables(["all_proxy": "p:1", "NO_PROXY": list])
        #expect((variables.proxy(for: url) == nil) == isDirect)
    }

    @Test(
        "This machine goes direct in every spelling",
        arguments: [
            "localhost", "api.localhost", "127.0.0.1", "127.9.9.9", "127.1", "2130706433", "[::1]",
            "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "LocalHost.",
        ])
    func thisMachine(host: String) throws {
        let variables = try ProxyVariables(["all_proxy": "p:1"])
        #expect(variables.proxy(for: "https://\(host):8080/v1") == nil)
        #expect(variables.proxy(for: "https://\(host).test/") != nil || host.hasPrefix("["))
    }
}
