import JSONText

/// The fusion that a request offers to its model, whichever way it asks for it.
struct FusionSettings {
    /// As they were sent, aliases and repeats included.
    var panel: [String]
    var analyst: String
    /// The model that the request is answered by, as it was sent.
    var outer: String
    /// Rounds of tools of every panel member.
    var maxToolCalls: Int
    /// Tokens of each inner completion.
    var maxCompletionTokens: Int
    var tools: WebTools
    /// Whether the request names a model that is nothing but a fusion. That such a model always
    /// calls it is made up: the documents leave it to the outer model.
    var isAlias: Bool

    static let type = "openrouter:fusion"
    static let alias = "openrouter/fusion"
    static let flash = "openrouter/fusion-flash"
    static let aliases: Set<String> = [alias, flash]

    /// Nil where the request offers none.
    init?(_ turn: ChatTurn) throws(ServerSideError) {
        let isAlias = Self.aliases.contains(turn.model)
        let plugin = turn.plugins.first { $0["id"]?.string == "fusion" }
        let tool = turn.serverTools.first { $0.type == Self.type }
        guard isAlias || plugin != nil || tool != nil else { return nil }
        let asked =
            if let tool { try Asked(tool: tool.parameters) } else { try Asked(plugin: plugin) }
        guard asked.isEnabled else { return nil }
        let preset = asked.preset ?? (turn.model == Self.flash ? .fast : .high)
        panel = asked.panel ?? preset.panel
        analyst = asked.analyst ?? (isAlias ? preset.analyst : turn.model)
        // An alias has no writer but the analyst.
        outer = isAlias ? analyst : turn.model
        maxToolCalls = asked.maxToolCalls ?? 4
        maxCompletionTokens = asked.maxCompletionTokens ?? 16_000
        tools =
            if let tools = asked.tools { try WebTools(tools) } else { try WebTools.unlimited }
        self.isAlias = isAlias
    }

    /// What a request says of it.
    private struct Asked {
        var isEnabled = true
        var panel: [String]?
        var analyst: String?
        var preset: FusionPreset?
        var maxToolCalls: Int?
        var maxCompletionTokens: Int?
        var tools: [ChatTurn.ServerTool]?

        init(plugin: JSONValue?) throws(ServerSideError) {
            let parameters = try ToolParameters(
                plugin ?? .null, of: "The plugin fusion",
                names: [
                    "enabled", "analysis_models", "model", "max_tool_calls", "preset", "tools",
                ])
            try self.init(parameters)
            isEnabled = try parameters.bool("enabled") ?? true
            preset = try parameters.word("preset", of: FusionPreset.self)
        }

        init(tool: JSONValue) throws(ServerSideError) {
            let parameters = try ToolParameters(
                tool, of: FusionSettings.type,
                names: [
                    "analysis_models", "model", "max_tool_calls", "max_completion_tokens",
                    "reasoning", "temperature", "tools",
                ])
            try self.init(parameters)
            maxCompletionTokens = try parameters.integer("max_completion_tokens", in: 1...Int.max)
            _ = try parameters.number("temperature", in: 0...2)
            if let reasoning = parameters["reasoning"] {
                let limits = try ToolParameters(
                    reasoning, of: "reasoning", names: ["effort", "max_tokens"])
                _ = try limits.word("effort", of: Effort.self)
                _ = try limits.integer("max_tokens", in: 1...Int.max)
            }
        }

        /// What both ways of asking have.
        private init(_ parameters: ToolParameters) throws(ServerSideError) {
            panel = try parameters.strings("analysis_models", count: 1...8)
            analyst = try parameters.string("model")
            maxToolCalls = try parameters.integer("max_tool_calls", in: 1...16)
            guard let listed = parameters["tools"] else { return }
            guard let entries = listed.array, entries.count <= 8 else {
                throw ServerSideError("\(parameters.tool): 'tools' must be a list of up to 8.")
            }
            var tools: [ChatTurn.ServerTool] = []
            for entry in entries {
                guard let type = entry["type"]?.string else {
                    throw ServerSideError("\(parameters.tool): a tool must have a 'type'.")
                }
                tools.append(.init(type: type, parameters: entry["parameters"] ?? .null))
            }
            self.tools = tools
        }
    }

    private enum Effort: String, CaseIterable {
        case max, xhigh, high, medium, low, minimal, none
    }
}
