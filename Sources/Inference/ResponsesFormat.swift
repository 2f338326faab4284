import JSONText
import Transport
import Vocabulary

/// `POST /responses`, as OpenAI defines it and OpenRouter extends it: the interface where
/// OpenRouter's own tools tell of their work item by item.
///
/// It has no seed. Where one is asked for, it is not sent.
struct ResponsesFormat: WireFormat {
    let dialect: EndpointSpec.Dialect

    init(dialect: EndpointSpec.Dialect) { self.dialect = dialect }

    /// OpenRouter turns it into what each provider has for the purpose.
    private static let cacheMark: (String, JSONValue) = (
        "prompt_cache_breakpoint", ["mode": "explicit"]
    )

    var path: String { "/responses" }

    func headers(key: APIKey?) -> [HeaderField] {
        key.map { [HeaderField(name: "Authorization", value: "Bearer " + $0.value)] } ?? []
    }

    func reply(_ json: JSONValue) -> ChatReply { ChatReply(response: json, dialect: dialect) }

    func makeAssembler() -> any StreamAssembler { ResponsesAssembler(dialect: dialect) }

    func body(of request: ChatRequest, for capabilities: ModelCapabilities) -> [UInt8] {
        var body = BodyWriter(capacity: 1024 + request.messages.reduce(0) { $0 + $1.sizeHint })
        body.object { body in
            body.member("model", .string(request.model))
            if let instructions = Self.instructions(of: request.messages) {
                body.member("instructions", text: instructions)
            }
            body.name("input")
            body.list { input in
                for message in request.messages {
                    Self.write(message, marksCache: capabilities.marksCache, to: &input)
                }
            }
            for (name, value) in options(of: request, for: capabilities) {
                body.member(name, value)
            }
        }
        return body.bytes
    }

    /// The system messages as one text, a blank line between them; nil where there are none.
    private static func instructions(of messages: [ChatMessage]) -> PromptText? {
        var pieces: [PromptText.Piece] = []
        for case .system(let text) in messages {
            if !pieces.isEmpty { pieces.append(.plain("\n\n")) }
            pieces += text.pieces
        }
        return pieces.isEmpty ? nil : PromptText(pieces)
    }

    /// Writes the items that a message is. System messages are none: see `instructions`.
    private static func write(
        _ message: ChatMessage, marksCache: Bool, to input: inout BodyWriter
    ) {
        switch message {
        case .system: break
        case .user(let text):
            input.object { item in
                item.member("role", "user")
                guard marksCache, text.sharedPieces > 0 else {
                    return item.member("content", text: text)
                }
                item.name("content")
                item.list { $0.parts(text, type: "input_text", mark: cacheMark) }
            }
        case .assistant(let text, let calls, let extras):
            for item in items(text: text, calls: calls, extras: extras) { input.value(item) }
        case .tool(let callID, let content):
            input.value([
                "type": "function_call_output", "call_id": .string(callID),
                "output": .string(content),
            ])
        }
    }

    /// A model's turn: as it came, where that was kept, but without calls that nobody has answered.
    private static func items(
        text: String, calls: [ToolCall], extras: JSONObject
    ) -> [JSONValue] {
        if let output = extras[ResponseOutput.extrasKey]?.array {
            let answered = Set(calls.map(\.id))
            return output.enumerated().compactMap { index, item in
                guard item["type"]?.string == "function_call" else { return item }
                return answered.contains(ResponseOutput.callID(of: item, at: index)) ? item : nil
            }
        }
        var items: [JSONValue] = []
        if !text.isEmpty { items.append(["role": "assistant", "content": .string(text)]) }
        items += calls.map {
            [
                "type": "function_call", "call_id": .string($0.id), "name": .string($0.name),
                "arguments": .string($0.arguments),
            ]
        }
        return items
    }

