import JSONText
import Transport
import Vocabulary

/// `POST /messages`, Anthropic's own interface.
///
/// It has no seed. Where one is asked for, it is not sent.
struct MessagesFormat: WireFormat {
    let dialect: EndpointSpec.Dialect

    init(dialect: EndpointSpec.Dialect) { self.dialect = dialect }

    /// The cap on a turn's tokens where the request has none: the interface demands one. Every model
    /// since Claude 3.7 takes it, and a research answer fits.
    static let defaultMaxTokens = 16_384

    /// So many marks for the prompt cache are allowed in one request.
    private static let mostCacheMarks = 4

    fileprivate static let cacheMark: (String, JSONValue) = (
        "cache_control", ["type": "ephemeral"]
    )

    var path: String { "/messages" }

    /// Gateways that imitate the interface take the key as they do elsewhere.
    func headers(key: APIKey?) -> [HeaderField] {
        let version = HeaderField(name: "anthropic-version", value: "2023-06-01")
        guard let key else { return [version] }
        return dialect == .anthropic
            ? [HeaderField(name: "x-api-key", value: key.value), version]
            : [HeaderField(name: "Authorization", value: "Bearer " + key.value), version]
    }

    func reply(_ json: JSONValue) -> ChatReply { ChatReply(message: json) }

    func makeAssembler() -> any StreamAssembler { MessagesAssembler() }

    func body(of request: ChatRequest, for capabilities: ModelCapabilities) -> [UInt8] {
        var body = BodyWriter(capacity: 1024 + request.messages.reduce(0) { $0 + $1.sizeHint })
        let marked = Set(
            request.messages.indices.filter { request.messages[$0].sharedPieces > 0 }
                .suffix(Self.mostCacheMarks))
        body.object { body in
            body.member("model", .string(request.model))
            for (name, value) in options(of: request, for: capabilities) {
                body.member(name, value)
            }
            writeSystem(request.messages, marked: marked, to: &body)
            body.name("messages")
            body.list { turns in
                for turn in Turn.turns(of: request.messages) {
                    turns.object { $0.write(turn, of: request.messages, marked: marked) }
                }
            }
        }
        return body.bytes
    }

    private func writeSystem(
        _ messages: [ChatMessage], marked: Set<Int>, to body: inout BodyWriter
    ) {
        guard messages.contains(where: \.isSystem) else { return }
        body.name("system")
        body.list { blocks in
            for (index, message) in messages.enumerated() {
                guard case .system(let text) = message else { continue }
                blocks.parts(
                    text, type: "text",
                    mark: marked.contains(index) ? MessagesFormat.cacheMark : nil)
            }
        }
    }

    private func options(
        of request: ChatRequest, for capabilities: ModelCapabilities
    ) -> [(String, JSONValue)] {
        let maxTokens = request.maxOutputTokens ?? Self.defaultMaxTokens
        var options: [(String, JSONValue)] = [("max_tokens", .integer(maxTokens))]
        // Where it can't be said that they may not be called, they are not to be seen, unless they
        // have been called: a history of tool calls is refused without them.
        let areHeldBack =
            !request.allowsToolCalls && !capabilities.takesToolChoice
            && !request.messages.contains(where: \.callsTools)
        let tools =
            areHeldBack
            ? []
            : request.tools.map(\.messagesJSON)
                + request.serverTools.map { $0.flatJSON(name: $0.messagesName) }
        if !tools.isEmpty {
            options.append(("tools", .array(tools)))
            if capabilities.takesToolChoice {
                options.append(
                    (
                        "tool_choice",
                        request.allowsToolCalls
                            ? request.toolChoice.messagesJSON : ["type": "none"]
                    ))
            }
        }
        var output = JSONObject()
        if let effort = request.reasoning, capabilities.reasoning != .none {
            let thinking = ClaudeThinking(
                effort: effort, model: request.model, maxTokens: maxTokens)
            if let mode = thinking.mode { options.append(("thinking", mode)) }
            output["effort"] = thinking.effort.map { .string($0) }
        }
        if let responseSchema = request.responseSchema, capabilities.schema == .strict {
            output["format"] = ["type": "json_schema", "schema": responseSchema.schema]
        }
        if !output.members.isEmpty { options.append(("output_config", .object(output))) }
        if let temperature = request.temperature, capabilities.takesTemperature {
            options.append(("temperature", .number(temperature)))
        }
        if request.streams { options.append(("stream", true)) }
        return options
    }
}

