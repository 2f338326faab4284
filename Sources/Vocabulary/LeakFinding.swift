/// Evidence that research met benchmark material, kept from the model or not.
package struct LeakFinding: Sendable, Equatable {
    package var evidence: Evidence
    package var severity: Severity
    /// Of the exclusion list's rule; nil where no rule is behind it.
    package var tier: ExclusionTier?
    /// The page it is about; nil for a query or an answer.
    package var url: String?
    /// The rule, the marker, or the ids of the task and criterion that matched. Never rubric text.
    package var detail: String
    /// Whether the exclusion kept it from the model's sight.
    package var wasKeptAway: Bool

    package init(
        evidence: Evidence, severity: Severity, tier: ExclusionTier? = nil, url: String? = nil,
        detail: String, wasKeptAway: Bool = false
    ) {
        self.evidence = evidence
        self.severity = severity
        self.tier = tier
        self.url = url
        self.detail = detail
        self.wasKeptAway = wasKeptAway
    }

    /// What gave it away.
    package enum Evidence: String, Sendable, CaseIterable {
        /// The address is on the exclusion list.
        case url
        /// A text that stands for the benchmark.
        case marker
        /// An id that occurs nowhere else.
        case canary
        /// A run of words of a rubric or a prompt.
        case ngram
        /// A query or a text that speaks of being tested.
        case selfRecognition = "self_recognition"
        /// More words in common with its rubric than answers to other tasks have.
        case overlap
        /// An answer that cites a page of the exclusion list.
        case citation
    }

    /// What it gives away (Wang et al. 2026): that there is a benchmark, what it asks, what it
    /// wants to hear.
    package enum Severity: String, Sendable, CaseIterable, Comparable {
        case metadata
        case questionContext = "question_context"
        case explicitAnswer = "explicit_answer"

        package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .metadata: 0
            case .questionContext: 1
            case .explicitAnswer: 2
            }
        }
    }

    /// Whether an answer that rests on it can't be taken at its score. Words in common with a rubric
    /// are a reason to look, and no proof.
    package var taints: Bool {
        !wasKeptAway && severity >= .questionContext && evidence != .overlap
    }
}
