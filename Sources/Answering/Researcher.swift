import Inference
import Vocabulary

/// One model that researches with tools and writes a report: a solo, or a member of a panel.
struct Researcher: Sendable {
    let client: ModelClient
    let tools: ResearchTools
    let gate: SpendingGate
    /// Whether what a model writes is asked for as a stream.
    var streams = false
    /// The provider's fusion, where the model is offered it.
    var fusion: ServerTool?

    /// Asks, performs the tool calls that come back, and asks again, until the model writes. When
    /// the tool calls are spent, tools are switched off and the model has to write. Where the
    /// provider searches by itself, one request is all.
    func research(
        _ question: Question, model: String, role: CallRecord.Role, member: Int?
    ) async throws(CancellationError) -> Written {
        let spec = tools.spec
        let isOurs = spec.search.engine != .server
        let definitions = isOurs && spec.maxToolCalls > 0 ? tools.definitions : []
        let searches =
            isOurs
            ? []
            : ServerTools(
                research: spec, filter: tools.filter, dialect: client.endpoint.dialect
            ).offered(to: [model])
        var budget = definitions.isEmpty ? 0 : spec.maxToolCalls
        let instructions =
            definitions.isEmpty && searches.isEmpty
            ? AnsweringPrompts.closedBook
            : AnsweringPrompts.researcher(maxToolCalls: spec.maxToolCalls)
        var request = ChatRequest(
            model: model,
            messages: [
                .system(
                    PromptText(
                        fusion == nil ? instructions : AnsweringPrompts.escalating(instructions))),
                .user(PromptText(question.problem)),
            ],
            tools: definitions, reasoning: spec.reasoning, maxOutputTokens: spec.maxOutputTokens,
            seed: question.seed(for: member.map { "member \($0)" } ?? "solo"))
        request.serverTools = searches + [fusion].compactMap { $0 }
        request.streams = streams
        if definitions.isEmpty, !request.serverTools.isEmpty {
            if !searches.isEmpty {
                request.maxServerToolCalls = min(spec.maxToolCalls, ServerTools.mostRounds)
            }
            var written = try await askProvider(request, role: role, member: member)
            written.addToolUses(member: member)
            return written
        }
        var written = Written()
        // Every turn but the last uses up at least one call of the budget.
        for _ in 0...budget {
            request.allowsToolCalls = budget > 0
            let exchange = try await client.complete(
                request, role: role, member: member, gate: gate)
            written.add(exchange.calls)
            if case .completion(let completion) = exchange.outcome {
                written.work.add(completion, filter: tools.filter)
            }
            guard case .completion(let completion) = exchange.outcome,
                !completion.toolCalls.isEmpty, budget > 0
            else {
                written.conclude(with: exchange.outcome)
                written.addToolUses(member: member)
                return written
            }
            request.messages.append(
                .assistant(
                    text: completion.text, toolCalls: completion.toolCalls,
                    extras: completion.extras))
            let startedAt = tools.clock.now()
            let results = try await perform(
                completion.toolCalls, budget: budget, member: member,
                firstPosition: written.toolUses.count)
            // Not counted: waiting for a turn, as with models. Calls side by side wait side by side.
            let waited = results.map(\.waitedSeconds).max() ?? 0
            written.latencySeconds += max(0, tools.clock.now() - startedAt - waited)
            budget -= min(budget, completion.toolCalls.count)
            for (call, result) in zip(completion.toolCalls, results) {
                request.messages.append(.tool(callID: call.id, content: result.text))
                if let use = result.use { written.toolUses.append(use) }
                // Their latency is in that of the turn.
                written.calls += result.calls
            }
            if let end = results.lazy.compactMap(\.end).first {
                written.addToolUses(member: member)
                written.conclude(with: .failed(end))
                return written
            }
        }
        preconditionFailure("the last turn has no tool calls left and always returns")
    }

    /// The calls of one turn, side by side; those that the budget no longer covers are declined.
    private func perform(
        _ calls: [ToolCall], budget: Int, member: Int?, firstPosition: Int
    ) async throws(CancellationError) -> [ResearchTools.Performed] {
        let numbered = calls.enumerated().map { ($0.offset, $0.element) }
        return try await concurrently(numbered, atMost: Self.callsAtOnce) {
            [tools, gate] numbered throws(CancellationError) in
            let (index, call) = numbered
            guard index < budget else {
                return ResearchTools.Performed(
                    text: "Error: the tool calls are used up. Write the report now.")
            }
            return try await tools.perform(
                call, member: member, position: firstPosition + index, gate: gate)
        }
    }

    private static let callsAtOnce = 4
}

/// What a model wrote and all that went into it.
struct Written: Sendable {
    var status: AnswerStatus = .ok
    var text = ""
    var error: String?
    var finishReason: String?
    var model: String?
    var calls: [CallRecord] = []
    var toolUses: [ToolUseRecord] = []
    /// What the provider's own tools did; its searches and fetches become tool uses at the end.
    var work = ServerWork()
    /// Waiting for a free slot not included.
    var latencySeconds = 0.0
    /// Set when no further request to the endpoint can succeed.
    var closedEndpoint: String?
    /// Whether the run, and nothing else, is why it was not asked: there was no money left, or its
    /// endpoint is closed.
    var isCutOff = false

    var cost: USD? { USD.sum(calls.map(\.cost)) }

    mutating func add(_ calls: [CallRecord]) {
        self.calls += calls
        latencySeconds += calls.reduce(0) { $0 + $1.latencySeconds }
    }

    /// Takes over what the last request brought.
    mutating func conclude(with outcome: ChatOutcome) {
        switch outcome {
        case .completion(let completion):
            text = completion.text
            finishReason = completion.finishReason
            model = completion.servedModel
            if text.allSatisfy(\.isWhitespace) {
                status = .empty
                error = "The model asked for tools after its tool calls were used up."
            } else {
                status = completion.isTruncated ? .truncated : .ok
            }
        case .refused(let sentence):
            status = .refused
            error = sentence
        case .failed(let failure):
            status = failure.status
            error = failure.message
            if failure.kind == .endpointClosed { closedEndpoint = failure.message }
            isCutOff = failure.kind == .endpointClosed || failure.kind == .overBudget
        }
    }
}
