/// Bytes of an address, as the canonical form needs them.
enum PercentEncoding {
    /// Servers and proxies that stand behind each other each decode once.
    static let mostLevels = 3

    /// The text decoded 0, 1, … `mostLevels` times, up to the first that has nothing to decode.
    static func decodings(_ text: [UInt8], then plain: ([UInt8]) -> [UInt8]) -> [[UInt8]] {
        var texts = [text]
        for _ in 0..<mostLevels {
            guard let next = decoded(texts[texts.endIndex - 1]).map(plain) else { break }
            texts.append(next)
        }
        return texts
    }

    /// Nil where there is nothing to decode.
    static func decoded(_ text: [UInt8]) -> [UInt8]? {
        guard let first = text.firstIndex(of: UInt8(ascii: "%")) else { return nil }
        var bytes = Array(text[..<first])
        var hasDecoded = false
        var index = first
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex,
                let high = digit(text[index + 1]), let low = digit(text[index + 2])
            {
                bytes.append(high << 4 | low)
                hasDecoded = true
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        return hasDecoded ? bytes : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
