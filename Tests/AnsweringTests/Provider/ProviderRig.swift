import Contamination
import Inference
import JSONText
import ScriptedServer
import Transport
import Vocabulary

@testable import Answering

/// An answerer whose provider does everything itself, in a server of one request after the other.
struct ProviderRig: Sendable {
    let server: ScriptedServer
    let transport: HTTPTransport
    let client: ModelClient
    let tools: ResearchTools

    static let exclusion: ExclusionList = {
        var entry = ExclusionListSpec.Entry(id: "key", tier: .answerKey, reason: "has the key")
        entry.hosts = ["huggingface.co", "hf.co"]
        entry.paths = ["r2cdn.example/paper.pdf"]
        entry.repositories = ["owner/name", "owner/other/*draco*"]
        entry.patterns = ["blog.example/posts/draco*", "*.example/draco"]
        entry.urlMarkers = ["2602.11685", "pplx-draco"]
        return ExclusionList(ExclusionListSpec(name: "test", entries: [entry]))
    }()

    static func filter(_ enforcement: Enforcement = .full) -> ExclusionFilter {
        ExclusionFilter(
            list: exclusion, screen: ContentScreen(tasks: [], markers: ["secret-bench-7"]),
            enforcement: enforcement)
    }

    static let unit = AnswerUnitRecord(
        key: "k", configurationID: "c", taskID: "t", generation: 0)
    static let question = Question(
        taskID: "t", problem: "Why and how?", generation: 0, seedRoot: ["1"])
    static let serverSearch = ResearchSpec(
        maxToolCalls: 3, search: SearchSpec(engine: .server, maxResults: 4))

    /// - Parameter script: the reply to a request, by how many there were before it.
    init(
        spec: ResearchSpec = serverSearch, enforcement: Enforcement = .full,
        dialect: EndpointSpec.Dialect = .openrouter, api: EndpointSpec.API = .chat,
        price: ModelPrice? = nil,
        script: @escaping @Sendable (_ number: Int, _ body: JSONValue) -> String = { _, _ in "" }
    ) throws {
        server = try ScriptedServer { request in
            guard let body = try? JSONValue(parsing: request.body) else { return .reset }
            let text = script(request.number, body)
            if let status = Int(text) { return .json("{}", status: status) }
            return .json(text)
        }
        transport = try HTTPTransport(
            TransportOptions(routeAll: (host: "127.0.0.1", port: server.port)))
        let clock = InferenceClock(now: { 0 }, sleep: { _ in })
        client = ModelClient(
            endpoint: Endpoint(
                baseURL: server.url, key: nil, dialect: dialect, api: api, concurrency: 8,
                timeoutSeconds: 600),
            transport: transport, clock: clock, prices: { _ in price })
        tools = ResearchTools(
            spec: spec, search: nil, filter: Self.filter(enforcement),
            searchTransport: transport,
            pages: WebPages(transport: transport, clock: clock, isPolite: false), clock: clock)
    }

    var answerer: Answerer { Answerer(client: client, tools: tools) }
    var fusion: ServerFusion {
        ServerFusion(researcher: Researcher(client: client, tools: tools, gate: .unlimited))
    }

    func end() async {
        await transport.shutdown()
        server.stop()
    }

    /// The body of a request that was sent.
    func body(_ number: Int = 0) throws -> JSONValue {
        try JSONValue(parsing: server.requests[number].body)
    }

    /// A chat completion with what the provider did on the way to it.
    static func says(
        _ text: String, steps: [JSONValue] = [], annotations: [JSONValue] = [],
        finish: String = "stop", cost: Double? = 0.5, searches: Int? = nil
    ) -> String {
        var usage = JSONObject(pairs: [("prompt_tokens", 1_000), ("completion_tokens", 500)])
        usage["cost"] = cost.map(JSONValue.number)
        usage["server_tool_use_details"] = searches.map { ["web_search_requests": .integer($0)] }
        let body: JSONValue = [
            "model": "served",
            "choices": [
                [
                    "message": [
                        "content": .string(text), "reasoning_details": .array(steps),
                        "annotations": .array(annotations),
                    ],
                    "finish_reason": .string(finish),
                ]
            ],
            "usage": .object(usage),
        ]
        return body.text
    }

    /// A step as chat completions tell it.
    static func step(_ tool: String, _ arguments: JSONValue, _ result: JSONValue) -> JSONValue {
        [
            "type": "reasoning.server_tool_call", "tool_name": .string("openrouter:\(tool)"),
            "arguments": .string(arguments.text), "result": .string(result.text),
        ]
    }

    static let analysis: JSONValue = [
        "consensus": ["a"],
        "contradictions": [["topic": "t", "stances": [["model": "m", "stance": "s"]]]],
        "partial_coverage": [["models": ["m"], "point": "p"]],
        "unique_insights": [["model": "n", "insight": "i"]], "blind_spots": ["b"],
    ]
}
