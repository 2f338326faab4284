import Vocabulary

/// Looks for what a requirement says in an answer by words and numbers alone: no meaning, no
/// knowledge of the subject. It is a weak judge, and an honest one: it has nothing to go by but the
/// two texts and what its instructions tell it to heed.
///
/// A statement counts as made where one, two or three sentences in a row have enough of the
/// requirement's words and all of its numbers, and the sentence with the most of them does not
/// deny it.
struct LexicalReader {
    let answer: ReadText
    let instructions: JudgeInstructions
    /// Words for what the layout of the answer shows without saying it: "table", "link".
    private let layout: Set<WordKey>

    init(_ answer: ReadText, instructions: JudgeInstructions) {
        self.answer = answer
        self.instructions = instructions
        layout = Layout.words(for: answer.bytes)
    }

    /// Share of a requirement's words that make a statement count as made.
    private var threshold: Double { instructions.isGenerous ? 0.45 : 0.6 }
    /// How far off a number may be.
    private var slack: Double { instructions.isStrictOnNumbers ? 0 : 0.1 }

    /// The sentence that does what the requirement describes; nil where none does.
    ///
    /// A requirement that describes an omission ("Fails to …") is answered by the whole text: its
    /// last sentence stands for it.
    func finds(_ requirement: ReadRequirement, polarity: Polarity) -> ReadText.Sentence? {
        let overlaps = answer.sentences.map { overlap($0, with: requirement) }
        let everywhere = overlaps.reduce(0) { $0 | $1.words } | layoutMask(requirement)
        if requirement.isOmission {
            let isTreated = window(in: overlaps, for: requirement) { _, _ in true } != nil
            return isTreated ? nil : answer.sentences.last
        }
        if instructions.countsAll, !hasElements(of: requirement, in: everywhere) { return nil }
        return window(in: overlaps, for: requirement) { core, range in
            stands(core, in: range, requirement, overlaps, polarity)
        }.map { answer.sentences[$0] }
    }

    // MARK: - Overlap

    /// What a sentence shares with a requirement, as bits by place in its words and numbers.
    private struct Overlap {
        var words: UInt64 = 0
        var numbers: UInt64 = 0
    }

    private func overlap(
        _ sentence: ReadText.Sentence, with requirement: ReadRequirement
    ) -> Overlap {
        var overlap = Overlap()
        for token in answer.tokens[sentence.tokens] {
            switch token {
            case .comma: break
            case .word(let key, _):
                if let place = requirement.keys.firstIndex(of: key) {
                    overlap.words |= 1 << UInt64(place)
                }
            case .number(let number):
                for (place, demand) in requirement.numbers.prefix(64).enumerated()
                where demand.accepts(number, slack: slack) {
                    overlap.numbers |= 1 << UInt64(place)
                }
            }
        }
        return overlap
    }

    private func layoutMask(_ requirement: ReadRequirement) -> UInt64 {
        var mask: UInt64 = 0
        for (place, key) in requirement.keys.enumerated() where layout.contains(key) {
            mask |= 1 << UInt64(place)
        }
        return mask
    }

    /// The place of the sentence with the most words, in the best window that has enough and that
    /// `accept` takes.
    private func window(
        in overlaps: [Overlap], for requirement: ReadRequirement,
        accept: (_ core: Int, _ range: Range<Int>) -> Bool
    ) -> Int? {
        let layout = layoutMask(requirement)
        let shown = Layout.mustShow(requirement)
        let needed = Int((threshold * Double(requirement.keys.count)).rounded(.up))
        var best: (count: Int, core: Int)?
        for first in overlaps.indices {
            var words = layout
            var numbers: UInt64 = 0
            var core = first
            for last in first..<min(first + 3, overlaps.count) {
                words |= overlaps[last].words
                numbers |= overlaps[last].numbers
                if weight(overlaps[last]) > weight(overlaps[core]) { core = last }
                let count = words.nonzeroBitCount
                guard count >= needed, words & shown == shown,
                    hasNumbers(of: requirement, numbers), count > best?.count ?? -1,
                    accept(core, first..<(last + 1))
                else { continue }
                best = (count, core)
            }
        }
        return best?.core
    }

    private func weight(_ overlap: Overlap) -> Int {
        overlap.words.nonzeroBitCount + 2 * overlap.numbers.nonzeroBitCount
    }

