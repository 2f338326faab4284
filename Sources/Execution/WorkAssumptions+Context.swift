import Vocabulary

extension WorkAssumptions {
    /// Tokens that a model must have room for in one call, prompt and completion together, for that
    /// part of the work: of research, its last turn, which reads all that the turns before it
    /// brought.
    package func longestCall(of role: CallRecord.Role, by model: String, drafts: Int = 0) -> Int {
        let work = work(of: role, by: model, drafts: drafts)
        let prompt = work.calls > 1 ? 1_000 + 6_000 * (work.calls - 1) : work.usage.input
        return prompt + work.usage.output
    }
}
