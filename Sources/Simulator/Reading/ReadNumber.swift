/// A number in a text: its value, and how exactly it is given.
struct ReadNumber: Equatable {
    /// In ones: 312000000 for "312 million".
    let value: Double
    /// Without its scale: 312 for "312 million". A table has "million" in its head.
    let bare: Double
    /// The place of the last digit that is written, in ones: 100000 for "41.2 million".
    let grain: Double
    /// Whether it has four digits and no comma, as a year has.
    let looksLikeYear: Bool
    /// Whether only a dash stands between it and the number before.
    var followsDash = false
    /// Whether "±" or "+/-" stands before it.
    var isTolerance = false

    init(
        value: Double, bare: Double, grain: Double, looksLikeYear: Bool, followsDash: Bool = false,
        isTolerance: Bool = false
    ) {
        self.value = value
        self.bare = bare
        self.grain = grain
        self.looksLikeYear = looksLikeYear
        self.followsDash = followsDash
        self.isTolerance = isTolerance
    }

    /// A number that is written as a word.
    init(count: Int) {
        self.init(value: Double(count), bare: Double(count), grain: 1, looksLikeYear: false)
    }

    /// Whether two numbers say the same, one of them maybe rounded.
    func agrees(with other: ReadNumber) -> Bool {
        func near(_ one: Double, _ two: Double, _ grain: Double) -> Bool {
            abs(one - two) <= grain * 0.5000001
        }
        if looksLikeYear || other.looksLikeYear { return value == other.value }
        let exact = value == value.rounded() && other.value == other.value.rounded()
        // Whole numbers of ones are counts: 61 is not 61.4 rounded unless one of them says so.
        if exact, grain == 1, other.grain == 1 { return value == other.value }
        if near(value, other.value, max(grain, other.grain)) { return true }
        // One of them may stand under a head that has the scale.
        return (value == bare) != (other.value == other.bare) && bare == other.bare
    }

    // MARK: - Reading

    /// The number whose first digit is at `start`, with the scale after it, and where it ends.
    static func read(
        _ text: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> (number: ReadNumber, end: Int) {
        var bare = 0.0
        var decimals = 0
        var digits = 0
        var hasComma = false
        var index = start
        func isDigit(_ place: Int) -> Bool {
            place < text.count && (0x30...0x39).contains(text[place])
        }
        while index < text.count {
            if isDigit(index) {
                bare = bare * 10 + Double(text[index] - 0x30)
                digits += 1
                if decimals > 0 { decimals += 1 }
            } else if text[index] == UInt8(ascii: ","), decimals == 0, isDigit(index + 1),
                isDigit(index + 2), isDigit(index + 3), !isDigit(index + 4)
            {
                hasComma = true
            } else if text[index] == UInt8(ascii: "."), decimals == 0, isDigit(index + 1) {
                decimals = 1
            } else {
                break
            }
            index += 1
        }
        // One division by an exact power of ten rounds once: 41.2 is then 41.2.
        let power = (1..<max(1, decimals)).reduce(1.0) { product, _ in product * 10 }
        bare /= power
        let looksLikeYear =
            digits == 4 && decimals == 0 && !hasComma && (1000..<2200).contains(bare)
        let (scale, end) = scale(text, at: index)
        let number = ReadNumber(
            value: bare * scale, bare: bare, grain: scale / power,
            looksLikeYear: looksLikeYear && scale == 1,
            followsDash: followsDash(text, start), isTolerance: isTolerance(text, start))
        return (number, end)
    }

    private static func scale(
        _ text: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (Double, end: Int) {
        var start = index
        if start < text.count, text[start] == 0x20 || text[start] == UInt8(ascii: "-") {
            start += 1
        }
        var end = start
        while end < text.count, ReadText.isLetter(text[end]) { end += 1 }
        let isAttached = start == index
        let word = end - start <= 9 ? text[start..<end].map { $0 | 0x20 } : []
        // An ordinal's ending says nothing.
        if isAttached, ordinals.contains(word) { return (1, end) }
        for (name, scale) in scales where name == word {
            // "5 m" may be metres; "5m" or "5 million" are not.
            if isAttached || name.count > 2 || name == Array("bn".utf8) { return (scale, end) }
        }
        return (1, index)
    }

    private static let ordinals = ["st", "nd", "rd", "th"].map { Array($0.utf8) }
    private static let scales: [([UInt8], Double)] = [
        ("k", 1e3), ("thousand", 1e3), ("m", 1e6), ("mn", 1e6), ("million", 1e6), ("b", 1e9),
        ("bn", 1e9), ("billion", 1e9), ("trillion", 1e12),
    ].map { (Array($0.0.utf8), $0.1) }

    /// "25-35", "25–35", "25% - 35%".
    private static func followsDash(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        var index = start - 1
        func skipSpaces() { while index >= 0, text[index] == 0x20 { index -= 1 } }
        skipSpaces()
        if index >= 0, text[index] == UInt8(ascii: "-") {
            index -= 1
        } else if index >= 2, text[index - 2] == 0xE2, text[index - 1] == 0x80,
            text[index] == 0x93
        {
            index -= 3
        } else {
            return false
        }
        skipSpaces()
        if index >= 0, text[index] == UInt8(ascii: "%") { index -= 1 }
        return index >= 0 && (0x30...0x39).contains(text[index])
    }

    /// "±2", "+/- 2", "+/- C$1M".
    private static func isTolerance(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        let before = text[max(0, start - 8)..<start]
        let isPlusMinus = before.indices.dropLast().contains {
            (text[$0] == 0xC2 && text[$0 + 1] == 0xB1)
                || (text[$0] == UInt8(ascii: "/") && text[$0 + 1] == UInt8(ascii: "-"))
        }
        return isPlusMinus && !before.contains { (0x30...0x39).contains($0) }
    }
}
