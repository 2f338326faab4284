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
            var words: Set<WordKey> = []
            for case .word(let key, _) in read.tokens[sentence.tokens] { words.insert(key) }
            heed(words)
        }
    }

    init() {}

    private mutating func heed(_ words: Set<WordKey>) {
        func has(_ list: Set<WordKey>) -> Bool { !words.isDisjoint(with: list) }
        if has(Words.warn), has(Words.discount) { discountsWarnings = true }
        if has(Words.number), has(Words.strict) { isStrictOnNumbers = true }
        if has(Words.condition), has(Words.fallsShort) { discountsConditions = true }
        if has(Words.all), has(Words.element) { countsAll = true }
        if has(Words.order), has(Words.never), has(Words.response) {
            treatsResponseAsMaterial = true
        }
        // "Strict about facts and generous about wording" is no leave to be generous.
        if has(Words.generous), !has(Words.strict), !has(Words.never) { isGenerous = true }
    }

    private enum Words {
        static let warn = keys("warn warning refute debunk contrast caution reject disprove apart")
        static let discount = keys("only merely unmet absent mention mentions false")
        static let number = keys("number numbers numeric figure value quantity")
        static let strict = keys("strict exact exactly match precise precisely must")
        static let condition = keys("condition conditional unconditional depends")
        static let fallsShort = keys("unmet not satisfy meet immediate action unconditional")
        static let all = keys("all every each count")
        static let element = keys("required element item part component")
        static let order = keys("instruction instruct order command")
        static let never = keys("never not ignore disregard untrusted no don't")
        static let response = keys("response report answer material inside contain text content")
        static let generous = keys("generous lenient charitable liberal benefit")

        private static func keys(_ words: String) -> Set<WordKey> {
            Set(words.split(separator: " ").map { WordKey(String($0)) })
        }
    }
}
