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
            message.append(to: &body, marksCache: capabilities.marksCache)
        }
        body.append(UInt8(ascii: "]"))
        if capabilities.schema == .strict, let responseSchema = request.responseSchema {
            body.append(contentsOf: ",\"response_format\":".utf8)
            body.append(contentsOf: responseSchema.responseFormat)
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
        var options: [(String, JSONValue)] = []
        if !request.tools.isEmpty {
            options.append(("tools", .array(request.tools.map(\.json))))
            options.append(("tool_choice", request.allowsToolCalls ? "auto" : "none"))
        }
        if let reasoning = request.reasoning {
            switch capabilities.reasoning {
            case .object: options.append(("reasoning", ["effort": .string(reasoning)]))
            case .effort: options.append(("reasoning_effort", .string(reasoning)))
            case .none: break
            }
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
        return options
    }

    func reply(_ json: JSONValue) -> ChatReply { ChatReply(json) }

    func makeAssembler() -> any StreamAssembler {
        fatalError("streams of chat completions are still to be written")
    }
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

extension ChatMessage {
    var sizeHint: Int {
        switch self {
        case .system(let text), .user(let text): 40 + text.sizeHint
        case .assistant(let text, let calls, _):
            80 + text.utf8.count + calls.reduce(0) { $0 + 120 + $1.arguments.utf8.count }
        case .tool(_, let content): 80 + content.utf8.count + content.utf8.count / 16
        }
    }

    fileprivate func append(to body: inout [UInt8], marksCache: Bool) {
        switch self {
        case .system(let text): append(role: "system", text, marksCache, to: &body)
        case .user(let text): append(role: "user", text, marksCache, to: &body)
        case .assistant(let text, let calls, let extras):
            var message: JSONObject = JSONObject()
            message["role"] = "assistant"
            message["content"] = text.isEmpty ? .null : .string(text)
            if !calls.isEmpty { message["tool_calls"] = .array(calls.map(\.json)) }
            for extra in extras.members { message[extra.key] = extra.value }
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
        [
            "id": .string(id), "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ]
    }
}
