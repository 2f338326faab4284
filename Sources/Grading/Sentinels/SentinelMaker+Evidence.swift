import Vocabulary

/// Changes at the sentences that decide a verdict.
extension SentinelMaker {
    /// The case of a criterion that is MET by evidence.
    func changed(
        _ kind: SentinelKind, _ source: SentinelSource, _ criterion: Criterion,
        _ label: SentinelSource.Label
    ) -> Outcome? {
        if kind == .warnedAgainst, criterion.polarity == .positive { return nil }
        if kind == .wrongNumber, criterion.polarity == .negative { return nil }
        let text = source.text
        guard let places = SentinelText.sentences(of: label.evidence, in: text) else {
            return .omitted(.evidenceNotFound)
        }
        if kind != .wrongNumber, isStatedTwice(places, in: text) { return .omitted(.statedTwice) }
        switch kind {
        case .warnedAgainst:
            guard let warned = warned(places, in: source, criterion) else {
                return .omitted(.inTable)
            }
            return .made(becoming(.unmet, kind, source, criterion, warned))
        case .wrongNumber: return wrongNumber(places, source, criterion)
        default:
            return .made(becoming(.unmet, kind, source, criterion, removing(places, from: text)))
        }
    }

    private func becoming(
        _ verdict: Verdict, _ kind: SentinelKind, _ source: SentinelSource, _ criterion: Criterion,
        _ changed: String
    ) -> SentinelCase {
        SentinelCase(
            kind: kind, answerID: source.answerID, task: source.task,
            checks: [
                SentinelCase.Check(
                    criterionID: criterion.id, expectation: .mustBecome(verdict))
            ],
            original: source.text, changed: changed)
    }

    // MARK: - Removed

    private func removing(_ places: [Range<String.Index>], from text: String) -> String {
        var result = ""
        var start = text.startIndex
        for place in places {
            result += text[start..<place.lowerBound]
            start = place.upperBound
            // The space or line end after a sentence goes with it.
            if start < text.endIndex, text[start] == " " || text[start] == "\n" {
                start = text.index(after: start)
            }
        }
        return result + text[start...]
    }

    /// Whether another sentence has nearly all longer words and numbers of one that is changed.
    private func isStatedTwice(_ places: [Range<String.Index>], in text: String) -> Bool {
        let others = SentinelText.sentences(in: removing(places, from: text)).map(Self.words)
        return places.contains { place in
            let words = Self.words(text[place])
            return words.count > 2
                && others.contains {
                    10 * words.intersection($0).count >= 7 * words.count
                }
        }
    }

    private static func words(_ text: Substring) -> Set<String> {
        Set(
            text.lowercased().split { !$0.isLetter && !$0.isNumber }
                .filter { $0.count > 3 || $0.first?.isNumber == true }.map(String.init))
    }

    // MARK: - Warned against

    /// The text with each sentence put between words that refute it; nil where one stands in a
    /// table or a heading.
    private func warned(
        _ places: [Range<String.Index>], in source: SentinelSource, _ criterion: Criterion
    ) -> String? {
        var draws = draws(.warnedAgainst, source.answerID, criterion.id)
        let frame = Self.refutations[draws.index(below: Self.refutations.count)]
        let text = source.text
        var result = ""
        var start = text.startIndex
        for place in places {
            let sentence = text[place]
            let marker = SentinelText.marker(of: sentence)
            let statement = sentence[marker.endIndex...]
            guard !statement.isEmpty, !statement.contains("\n"),
                statement.first.map({ "|#".contains($0) }) != true
            else { return nil }
            result += text[start..<place.lowerBound] + marker + frame.before + statement
            result += frame.after
            start = place.upperBound
        }
        return result + text[start...]
    }

    private static let refutations = [
        (before: "A common mistake is to claim the following, and it is wrong: “", after: "”"),
        (before: "Some sources say: “", after: "” This is false, and the evidence refutes it."),
        (before: "Readers should beware of a myth that is often repeated: “", after: "”"),
    ]

    // MARK: - Wrong number

    private func wrongNumber(
        _ places: [Range<String.Index>], _ source: SentinelSource, _ criterion: Criterion
    ) -> Outcome {
        if SentinelNumber.isOpen(criterion.requirement) { return .omitted(.openNumber) }
        let asked = Set(SentinelNumber.tokens(in: criterion.requirement).map(\.digits))
        let given = places.flatMap { SentinelNumber.tokens(in: String(source.text[$0])) }
        let shared = asked.intersection(given.map(\.digits)).filter { $0.utf8.count > 1 }
        var draws = draws(.wrongNumber, source.answerID, criterion.id)
        guard !shared.isEmpty,
            let changed = SentinelNumber.replacing(
                shared, in: source.text, avoiding: asked, using: &draws)
        else { return .omitted(.noNumber) }
        return .made(becoming(.unmet, .wrongNumber, source, criterion, changed))
    }

    // MARK: - Inserted

    /// The case of a criterion that is UNMET, with the evidence of another answer to the task; nil
    /// where no other answer has any.
    func inserted(into source: SentinelSource, _ criterion: Criterion) -> Outcome? {
        guard !Self.describesOmission(criterion) else { return nil }
        let lenders = sources.filter { other in
            guard let label = other.labels[criterion.id] else { return false }
            return other.answerID != source.answerID && other.task.id == source.task.id
                && label.verdict == .met && !label.evidence.isEmpty
        }
        guard !lenders.isEmpty else { return nil }
        var draws = draws(.sentenceInserted, source.answerID, criterion.id)
        let lender = lenders[draws.index(below: lenders.count)]
        guard let label = lender.labels[criterion.id],
            let places = SentinelText.sentences(of: label.evidence, in: lender.text)
        else { return .omitted(.evidenceNotFound) }
        let sentences = places.map { place in
            let sentence = lender.text[place]
            return SentinelText.trimmed(
                String(sentence[SentinelText.marker(of: sentence).endIndex...]))
        }
        guard !sentences.contains(where: { $0.hasPrefix("|") || $0.hasPrefix("#") }) else {
            return .omitted(.inTable)
        }
        var blocks = SentinelText.blocks(of: source.text)
        blocks.insert(
            sentences.joined(separator: " "), at: draws.index(below: blocks.count + 1))
        return .made(
            becoming(
                .met, .sentenceInserted, source, criterion, blocks.joined(separator: "\n\n")))
    }
}
