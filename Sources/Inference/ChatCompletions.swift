import JSONText
import Transport
import Vocabulary

/// `POST /chat/completions`, as OpenAI defines it and most services imitate it.
struct ChatCompletions: WireFormat {
    let dialect: EndpointSpec.Dialect

    var path: String { "/chat/completions" }

    func headers(key: APIKey?) -> [HeaderField] {
        key.map { [HeaderField(name: "Authorization", value: "Bearer " + $0.value)] } ?? []
    }

    /// Written straight into bytes: most bodies are one long answer and a few short fields.
    func body(of request: ChatRequest, for capabilities: ModelCapabilities) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(1024 + request.messages.reduce(0) { $0 + $1.sizeHint })
        body.append(contentsOf: "{\"model\":".utf8)
        JSONText.append(request.model, to: &body)
        body.append(contentsOf: ",\"messages\":[".utf8)
        for (index, message) in request.messages.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            message.append(to: &body, for: capabilities)
        }
        body.append(UInt8(ascii: "]"))
        if let responseSchema = request.responseSchema, capabilities.schema != .prompt {
            body.append(contentsOf: ",\"response_format\":".utf8)
            if capabilities.schema == .strict {
                body.append(contentsOf: responseSchema.responseFormat)
            } else {
                body.append(contentsOf: #"{"type":"json_object"}"#.utf8)
            }
        }
        for (name, value) in options(of: request, for: capabilities) {
            body.append(UInt8(ascii: ","))
            JSONText.append(name, to: &body)
            body.append(UInt8(ascii: ":"))
            value.append(to: &body)
        }
        body.append(UInt8(ascii: "}"))
        return body
    }

    private func options(
        of request: ChatRequest, for capabilities: ModelCapabilities
    ) -> [(String, JSONValue)] {
        var options = toolOptions(of: request, for: capabilities)
        if let reasoning = request.reasoning {
            options += reasoningOptions(reasoning, capabilities.reasoning)
        }
        if let temperature = request.temperature, capabilities.takesTemperature {
            options.append(("temperature", .number(temperature)))
        }
        if let maxOutputTokens = request.maxOutputTokens, capabilities.outputCap != .none {
            options.append((capabilities.outputCap.rawValue, .integer(maxOutputTokens)))
        }
        if let seed = request.seed, capabilities.takesSeed {
            options.append(("seed", .integer(Int(seed & ChatRequest.largestSeed))))
        }
        if request.streams {
            options.append(("stream", true))
            if capabilities.needsIncludeUsage {
                options.append(("stream_options", ["include_usage": true]))
            }
        }
        return options
    }

    private func toolOptions(
        of request: ChatRequest, for capabilities: ModelCapabilities
    ) -> [(String, JSONValue)] {
        var options: [(String, JSONValue)] = []
        // Where it can't be said that no tool may be called, none is offered.
        let offersTools = request.allowsToolCalls || capabilities.takesToolChoice
        let tools = request.tools.map(\.json) + request.serverTools.map(\.json)
        if offersTools, !tools.isEmpty {
            options.append(("tools", .array(tools)))
            if capabilities.takesToolChoice {
                options.append(("tool_choice", toolChoice(of: request)))
            }
        }
        if !request.plugins.isEmpty { options.append(("plugins", .array(request.plugins))) }
        if let most = request.maxServerToolCalls {
            options.append(("max_tool_calls", .integer(most)))
        }
        return options
    }

    private func toolChoice(of request: ChatRequest) -> JSONValue {
        guard request.allowsToolCalls else { return "none" }
        switch request.toolChoice {
        case .auto: return "auto"
        case .required: return "required"
        case .serverTool(let type): return ["type": .string(type)]
        }
    }

    private func reasoningOptions(
        _ effort: String, _ field: ModelCapabilities.ReasoningField
    ) -> [(String, JSONValue)] {
        switch field {
        case .object: [("reasoning", ["effort": .string(effort)])]
        case .effort: [("reasoning_effort", .string(effort))]
        case .thinking where effort == "none": [("thinking", ["type": "disabled"])]
        case .thinking:
            [("thinking", ["type": "enabled"]), ("reasoning_effort", .string(effort))]
        case .none: []
        }
    }

    func reply(_ json: JSONValue) -> ChatReply { ChatReply(json) }

    func makeAssembler() -> any StreamAssembler { ChatCompletionsAssembler() }
}

extension ToolDefinition {
    fileprivate var json: JSONValue {
        [
            "type": "function",
            "function": [
                "name": .string(name), "description": .string(description),
                "parameters": parameters,
            ],
        ]
    }
}

extension ServerTool {
    fileprivate var json: JSONValue {
        var tool: JSONObject = JSONObject(pairs: [("type", .string(type))])
        if !parameters.members.isEmpty { tool["parameters"] = .object(parameters) }
        return .object(tool)
    }
}

extension ChatRequest {
    /// The messages with the wanted schema at the end of the first, where that is the system's, or
    /// else before them.
    var messagesWithSchema: [ChatMessage] {
        guard let sentence = responseSchema?.promptSentence else { return messages }
        var messages = messages
        if case .system(let text) = messages.first {
            messages[0] = .system(
                PromptText(
                    text.pieces + [.plain("\n\n" + sentence)], sharedPieces: text.sharedPieces))
        } else {
            messages.insert(.system(PromptText(sentence)), at: 0)
        }
        return messages
    }
}

extension ChatMessage {
    var sizeHint: Int {
        switch self {
        case .system(let text), .user(let text): 40 + text.sizeHint
        case .assistant(let text, let calls, _):
            80 + text.utf8.count + calls.reduce(0) { $0 + 120 + $1.arguments.utf8.count }
        case .tool(_, let content): 80 + content.utf8.count + content.utf8.count / 16
        }
    }

    fileprivate func append(to body: inout [UInt8], for capabilities: ModelCapabilities) {
        let marksCache = capabilities.marksCache
        switch self {
        case .system(let text): append(role: "system", text, marksCache, to: &body)
        case .user(let text): append(role: "user", text, marksCache, to: &body)
        case .assistant(let text, let calls, let extras):
            var message: JSONObject = JSONObject()
            message["role"] = "assistant"
            message["content"] = text.isEmpty ? .null : .string(text)
            if !calls.isEmpty { message["tool_calls"] = .array(calls.map(\.json)) }
            for name in capabilities.returns { message[name] = extras[name] }
            JSONValue.object(message).append(to: &body)
        case .tool(let callID, let content):
            body.append(contentsOf: "{\"role\":\"tool\",\"tool_call_id\":".utf8)
            JSONText.append(callID, to: &body)
            body.append(contentsOf: ",\"content\":".utf8)
            JSONText.append(content, to: &body)
            body.append(UInt8(ascii: "}"))
        }
    }

    private func append(
        role: String, _ text: PromptText, _ marksCache: Bool, to body: inout [UInt8]
    ) {
        body.append(contentsOf: "{\"role\":\"\(role)\",\"content\":".utf8)
        if marksCache, text.sharedPieces > 0 {
            text.appendMarkedForCache(to: &body)
        } else {
            text.append(to: &body)
        }
        body.append(UInt8(ascii: "}"))
    }
}

extension ToolCall {
    fileprivate var json: JSONValue {
        var call = JSONObject(pairs: [
            ("id", .string(id)), ("type", "function"),
            ("function", ["name": .string(name), "arguments": .string(arguments)]),
        ])
        for extra in extras.members { call[extra.key] = extra.value }
        return .object(call)
    }
}
