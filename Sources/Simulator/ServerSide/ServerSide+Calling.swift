extension ServerSide {
    /// Whether the outer model calls the fusion that it is offered: where it has to, where it is
    /// told to, and else for a share of the tasks.
    ///
    /// The share is the profile's over all tasks, and differs from task to task, since some look
    /// harder to everybody.
    func calls(_ fusion: FusionSettings, in outer: OuterTurn) -> Bool {
        let turn = outer.turn
        if fusion.isAlias || turn.forcedTool == FusionSettings.type { return true }
        if turn.forcedTool == Self.anyTool, outer.hasNoOtherTool { return true }
        // It makes up its mind when it sees the task, not between its own searches.
        guard !turn.messages.contains(where: { !$0.toolCalls.isEmpty }) else { return false }
        if turn.messages.contains(where: { Self.ordersFusion($0.content) }) { return true }
        let profile = names.profile(of: outer.model)
        let draws = draws(of: outer.model, .researcher).with("escalates")
            .with(turn.firstUserText)
        let draw = (profile.varies ? draws.with(turn.seed) : draws).uniform
        return draw < Self.chance(profile.escalates, on: turn.firstUserText)
    }

    /// e + 2 m (h − ½), where e is the profile's share, m the smaller of e and 1 − e, and h how
    /// hard the task looks, in 0..<1: e on average, and never below 0 or above 1.
    static func chance(_ share: Double, on problem: String) -> Double {
        let hardness = Draws(seed: 2).with(problem).uniform
        return share + 2 * min(share, 1 - share) * (hardness - 0.5)
    }

    /// Whether a sentence of a text says, without an if or a may, to use the fusion tool.
    static func ordersFusion(_ text: String) -> Bool {
        guard text.contains(/fusion/.ignoresCase()) else { return false }
        return text.split(whereSeparator: { ".!?;".contains($0) }).contains { sentence in
            let words = sentence.lowercased().split { !$0.isLetter }
            let names = zip(words, words.dropFirst()).contains { pair in
                pair == ("openrouter", "fusion") || pair == ("fusion", "tool")
            }
            return names && !orders.isDisjoint(with: words) && doubts.isDisjoint(with: words)
        }
    }

    private static let orders: Set<Substring> = [
        "use", "call", "run", "consult", "convene", "invoke",
    ]
    private static let doubts: Set<Substring> = [
        "if", "may", "might", "can", "could", "when", "whenever", "where", "unless", "only", "not",
        "never", "don",
    ]
}
