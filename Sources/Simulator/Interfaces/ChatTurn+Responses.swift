import JSONText

extension ChatTurn {
    /// Reads a request to `/responses`.
    init(responses request: JSONValue) throws(ChatTurnError) {
        let model = try RequestReading.model(request)
        if let earlier = request["previous_response_id"], !earlier.isNull {
            throw ChatTurnError(
                reason: "'previous_response_id' is not supported; send the whole input",
                parameter: "previous_response_id")
        }
        var messages: [Message] = []
        if let instructions = request["instructions"]?.string, !instructions.isEmpty {
            messages.append(Message(role: "system", content: instructions))
        }
        switch request["input"] {
        case .string(let text)?: messages.append(Message(role: "user", content: text))
        case .array(let items)? where !items.isEmpty:
            messages += items.compactMap(Self.responsesMessage)
        default:
            throw ChatTurnError(
                reason: "'input' must be a string or a list that is not empty", parameter: "input")
        }
        let tools = try RequestReading.tools(request)
        self.init(
            model: model, messages: messages, request: request, tools: tools.functions,
            serverTools: tools.server, choice: RequestReading.choice(request),
            schemaName: try RequestReading.schemaName(
                request["text"]?["format"], at: "text.format"),
            reasoning: request["reasoning"]?["effort"]?.string,
            delicate: ["temperature", "text", "seed", "reasoning"])
    }

    /// Nil for items that say nothing to the model, such as its own reasoning.
    private static func responsesMessage(_ item: JSONValue) -> Message? {
        switch item["type"]?.string ?? "message" {
        case "message":
            let role = item["role"]?.string ?? "user"
            return Message(
                role: role == "developer" ? "system" : role,
                content: RequestReading.text(item["content"]))
        case "function_call":
            let call = ToolCall(
                name: item["name"]?.string ?? "",
                arguments: RequestReading.arguments(item["arguments"]))
            return Message(role: "assistant", content: "", toolCalls: [call])
        case "function_call_output":
            return Message(role: "tool", content: RequestReading.text(item["output"]))
        default: return nil
        }
    }
}
