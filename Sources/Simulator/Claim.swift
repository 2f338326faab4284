import Digests
import Vocabulary

/// What a requirement becomes in the made-up world: a sentence with a mark in it that can be made
/// from the query and the requirement, and from nothing less.
///
/// Pages carry the sentences, models copy them, and the judge, who is given query and requirement,
/// looks for the mark in the answer. So an answer meets a criterion exactly when the statement made
/// it from some page through every model into the text, and no part needs to know the outcome.
struct Claim: Sendable, Equatable {
    /// What a reader can tell of a statement without knowing any rubric.
    enum Kind: String, Sendable, CaseIterable {
        case finding = "Finding"
        case context = "Context"
        case layout = "Layout"
        case sourceNote = "Source note"
        /// A statement without backing; careless writers pass it on as fact.
        case hearsay = "Hearsay"
    }

    let kind: Kind
    let mark: String

    init(kind: Kind, mark: String) {
        self.kind = kind
        self.mark = mark
    }

    /// The claim of a criterion in a task.
    init(_ criterion: Criterion, problem: String) {
        let kind: Kind =
            switch (criterion.polarity, criterion.axis) {
            case (.negative, _): .hearsay
            case (.positive, .factualAccuracy): .finding
            case (.positive, .breadthAndDepth): .context
            case (.positive, .presentationQuality): .layout
            case (.positive, .citationQuality): .sourceNote
            }
        self.init(
            kind: kind, problem: problem, requirement: criterion.requirement,
            polarity: criterion.polarity)
    }

    init(kind: Kind, problem: String, requirement: String, polarity: Polarity) {
        self.init(
            kind: kind,
            mark: Self.mark(problem: problem, requirement: requirement, polarity: polarity))
    }

    /// The sentence. Ends without a full stop; has the mark in parentheses.
    var statement: String { Self.statement(kind: kind, mark: mark) }

    /// Twelve letters and digits out of 60 bits of a digest: two requirements share one with a
    /// chance of less than 10⁻¹¹ in a world of 4,000.
    static func mark(problem: String, requirement: String, polarity: Polarity) -> String {
        let bits = SHA256.hex(fields: [trimmed(problem), trimmed(requirement), polarity.rawValue])
        var value = UInt64(bits.prefix(15), radix: 16) ?? 0
        var mark: [UInt8] = []
        for _ in 0..<12 {
            mark.append(letters[Int(value & 31)])
            value >>= 5
        }
        return String(decoding: mark, as: UTF8.self)
    }

    /// A mark, as it stands in a line: between parentheses, twelve of our letters.
    static func mark(in line: Substring) -> String? {
        for range in line.utf8.indices(of: UInt8(ascii: "(")).ranges {
            let rest = line.utf8[range.upperBound...]
            let word = rest.prefix(12)
            guard word.count == 12, word.allSatisfy(letters.contains),
                rest.dropFirst(12).first == UInt8(ascii: ")")
            else { continue }
            return String(decoding: word, as: UTF8.self)
        }
        return nil
    }

    /// What marks are made of.
    static let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private static func trimmed(_ text: String) -> String {
        func isPlain(_ byte: UInt8?) -> Bool { byte.map { $0 > 0x20 && $0 < 0x7F } ?? false }
        // Nearly all texts, and every one is looked at once for each criterion.
        if isPlain(text.utf8.first), isPlain(text.utf8.last) { return text }
        var rest = text[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        return String(rest)
    }

    // MARK: - Words

    private static func statement(kind: Kind, mark: String) -> String {
        let draws = Draws(seed: 0).with(mark)
        func word(_ list: [String], _ place: Int) -> String {
            list[draws.with(place).index(below: list.count)]
        }
        let number = 2 + draws.with(9).index(below: 9800)
        return switch kind {
        case .finding, .hearsay:
            "the \(word(adjectives, 0)) \(word(nouns, 1)) \(word(verbs, 2)) \(number) "
                + "\(word(units, 3)) (\(mark))"
        case .context:
            "seen against the \(word(nouns, 1)), the \(word(adjectives, 0)) \(word(nouns, 4)) "
                + "weighs more than the \(word(nouns, 5)) (\(mark))"
        case .layout:
            "the \(word(nouns, 1)) is best set out beside the \(word(nouns, 4)) (\(mark))"
        case .sourceNote:
            "the figure on the \(word(nouns, 1)) is in report \(number) of the registry (\(mark))"
        }
    }

    private static let adjectives = [
        "northern", "annual", "reported", "median", "early", "revised", "combined", "lower",
        "coastal", "public", "second", "adjusted", "typical", "former", "joint", "net",
    ]
    private static let nouns = [
        "harbour levy", "pilot scheme", "intake", "reserve", "survey", "tariff", "field trial",
        "ledger", "cohort", "turbine line", "appeal", "catalogue", "dosage plan", "lease",
        "archive", "index",
    ]
    private static let verbs = [
        "came to", "rose to", "fell to", "was set at", "covered", "reached",
    ]
    private static let units = ["units", "days", "cases", "tonnes", "points", "entries", "hours"]
}
