import Testing

@testable import Contamination

/// What must hold of every address, tried on many.
struct ExclusionPropertyTests {
    private let list: ExclusionList

    init() throws { list = try BundledList.draco() }

    @Test("A canonical address reads as itself", arguments: [1, 2] as [UInt64])
    func idempotent(seed: UInt64) {
        var maker = AddressMaker(seed: seed)
        for _ in 0..<1500 {
            let address = maker.below(2) == 0 ? maker.wild() : maker.address()
            guard let url = CanonicalURL.readings(of: address).first else { continue }
            let again = CanonicalURL.readings(of: url.text)
            guard url.text.utf8.count <= CanonicalURL.longestAddressBytes else { continue }
            #expect(again.map(\.text) == [url.text], "\(address.debugDescription)")
            #expect(again.first?.host == url.host, "\(address.debugDescription)")
        }
    }

    /// A way to write the same address.
    struct Spelling: Sendable, CustomStringConvertible {
        let description: String
        let write: @Sendable (_ host: String, _ rest: String) -> String
    }

    @Test(
        "Another spelling of an address is decided alike",
        arguments: [
            Spelling(description: "upper case") { "HTTPS://\($0.uppercased())\($1.uppercased())" },
            Spelling(description: "port") { "https://\($0):443\($1)" },
            Spelling(description: "other port") { "http://\($0):8080\($1)" },
            Spelling(description: "dot") { "https://\($0).\($1)" },
            Spelling(description: "dots and port") { "https://\($0)..:443\($1)" },
            Spelling(description: "user") { "https://me:pass@\($0)\($1)" },
            Spelling(description: "misleading user") { "https://huggingface.co@\($0)\($1)" },
            Spelling(description: "no scheme") { "\($0)\($1)" },
            Spelling(description: "spaces around it") { " \thttps://\($0)\($1)\r\n" },
            Spelling(description: "zero-width space") { "https://\u{200B}\($0)\u{200B}\($1)" },
            Spelling(description: "full-width letters") {
                "https://\($0.fullWidth)\($1)"
            },
            Spelling(description: "escaped host") { "https://\($0.escaped)\($1)" },
            Spelling(description: "escaped three times") {
                "https://\($0.escaped.escapedPercent.escapedPercent)\($1)"
            },
            Spelling(description: "dot segments") { "https://\($0)/x/../.\($1)" },
            Spelling(description: "double slashes") {
                "https://\($0)\($1.replacing("/", with: "//"))"
            },
            Spelling(description: "backslashes") {
                "https:\\\\\($0)\($1.replacing("/", with: "\\"))"
            },
        ])
    func spellings(spelling: Spelling) {
        var maker = AddressMaker(seed: 3)
        for _ in 0..<300 {
            let address = maker.address()
            let rest = address.dropFirst("https://".count)
            let host = String(rest.prefix { $0 != "/" })
            let other = spelling.write(host, String(rest.dropFirst(host.count)))
            #expect(
                list.decision(on: other).rule == list.decision(on: address).rule,
                "\(other.debugDescription)")
        }
    }

    @Test(
        "An address inside a wrapper is decided as it is alone",
        arguments: [
            Spelling(description: "archive") {
                "https://web.archive.org/web/2026/https://\($0)\($1)"
            },
            Spelling(description: "archive, no scheme") { "https://archive.ph/2026/\($0)\($1)" },
            Spelling(description: "reader") { "https://r.jina.ai/https://\($0)\($1)" },
            Spelling(description: "redirect") {
                "https://www.google.com/url?q=\("https://\($0)\($1)".escaped)&sa=D"
            },
            Spelling(description: "any parameter") { "https://p.example/?url=\($0)\($1)" },
            Spelling(description: "path") { "https://p.example/get/http://\($0)\($1)" },
            Spelling(description: "translator") {
                "https://"
                    + $0.replacing("-", with: "--").replacing(".", with: "-")
                    + ".translate.goog\($1)"
            },
            Spelling(description: "two levels") {
                "https://12ft.io/proxy?q="
                    + "https://a.example/?target=\("https://\($0)\($1)".escaped)".escaped
            },
            Spelling(description: "four levels") { host, rest in
                (0..<4).reduce("https://\(host)\(rest)") { inner, level in
                    "https://\(level).example/?u=\(inner.escapedDelimiters)"
                }
            },
        ])
    func wrapping(wrapper: Spelling) {
        var maker = AddressMaker(seed: 4)
        for _ in 0..<300 {
            let address = maker.address()
            let rest = address.dropFirst("https://".count)
            let host = String(rest.prefix { $0 != "/" })
            // Neither is a label of a translator.
            if host == "127.0.0.1" || host.hasPrefix("xn--") { continue }
            let wrapped = wrapper.write(host, String(rest.dropFirst(host.count)))
            #expect(
                list.decision(on: wrapped).isBlocked == list.decision(on: address).isBlocked,
                "\(wrapped)")
        }
    }
}

extension String {
    fileprivate var fullWidth: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    (0x61...0x7A).contains(scalar.value)
                        ? Unicode.Scalar(UInt16(scalar.value + 0xFEE0)) ?? scalar : scalar
                }))
    }

    /// Every byte as an escape.
    fileprivate var escaped: String {
        utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    fileprivate var escapedPercent: String { replacing("%", with: "%25") }

    fileprivate var escapedDelimiters: String {
        escapedPercent.replacing("?", with: "%3F").replacing("&", with: "%26")
            .replacing("=", with: "%3D").replacing("/", with: "%2F").replacing(":", with: "%3A")
    }
}
