import Vocabulary

/// What a model takes at its endpoint, and under which names.
package struct ModelCapabilities: Sendable, Equatable {
    package var outputCap: OutputCap
    package var takesTemperature: Bool
    package var takesSeed: Bool
    package var schema: SchemaMode
    package var reasoning: ReasoningField
    /// Whether `tool_choice` can be sent.
    package var takesToolChoice: Bool
    /// Whether a stream tells its usage only when asked to.
    package var needsIncludeUsage: Bool
    /// Members of a model's message that have to be sent back in a tool loop.
    package var returns: [String]
    /// Whether the parts of a prompt that are to be cached must be marked.
    package var marksCache: Bool

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
        /// It can't be said.
        case none
    }
}

extension ModelCapabilities {
    /// What is known of a dialect's models before anything is asked.
    package static func usual(
        _ dialect: EndpointSpec.Dialect, model: String
    ) -> ModelCapabilities {
        ModelCapabilities(
            outputCap: .maxCompletionTokens, takesTemperature: true, takesSeed: true,
            schema: .strict, reasoning: dialect == .openrouter ? .object : .effort,
            takesToolChoice: true, needsIncludeUsage: dialect != .openrouter,
            returns: ["reasoning_details", "reasoning_content"],
            marksCache: dialect == .openrouter && model.hasPrefix("anthropic/"))
    }
}
