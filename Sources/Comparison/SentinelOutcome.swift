/// What became of one kind of sentinel: cases whose right verdict is known beforehand, such as an
/// empty answer, which meets nothing.
package struct SentinelOutcome: Sendable, Equatable {
    /// The word for the kind, such as `empty_answer`.
    package let kind: String
    package let cases: Int
    /// Cases with a verdict.
    package let obtained: Int
    /// Cases in which the judge did what it should.
    package let passed: Int
    /// Whether the kind as a whole fails, by its rule.
    package let isFailed: Bool
    /// When the kind fails, as a sentence.
    package let rule: String
    /// Cases that did not pass, as sentences.
    package let examples: [String]

    package init(
        kind: String, cases: Int, obtained: Int, passed: Int, isFailed: Bool, rule: String,
        examples: [String]
    ) {
        self.kind = kind
        self.cases = cases
        self.obtained = obtained
        self.passed = passed
        self.isFailed = isFailed
        self.rule = rule
        self.examples = examples
    }
}
