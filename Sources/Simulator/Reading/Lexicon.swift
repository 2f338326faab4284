/// What the reader knows of English: the part that single words play, whatever the subject.
enum Lexicon {
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt16

        /// Says nothing of what a sentence is about.
        static let empty = Traits(rawValue: 1 << 0)
        static let negation = Traits(rawValue: 1 << 1)
        /// Sets what is said apart from what is right: "wrong", "myth", "beware".
        static let warning = Traits(rawValue: 1 << 2)
        /// Makes advice depend on something: "if", "unless".
        static let condition = Traits(rawValue: 1 << 3)
        /// Points back at the sentence before: "this", "such".
        static let pointer = Traits(rawValue: 1 << 4)
        /// Tells somebody to do something.
        static let advice = Traits(rawValue: 1 << 5)
        /// At once, without condition.
        static let urgency = Traits(rawValue: 1 << 6)
        /// Starts a requirement that something is left out: "fails", "omits".
        static let omission = Traits(rawValue: 1 << 7)
    }

    struct Entry: Sendable {
        var traits: Traits = []
        /// Of a word for a number.
        var number: UInt8?
    }

    static func entry(_ key: WordKey) -> Entry { entries[key] ?? Entry() }

    private static let entries: WordTable<Entry> = {
        var entries: [WordKey: Entry] = [:]
        for (words, traits) in words {
            for word in words.split(separator: " ") {
                entries[WordKey(String(word)), default: Entry()].traits.formUnion(traits)
            }
        }
        let numbers = "two three four five six seven eight nine ten eleven twelve"
        for (index, word) in numbers.split(separator: " ").enumerated() {
            entries[WordKey(String(word)), default: Entry()].number = UInt8(index + 2)
        }
        return WordTable(entries)
    }()

    private static let words: [(String, Traits)] = [
        // Articles, prepositions, pronouns, auxiliary verbs.
        (
            "a an the of in on at by to for from with as into over under about after before per via "
                + "and or nor but than then that which who whom whose what when where why how it "
                + "its they them their there here he she his her we our you your i is are was were "
                + "be been being am do does did done has have had will would can could may might "
                + "shall should must very also both each any some more most other own same so too "
                + "all only just between within through during up down out off again e.g eg ie etc",
            .empty
        ),
        // What requirements say of reports, rather than of the subject.
        (
            "states stating mentions explains identifies reports names cites provides includes "
                + "describes notes gives puts dates discusses presents lists specifies covers "
                + "addresses references attributes claims asserts argues says shows uses contains "
                + "defines details outlines report response answer least percent explicitly "
                + "clearly correctly accurately specific such",
            .empty
        ),
        (
            "no not never none neither nor without cannot can't don't doesn't didn't isn't aren't "
                + "wasn't weren't won't wouldn't shouldn't mustn't couldn't hardly",
            [.negation, .empty]
        ),
        (
            "wrong wrongly false falsely mistake mistaken myth misconception incorrect inaccurate "
                + "untrue debunk refute disprove beware warn warning avoid caution danger dangerous "
                + "mislead misleading erroneous unsupported unfounded contrary fallacy rumour",
            .warning
        ),
        ("if unless provided depending depends otherwise", .condition),
        ("if unless", .empty),
        ("this that it these those such", .pointer),
        ("recommend advise advice tell urge direct instruct suggest counsel call", .advice),
        ("immediate immediately now urgent urgently unconditional emergency once", .urgency),
        ("fails omits lacks ignores neglects overlooks misses", .omission),
    ]
}
