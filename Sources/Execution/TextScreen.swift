import Vocabulary

/// Finds what models' own words have to do with the benchmark, as answers come in.
package struct TextScreen: Sendable {
    private let text: @Sendable (String, ResearchTask) -> [LeakFinding]
    private let query: @Sendable (String, ResearchTask) -> [LeakFinding]

    /// - Parameters:
    ///   - text: of an answer or a draft.
    ///   - query: of what a model searches for or asks to open.
    package init(
        text: @escaping @Sendable (String, ResearchTask) -> [LeakFinding],
        query: @escaping @Sendable (String, ResearchTask) -> [LeakFinding]
    ) {
        self.text = text
        self.query = query
    }

    /// Finds nothing.
    package static let none = TextScreen(text: { _, _ in [] }, query: { _, _ in [] })

    /// Adds what there is to an answer, once. A draft that was taken from a stored answer was examined
    /// as that, and one that is stored already when it came.
    package func examine(_ answer: inout AnswerRecord, on task: ResearchTask) {
        for place in answer.toolUses.indices {
            answer.toolUses[place].findings += query(answer.toolUses[place].argument, task)
        }
        answer.findings += texts(of: answer).flatMap { member, words in
            text(words, task).map { TextFinding(member: member, finding: $0) }
        }
    }

    private func texts(of answer: AnswerRecord) -> [(member: Int?, text: String)] {
        let drafts = answer.drafts.filter { draft in
            draft.reusedKey == nil && !draft.text.isEmpty
                && !answer.storedDrafts.contains(draft.position)
        }
        return (answer.text.isEmpty ? [] : [(nil, answer.text)])
            + drafts.map { ($0.position, $0.text) }
    }
}
