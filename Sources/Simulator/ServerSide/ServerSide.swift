import JSONText
import Vocabulary

/// Plays the tools that a provider runs by itself: search, fetch and fusion.
struct ServerSide: Sendable {
    let world: World
    let seed: UInt64
    let names: ModelNames

    /// - Parameters:
    ///   - seed: the simulator's.
    ///   - profiles: in place of what the names stand for.
    init(world: World, seed: UInt64, profiles: [String: ModelProfile]) {
        self.world = world
        self.seed = seed
        names = ModelNames(profiles)
    }

    struct Reply {
        var reply: ChatReply
        var work: ProviderWork
        /// The model that wrote: never an alias.
        var servedModel: String
        /// What of the made-up web the provider's tools met.
        var met = SimulatorTraffic.Counts()
    }

    /// Nil where a turn asks for nothing that the provider does itself.
    ///
    /// - Parameters:
    ///   - fault: what goes wrong with a fusion; the other kinds are none of its business.
    ///   - repeatsForcedCalls: whether a tool that has to be called has to be called again after
    ///     its result, as on chat completions.
    /// - Throws: what the provider turns down.
    func reply(
        to turn: ChatTurn, struckBy fault: FaultRule.Kind? = nil, repeatsForcedCalls: Bool = true
    ) throws(ServerSideError) -> Reply? {
        let fusion = try FusionSettings(turn)
        let tools = try WebTools(turn.serverTools)
        let isAlias = FusionSettings.aliases.contains(turn.model)
        // An alias whose fusion is switched off answers as its writer would.
        let sentModel = fusion?.outer ?? (isAlias ? FusionPreset.high.analyst : turn.model)
        let rounds = try Self.rounds(of: turn)
        guard fusion != nil || !tools.isEmpty || isAlias else { return nil }
        let model = try names.model(sentModel)
        let outer = OuterTurn(turn: turn, model: model, tools: tools, rounds: rounds)
        guard let fusion, fault != .fusionNotRun, calls(fusion, in: outer) else {
            // Beside a fusion that it did not call, it has nothing but the client's tools.
            if tools.isEmpty, model == turn.model { return nil }
            return try research(outer)
        }
        let fused = ServerFusion(server: self, settings: fusion, fault: fault)
            .run(on: turn.firstUserText, seed: turn.seed)
        var written =
            fused.record.responses.isEmpty ? try research(outer) : write(from: fused, for: outer)
        var items = [ProviderWork.Item.fusion(fused.record)]
        if repeatsForcedCalls, turn.forcedTool == ServerSide.anyTool, outer.hasNoOtherTool {
            items.append(.fusion(.capped(fused.record.prompt)))
        }
        written.work.items = items + written.work.items
        written.work.cost += fused.cost
        written.work.seconds += fused.seconds
        written.met += fused.met
        return written
    }

    /// A request, with what its names stand for.
    struct OuterTurn {
        let turn: ChatTurn
        let model: String
        let tools: WebTools
        let rounds: Int

        /// Whether a fusion is the one tool that it offers.
        var hasNoOtherTool: Bool { turn.tools.isEmpty && tools.isEmpty }
    }

    /// The word for a tool choice that wants any tool.
    static let anyTool = "required"

    /// Rounds of server tools in a request, unless it says otherwise, and at most.
    private static let mostRounds = 30

    private static func rounds(of turn: ChatTurn) throws(ServerSideError) -> Int {
        let rounds = turn.maxServerToolCalls ?? mostRounds
        guard (1...mostRounds).contains(rounds) else {
            throw ServerSideError("'max_tool_calls' must be 1 at least and \(mostRounds) at most.")
        }
        return rounds
    }

    func draws(of model: String, _ role: SimulatedProvider.Role) -> Draws {
        SimulatedProvider.draws(seed: seed, model: model, role)
    }

    // MARK: - Writing

    /// The outer model's own research, with the tools it was given beside a fusion.
    private func research(_ outer: OuterTurn) throws(ServerSideError) -> Reply {
        let web = try WebSession(
            world: world, search: outer.tools.search, fetch: outer.tools.fetch,
            model: outer.model)
        let outcome = ServerResearch(
            model: outer.model, profile: names.profile(of: outer.model),
            draws: draws(of: outer.model, .researcher), seed: outer.turn.seed,
            rounds: outer.rounds
        ).run(on: outer.turn.messages, web, clientTools: outer.turn.tools)
        let session = outcome.web
        return Reply(
            reply: outcome.reply,
            work: ProviderWork(
                items: session.items, cost: session.cost, searches: session.searches,
                fetches: session.fetches,
                furtherPromptLength: outcome.bill.promptLength - outer.turn.promptLength,
                seconds: outcome.seconds.rounds),
            servedModel: outer.model, met: session.met)
    }

    /// What the outer model makes of a fusion's result. It has no tools any more.
    private func write(from fused: ServerFusion.Outcome, for outer: OuterTurn) -> Reply {
        let writer = SimulatedSynthesizer(
            profile: names.profile(of: outer.model), draws: draws(of: outer.model, .synthesizer))
        let prompt = fused.writingPrompt
        let report = writer.report(from: prompt, seed: outer.turn.seed)
        return Reply(
            reply: .text(report),
            work: ProviderWork(furtherPromptLength: prompt.utf8.count),
            servedModel: outer.model)
    }
}
