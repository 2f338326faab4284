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
        // A search may be told of in one turn and its results in the next, so all is read at once.
        var whole = Completion(text: "")
        for _ in 0...Self.mostPauses {
            let exchange = try await client.complete(
                request, role: role, member: member, gate: gate)
            written.add(exchange.calls)
            guard case .completion(let turn) = exchange.outcome else {
                written.work.add(whole, filter: tools.filter)
                written.conclude(with: exchange.outcome)
                return written
            }
            whole.goOn(with: turn)
            guard turn.isPaused else {
                written.work.add(whole, filter: tools.filter)
                written.conclude(with: .completion(whole))
                return written
            }
            request.messages.append(
                .assistant(text: turn.text, toolCalls: [], extras: turn.extras))
        }
        written.work.add(whole, filter: tools.filter)
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
}

extension Completion {
    /// Takes over a further turn, texts a paragraph apart.
    fileprivate mutating func goOn(with turn: Completion) {
        let texts = [text, turn.text].filter { !$0.isEmpty }
        let (items, pages) = (serverItems + turn.serverItems, citations + turn.citations)
        self = turn
        text = texts.joined(separator: "\n\n")
        serverItems = items
        citations = pages
    }
}

extension Written {
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
