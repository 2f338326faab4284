extension ReadText {
    /// Whether a sentence is brought up only to warn of it, to refute it or to set it apart from
    /// what is right, as far as single words and the sentences next to it tell.
    ///
    /// - Parameter subject: words that the statement itself is about; they are no sign of a warning.
    func isWarnedOf(_ index: Int, subject: [WordKey]) -> Bool {
        // What a quotation says is warned of by the sentence that opens it or follows it.
        var first = index
        while first > 0, sentences[first - 1].leavesQuoteOpen { first -= 1 }
        var last = index
        while last + 1 < sentences.count, sentences[last].leavesQuoteOpen { last += 1 }
        if (first...last).contains(where: { hasCue($0, besides: subject) }) { return true }
        if first > 0, sentences[first - 1].endsWithColon, hasCue(first - 1, besides: subject) {
            return true
        }
        let next = last + 1
        return next < sentences.count && sentences[next].continuesLine && pointsBack(next)
            && hasCue(next, besides: subject)
    }

    /// The sentence that has the byte at that place.
    func sentence(at byte: Int) -> Int? {
        sentences.firstIndex { $0.bytes.contains(byte) }
    }

    private func hasCue(_ index: Int, besides subject: [WordKey]) -> Bool {
        var sinceNegation = Int.max
        for token in tokens[sentences[index].tokens] {
            guard case .word(let key, let traits) = token else { continue }
            if sinceNegation < Int.max { sinceNegation += 1 }
            if traits.contains(.warning), !subject.contains(key) { return true }
            // "is not true", "should not be relied on".
            if sinceNegation <= 4, Self.approvals.contains(key) { return true }
            if traits.contains(.negation) { sinceNegation = 0 }
        }
        return false
    }

    private static let approvals: Set<WordKey> = Set(
        ["true", "correct", "right", "accurate", "supported", "case", "recommended", "relied"]
            .map { WordKey($0) })

    private func pointsBack(_ index: Int) -> Bool {
        for token in tokens[sentences[index].tokens] {
            if case .word(_, let traits) = token { return traits.contains(.pointer) }
        }
        return false
    }
}