/// Messages that follow each other and are of one role, which is one message here: all results of a
/// turn's tool calls belong into the same one.
private struct Turn {
    let role: String
    var messages: Range<Int>

    static func turns(of messages: [ChatMessage]) -> [Turn] {
        var turns: [Turn] = []
        var last: String?
        for (index, message) in messages.enumerated() {
            let role: String
            switch message {
            case .system: continue
            case .user, .tool: role = "user"
            case .assistant: role = "assistant"
            }
            if role == last {
                let first = turns[turns.count - 1].messages.lowerBound
                turns[turns.count - 1].messages = first..<(index + 1)
            } else {
                turns.append(Turn(role: role, messages: index..<(index + 1)))
            }
            last = role
        }
        return turns
    }
}

extension BodyWriter {
    fileprivate mutating func write(
        _ turn: Turn, of messages: [ChatMessage], marked: Set<Int>
    ) {
        member("role", .string(turn.role))
        name("content")
        list { blocks in
            for index in turn.messages {
                switch messages[index] {
                case .system: break
                case .user(let text):
                    blocks.parts(
                        text, type: "text",
                        mark: marked.contains(index) ? MessagesFormat.cacheMark : nil)
                case .assistant(let text, let calls, let extras):
                    for block in Self.blocks(text: text, calls: calls, extras: extras) {
                        blocks.value(block)
                    }
                case .tool(let callID, let content):
                    blocks.value([
                        "type": "tool_result", "tool_use_id": .string(callID),
                        "content": .string(content),
                    ])
                }
            }
        }
    }

    /// A model's turn: as it came, where that was kept, but without calls that nobody has answered.
    /// Thinking is signed and has to come back as it was.
    private static func blocks(
        text: String, calls: [ToolCall], extras: JSONObject
    ) -> [JSONValue] {
        if let content = extras[MessageContent.extrasKey]?.array {
            let answered = Set(calls.map(\.id))
            return content.filter { block in
                block["type"]?.string != "tool_use"
                    || block["id"]?.string.map(answered.contains) == true
            }
        }
        let words: [JSONValue] = text.isEmpty ? [] : [["type": "text", "text": .string(text)]]
        return words
            + calls.map { call in
                [
                    "type": "tool_use", "id": .string(call.id), "name": .string(call.name),
                    "input": MessageContent.input(call.arguments),
                ]
            }
    }
}

extension ChatMessage {
    fileprivate var isSystem: Bool {
        if case .system = self { true } else { false }
    }

    fileprivate var callsTools: Bool {
        if case .assistant(_, let calls, _) = self { !calls.isEmpty } else { false }
    }

    fileprivate var sharedPieces: Int {
        switch self {
        case .system(let text), .user(let text): text.sharedPieces
        case .assistant, .tool: 0
        }
    }
}

extension ToolDefinition {
    fileprivate var messagesJSON: JSONValue {
        [
            "name": .string(name), "description": .string(description),
            "input_schema": parameters,
        ]
    }
}

extension ServerTool {
    /// The type without its date: `web_search` for `web_search_20250305`.
    fileprivate var messagesName: String { Self.messagesName(of: type) }

    fileprivate static func messagesName(of type: String) -> String {
        guard let end = type.lastIndex(of: "_"),
            type[type.index(after: end)...].allSatisfy(\.isWholeNumber)
        else { return type }
        return String(type[..<end])
    }
}

extension ToolChoice {
    fileprivate var messagesJSON: JSONValue {
        switch self {
        case .auto: ["type": "auto"]
        case .required: ["type": "any"]
        case .serverTool(let type):
            ["type": "tool", "name": .string(ServerTool.messagesName(of: type))]
        }
    }
}
