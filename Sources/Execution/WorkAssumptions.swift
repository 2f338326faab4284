import Vocabulary

/// What a piece of work is taken to need where no earlier run says. Rough figures for a text of
/// about 5,000 tokens; each of them is named in the README.
package struct WorkAssumptions: Sendable {
    private let research: ResearchSpec

    package init(_ research: ResearchSpec) { self.research = research }

    /// Tool steps of a panel member in a fusion of the provider's, where nothing is said.
    static let usualFusionToolCalls = 4

    /// - Parameters:
    ///   - drafts: that an analyst or a synthesizer gets to read.
    ///   - toolCalls: that research may make; nil: what the suite says.
    package func work(
        of role: CallRecord.Role, by model: String, drafts: Int = 0, toolCalls: Int? = nil
    ) -> WorkRecord {
        let (calls, input, output, seconds) =
            switch role {
            case .researcher, .member, .serverFusion:
                researched(toolCalls: toolCalls ?? research.maxToolCalls)
            case .search: (1, 0, 0, 1.0)
            case .analyst: (1, 2_000 + drafts * Self.textTokens, 3_000, 60.0)
            case .synthesizer: (1, 5_000 + drafts * Self.textTokens, 6_000, 90.0)
            case .judge: (1, 1_000 + Self.textTokens, 250, 5.0)
            }
        let cap = (research.maxOutputTokens ?? .max).multipliedReportingOverflow(by: calls)
        let isCapped = role != .judge && !cap.overflow && cap.partialValue < output
        return WorkRecord(
            role: role, model: model, calls: calls,
            usage: TokenUsage(uncachedInput: input, output: isCapped ? cap.partialValue : output),
            seconds: seconds)
    }

    private static let textTokens = 5_000

    /// With tools, all tool calls that are allowed, two a turn; each turn reads all that the turns
    /// before it brought, 6,000 tokens each, on top of a prompt of 1,000. For 16 tool calls that
    /// makes 225,000 tokens in and 8,000 out in 195 s; the DRACO paper's models took 41 to 779
    /// thousand in, 6 to 25 thousand out and 178 to 1,808 s.
    private func researched(
        toolCalls: Int
    ) -> (calls: Int, input: Int, output: Int, seconds: Double) {
        guard !research.tools.isEmpty, research.maxToolCalls > 0, toolCalls > 0 else {
            return (1, 1_000, 6_000, 90)
        }
        let turns = 1 + (toolCalls + 1) / 2
        return (
            turns, turns * 1_000 + 6_000 * turns * (turns - 1) / 2, 8_000, 60 + 15 * Double(turns)
        )
    }
}
