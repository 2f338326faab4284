import Vocabulary

/// A response before a simulated judge, read no further than its questions need.
struct ResponseReading {
    private let response: [UInt8]
    private let lazily: Lazily

    /// Texts that cost time to read. The class is there so that a `let` can be filled when it is
    /// first needed; it lives for one request and is seen by one thread.
    private final class Lazily {
        private let instructionText: String
        private let response: [UInt8]
        lazy var instructions = JudgeInstructions(instructionText)
        lazy var text = ReadText(response)
        lazy var reader = LexicalReader(text, instructions: instructions)
        lazy var isOfTheWorld = SimulatedWorldText.isOne(response)

        init(_ response: [UInt8], _ instructionText: String) {
            self.response = response
            self.instructionText = instructionText
        }
    }

    init(_ response: [UInt8], instructions: String) {
        self.response = response
        lazily = Lazily(response, instructions)
    }

    var instructions: JudgeInstructions { lazily.instructions }

    /// What the response tells its judge to do.
    var order: ObeyedOrder? { ObeyedOrder(in: lazily.text) }

    /// What was found of a criterion.
    enum Finding {
        /// By its mark.
        case mark(String)
        /// By its mark, in words that warn of it.
        case warning(String)
        /// By its words.
        case sentence(String)
        case nothing

        var isPresent: Bool {
            switch self {
            case .mark, .sentence: true
            case .warning, .nothing: false
            }
        }

        func explanation(isMet: Bool) -> String {
            switch self {
            case _ where isMet != isPresent:
                isMet
                    ? "The response makes the statement in question."
                    : "The response does not make the statement in question."
            case .mark(let mark): "The response makes the statement in question (\(mark))."
            case .sentence(let words): "The response says: \(words)"
            case .warning(let mark): "The response only warns of the statement (\(mark))."
            case .nothing: "The response does not make the statement in question."
            }
        }
    }

    /// Whether the response does what the criterion describes.
    ///
    /// - Parameter mark: that of its statement in the simulated world.
    func finding(_ question: JudgingPrompt.Question, mark: String) -> Finding {
        if let place = ByteSearch.find(Array(mark.utf8), in: response, from: 0) {
            let isWarned =
                question.polarity == .negative && instructions.discountsWarnings
                && lazily.text.sentence(at: place).map {
                    lazily.text.isWarnedOf($0, subject: [])
                } ?? false
            return isWarned ? .warning(mark) : .mark(mark)
        }
        if lazily.isOfTheWorld { return .nothing }
        let requirement = ReadRequirement(question.requirement)
        guard let sentence = lazily.reader.finds(requirement, polarity: question.polarity) else {
            return .nothing
        }
        return .sentence(lazily.text.quote(sentence))
    }
}

/// Tells texts of the simulated world from others.
enum SimulatedWorldText {
    /// Whether a text has a mark in it, or says that a simulated researcher found nothing.
    ///
    /// A mark is twelve letters and digits of its alphabet between brackets. One that happens to
    /// have no digit could be a long word, and counts only at the end of a statement in a list.
    static func isOne(_ bytes: [UInt8]) -> Bool {
        var isListItem = false
        var isLineStart = true
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x0A: isLineStart = true
            case UInt8(ascii: "-") where isLineStart:
                isListItem = true
                isLineStart = false
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
                if isMark(bytes, after: index, endsStatement: isListItem) { return true }
                if isLineStart { isListItem = false }
                isLineStart = false
            default:
                if isLineStart { isListItem = false }
                isLineStart = false
            }
        }
        return ByteSearch.find(emptyHanded, in: bytes, from: 0) != nil
    }

    private static let emptyHanded = Array(SimulatedResearcher.emptyHanded.utf8)

    private static func isMark(
        _ bytes: [UInt8], after open: Int, endsStatement: Bool
    ) -> Bool {
        let word = bytes[(open + 1)...].prefix(12)
        guard word.count == 12, word.allSatisfy(Claim.letters.contains),
            open + 13 < bytes.count, closers.contains(bytes[open + 13])
        else { return false }
        let hasDigit = word.contains { (0x30...0x39).contains($0) }
        let hasLetter = word.contains { $0 >= 0x61 }
        if hasDigit, hasLetter { return true }
        let rest = bytes[(open + 14)...]
        return endsStatement
            && (rest.first == UInt8(ascii: ".") || rest.starts(with: Array(" ([".utf8)))
    }

    private static let closers = Array(")]}>".utf8)
}
