import Contamination
import Inference
import JSONText
import Transport
import Vocabulary

/// The web as a researching model sees it: search and fetch, everything through one exclusion
/// filter.
package struct ResearchTools: Sendable {
    let spec: ResearchSpec
    /// Where `/search` is; nil where the suite offers no search.
    let searchBaseURL: String?
    let filter: ExclusionFilter
    let searchTransport: HTTPTransport
    /// Opens pages that models name. Must refuse addresses that are not public, unless all it
    /// reaches is the simulator.
    let pageTransport: HTTPTransport
    let clock: InferenceClock

    package init(
        spec: ResearchSpec, searchBaseURL: String?, filter: ExclusionFilter,
        searchTransport: HTTPTransport, pageTransport: HTTPTransport, clock: InferenceClock
    ) {
        self.spec = spec
        self.searchBaseURL = searchBaseURL
        self.filter = filter
        self.searchTransport = searchTransport
        self.pageTransport = pageTransport
        self.clock = clock
    }

    /// What goes back to the model, and what is recorded of it.
    struct Result: Sendable {
        var text: String
        var resultCount = 0
        var findings: [LeakFinding] = []
        var error: String?

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

    /// Does what the model asks, and records it.
    func perform(
        _ call: ToolCall, member: Int?, position: Int
    ) async throws(CancellationError) -> (text: String, use: ToolUseRecord?) {
        guard let tool = ResearchSpec.Tool(rawValue: call.name), spec.tools.contains(tool) else {
            return ("Error: there is no tool of the name \(call.name.prefix(80)).", nil)
        }
        let name = tool == .webSearch ? "query" : "url"
        let arguments = try? JSONValue(parsing: call.arguments)  // Checked on the next line.
        let argument = arguments?[name]?.string.map { String($0.prefix(Self.longestArgument)) }
        let startedAt = clock.now()
        let result: Result
        if let argument, !argument.isEmpty {
            switch tool {
            case .webSearch: result = try await search(argument)
            case .webFetch: result = try await fetch(argument)
            }
        } else {
            result = .failure("the arguments must be a JSON object with the string \"\(name)\".")
        }
        let use = ToolUseRecord(
            member: member, position: position, tool: tool, argument: argument ?? "",
            resultCount: result.resultCount, findings: result.findings, error: result.error,
            startedAt: startedAt)
        return (result.text, use)
    }

    /// Characters of a query or URL; more is cut off.
    private static let longestArgument = 4_000

    /// Sends a request that may be asked again without harm; tries a second time after a second.
    func get(
        _ url: String, over transport: HTTPTransport, limits: TransferLimits
    ) async throws(CancellationError) -> Swift.Result<TransferResponse, TransportError> {
        let request = TransferRequest(
            method: "GET", url: url,
            headers: [HeaderField(name: "Accept", value: "text/html, application/json, text/*")],
            body: nil, limits: limits)
        var result = try await send(request, over: transport)
        let isWorthRepeating =
            switch result {
            case .success(let response): [429, 502, 503, 504].contains(response.status)
            case .failure(let error): error.isTransient && !error.isTimeout
            }
        if isWorthRepeating {
            do { try await clock.sleep(1) } catch { throw CancellationError() }
            result = try await send(request, over: transport)
        }
        return result
    }

    private func send(
        _ request: TransferRequest, over transport: HTTPTransport
    ) async throws(CancellationError) -> Swift.Result<TransferResponse, TransportError> {
        do {
            return .success(try await transport.send(request))
        } catch let error as TransportError {
            return .failure(error)
        } catch {
            throw CancellationError()
        }
    }
}