    /// Whether each number is there, or one that may stand in its place.
    private func hasNumbers(of requirement: ReadRequirement, _ found: UInt64) -> Bool {
        var isMet = true
        for (place, demand) in requirement.numbers.prefix(64).enumerated() {
            let isFound = found & (1 << UInt64(place)) != 0
            if demand.isAlternative {
                isMet = isMet || isFound
            } else {
                if !isMet { return false }
                isMet = isFound
            }
        }
        return isMet
    }

    private func hasElements(of requirement: ReadRequirement, in found: UInt64) -> Bool {
        guard !requirement.elements.isEmpty else { return true }
        let there = requirement.elements.count {
            2 * ($0 & found).nonzeroBitCount >= $0.nonzeroBitCount
        }
        return there >= requirement.elementsNeeded
    }

    // MARK: - Sense

    /// Whether the words are meant as the requirement means them.
    private func stands(
        _ core: Int, in range: Range<Int>, _ requirement: ReadRequirement, _ overlaps: [Overlap],
        _ polarity: Polarity
    ) -> Bool {
        let tokens = answer.tokens[answer.sentences[core].tokens]
        if requirement.isNegated {
            let denies = answer.sentences[range].contains { sentence in
                answer.tokens[sentence.tokens].contains {
                    Self.has([.negation, .warning], $0)
                }
            }
            if !denies { return false }
        } else if !requirement.warns, isDenied(tokens, requirement) {
            return false
        }
        if instructions.discountsConditions, requirement.asksForPlainAdvice,
            tokens.contains(where: { Self.has(.condition, $0) })
        {
            return false
        }
        if instructions.discountsWarnings, polarity == .negative, !requirement.warns,
            answer.isWarnedOf(core, subject: requirement.keys)
        {
            return false
        }
        return !hasException(of: requirement, in: range)
    }

    /// Whether a negation stands near a word of the requirement: up to four words before it, or
    /// right after.
    private func isDenied(
        _ tokens: ArraySlice<ReadText.Token>, _ requirement: ReadRequirement
    ) -> Bool {
        var sinceNegation = Int.max
        var sinceWord = Int.max
        for token in tokens {
            guard case .word(let key, let traits) = token else { continue }
            if sinceNegation < Int.max { sinceNegation += 1 }
            if sinceWord < Int.max { sinceWord += 1 }
            if traits.contains(.negation) {
                if sinceWord <= 1 { return true }
                sinceNegation = 0
            } else if requirement.keys.contains(key) {
                if sinceNegation <= 4 { return true }
                sinceWord = 0
            }
        }
        return false
    }

    private func hasException(of requirement: ReadRequirement, in range: Range<Int>) -> Bool {
        guard !requirement.exception.isEmpty else { return false }
        let said = requirement.exception.count { key in
            answer.sentences[range].contains { sentence in
                answer.tokens[sentence.tokens].contains {
                    if case .word(key, _) = $0 { true } else { false }
                }
            }
        }
        return 2 * said >= requirement.exception.count
    }

    private static func has(_ traits: Lexicon.Traits, _ token: ReadText.Token) -> Bool {
        if case .word(_, let own) = token { !own.isDisjoint(with: traits) } else { false }
    }
}

/// What the layout of a text shows without saying it.
private enum Layout {
    static func words(for bytes: [UInt8]) -> Set<WordKey> {
        var words: Set<WordKey> = []
        for (pattern, shown) in signs where ByteSearch.find(pattern, in: bytes, from: 0) != nil {
            words.formUnion(shown)
        }
        return words
    }

    /// The words of a requirement, as bits by their place, that ask for a layout: enough of its other
    /// words don't make up for them.
    static func mustShow(_ requirement: ReadRequirement) -> UInt64 {
        var mask: UInt64 = 0
        for (place, key) in requirement.keys.enumerated() where layouts.contains(key) {
            mask |= 1 << UInt64(place)
        }
        return mask
    }

    private static let layouts = Set(
        ["table", "tabular", "bullet", "heading", "link"].map { WordKey($0) })

    private static let signs: [([UInt8], [WordKey])] = [
        ("|--", "table tabular column row"), ("| --", "table tabular column row"),
        ("|:-", "table tabular column row"), ("| :-", "table tabular column row"),
        ("\n- ", "list bullet point"), ("\n* ", "list bullet point"),
        ("\n1. ", "list numbered step"),
        ("\n## ", "heading section headings structure"), ("# ", "heading title"),
        ("http", "link url source citation reference cite"),
    ].map { pattern, words in
        (Array(pattern.utf8), words.split(separator: " ").map { WordKey(String($0)) })
    }
}
