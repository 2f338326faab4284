import Testing

@testable import Contamination

struct HostNameTests {
    private func canonical(_ host: String) -> String? {
        HostName.canonical(Array(host.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "International names become A-labels as UTS-46 maps them",
        arguments: [
            ("b\u{FC}cher.example", "xn--bcher-kva.example"),
            ("\u{4F8B}\u{3048}.jp", "xn--r8jz45g.jp"),
            ("fa\u{DF}.de", "xn--fa-hia.de"),
            ("\u{FF27}\u{FF2F}\u{FF2F}\u{FF27}\u{FF2C}\u{FF25}.com", "google.com"),
            ("\u{1D421}f.co", "hf.co"), ("\u{24D7}f.co", "hf.co"), ("h\u{FE0F}f.co", "hf.co"),
            ("\u{212A}g.example", "kg.example"), ("b%C3%BCcher.example", "xn--bcher-kva.example"),
            ("B\u{DC}CHER.example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"),
            ("XN--Bcher-KVA.example", "xn--bcher-kva.example"), ("xn--i-7iq.ws", "xn--i-7iq.ws"),
        ])
    func international(host: String, expected: String) {
        #expect(canonical(host) == expected)
    }

    @Test(
        "IPv4 addresses in any notation become four decimal numbers",
        arguments: [
            ("2130706433", "127.0.0.1"), ("127.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"),
            ("0177.0.0.01", "127.0.0.1"), ("127.0.0.1.", "127.0.0.1"), ("0x7F000001", "127.0.0.1"),
            ("%31%32%37.1", "127.0.0.1"), ("\u{FF11}27.1", "127.0.0.1"), ("1.2.3", "1.2.0.3"),
        ])
    func numeric(host: String, expected: String) {
        #expect(canonical(host) == expected)
    }

    @Test(
        "What is no host is none",
        arguments: [
            "", ".", ":80", "a b.example", "a%20b.example", "a%2Fb.example", "a%00b", "a\u{1}b",
            "256.256.256.256", "1.2.3.4.5", "08.1", "4294967296", "a.example:x",
            "a.example:1234567",
            "[::1", "[x]", "[]", "proxy.example\u{2100}", "xn--huggingface-.co", "a%FF.example",
            "a<b", "%", "a\u{7F}\u{200B}.example", "xn--z\u{200B}datasets-co.example",
        ])
    func refused(host: String) {
        #expect(canonical(host) == nil)
    }

    @Test(
        "Ports, dots and case are no part of a host",
        arguments: [
            ("Lakes.Example:443", "lakes.example"), ("lakes.example..", "lakes.example"),
            ("lakes.example:", "lakes.example"), ("[2001:DB8::1]:80", "[2001:db8::1]"),
            ("under_score.example", "under_score.example"),
            ("hf--mirror-com.goog", "hf--mirror-com.goog"),
        ])
    func stripped(host: String, expected: String) {
        #expect(canonical(host) == expected)
    }
}
