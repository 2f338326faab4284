import JSONText
import Testing
import Vocabulary

@testable import Simulator

/// Requests to the provider's own tools, over a made-up web of twenty-four tasks.
enum ServerSideFixture {
    /// The largest first: more pages than a model opens.
    static let tasks = TaskPopulation(seed: 5).tasks(0..<24).sorted {
        $0.rubric.criteria.count > $1.rubric.criteria.count
    }
    static let world = World(tasks: tasks, seed: 3)
    static let excluded: JSONValue = ["huggingface.co", "*.huggingface.co"]

    static let search = tool(
        WebSearchSettings.type, ["engine": "exa", "excluded_domains": excluded])
    static let fetch = tool(WebFetchSettings.type, ["engine": "exa", "blocked_domains": excluded])

    static func server(
        _ profiles: [String: ModelProfile] = [:], world: World = world
    ) -> ServerSide {
        ServerSide(world: world, seed: 11, profiles: profiles)
    }

    static func tool(_ type: String, _ parameters: JSONValue = .null) -> JSONValue {
        ["type": .string(type), "parameters": parameters]
    }

    /// The fusion tool, its panel without the answer keys.
    static func fusion(_ panel: [String], _ more: [(String, JSONValue)] = []) -> JSONValue {
        let parameters: [(String, JSONValue)] = [
            ("analysis_models", .array(panel.map(JSONValue.string))), ("max_tool_calls", 16),
            ("tools", [search, fetch]),
        ]
        return tool(FusionSettings.type, .object(JSONObject(pairs: parameters + more)))
    }

    /// A request with the first task's problem, unless it says otherwise.
    static func turn(
        _ model: String, _ tools: [JSONValue] = [], task: Int = 0, seed: Int = 1,
        system: String? = nil, more: [(String, JSONValue)] = []
    ) throws -> ChatTurn {
        let instructions = system.map { [message("system", $0)] } ?? []
        let request: [(String, JSONValue)] = [
            ("model", .string(model)), ("seed", .integer(seed)), ("tools", .array(tools)),
            ("messages", .array(instructions + [message("user", tasks[task].problem)])),
        ]
        return try ChatTurn(.object(JSONObject(pairs: request + more)))
    }

    private static func message(_ role: String, _ text: String) -> JSONValue {
        ["role": .string(role), "content": .string(text)]
    }

    static let panel = [
        "google/gemini-3-flash-preview", "moonshotai/kimi-k2.6", "deepseek/deepseek-v4-pro",
    ]

    /// A reply to a request whose one tool is the fusion, and has to be called.
    static func forced(
        _ panel: [String]? = nil, _ more: [(String, JSONValue)] = [],
        model: String = "anthropic/claude-opus-4.8", task: Int = 0, seed: Int = 1,
        fault: FaultRule.Kind? = nil, repeats: Bool = false,
        profiles: [String: ModelProfile] = [:]
    ) throws -> ServerSide.Reply {
        let turn = try turn(
            model, [fusion(panel ?? self.panel, more)], task: task, seed: seed,
            more: [("tool_choice", "required")])
        return try #require(
            try server(profiles).reply(
                to: turn, struckBy: fault, repeatsForcedCalls: repeats))
    }

    /// The report's share of what can be had: Σ weights of what it states ÷ Σ positive weights.
    static func score(_ report: String, task: Int = 0) -> Double {
        let criteria = tasks[task].rubric.criteria
        let made = criteria.filter { report.contains(Claim($0, problem: tasks[task].problem).mark) }
        let most = criteria.reduce(0) { $0 + max(0, $1.weight) }
        return Double(made.reduce(0) { $0 + $1.weight }) / Double(most)
    }
}

extension ServerSide.Reply {
    /// Empty where it is no text.
    var text: String {
        guard case .text(let text) = reply else { return "" }
        return text
    }

    var fusions: [ProviderWork.Fusion] {
        work.items.compactMap { item in
            guard case .fusion(let fusion) = item else { return nil }
            return fusion
        }
    }

    /// Addresses that searches found and fetches opened.
    var addresses: [String] {
        work.items.flatMap { item in
            switch item {
            case .search(_, let urls): urls
            case .fetch(let url, _, _, _): [url]
            case .fusion(let fusion): fusion.sources.map(\.url)
            }
        }
    }
}
