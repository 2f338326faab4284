/// How much a page that an exclusion list names would give away.
package enum ExclusionTier: String, Sendable, Codable, CaseIterable {
    /// The answer key: the rubrics themselves.
    case answerKey = "A"
    /// The paper, the tasks, published results.
    case results = "B"
    /// A wrapper that can carry either.
    case wrapper = "C"
}
