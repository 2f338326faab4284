import Contamination
import Inference
import JSONText
import Transport
import Vocabulary

/// The web as a researching model sees it: search and fetch, everything through one exclusion
/// filter.
package struct ResearchTools: Sendable {
    let spec: ResearchSpec
    /// Nil where the suite offers no search, or leaves it to the provider.
    let searchService: SearchService?
    let filter: ExclusionFilter
    let searchTransport: HTTPTransport
    let pages: WebPages
    let clock: InferenceClock

    package init(
        spec: ResearchSpec, search: SearchService?, filter: ExclusionFilter,
        searchTransport: HTTPTransport, pages: WebPages, clock: InferenceClock
    ) {
        self.spec = spec
        searchService = search
        self.filter = filter
        self.searchTransport = searchTransport
        self.pages = pages
        self.clock = clock
    }

    /// What goes back to the model, and what is recorded of it.
    struct Result: Sendable {
        var text: String
        var resultCount = 0
        var findings: [LeakFinding] = []
        var error: String?
        /// Requests that were to be paid for.
        var calls: [CallRecord] = []
        /// Waiting for a turn at a page's host.
        var waitedSeconds = 0.0
        /// Why the research can't go on, where it can't.
        var end: ChatFailure?

        static func failure(_ sentence: String, findings: [LeakFinding] = []) -> Result {
            Result(text: "Error: \(sentence)", findings: findings, error: sentence)
        }
    }

    /// The tools as they are offered to a model.
    var definitions: [ToolDefinition] {
        spec.tools.map { tool in
            switch tool {
            case .webSearch:
                ToolDefinition(
                    name: tool.rawValue, description: AnsweringPrompts.searchDescription,
                    parameters: Self.schema(
                        of: "query", describedAs: "What to search for, as in a search box."))
            case .webFetch:
                ToolDefinition(
                    name: tool.rawValue, description: AnsweringPrompts.fetchDescription,
                    parameters: Self.schema(
                        of: "url", describedAs: "The full address, with http or https."))
            }
        }
    }

    private static func schema(of name: String, describedAs words: String) -> JSONValue {
        [
            "type": "object",
            "properties": .object(
                JSONObject(pairs: [
                    (name, ["type": "string", "description": .string(words)])
                ])),
            "required": [.string(name)],
            "additionalProperties": false,
        ]
    }

    /// What became of a tool call.
    struct Performed: Sendable {
        /// For the model.
        var text: String
        /// Nil where there was no tool to use.
        var use: ToolUseRecord?
        var calls: [CallRecord] = []
        var waitedSeconds = 0.0
        var end: ChatFailure?
    }

    /// Does what the model asks, and records it.
    ///
    /// - Parameter gate: asked before what has to be paid for.
    func perform(
        _ call: ToolCall, member: Int?, position: Int, gate: SpendingGate
    ) async throws(CancellationError) -> Performed {
        guard let tool = ResearchSpec.Tool(rawValue: call.name), spec.tools.contains(tool) else {
            return Performed(
                text: "Error: there is no tool of the name \(call.name.prefix(80)).")
        }
        let name = tool == .webSearch ? "query" : "url"
        let arguments = try? JSONValue(parsing: call.arguments)  // Checked on the next line.
        let argument = arguments?[name]?.string.map { String($0.prefix(Self.longestArgument)) }
        let startedAt = clock.now()
        var result: Result
        if let argument, !argument.isEmpty {
            switch tool {
            case .webSearch: result = try await search(argument, gate: gate)
            case .webFetch: result = try await fetch(argument)
            }
        } else {
            result = .failure("the arguments must be a JSON object with the string \"\(name)\".")
        }
        for index in result.calls.indices { result.calls[index].member = member }
        let use = ToolUseRecord(
            member: member, position: position, tool: tool, argument: argument ?? "",
            resultCount: result.resultCount, findings: result.findings, error: result.error,
            startedAt: startedAt)
        return Performed(
            text: result.text, use: use, calls: result.calls,
            waitedSeconds: result.waitedSeconds, end: result.end)
    }

    /// Characters of a query or URL; more is cut off.
    private static let longestArgument = 4_000
}
