import Testing

@testable import Contamination

struct GramsTests {
    // MARK: - A worked example

    private let criterion = """
        States that the synthetic harbour bridge opened to rail traffic in the spring of 1931 \
        after two delays
        """
    private let prompt =
        "When did the synthetic harbour bridge open to rail traffic and why was it late?"
    private let leak = """
        Grading notes: states that the synthetic harbour bridge opened to rail traffic in the \
        spring of 1931, after two delays. Weight ten.
        """
    private let clean = """
        The Synthetic Harbour Bridge opened to rail traffic in April 1931; strikes had delayed it \
        twice.
        """

    @Test("A criterion's words are what is left without case and punctuation")
    func words() {
        #expect(
            Grams.words(in: criterion) == [
                "states", "that", "the", "synthetic", "harbour", "bridge", "opened", "to", "rail",
                "traffic", "in", "the", "spring", "of", "1931", "after", "two", "delays",
            ])
    }

    @Test(
        "A leak has all runs of a criterion, an honest page few of the short ones",
        arguments: [(8, 11, 11, 2), (13, 6, 6, 0)])
    func containment(count: Int, grams: Int, leaked: Int, honest: Int) throws {
        let inLeak = try #require(
            Grams.containment(of: criterion, in: leak, count: count, without: prompt))
        let inClean = try #require(
            Grams.containment(of: criterion, in: clean, count: count, without: prompt))
        #expect(inLeak == Grams.Containment(hits: leaked, of: grams))
        #expect(inClean == Grams.Containment(hits: honest, of: grams))
        #expect(inLeak.share == 1)
        #expect(abs(inClean.share - Double(honest) / Double(grams)) < 1e-12)
    }

    @Test("The longest common run is the criterion in a leak and half of it in an honest page")
    func longestRun() {
        #expect(Grams.longestCommonRun(criterion, leak) == 18)
        #expect(Grams.longestCommonRun(criterion, clean) == 9)
    }

    @Test("A text without a run of its own has no containment")
    func noRuns() {
        #expect(Grams.containment(of: "two words", in: leak, count: 8) == nil)
        #expect(
            Grams.containment(of: prompt, in: leak, count: 8, without: "So: " + prompt) == nil)
    }

    // MARK: - Words

    @Test(
        "Spellings of one text have the same words",
        arguments: [
            ("Ａｐｐｌｅ ２０２４", ["apple", "2024"]),
            ("ﬁnal oﬀer", ["final", "offer"]),
            ("re\u{301}sume\u{301} résumé RÉSUMÉ", ["résumé", "résumé", "résumé"]),
            ("co\u{AD}operate \u{FEFF}now", ["cooperate", "now"]),
            ("x² and ½", ["x2", "and", "1", "2"]),
            ("don’t—stop…now", ["don", "t", "stop", "now"]),
            ("МОСКВА Москва", ["москва", "москва"]),
            ("STRASSE Straße", ["strasse", "straße"]),
            ("東京タワー、2024年", ["東京タワー", "2024年"]),
            ("\u{1112}\u{1161}\u{11AB}글 한글", ["한글", "한글"]),
            (#"a\nb\tc \u2014 \u00e9t\u00E9 C:\dir"#, ["a", "b", "c", "été", "c", "dir"]),
            (#"cut \u12"#, ["cut", "u12"]),
            ("\u{301}\u{302}\u{303}", []), ("", []), ("  ,.;  ", []), ("\u{0}a\u{0}b", ["a", "b"]),
        ])
    func words(text: String, words: [String]) {
        #expect(Grams.words(in: text) == words)
    }

    @Test("Runs are hashed alike wherever they stand")
    func rollingHashes() {
        let words = Grams.wordHashes(in: "one two three four five six seven eight nine ten")
        for count in 1...10 {
            let rolled = Grams.hashes(of: words, count: count)
            #expect(rolled.count == 11 - count)
            for (place, hash) in rolled.enumerated() {
                #expect(hash == Grams.hash(of: words[place..<(place + count)]))
            }
        }
    }

    @Test(
        "Bytes that are no UTF-8 cut words and nothing else",
        arguments: [
            ([0xFF, 0x61, 0xC3, 0x62], 2), ([0xE2, 0x82], 0), ([0x61, 0xED, 0xA0, 0x80, 0x62], 2),
            ([0xF5, 0x80, 0x80, 0x80, 0x61], 1), ([0xC0, 0xAF, 0x61], 1), ([0x5C], 0),
            ([0x61, 0xCC], 1),
        ] as [([UInt8], Int)])
    func invalidBytes(bytes: [UInt8], words: Int) {
        struct Count: WordSink {
            var words = 0
            mutating func append(_: UInt32) {}
            mutating func endWord() { words += 1 }
        }
        #expect(bytes.withUnsafeBufferPointer { Grams.scan($0, into: Count()).words } == words)
    }
}
