/// Addresses of every shape, sound and broken, from a seed.
struct AddressMaker {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func one<Element>(of choices: [Element]) -> Element { choices[below(choices.count)] }

    /// A sound address, excluded or not.
    mutating func address() -> String {
        let path = (0..<below(4)).map { _ in one(of: Self.segments) }.joined(separator: "/")
        let query = below(3) == 0 ? "?\(one(of: Self.segments))=\(one(of: Self.segments))" : ""
        return "https://\(one(of: Self.hosts))/\(path)\(query)"
    }

    /// Pieces that mean something to a reader of addresses, in any order, and bytes at random.
    mutating func wild() -> String {
        var text = below(4) == 0 ? "" : one(of: ["https://", "http:/", "//", "https:\\\\"])
        for _ in 0..<below(14) {
            switch below(6) {
            case 0:
                text += String(
                    decoding: (0..<below(6)).map { _ in UInt8(below(256)) }, as: UTF8.self)
            case 1: text += one(of: Self.hosts)
            case 2: text += one(of: Self.segments)
            case 3: text = escaped(text)
            case 4:
                if let scalar = Unicode.Scalar(UInt32(below(0x11_0000))) {
                    text.unicodeScalars.append(scalar)
                }
            default: text += one(of: Self.pieces)
            }
            if text.utf8.count > 3000 { break }
        }
        return text
    }

    /// Some of its letters as escapes.
    mutating func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if byte >= 0x80 || below(4) == 0 {
                let digits = String(byte, radix: 16, uppercase: below(2) == 0)
                result += "%\(digits.count == 1 ? "0" : "")\(digits)"
            } else {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return result
    }

    static let hosts = [
        "huggingface.co", "datasets-server.huggingface.co", "hf.co", "arxiv.org", "github.com",
        "raw.githubusercontent.com", "example.com", "bbc.co.uk", "openrouter.ai", "bit.ly",
        "leaderboard.steel.dev", "nothuggingface.co", "127.0.0.1", "xn--bcher-kva.example",
    ]
    private static let segments = [
        "a", "B.html", "datasets", "perplexity-ai", "draco", "abs", "2602.11685", "valyuAI",
        "valyu-benchmarks", "harnyx", "harnyx.git", "leaderboards", "draco.md", "2509.01234", "x-y",
    ]
    private static let pieces = [
        "/", "//", "\\", "?", "#", "@", ":", ":443", ".", "..", "/../", "/./", "%", "%25", "%2e",
        "%2F", "%00", "&", "=", ";", "?url=", "&u=", "https://", "http%3A%2F%2F",
        "web.archive.org/web/2026/",
        "r.jina.ai/", "12ft.io/", "-co.translate.goog/", "xn--", "\u{200B}", "\u{AD}", "\u{3002}",
        "\u{FF0F}", "\u{202E}", "\u{301}", "[::1]", "0x7f.1", "2130706433", "\u{0}", "\n", "\t",
        " ",
        "\u{1D421}", "\u{FEFF}", "cache:", "+",
    ]
}