    private func options(
        of request: ChatRequest, for capabilities: ModelCapabilities
    ) -> [(String, JSONValue)] {
        var options: [(String, JSONValue)] = []
        // Where it can't be said that they may not be called, they are not to be seen.
        let areHeldBack = !request.allowsToolCalls && !capabilities.takesToolChoice
        let tools =
            areHeldBack ? [] : request.tools.map(\.flatJSON) + request.serverTools.map(json)
        if !tools.isEmpty { options.append(("tools", .array(tools))) }
        if !tools.isEmpty || request.toolChoice != .auto, capabilities.takesToolChoice {
            let choice = request.toolChoice.json(toolCount: tools.count)
            options.append(("tool_choice", request.allowsToolCalls ? choice : "none"))
        }
        if !request.plugins.isEmpty { options.append(("plugins", .array(request.plugins))) }
        if let rounds = request.maxServerToolCalls {
            options.append(("max_tool_calls", .integer(rounds)))
        }
        if let format = format(of: request, for: capabilities.schema) {
            options.append(("text", ["format": format]))
        }
        if let effort = request.reasoning, capabilities.reasoning != .none {
            options.append(("reasoning", ["effort": .string(effort)]))
        }
        if let temperature = request.temperature, capabilities.takesTemperature {
            options.append(("temperature", .number(temperature)))
        }
        if let maxOutputTokens = request.maxOutputTokens, capabilities.outputCap != .none {
            options.append(("max_output_tokens", .integer(maxOutputTokens)))
        }
        if request.streams { options.append(("stream", true)) }
        if dialect == .openai { options += openAIOptions(request, toolCount: tools.count) }
        return options
    }

    /// What only OpenAI needs to be told. It keeps responses otherwise, and gives reasoning to be
    /// sent back in encrypted form and when asked; models that do not reason refuse to be asked, so
    /// it takes a request for effort. The pages that its search has found it tells when asked, too.
    private func openAIOptions(_ request: ChatRequest, toolCount: Int) -> [(String, JSONValue)] {
        var include: [JSONValue] = []
        if request.reasoning != nil, toolCount > 0 { include.append("reasoning.encrypted_content") }
        let searches = request.serverTools.contains { $0.type.hasPrefix("web_search") }
        if searches, toolCount > 0 {
            include.append("web_search_call.action.sources")
        }
        return [("store", false)] + (include.isEmpty ? [] : [("include", .array(include))])
    }

    private func format(
        of request: ChatRequest, for mode: ModelCapabilities.SchemaMode
    ) -> JSONValue? {
        guard let responseSchema = request.responseSchema else { return nil }
        switch mode {
        case .strict:
            return [
                "type": "json_schema", "name": .string(responseSchema.name), "strict": true,
                "schema": responseSchema.schema,
            ]
        case .object: return ["type": "json_object"]
        case .prompt: return nil
        }
    }

    /// OpenRouter's own tools have their parameters in an object, those of OpenAI beside the type.
    private func json(_ tool: ServerTool) -> JSONValue {
        guard tool.type.hasPrefix("openrouter:") else { return tool.flatJSON() }
        var json = JSONObject(pairs: [("type", .string(tool.type))])
        if !tool.parameters.members.isEmpty { json["parameters"] = .object(tool.parameters) }
        return .object(json)
    }
}

extension ServerTool {
    /// The parameters beside the type.
    ///
    /// - Parameter name: sent where the interface wants one.
    func flatJSON(name: String? = nil) -> JSONValue {
        var json = JSONObject(pairs: [("type", .string(type))])
        if let name { json["name"] = .string(name) }
        for parameter in parameters.members { json[parameter.key] = parameter.value }
        return .object(json)
    }
}

extension ToolDefinition {
    /// `strict` is said, since the interface would otherwise take every parameter for required.
    fileprivate var flatJSON: JSONValue {
        [
            "type": "function", "name": .string(name), "description": .string(description),
            "parameters": parameters, "strict": false,
        ]
    }
}

extension ToolChoice {
    /// OpenRouter's own tools can't be named here as they can in chat completions: one that is alone
    /// is required, one among others is the only one that is allowed.
    fileprivate func json(toolCount: Int) -> JSONValue {
        switch self {
        case .auto: "auto"
        case .required: "required"
        case .serverTool(let type) where !type.hasPrefix("openrouter:"): ["type": .string(type)]
        case .serverTool where toolCount <= 1: "required"
        case .serverTool(let type):
            [
                "type": "allowed_tools", "mode": "required", "tools": [["type": .string(type)]],
            ]
        }
    }
}
