import Contamination
import Inference
import JSONText
import Vocabulary

extension Researcher {
    /// Sends a request whose tools the provider runs, and takes down what it tells of them.
    ///
    /// Anthropic pauses long turns; they are sent back and go on, up to a limit.
    func askProvider(
        _ request: ChatRequest, role: CallRecord.Role, member: Int?
    ) async throws(CancellationError) -> Written {
        var request = request
        var written = Written()
        var text = ""
        for _ in 0...Self.mostPauses {
            let exchange = try await client.complete(
                request, role: role, member: member, gate: gate)
            written.add(exchange.calls)
            guard case .completion(var completion) = exchange.outcome else {
                written.conclude(with: exchange.outcome)
                return written
            }
            written.take(completion, filter: tools.filter, dialect: client.endpoint.dialect)
            guard completion.finishReason == Self.pause else {
                completion.text = text + completion.text
                written.conclude(with: .completion(completion))
                return written
            }
            text += completion.text
            request.messages.append(
                .assistant(text: completion.text, toolCalls: [], extras: completion.extras))
        }
        written.conclude(
            with: .failed(
                ChatFailure(
                    kind: .model,
                    message: "\(request.model) paused \(Self.mostPauses + 1) times without an end."
                )))
        return written
    }

    /// Turns that are continued.
    private static let mostPauses = 20
    private static let pause = "pause_turn"
}

extension Written {
    /// Takes down what the provider's tools did beside a completion, and how much of its price is
    /// known.
    mutating func take(
        _ completion: Completion, filter: ExclusionFilter, dialect: EndpointSpec.Dialect
    ) {
        let (uses, fusions) = (work.toolUses.count, work.fusions.count)
        work.add(completion, filter: filter)
        guard var call = calls.popLast() else { return }
        let searches = call.serverSearches ?? (work.toolUses.count > uses ? nil : 0)
        call.computedCost =
            work.fusions.count > fusions
            ? nil : call.computedCost(withSearches: searches, at: dialect)
        calls.append(call)
    }

    /// Adds the provider's searches and fetches to the tool uses, as those of a panel's member or of
    /// a solo. To be called when nothing more will come.
    mutating func addToolUses(member: Int?) {
        let first = toolUses.count
        toolUses += work.toolUses.enumerated().map { index, use in
            var use = use
            use.member = member
            use.position = first + index
            return use
        }
        work.toolUses = []
    }
}

extension CallRecord {
    /// Tokens times price is the price of a call only where nothing else was paid for in it; what
    /// searches cost is known of Anthropic's own.
    ///
    /// - Parameter searches: that the provider made for the call; nil where it does not say.
    fileprivate func computedCost(
        withSearches searches: Int?, at dialect: EndpointSpec.Dialect
    ) -> USD? {
        guard let computedCost, let searches else { return nil }
        if searches == 0 { return computedCost }
        return dialect == .anthropic
            ? computedCost + USD(Double(searches) * Self.anthropicSearch) : nil
    }

    /// $10 for a thousand searches (Anthropic's price list of 2026).
    private static let anthropicSearch = 0.01
}
