import JSONText
import Vocabulary

/// Plays the provider: takes a request in one of its interfaces, lets the simulated model answer in
/// the role that the request puts it in, and wraps what it says.
struct SimulatedProvider: Sendable {
    let seed: UInt64
    let profiles: [String: ModelProfile]
    let faults: [FaultRule]
    let latencyScale: Double
    /// Nil: every prompt token is billed as new.
    var promptCache: PromptCache?
    /// What the provider does by itself; nil: nothing.
    var serverSide: ServerSide?

    /// Answers a request. The same request, with the same attempt number, always gets the same
    /// answer; with a prompt cache, its bill depends on what was asked before.
    func respond(
        to body: [UInt8], attempt: Int, at interface: Interface = .openRouterChat
    ) -> Response {
        let turn: ChatTurn
        do {
            turn = try interface.turn(try JSONValue(parsing: body))
        } catch let error as ChatTurnError {
            let refusal = ServiceRefusal(
                status: 400, message: error.reason, parameter: error.parameter)
            return .refused(refusal, at: interface)
        } catch {
            return .refused(
                ServiceRefusal(status: 400, message: "The body is not JSON."), at: interface)
        }
        let role = Role(turn)
        let id = interface.id(mark(of: turn))
        var response = response(
            to: turn, role, id, at: interface, struckBy: fault(turn, role, body, attempt))
        response.speaker = Response.Speaker(model: turn.model, role: role, completionID: id)
        return response
    }

    private func response(
        to turn: ChatTurn, _ role: Role, _ id: String, at interface: Interface,
        struckBy fault: FaultRule.Kind?
    ) -> Response {
        guard knows(turn.model) else {
            return .refused(Self.unknown(turn.model, at: interface), at: interface)
        }
        if let fault, let failure = failure(fault, turn, id, at: interface) { return failure }
        let served: ServerSide.Reply?
        do throws(ServerSideError) {
            served = try serverSide?.reply(
                to: turn, struckBy: fault, repeatsForcedCalls: interface.language == .chat)
        } catch {
            return .refused(
                ServiceRefusal(status: error.status, message: error.message), at: interface)
        }
        let model = served?.servedModel ?? turn.model
        let profile = profiles[model] ?? ModelProfile.named(model)
        let reply = Self.spoiled(served?.reply ?? reply(turn, role, profile), by: fault)
        var billed = bill(reply, turn, role, id, model, profile.price, served?.work)
        billed.isTruncated = fault == .truncated
        billed.failsMidway = fault == .errorMidStream
        var response = Self.written(billed, turn, at: interface)
        response.met = served?.met
        response.isCut = fault == .cut
        response.delaySeconds =
            delay(turn, role, profile) + latencyScale * billed.work.seconds
            + (fault == .stall ? 30 : 0)
        response.generation = GenerationRecord(
            billed, askedModel: turn.model, isStreamed: turn.streams,
            seconds: response.delaySeconds)
        if fault == .keepAlive { response.begin(with: Self.keepAlive(turn.streams)) }
        return response
    }

