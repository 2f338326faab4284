import Vocabulary

// What is known before anything is asked. Where it is wrong, the endpoint says so with a 400 and
// `Concession` takes over.
extension ModelCapabilities {
    /// What is known of a dialect's models.
    ///
    /// - Parameter effort: the reasoning effort that is asked for; some models take a temperature
    ///   only when they do not reason.
    package static func usual(
        _ dialect: EndpointSpec.Dialect, api: EndpointSpec.API = .chat, model: String,
        effort: String? = nil
    ) -> ModelCapabilities {
        var usual = ModelCapabilities(dialect)
        if api == .responses {
            usual.takesSeed = false
            usual.takesServerToolOptions = true
        }
        let family = ModelFamily(model)
        if let generation = family.openAIReasoning {
            let canRestReasoning = generation > 5
            usual.takesTemperature = canRestReasoning && effort == "none"
        }
        if let version = family.claudeOpus, version >= 4.8 { usual.takesTemperature = false }
        if dialect == .openrouter { usual.marksCache = family.author == "anthropic" }
        if dialect == .moonshot, family.thinksAlways {
            usual.takesTemperature = false
            let isThird = family.name.hasPrefix("kimi-k3")
            usual.canBeMadeToCall = isThird
            usual.reasoning = isThird ? .effort : .thinking
        }
        return usual
    }

    private init(_ dialect: EndpointSpec.Dialect) {
        self.init(
            outputCap: .maxCompletionTokens, takesTemperature: true, takesSeed: true,
            schema: .strict, reasoning: .effort, takesToolChoice: true, needsIncludeUsage: true,
            returns: ["reasoning_content"], marksCache: false)
        switch dialect {
        case .openrouter:
            reasoning = .object
            needsIncludeUsage = false
            returns = ["reasoning_details", "reasoning_content"]
            takesServerToolOptions = true
        // Other services are reached under this name as well, so what only they send goes back.
        case .openai: returns = ["reasoning_details", "reasoning_content"]
        case .anthropic:
            outputCap = .maxTokens
            takesSeed = false
            needsIncludeUsage = false
            returns = []
            marksCache = true
        case .anthropicCompatible:
            takesSeed = false
            schema = .prompt
            reasoning = .none
            returns = []
        // Thought signatures stand in its tool calls and go back with them.
        case .gemini: returns = []
        case .deepseek:
            outputCap = .maxTokens
            schema = .object
            reasoning = .thinking
        case .moonshot: schema = .object
        case .vllm: returns = ["reasoning", "reasoning_content"]
        case .llamacpp: break
        case .ollama:
            outputCap = .maxTokens
            takesToolChoice = false
            returns = ["reasoning"]
        // It passes on the signed thoughts of Anthropic's models.
        case .litellm: returns = ["reasoning_content", "thinking_blocks"]
        }
    }
}

/// What a model's name says of its kind.
private struct ModelFamily {
    /// Who made it, where the name says so: `anthropic` in `~anthropic/claude-opus-latest`.
    let author: String?
    /// The name alone, in lower case.
    let name: String

    init(_ model: String) {
        let parts = model.lowercased().split(separator: "/")
        name = String(parts.last ?? "")
        author = parts.count > 1 ? parts[parts.count - 2].drop { $0 == "~" }.description : nil
    }

    /// The generation of an OpenAI model that reasons: 1, 3, 4 for the o series, 5 and up for GPT.
    var openAIReasoning: Double? {
        if let series = ["o1", "o3", "o4"].first(where: { name == $0 || name.hasPrefix($0 + "-") })
        {
            return Double(series.dropFirst())
        }
        guard let version = version(after: "gpt-"), version >= 5, !name.contains("chat") else {
            return nil
        }
        return version
    }

    /// 4.8 for `claude-opus-4.8` and `claude-opus-4-8`. The model of that version refuses every
    /// temperature but 1, calling it deprecated, so later ones are taken to refuse it as well.
    var claudeOpus: Double? { version(after: "claude-opus-") }

    /// Whether a model of Moonshot's thinks unless told otherwise.
    var thinksAlways: Bool {
        name.hasPrefix("kimi-k2.") || name.hasPrefix("kimi-k3") || name.contains("thinking")
    }

    /// The version that follows, `4.8` or `4-8`; a date after it is none of it.
    private func version(after prefix: String) -> Double? {
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        let parts = rest.split(whereSeparator: { $0 == "-" || $0 == "." })
        guard let first = parts.first, first.count < 3, let major = Double(first) else {
            return nil
        }
        let minor = parts.dropFirst().first.flatMap { $0.count < 3 ? Double($0) : nil } ?? 0
        return major + minor / (minor < 10 ? 10 : 100)
    }
}
