import JSONText

extension ChatTurn {
    /// Reads a request to Anthropic's `/messages`.
    init(messages request: JSONValue) throws(ChatTurnError) {
        let model = try RequestReading.model(request)
        guard let cap = request["max_tokens"] else {
            throw ChatTurnError(reason: "max_tokens: Field required", parameter: "max_tokens")
        }
        guard let cap = cap.integer, cap > 0 else {
            throw ChatTurnError(
                reason: "max_tokens: Input should be a whole number above 0",
                parameter: "max_tokens")
        }
        guard let entries = request["messages"]?.array, !entries.isEmpty else {
            throw ChatTurnError(
                reason: "messages: at least one message is required", parameter: "messages")
        }
        let system = RequestReading.text(request["system"])
        var messages = system.isEmpty ? [] : [Message(role: "system", content: system)]
        for entry in entries {
            guard let role = entry["role"]?.string, ["user", "assistant"].contains(role) else {
                throw ChatTurnError(
                    reason: "messages: Input should be 'user' or 'assistant'",
                    parameter: "messages")
            }
            messages += Self.messages(role, entry["content"])
        }
        let tools = try RequestReading.tools(request)
        let configuration = request["output_config"]
        self.init(
            model: model, messages: messages, request: request, tools: tools.functions,
            serverTools: tools.server, choice: RequestReading.choice(request),
            schemaName: try RequestReading.schemaName(
                configuration?["format"], at: "output_config.format"),
            reasoning: configuration?["effort"]?.string
                ?? (Self.thinks(request) ? "medium" : nil),
            delicate: ["temperature", "output_config", "thinking"])
    }

    private static func thinks(_ request: JSONValue) -> Bool {
        let type = request["thinking"]?["type"]?.string
        return type == "enabled" || type == "adaptive"
    }

    /// What a message says, with each result of a tool as a message of its own. What the provider's
    /// own tools brought in an earlier turn is left out.
    private static func messages(_ role: String, _ content: JSONValue?) -> [Message] {
        guard let blocks = content?.array else {
            return [Message(role: role, content: content?.string ?? "")]
        }
        var results: [Message] = []
        var text = ""
        var calls: [ToolCall] = []
        for block in blocks {
            switch block["type"]?.string {
            case "text": text += block["text"]?.string ?? ""
            case "tool_use":
                calls.append(
                    ToolCall(name: block["name"]?.string ?? "", arguments: block["input"]))
            case "tool_result":
                results.append(
                    Message(role: "tool", content: RequestReading.text(block["content"])))
            default: break
            }
        }
        let isEmpty = text.isEmpty && calls.isEmpty && !results.isEmpty
        return results + (isEmpty ? [] : [Message(role: role, content: text, toolCalls: calls)])
    }
}
