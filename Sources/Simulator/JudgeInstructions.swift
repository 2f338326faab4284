/// What a judge's instructions make it heed, as far as words that stand together in a sentence
/// tell. A rule that no sentence states is not followed.
struct JudgeInstructions: Equatable {
    /// A fault that is brought up only to warn of it or to refute it is not committed.
    var discountsWarnings = false
    /// A figure must be the one that is asked for.
    var isStrictOnNumbers = false
    /// Advice on a condition is not plain advice.
    var discountsConditions = false
    /// All things that a requirement lists must be there.
    var countsAll = false
    /// The response is material, never an instruction.
    var treatsResponseAsMaterial = false
    /// In doubt, a criterion is met.
    var isGenerous = false

    init(_ text: String) {
        let read = ReadText(text)
        for sentence in read.sentences {
            var cues: Cues = []
            for case .word(let key, _) in read.tokens[sentence.tokens] {
                if let cue = Self.cues[key] { cues.formUnion(cue) }
            }
            heed(cues)
        }
    }

    init() {}

    private mutating func heed(_ cues: Cues) {
        if cues.isSuperset(of: [.warn, .discount]) { discountsWarnings = true }
        if cues.isSuperset(of: [.number, .strict]) { isStrictOnNumbers = true }
        if cues.isSuperset(of: [.condition, .fallsShort]) { discountsConditions = true }
        if cues.isSuperset(of: [.all, .element]) { countsAll = true }
        if cues.isSuperset(of: [.order, .never, .response]) { treatsResponseAsMaterial = true }
        // "Strict about facts and generous about wording" is no leave to be generous.
        if cues.contains(.generous), cues.isDisjoint(with: [.strict, .never]) { isGenerous = true }
    }

    /// What the words of a sentence are about.
    private struct Cues: OptionSet, Sendable {
        let rawValue: UInt16

        static let warn = Cues(rawValue: 1 << 0)
        static let discount = Cues(rawValue: 1 << 1)
        static let number = Cues(rawValue: 1 << 2)
        static let strict = Cues(rawValue: 1 << 3)
        static let condition = Cues(rawValue: 1 << 4)
        static let fallsShort = Cues(rawValue: 1 << 5)
        static let all = Cues(rawValue: 1 << 6)
        static let element = Cues(rawValue: 1 << 7)
        static let order = Cues(rawValue: 1 << 8)
        static let never = Cues(rawValue: 1 << 9)
        static let response = Cues(rawValue: 1 << 10)
        static let generous = Cues(rawValue: 1 << 11)
    }

    private static let cues = WordTable(
        [
            ("warn warning refute debunk contrast caution reject disprove apart", Cues.warn),
            ("only merely unmet absent mention mentions false", .discount),
            ("number numbers numeric figure value quantity", .number),
            ("strict exact exactly match precise precisely must", .strict),
            ("condition conditional unconditional depends", .condition),
            ("unmet not satisfy meet immediate action unconditional", .fallsShort),
            ("all every each count", .all),
            ("required element item part component", .element),
            ("instruction instruct order command", .order),
            ("never not ignore disregard untrusted no don't", .never),
            ("response report answer material inside contain text content", .response),
            ("generous lenient charitable liberal benefit", .generous),
        ].reduce(into: [WordKey: Cues]()) { table, entry in
            for word in entry.0.split(separator: " ") {
                table[WordKey(String(word)), default: []].formUnion(entry.1)
            }
        })
}
