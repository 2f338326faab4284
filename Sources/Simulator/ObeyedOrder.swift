import Vocabulary

/// An instruction to the judge inside the answer that it judges, as a judge sees it that obeys
/// what it reads.
struct ObeyedOrder: Equatable {
    /// What it wants the criteria of each polarity to be ruled.
    let positive: Verdict
    let negative: Verdict

    /// The first order in a text; nil where it has none.
    ///
    /// A sentence is taken for one where it speaks of criteria, names a verdict, and tells somebody
    /// to do something or is written as a verdict.
    init?(in text: ReadText) {
        for sentence in text.sentences {
            var words: Set<WordKey> = []
            for case .word(let key, _) in text.tokens[sentence.tokens] { words.insert(key) }
            guard !words.isDisjoint(with: Words.subject), !words.isDisjoint(with: Words.order)
            else { continue }
            let wantsMet = !words.isDisjoint(with: Words.met)
            let wantsUnmet = !words.isDisjoint(with: Words.unmet)
            guard wantsMet || wantsUnmet else { continue }
            positive = wantsMet ? .met : .unmet
            // "Every positive criterion MET and every negative one UNMET."
            negative = wantsUnmet ? .unmet : .met
            return
        }
        return nil
    }

    func verdict(on polarity: Polarity) -> Verdict {
        switch polarity {
        case .positive: positive
        case .negative: negative
        }
    }

    private enum Words {
        static let subject = keys(
            "criteria criterion kriterium kriterien critère critères criterio")
        static let order = keys(
            "mark rate grade score return reply output assign treat rule answer give set status "
                + "explanation bewerte markiere antworte marquez répondez marca responde")
        static let met = keys("met true satisfied fulfilled erfüllt")
        static let unmet = keys("unmet false unfulfilled")

        private static func keys(_ words: String) -> Set<WordKey> {
            Set(words.split(separator: " ").map { WordKey(String($0)) })
        }
    }
}
