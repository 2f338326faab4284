/// A word by its stem: the first seven bytes of what is left without the endings of English
/// grammar, packed into a number. "Withdrawals" and "withdrawal" share one, and so do some words
/// that are no kin; a reader of overlaps can live with that.
struct WordKey: Hashable, Sendable {
    let bits: UInt64

    init(_ word: String) {
        let bytes = Array(word.utf8)
        self = bytes.withUnsafeBufferPointer { WordKey($0, 0..<bytes.count) }
    }

    /// The key of the word that stands in `text` at `range`.
    init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        let start = range.lowerBound
        let length = Self.stemLength(text, range)
        var bits: UInt64 = 0
        for offset in 0..<min(7, length) {
            bits = bits << 8 | UInt64(Self.lowercase(text[start + offset]))
        }
        self.bits = bits
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// Plural, past, progressive and adverbial endings off, then a last `e`, `y` or `i` and the
    /// second of two equal letters: "companies", "company"; "stopped", "stop".
    private static func stemLength(
        _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        var length = range.count
        func letter(_ fromEnd: Int) -> UInt8 {
            lowercase(text[range.lowerBound + length - 1 - fromEnd])
        }
        func ends(_ ending: StaticString) -> Bool {
            let count = ending.utf8CodeUnitCount
            return length > count
                && (0..<count).allSatisfy { ending.utf8Start[$0] == letter(count - 1 - $0) }
        }
        if length > 3, ends("s"), !ends("ss"), !ends("us"), !ends("is") {
            length -= 1
            if ends("ie") || (ends("e") && (ends("se") || ends("xe") || ends("he"))) { length -= 1 }
        }
        if length > 5, ends("ing") {
            length -= 3
        } else if length > 4, ends("ed") {
            length -= 2
        } else if length > 5, ends("ly") {
            length -= 2
        }
        if length > 3, ends("e") || ends("y") || ends("i") { length -= 1 }
        if length > 3, letter(0) == letter(1), letter(0) > UInt8(ascii: "9") { length -= 1 }
        return length
    }
}
