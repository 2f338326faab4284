/// Puts wrong numbers in the place of right ones.
enum SentinelNumber {
    /// A number as it stands in a text: digits, with the commas and the point between them.
    struct Token {
        let range: Range<String.Index>
        let text: Substring

        /// Without commas: "1,140" and "1140" are one number.
        var digits: String { String(text.filter { $0 != "," }) }

        /// Of four digits that a year may have.
        var looksLikeYear: Bool {
            text.utf8.count == 4 && Int(text).map { (1000..<2200).contains($0) } == true
        }
    }

    static func tokens(in text: String) -> [Token] {
        var tokens: [Token] = []
        var index = text.utf8.startIndex
        let end = text.utf8.endIndex
        func isDigit(_ index: String.Index) -> Bool {
            index < end && (0x30...0x39).contains(text.utf8[index])
        }
        while index < end {
            guard isDigit(index) else {
                index = text.utf8.index(after: index)
                continue
            }
            let start = index
            while index < end {
                let next = text.utf8.index(after: index)
                let joins =
                    text.utf8[index] == UInt8(ascii: ",") || text.utf8[index] == UInt8(ascii: ".")
                guard isDigit(index) || (joins && isDigit(next)) else { break }
                index = next
            }
            tokens.append(Token(range: start..<index, text: text[start..<index]))
        }
        return tokens
    }

    /// Whether a requirement takes more than one number: then a wrong one may still do.
    static func isOpen(_ requirement: String) -> Bool {
        let words = Set(
            requirement.lowercased().split { !$0.isLetter && $0 != "±" && $0 != "≥" && $0 != "≤" }
                .map(String.init))
        let signs: Set<Character> = ["±", "≥", "≤", "<", ">", "~", "–"]
        return !words.isDisjoint(with: openers) || requirement.contains(where: signs.contains)
            || hasRange(requirement)
    }

    private static let openers: Set<String> = [
        "least", "most", "more", "less", "over", "under", "above", "below", "between", "within",
        "about", "approximately", "around", "roughly", "range", "up", "exceeding", "minimum",
        "maximum", "or", "any", "fewer", "circa",
    ]

    /// "25-35".
    private static func hasRange(_ text: String) -> Bool {
        let utf8 = Array(text.utf8)
        return utf8.indices.dropFirst().dropLast().contains {
            utf8[$0] == UInt8(ascii: "-") && (0x30...0x39).contains(utf8[$0 - 1])
                && (0x30...0x39).contains(utf8[$0 + 1])
        }
    }

    /// The text with every occurrence of the given numbers made wrong, each the same way, in the
    /// form it had; nil where nothing changes.
    ///
    /// A year moves by years, so that it stays one; of another number the first digit changes,
    /// which no rounding explains.
    static func replacing(
        _ digits: Set<String>, in text: String, avoiding forbidden: Set<String>,
        using draws: inout SentinelDraws
    ) -> String? {
        var wrong: [String: (first: UInt8, year: String?)] = [:]
        var result = ""
        var start = text.startIndex
        for token in tokens(in: text) where digits.contains(token.digits) {
            if wrong[token.digits] == nil {
                wrong[token.digits] = replacement(token, forbidden, &draws)
            }
            guard let change = wrong[token.digits] else { continue }
            result += text[start..<token.range.lowerBound]
            if let year = change.year {
                result += year
            } else {
                result += String(UnicodeScalar(change.first)) + token.text.dropFirst()
            }
            start = token.range.upperBound
        }
        guard start > text.startIndex else { return nil }
        return result + text[start...]
    }

    private static func replacement(
        _ token: Token, _ forbidden: Set<String>, _ draws: inout SentinelDraws
    ) -> (first: UInt8, year: String?)? {
        let first = token.text.utf8.first ?? 0x30
        // Each step is another value, so one that is not forbidden is soon found.
        let offset = draws.index(below: 5)
        for step in 0..<8 {
            if token.looksLikeYear, let year = Int(token.text) {
                let other = String(year / 100 * 100 + (year % 100 + 13 + 9 * (offset + step)) % 100)
                if !forbidden.contains(other), other != token.text { return (first, other) }
            } else {
                let value = Int(first) - 0x30
                let other = UInt8((value + 2 + (offset + step) % 7) % 9 + 1)
                let digits = String(other) + token.digits.dropFirst()
                if Int(other) != value, !forbidden.contains(digits) { return (other + 0x30, nil) }
            }
        }
        return nil
    }
}

/// Seeded chance that is the same on every machine and in every version of the standard library.
struct SentinelDraws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// 64 bits: SplitMix64 (Steele, Lea & Flood 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// In 0..<count, which is not 0.
    mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }

    /// The elements in a random order (Fisher–Yates).
    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for place in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(place, index(below: place + 1))
        }
        return elements
    }
}
