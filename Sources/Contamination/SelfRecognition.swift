import Vocabulary

/// Finds where a model says that it is being tested, or searches for how it is graded.
///
/// It shows that a model suspected a benchmark, not that it found one. A task may be about
/// grading or benchmarks itself: words that its own prompt has do not count.
package struct SelfRecognition: Sendable {
    private let patterns: [SelfRecognitionPattern]

    /// - Parameter datasetNames: such as `draco`; they count only beside a word like "benchmark".
    package init(datasetNames: [String]) {
        patterns = SelfRecognitionPattern.all(datasetNames: datasetNames)
    }

    /// - Parameter prompt: of the task that the query was made for.
    package func findings(inQuery query: String, prompt: String) -> [LeakFinding] {
        findings(in: query, prompt: prompt, scopes: [.queries, .anywhere], place: "query")
    }

    /// - Parameter text: a model's own words: an answer, a draft, an analysis.
    package func findings(inText text: String, prompt: String) -> [LeakFinding] {
        findings(in: text, prompt: prompt, scopes: [.anywhere], place: "text")
    }

    private func findings(
        in text: String, prompt: String, scopes: Set<SelfRecognitionPattern.Scope>, place: String
    ) -> [LeakFinding] {
        let words = Grams.words(in: text)
        let promptWords = Grams.words(in: prompt)
        let found = patterns.filter {
            scopes.contains($0.scope) && !$0.isExplained(by: promptWords) && $0.matches(words)
        }
        var names: [String] = []
        for pattern in found where !names.contains(pattern.name) { names.append(pattern.name) }
        return names.map {
            LeakFinding(
                evidence: .selfRecognition, severity: .metadata, detail: "\($0), in a \(place)")
        }
    }
}

extension SelfRecognitionPattern {
    fileprivate func matches(_ text: [String]) -> Bool {
        guard text.count >= words.count else { return false }
        return (0...(text.count - words.count)).contains { start in
            words.indices.allSatisfy { words[$0].contains(text[start + $0]) }
        }
    }

    fileprivate func isExplained(by prompt: [String]) -> Bool {
        switch subject {
        case .word(let place): prompt.contains { words[place].contains($0) }
        case .phrase: matches(prompt)
        }
    }
}
