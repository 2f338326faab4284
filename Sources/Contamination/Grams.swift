/// Words and runs of words, each as one number.
///
/// A word is the hash of its letters; a run is a polynomial in the hashes of its words, so that
/// the run one word further follows from the last (Karp & Rabin 1987). With 64 bits and some
/// 10⁵ runs to find, a page of 10⁶ words meets one of them by accident with p < 10⁻⁷.
package enum Grams {
    /// The words of a text as they are compared.
    package static func words(in text: String) -> [String] {
        scan(text, into: WordList()).words
    }

    /// The share of a text's distinct runs of `count` words that also stand in a document.
    ///
    /// - Returns: nil where the text has no such run outside of `excluded`.
    package static func containment(
        of text: String, in document: String, count: Int, without excluded: String = ""
    ) -> Containment? {
        let own = Set(hashes(in: text, count: count))
            .subtracting(hashes(in: excluded, count: count))
        guard !own.isEmpty else { return nil }
        return Containment(
            hits: own.intersection(hashes(in: document, count: count)).count, of: own.count)
    }

    /// The length in words of the longest run that both texts have. For short texts: the time grows
    /// with the product of their lengths.
    package static func longestCommonRun(_ a: String, _ b: String) -> Int {
        let a = wordHashes(in: a)
        let b = wordHashes(in: b)
        var longest = 0
        var before = [Int](repeating: 0, count: b.count + 1)
        for word in a {
            var row = [Int](repeating: 0, count: b.count + 1)
            for (place, other) in b.enumerated() where word == other {
                row[place + 1] = before[place] + 1
                longest = max(longest, row[place + 1])
            }
            before = row
        }
        return longest
    }

    package struct Containment: Sendable, Equatable {
        package let hits: Int
        package let of: Int
        package var share: Double { Double(hits) / Double(of) }
    }
}

extension Grams {
    static func wordHashes(in text: String) -> [UInt64] {
        scan(text, into: WordHashes()).hashes
    }

    /// Every run of `count` words, in order of the text.
    static func hashes(in text: String, count: Int) -> [UInt64] {
        hashes(of: wordHashes(in: text), count: count)
    }

    static func hashes(of words: [UInt64], count: Int) -> [UInt64] {
        guard words.count >= count else { return [] }
        var run = RollingRun(length: count)
        return words.indices.compactMap { place in
            run.roll(in: words[place], out: place >= count ? words[place - count] : 0)
            return place >= count - 1 ? run.hash : nil
        }
    }

    static func hash(of words: some Sequence<UInt64>) -> UInt64 {
        words.reduce(0) { $0 &* RollingRun.base &+ $1 }
    }

    static func scan<Sink: WordSink>(_ text: String, into sink: Sink) -> Sink {
        var text = text
        return text.withUTF8 { scan($0, into: sink) }
    }

    static func scan<Sink: WordSink>(
        _ bytes: UnsafeBufferPointer<UInt8>, into sink: Sink
    ) -> Sink {
        var scanner = WordScanner(sink)
        scanner.scan(bytes)
        return scanner.sink
    }
}

/// The hash of the last so many words.
struct RollingRun {
    static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    private(set) var hash: UInt64 = 0
    private let leaving: UInt64

    init(length: Int) {
        leaving = (0..<length).reduce(1) { power, _ in power &* Self.base }
    }

    /// - Parameter out: the word that leaves the run; 0 while it is filling.
    @inline(__always)
    mutating func roll(in word: UInt64, out: UInt64) {
        hash = hash &* Self.base &+ word &- out &* leaving
    }
}

/// The hash of one word as its letters come.
struct WordHash {
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
    private var state = Self.start

    @inline(__always)
    mutating func append(_ scalar: UInt32) {
        state = (state ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3
    }

    /// Mixes, so that alike words differ in all bits, and starts anew. Never 0.
    @inline(__always)
    mutating func finish() -> UInt64 {
        var mixed = state
        state = Self.start
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) | 1
    }
}

private struct WordHashes: WordSink {
    private(set) var hashes: [UInt64] = []
    private var word = WordHash()

    mutating func append(_ scalar: UInt32) { word.append(scalar) }
    mutating func endWord() { hashes.append(word.finish()) }
}

private struct WordList: WordSink {
    private(set) var words: [String] = []
    private var word = String.UnicodeScalarView()

    mutating func append(_ scalar: UInt32) {
        if let scalar = Unicode.Scalar(scalar) { word.append(scalar) }
    }
    mutating func endWord() {
        words.append(String(word))
        word.removeAll()
    }
}
