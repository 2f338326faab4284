import JSONText

/// What the requests of all interfaces have in common.
enum RequestReading {
    /// The name of the model.
    static func model(_ request: JSONValue) throws(ChatTurnError) -> String {
        guard let model = request["model"]?.string, !model.isEmpty else {
            throw ChatTurnError(reason: "'model' must be a string", parameter: "model")
        }
        return model
    }

    /// The text of a string or of a list of parts.
    static func text(_ content: JSONValue?) -> String {
        if let text = content?.string { return text }
        return (content?.array ?? []).compactMap { $0["text"]?.string }.joined()
    }

    /// Arguments that are written as a JSON string; nil where they can't be read.
    static func arguments(_ text: JSONValue?) -> JSONValue? {
        // A malformed argument is no argument.
        text?.string.flatMap { try? JSONValue(parsing: $0) }
    }

    /// The tools that a model may ask for, by name, and those that the provider runs.
    ///
    /// Functions come with their name in a `function` object (chat completions), beside the type
    /// (responses) or without a type (messages). The parameters of a server tool come in
    /// `parameters` (OpenRouter) or beside the type (Anthropic).
    static func tools(
        _ request: JSONValue
    ) throws(ChatTurnError) -> (functions: [String], server: [ChatTurn.ServerTool]) {
        guard let entries = request["tools"], !entries.isNull else { return ([], []) }
        guard let entries = entries.array else {
            throw ChatTurnError(reason: "'tools' must be a list", parameter: "tools")
        }
        var functions: [String] = []
        var server: [ChatTurn.ServerTool] = []
        for entry in entries {
            switch entry["type"]?.string ?? "function" {
            case "function", "custom":
                guard let name = (entry["function"] ?? entry)["name"]?.string, !name.isEmpty else {
                    throw ChatTurnError(
                        reason: "Each function in 'tools' must have a name", parameter: "tools")
                }
                functions.append(name)
            case let type:
                server.append(.init(type: type, parameters: parameters(of: entry)))
            }
        }
        return (functions, server)
    }

    private static func parameters(of tool: JSONValue) -> JSONValue {
        if let parameters = tool["parameters"] { return parameters }
        let beside = (tool.object?.members ?? []).filter { !["type", "name"].contains($0.key) }
        return beside.isEmpty ? .null : .object(JSONObject(beside))
    }

    /// What `tool_choice` says: a word, or an object with the type of a server tool or the name of
    /// a function.
    static func choice(_ request: JSONValue) -> ChatTurn.ToolChoice {
        let choice = request["tool_choice"]
        switch choice?.string ?? choice?["type"]?.string {
        case "none": return .none
        case nil, "auto": return .auto
        case "required", "any": return .forced("required")
        case let type?:
            let name = choice?["function"]?["name"]?.string ?? choice?["name"]?.string
            return .forced(name ?? type)
        }
    }

    /// The name of the JSON schema in a `format`.
    ///
    /// Where it has no name (Anthropic's has none), the members of the schema tell which it is.
    static func schemaName(
        _ format: JSONValue?, at parameter: String
    ) throws(ChatTurnError) -> String? {
        guard let format, !format.isNull else { return nil }
        let type = format["type"]?.string
        let inner = format["json_schema"] ?? format
        guard format.object != nil, type.map(formatTypes.contains) ?? true else {
            throw ChatTurnError(
                reason: "'\(parameter)' must be an object of a known type", parameter: parameter)
        }
        if let schema = inner["schema"], schema.object == nil {
            throw ChatTurnError(
                reason: "Invalid schema for '\(parameter)': it must be an object",
                parameter: parameter)
        }
        let name = inner["name"]?.string ?? inner["schema"].flatMap(nameByMembers)
        guard let name, type == "json_schema" || format["json_schema"] != nil else { return nil }
        let isName = (1...64).contains(name.utf8.count) && name.utf8.allSatisfy(isNameByte)
        guard isName else {
            throw ChatTurnError(
                reason: "Invalid '\(parameter)': a name has 1 to 64 letters, digits, - and _",
                parameter: parameter)
        }
        return name
    }

    private static let formatTypes: Set<String> = [
        "text", "json_object", "json_schema", "grammar", "python",
    ]

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func nameByMembers(_ schema: JSONValue) -> String? {
        let members = schema["properties"]?.object?.keys ?? []
        let marks = [
            ("verdicts", "verdicts"), ("criterion_status", "verdict"),
            ("criteria_met", "healthbench_verdict"), ("consensus", "panel_analysis"),
        ]
        return marks.first { members.contains($0.0) }?.1
    }
}
