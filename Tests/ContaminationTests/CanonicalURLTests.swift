import Testing

@testable import Contamination

struct CanonicalURLTests {
    private func paths(_ address: String) -> [String]? {
        CanonicalURL.readings(of: address).first?.paths.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "One host, however it is written",
        arguments: [
            ("https://Lakes.Example/", "lakes.example"), ("lakes.example:80", "lakes.example"),
            ("http://a:b@lakes.example.:8080/x", "lakes.example"),
            ("https://[::1]:8080/", "[::1]"), ("https://[::1]/", "[::1]"),
            ("https://ＬＡＫＥＳ。example/", "lakes.example"),
        ])
    func host(address: String, host: String) {
        #expect(CanonicalURL.readings(of: address).first?.hostText == host)
    }

    @Test(
        "A path is resolved",
        arguments: [
            ("lakes.example", "/"), ("lakes.example/", "/"), ("lakes.example/A/b/", "/a/b"),
            ("lakes.example//a/./b/../c?d=/e#/f", "/a/c"), ("lakes.example/../../a", "/a"),
        ])
    func path(address: String, path: String) {
        #expect(paths(address) == [path])
    }

    @Test("A path that decoding changes has several readings")
    func readings() {
        #expect(paths("x.example/a%2F..%2Fb") == ["/a%2f..%2fb", "/b"])
        #expect(paths("x.example/a/%252e%252e")?.last == "/")
        #expect(paths("x.example/100%") == ["/100%"])
    }

    @Test(
        "Reading a canonical address again changes nothing",
        arguments: [
            "https://Lakes.Example:80/A//b/../c?D=%2565", "http://u@x.example./%7Ea/", "x.example",
        ])
    func idempotent(address: String) throws {
        let once = try #require(CanonicalURL.readings(of: address).first)
        let twice = try #require(CanonicalURL.readings(of: once.text).first)
        #expect(twice.host == once.host)
        #expect(twice.text == once.text)
    }

    @Test("What looks like an escape after all decoding stays as it is")
    func stable() throws {
        let url = try #require(CanonicalURL.readings(of: "x.example/%2525252541%253Fb?c=%20").first)
        #expect(url.text == "https://x.example/%2525252541%25253fb?c=%252520")
        #expect(CanonicalURL.readings(of: url.text).map(\.text) == [url.text])
    }

    @Test("A domain has its subdomains, and not what merely ends like it")
    func domains() throws {
        let url = try #require(CanonicalURL.readings(of: "https://a.lakes.example/").first)
        #expect(
            url.isOn("lakes.example".utf8) && url.isOn("a.lakes.example".utf8)
                && url.isOn("example".utf8))
        #expect(!url.isOn("akes.example".utf8) && !url.isOn("b.a.lakes.example".utf8))
    }
}
