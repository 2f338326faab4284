import JSONText

/// One request for a chat completion, free of any endpoint's peculiarities.
package struct ChatRequest: Sendable {
    package var model: String
    package var messages: [ChatMessage]
    package var tools: [ToolDefinition]
    /// Whether the model may call its tools now. The definitions are sent in either case where the
    /// interface lets it be said, since some providers refuse a history of tool calls without them.
    package var allowsToolCalls: Bool
    /// Tools that the provider runs itself, beside those that it asks us to call.
    package var serverTools: [ServerTool]
    /// Entries of OpenRouter's `plugins`.
    package var plugins: [JSONValue]
    /// Whether the model has to call a tool: any, or the server tool of that type.
    package var toolChoice: ToolChoice
    /// Rounds of server tools.
    package var maxServerToolCalls: Int?
    /// Whether the reply is to come as a stream.
    package var streams: Bool
    /// Nil: a text. Otherwise JSON of that shape is asked for; what comes is checked all the same.
    package var responseSchema: ResponseSchema?
    /// Effort, such as `low`; nil leaves it to the provider.
    package var reasoning: String?
    package var temperature: Double?
    package var maxOutputTokens: Int?
    /// Tells otherwise equal requests apart, so that two drafts or passes are independent draws.
    package var seed: UInt64?

    package init(
        model: String, messages: [ChatMessage], tools: [ToolDefinition] = [],
        allowsToolCalls: Bool = true, serverTools: [ServerTool] = [], plugins: [JSONValue] = [],
        toolChoice: ToolChoice = .auto, maxServerToolCalls: Int? = nil, streams: Bool = false,
        responseSchema: ResponseSchema? = nil,
        reasoning: String? = nil,
        temperature: Double? = nil, maxOutputTokens: Int? = nil, seed: UInt64? = nil
    ) {
        self.model = model
        self.messages = messages
        self.tools = tools
        self.allowsToolCalls = allowsToolCalls
        self.serverTools = serverTools
        self.plugins = plugins
        self.toolChoice = toolChoice
        self.maxServerToolCalls = maxServerToolCalls
        self.streams = streams
        self.responseSchema = responseSchema
        self.reasoning = reasoning
        self.temperature = temperature
        self.maxOutputTokens = maxOutputTokens
        self.seed = seed
    }

    /// The largest seed that survives a trip through a JSON number of double precision.
    package static let largestSeed: UInt64 = (1 << 53) - 1
}

/// A tool that the provider runs, such as `openrouter:web_search`.
package struct ServerTool: Sendable, Equatable {
    package let type: String
    package let parameters: JSONObject

    package init(type: String, parameters: JSONObject = JSONObject()) {
        self.type = type
        self.parameters = parameters
    }
}

/// Whether a model has to call a tool, where it may.
package enum ToolChoice: Sendable, Equatable {
    case auto
    case required
    /// The server tool of that type.
    case serverTool(String)
}

package enum ChatMessage: Sendable {
    case system(PromptText)
    case user(PromptText)
    /// A model's turn. `extras` are members of its message as they came, some of which the
    /// provider wants back unchanged; see `ModelCapabilities.returns`.
    case assistant(text: String, toolCalls: [ToolCall], extras: JSONObject)
    case tool(callID: String, content: String)
}

/// A function that the model may ask us to call.
package struct ToolDefinition: Sendable {
    package let name: String
    package let description: String
    /// JSON Schema of the arguments.
    package let parameters: JSONValue

    package init(name: String, description: String, parameters: JSONValue) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}

package struct ToolCall: Sendable, Equatable {
    package let id: String
    package let name: String
    /// JSON as the model wrote it; may be malformed.
    package let arguments: String
    /// What else the provider put into the call and wants back unchanged, such as the thought
    /// signatures in Gemini's `extra_content`.
    package let extras: JSONObject

    package init(
        id: String, name: String, arguments: String, extras: JSONObject = JSONObject()
    ) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.extras = extras
    }
}

/// A JSON Schema with the name under which it is sent.
package struct ResponseSchema: Sendable {
    package let name: String
    package let schema: JSONValue
    /// The value of `response_format`, written once: every judge call carries the same.
    let responseFormat: [UInt8]

    package init(name: String, schema: JSONValue) {
        self.name = name
        self.schema = schema
        let format: JSONValue = [
            "type": "json_schema",
            "json_schema": ["name": .string(name), "strict": true, "schema": schema],
        ]
        var bytes: [UInt8] = []
        format.append(to: &bytes)
        responseFormat = bytes
    }

    /// What a prompt says where the schema can't be sent beside it.
    var promptSentence: String {
        "Answer with one JSON object of this JSON Schema and with nothing else: \(schema.text)"
    }
}
