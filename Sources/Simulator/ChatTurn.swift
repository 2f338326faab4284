import JSONText
import Vocabulary

/// A chat completion request, as far as a simulated model looks at it.
struct ChatTurn {
    let model: String
    let seed: UInt64
    let messages: [Message]
    /// Names of the tools it may call now.
    let tools: Set<String>
    /// Tools that the provider is to run itself, such as `openrouter:web_search`.
    let serverTools: [ServerTool]
    /// Entries of `plugins`.
    let plugins: [JSONValue]
    /// The server tool that has to be called; `required`: any tool; nil: the model decides.
    let forcedTool: String?
    /// The name of the JSON schema that is asked for.
    let schemaName: String?
    /// Characters of all messages.
    let promptLength: Int

    struct Message {
        let role: String
        let content: String
        let toolCalls: [ToolCall]
    }

    struct ToolCall {
        let name: String
        let argument: String
    }

    struct ServerTool {
        let type: String
        let parameters: JSONValue
    }

    /// Nil where the request is not one; the sentence says why.
    init(_ json: JSONValue) throws(ChatTurnError) {
        guard let model = json["model"]?.string, !model.isEmpty else {
            throw ChatTurnError(reason: "'model' must be a string")
        }
        guard let entries = json["messages"]?.array, !entries.isEmpty else {
            throw ChatTurnError(reason: "'messages' must be a list that is not empty")
        }
        self.model = model
        messages = entries.map { entry in
            Message(
                role: entry["role"]?.string ?? "user", content: Self.text(entry["content"]),
                toolCalls: (entry["tool_calls"]?.array ?? []).map(Self.toolCall))
        }
        seed = json["seed"]?.integer.map { UInt64(bitPattern: Int64($0)) } ?? 0
        let mayCall = json["tool_choice"]?.string != "none"
        let names = (json["tools"]?.array ?? []).compactMap { $0["function"]?["name"]?.string }
        tools = mayCall ? Set(names) : []
        serverTools = (json["tools"]?.array ?? []).compactMap { tool in
            guard let type = tool["type"]?.string, type != "function" else { return nil }
            return ServerTool(type: type, parameters: tool["parameters"] ?? .null)
        }
        plugins = json["plugins"]?.array ?? []
        let choice = json["tool_choice"]
        forcedTool = choice?["type"]?.string ?? (choice?.string == "required" ? "required" : nil)
        schemaName = json["response_format"]?["json_schema"]?["name"]?.string
        promptLength = messages.reduce(0) { $0 + $1.content.utf8.count }
    }

    var firstUserText: String { messages.first { $0.role == "user" }?.content ?? "" }

    /// All that a role says, message by message.
    func text(of role: String) -> String {
        let texts = messages.filter { $0.role == role }.map(\.content)
        return texts.count == 1 ? texts[0] : texts.joined(separator: "\n\n")
    }

    private static func text(_ content: JSONValue?) -> String {
        if let text = content?.string { return text }
        return (content?.array ?? []).compactMap { $0["text"]?.string }.joined()
    }

    private static func toolCall(_ json: JSONValue) -> ToolCall {
        let function = json["function"]
        let arguments = function?["arguments"]?.string
            .flatMap { try? JSONValue(parsing: $0) }  // A malformed argument is no argument.
        let argument = arguments?["query"]?.string ?? arguments?["url"]?.string
        return ToolCall(name: function?["name"]?.string ?? "", argument: argument ?? "")
    }
}

struct ChatTurnError: Error {
    let reason: String
}

/// What a simulated model says in return.
enum ChatReply {
    case text(String)
    /// Name and arguments as JSON.
    case toolCalls([(name: String, arguments: JSONValue)])
    case refusal(String)
}
