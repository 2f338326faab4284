/// What is meant where an endpoint or a configuration leaves something open.
extension EndpointSpec {
    /// The interface through which a configuration's answers are asked for. Anthropic's dialect has
    /// one alone; the provider's own fusion is asked for by responses, which it recommends.
    package func api(for kind: Configuration.Kind) -> API { api ?? usualAPI(for: kind) }

    /// That interface where the endpoint names none.
    package func usualAPI(for kind: Configuration.Kind) -> API {
        switch kind {
        case .serverFusion: usualAPI(.responses)
        case .solo, .fusion, .escalation, .answers: usualAPI(.chat)
        }
    }

    /// The interface through which verdicts are asked for.
    package var judgeAPI: API { api ?? usualAPI(.chat) }

    private func usualAPI(_ elsewhere: API) -> API {
        dialect == .anthropic ? .messages : elsewhere
    }
}

extension EndpointSpec.Dialect {
    /// Where a service is reached that has one address for everybody, and the usual name of the
    /// environment variable with its key.
    package var usualAddress: (baseURL: String, apiKeyVariable: String)? {
        switch self {
        case .openrouter: ("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY")
        case .openai: ("https://api.openai.com/v1", "OPENAI_API_KEY")
        case .anthropic, .anthropicCompatible:
            ("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY")
        case .gemini:
            ("https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY")
        case .deepseek: ("https://api.deepseek.com", "DEEPSEEK_API_KEY")
        case .moonshot: ("https://api.moonshot.ai/v1", "MOONSHOT_API_KEY")
        case .vllm, .llamacpp, .ollama, .litellm: nil
        }
    }

    /// Whether the provider runs fusions for those who ask.
    package var runsFusions: Bool { self == .openrouter }

    /// Whether the provider searches for a model by itself.
    package var searches: Bool { self == .openrouter || self == .anthropic }
}
