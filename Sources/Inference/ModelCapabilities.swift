/// What a model takes at its endpoint, and under which names.
package struct ModelCapabilities: Sendable, Equatable {
    package var outputCap: OutputCap
    package var takesTemperature: Bool
    package var takesSeed: Bool
    package var schema: SchemaMode
    package var reasoning: ReasoningField
    /// Whether `tool_choice` can be sent.
    package var takesToolChoice: Bool
    /// Whether a model can be made to call a tool. Some that think refuse to be.
    package var canBeMadeToCall = true
    /// Whether a stream tells its usage only when asked to.
    package var needsIncludeUsage: Bool
    /// Members of a model's message that have to be sent back in a tool loop.
    package var returns: [String]
    /// Whether the parts of a prompt that are to be cached must be marked.
    package var marksCache: Bool
    /// Whether replies can come as streams.
    package var streams = true
    /// Whether the rounds of the provider's own tools can be capped for a whole request, and
    /// plugins be named.
    package var takesServerToolOptions = false
    /// False where the cap on those rounds was turned down, which says nothing of plugins.
    var takesMaxToolCalls = true

    /// The name of the cap on a completion's tokens.
    package enum OutputCap: String, Sendable {
        case maxCompletionTokens = "max_completion_tokens"
        case maxTokens = "max_tokens"
        /// It can't be said.
        case none
    }

    /// How JSON of a certain shape is asked for.
    package enum SchemaMode: String, Sendable {
        /// With the schema, in `response_format`.
        case strict
        /// Any JSON object; the shape stands in the prompt.
        case object
        /// By the prompt alone.
        case prompt
    }

    /// Where reasoning effort goes.
    package enum ReasoningField: String, Sendable {
        /// `reasoning: {effort}`
        case object
        /// `reasoning_effort`
        case effort
        /// `thinking: {type}` switches it on or off, and `reasoning_effort` says how much.
        case thinking
        /// It can't be said.
        case none
    }
}

extension ModelCapabilities {
    /// What an endpoint's list of parameters leaves of this: OpenRouter's `supported_parameters`.
    /// A list that is empty says nothing; that of a router is.
    package func refined(bySupported names: [String]) -> Self {
        guard !names.isEmpty else { return self }
        func has(_ wanted: String...) -> Bool { wanted.contains(where: names.contains) }
        var refined = self
        if !has("max_tokens", "max_completion_tokens") { refined.outputCap = .none }
        refined.takesTemperature = takesTemperature && has("temperature")
        refined.takesSeed = takesSeed && has("seed")
        if !has("reasoning", "reasoning_effort") { refined.reasoning = .none }
        refined.takesToolChoice = takesToolChoice && has("tool_choice")
        if schema == .strict, !has("structured_outputs") { refined.schema = .object }
        if schema != .prompt, !has("structured_outputs", "response_format") {
            refined.schema = .prompt
        }
        return refined
    }

    /// The request with what can be said of it in every interface. What has a name of its own in
    /// each is left to `WireFormat`.
    func permitted(_ request: ChatRequest) -> ChatRequest {
        var permitted = request
        if schema != .strict { permitted.messages = request.messagesWithSchema }
        if !canBeMadeToCall { permitted.toolChoice = .auto }
        if !takesServerToolOptions { permitted.plugins = [] }
        if !takesServerToolOptions || !takesMaxToolCalls { permitted.maxServerToolCalls = nil }
        permitted.streams = request.streams && streams
        return permitted
    }

    /// What the request asks for and this does not let through, in the words of chat completions.
    package func omitted(from request: ChatRequest) -> [String] {
        var omitted: [String] = []
        if request.responseSchema != nil, schema != .strict { omitted.append("json_schema") }
        if request.reasoning != nil, reasoning == .none { omitted.append("reasoning") }
        if request.temperature != nil, !takesTemperature { omitted.append("temperature") }
        if request.maxOutputTokens != nil, outputCap == .none { omitted.append("max_tokens") }
        if request.seed != nil, !takesSeed { omitted.append("seed") }
        if request.toolChoice != .auto, request.allowsToolCalls,
            !takesToolChoice || !canBeMadeToCall
        {
            omitted.append("tool_choice")
        }
        if !request.plugins.isEmpty, !takesServerToolOptions { omitted.append("plugins") }
        if request.maxServerToolCalls != nil, !takesServerToolOptions || !takesMaxToolCalls {
            omitted.append("max_tool_calls")
        }
        if request.streams, !streams { omitted.append("stream") }
        return omitted
    }
}