    private static func written(
        _ reply: BilledReply, _ turn: ChatTurn, at interface: Interface
    ) -> Response {
        if turn.streams {
            return Response(interface.stream(reply, includesUsage: turn.includesUsage))
        }
        if reply.failsMidway, interface.language == .messages {
            // Anthropic's interface has no reply that breaks off, only one that fails.
            return .refused(ServiceRefusal(status: 529, message: "Overloaded"), at: interface)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(reply.sentText.utf8.count + 800)
        interface.json(reply).append(to: &bytes)
        return Response(body: bytes)
    }

    /// Names outside the table get a profile drawn from the name, except those that say that they
    /// are of the table.
    private func knows(_ model: String) -> Bool {
        !model.hasPrefix("sim/") || profiles[model] != nil || ModelProfile.isInTable(model)
    }

    private static func unknown(_ model: String, at interface: Interface) -> ServiceRefusal {
        switch interface.service {
        case .openRouter:
            ServiceRefusal(
                status: 400, message: "\(model) is not a valid model ID", parameter: "model",
                availability: [
                    "code": "model_not_found", "retryable": false,
                    "requested_models": [.string(model)],
                ])
        case .native:
            ServiceRefusal(
                status: 404, message: "The model `\(model)` does not exist.", parameter: "model",
                code: "model_not_found")
        }
    }

    /// What a request asks a model to be.
    enum Role: String {
        case researcher
        case analyst
        case synthesizer
        case judge

        init(_ turn: ChatTurn) {
            if let name = turn.schemaName, VerdictShape.schemaNames.contains(name) {
                self = .judge
            } else if turn.schemaName == "panel_analysis" {
                self = .analyst
            } else if JudgingPrompt(turn.text(of: "user")) != nil {
                self = .judge
            } else if turn.firstUserText.hasPrefix("<task>") {
                self = .synthesizer
            } else {
                self = .researcher
            }
        }
    }

    private func reply(_ turn: ChatTurn, _ role: Role, _ profile: ModelProfile) -> ChatReply {
        let draws = Self.draws(seed: seed, model: turn.model, role)
        let prompt = turn.firstUserText
        switch role {
        case .researcher:
            return SimulatedResearcher(turn, profile: profile, draws: draws).reply()
        case .analyst:
            return .text(
                SimulatedAnalyst(profile: profile, draws: draws)
                    .analysis(of: prompt, seed: turn.seed))
        case .synthesizer:
            return .text(
                SimulatedSynthesizer(profile: profile, draws: draws)
                    .report(from: prompt, seed: turn.seed))
        case .judge:
            let ruling = SimulatedJudge(profile: profile, draws: draws)
                .ruling(
                    on: turn.text(of: "user"), instructions: turn.text(of: "system"),
                    schemaName: turn.schemaName, seed: turn.seed)
            return .text(ruling ?? "I can't find what I am to judge.")
        }
    }

    /// The chance that a model has in a role.
    static func draws(seed: UInt64, model: String, _ role: Role) -> Draws {
        Draws(seed: seed).with(model).with(role.rawValue)
    }

    // MARK: - Bill

    private func bill(
        _ reply: ChatReply, _ turn: ChatTurn, _ role: Role, _ id: String, _ model: String,
        _ price: ModelPrice, _ work: ProviderWork?
    ) -> BilledReply {
        let promptLength = turn.promptLength + (work?.furtherPromptLength ?? 0)
        let prompt = promptLength / PromptCache.bytesPerToken + 8
        var usage =
            promptCache?.bill(turn, tokens: prompt, writes: price.cacheWritePerMillion != nil)
            ?? TokenUsage(uncachedInput: prompt, output: 0)
        usage.output = reply.length / PromptCache.bytesPerToken + 4
        // A judge says why in its verdict; the others show that they thought where they were asked
        // to.
        let reasoning = turn.reasoning == nil || role == .judge ? nil : Self.reasoning
        if let reasoning {
            usage.reasoning = reasoning.utf8.count / PromptCache.bytesPerToken
            usage.output += usage.reasoning ?? 0
        }
        var input = usage
        input.output = 0
        let inputCost = price.cost(of: input)
        return BilledReply(
            id: id, model: model, reply: reply, reasoning: reasoning, work: work ?? ProviderWork(),
            usage: usage, inputCost: inputCost, outputCost: price.cost(of: usage) - inputCost)
    }

    private static let reasoning =
        "I go through what I was given, keep what it says, and leave out what it does not."

    private func mark(of turn: ChatTurn) -> String {
        let bits = Draws(seed: seed).with(turn.model).with(turn.seed).with(turn.messages.count)
            .with(turn.promptLength).bits
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Seconds until the answer: the model's own, spread between half and twice of it; a judge or
    /// a turn with tools takes a tenth.
    private func delay(_ turn: ChatTurn, _ role: Role, _ profile: ModelProfile) -> Double {
        guard latencyScale > 0 else { return 0 }
        let draw = Draws(seed: seed).with(turn.model).with(turn.seed).with(turn.messages.count)
        let isShort = role == .judge || !turn.tools.isEmpty
        let typical = profile.latencySeconds * (isShort ? 0.1 : 1)
        return latencyScale * typical * (0.5 + 1.5 * draw.uniform * draw.uniform)
    }
}
