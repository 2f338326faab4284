import JSONText
import Vocabulary

/// What a request asks of a model, as far as a simulated one looks at it: the same value whichever
/// interface it came through.
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
    /// The tool that has to be called, a server tool by its type; `required`: any tool; nil: the
    /// model decides.
    let forcedTool: String?
    /// Rounds of server tools; nil: as many as the provider likes.
    let maxServerToolCalls: Int?
    /// The name of the JSON schema that is asked for.
    let schemaName: String?
    /// The reasoning effort that is asked for; nil where none or `none` is.
    let reasoning: String?
    /// Whether the reply is to come as a stream.
    let streams: Bool
    /// Whether a stream is to end with its usage, where the service sends it only when asked to.
    let includesUsage: Bool
    /// Parameters that some models turn down, of those that were sent, in the order in which they
    /// are turned down.
    let delicateParameters: [String]
    /// Characters of all messages.
    let promptLength: Int

    struct Message {
        let role: String
        let content: String
        var toolCalls: [ToolCall] = []
    }

    struct ToolCall {
        let name: String
        /// The query or the address in its arguments.
        let argument: String

        init(name: String, argument: String) {
            self.name = name
            self.argument = argument
        }

        /// - Parameter arguments: an object, or nil where they can't be read.
        init(name: String, arguments: JSONValue?) {
            let argument = arguments?["query"]?.string ?? arguments?["url"]?.string
            self.init(name: name, argument: argument ?? "")
        }
    }

    struct ServerTool {
        let type: String
        let parameters: JSONValue
    }

    /// Whether the model may call tools, and which one it has to.
    enum ToolChoice: Equatable {
        case auto
        case none
        case forced(String)
    }

    /// - Parameters:
    ///   - request: the members that all interfaces have in common are read from it.
    ///   - tools: names of the functions that are offered.
    ///   - delicate: names of parameters that some models turn down.
    init(
        model: String, messages: [Message], request: JSONValue, tools: [String],
        serverTools: [ServerTool], choice: ToolChoice, schemaName: String?, reasoning: String?,
        delicate: [String]
    ) {
        self.model = model
        self.messages = messages
        self.tools = choice == .none ? [] : Set(tools)
        self.serverTools = choice == .none ? [] : serverTools
        forcedTool = if case .forced(let name) = choice { name } else { nil }
        self.schemaName = schemaName
        self.reasoning = reasoning == "none" ? nil : reasoning
        seed = request["seed"]?.integer.map { UInt64(bitPattern: Int64($0)) } ?? 0
        plugins = request["plugins"]?.array ?? []
        maxServerToolCalls = request["max_tool_calls"]?.integer
        streams = request["stream"]?.bool ?? false
        includesUsage = request["stream_options"]?["include_usage"]?.bool ?? false
        delicateParameters = delicate.filter { request[$0].map { !$0.isNull } ?? false }
        promptLength = messages.reduce(0) { $0 + $1.content.utf8.count }
    }

    var firstUserText: String { messages.first { $0.role == "user" }?.content ?? "" }

    /// All that a role says, message by message.
    func text(of role: String) -> String {
        let texts = messages.filter { $0.role == role }.map(\.content)
        return texts.count == 1 ? texts[0] : texts.joined(separator: "\n\n")
    }
}

/// Why a request is turned down, in the words of the service.
struct ChatTurnError: Error {
    let reason: String
    /// The parameter at fault, where it is one.
    var parameter: String?
}

/// What a simulated model says in return.
enum ChatReply {
    case text(String)
    /// Name and arguments as JSON.
    case toolCalls([(name: String, arguments: JSONValue)])
    case refusal(String)
}
