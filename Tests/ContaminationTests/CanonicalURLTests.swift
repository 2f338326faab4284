import Testing

@testable import Contamination

struct CanonicalURLTests {
    @Test(
        "One host, however it is written",
        arguments: [
            ("https://Lakes.Example/", "lakes.example"), ("lakes.example:80", "lakes.example"),
            ("http://a:b@lakes.example.:8080/x", "lakes.example"),
            ("https://[::1]:8080/", "[::1]"), ("https://[::1]/", "[::1]"),
            ("https://ＬＡＫＥＳ。example/", "lakes.example"),
        ])
    func host(address: String, host: String) {
        #expect(CanonicalURL(address)?.host == host)
    }

    @Test(
        "A path is resolved",
        arguments: [
            ("lakes.example", "/"), ("lakes.example/", "/"), ("lakes.example/A/b/", "/a/b"),
            ("lakes.example//a/./b/../c?d=/e#/f", "/a/c"), ("lakes.example/../../a", "/a"),
        ])
    func path(address: String, path: String) {
        #expect(CanonicalURL(address)?.paths == [path])
    }

    @Test("A path that decoding changes has several readings")
    func readings() {
        #expect(CanonicalURL("x.example/a%2F..%2Fb")?.paths == ["/a%2f..%2fb", "/b"])
        #expect(CanonicalURL("x.example/a/%252e%252e")?.paths.last == "/")
        #expect(CanonicalURL("x.example/100%")?.paths == ["/100%"])
    }

    @Test(
        "Reading a canonical address again changes nothing",
        arguments: [
            "https://Lakes.Example:80/A//b/../c?D=%2565", "http://u@x.example./%7Ea/", "x.example",
        ])
    func idempotent(address: String) throws {
        let once = try #require(CanonicalURL(address))
        let twice = try #require(CanonicalURL(once.decoded))
        #expect(twice.host == once.host)
        #expect(twice.decoded == once.decoded)
    }

    @Test("A domain has its subdomains, and not what merely ends like it")
    func domains() throws {
        let url = try #require(CanonicalURL("https://a.lakes.example/"))
        #expect(url.isOn("lakes.example") && url.isOn("a.lakes.example") && url.isOn("example"))
        #expect(!url.isOn("akes.example") && !url.isOn("b.a.lakes.example"))
    }
}
