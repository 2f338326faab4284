import JSONText

extension ChatTurn {
    /// Reads a request for a chat completion.
    init(_ request: JSONValue) throws(ChatTurnError) {
        let model = try RequestReading.model(request)
        guard let entries = request["messages"]?.array, !entries.isEmpty else {
            throw ChatTurnError(
                reason: "'messages' must be a list that is not empty", parameter: "messages")
        }
        let tools = try RequestReading.tools(request)
        self.init(
            model: model, messages: entries.map(Self.chatMessage), request: request,
            tools: tools.functions, serverTools: tools.server,
            choice: RequestReading.choice(request),
            schemaName: try RequestReading.schemaName(
                request["response_format"], at: "response_format"),
            reasoning: request["reasoning"]?["effort"]?.string
                ?? request["reasoning_effort"]?.string,
            delicate: ["temperature", "response_format", "seed", "reasoning", "reasoning_effort"])
    }

    private static func chatMessage(_ entry: JSONValue) -> Message {
        let role = entry["role"]?.string ?? "user"
        return Message(
            role: role == "developer" ? "system" : role,
            content: RequestReading.text(entry["content"]),
            toolCalls: (entry["tool_calls"]?.array ?? []).map { call in
                let function = call["function"]
                return ToolCall(
                    name: function?["name"]?.string ?? "",
                    arguments: RequestReading.arguments(function?["arguments"]))
            })
    }
}
