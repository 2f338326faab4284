import Vocabulary

extension Suite {
    /// The models that an endpoint is asked for, each once: those that a fusion of the provider's
    /// own asks included.
    struct AskedModels {
        let endpoint: EndpointSpec
        var models: [String]
    }

    /// By endpoint, in the suite's order.
    ///
    /// - Parameters:
    ///   - isAsked: whether a configuration has anything to ask.
    ///   - isJudging: whether the judge at a place has.
    func askedModels(
        isAsked: (Configuration) -> Bool = { _ in true }, isJudging: (Int) -> Bool = { _ in true }
    ) -> [AskedModels] {
        var asked: [AskedModels] = []
        func add(_ models: [String], at endpoint: EndpointSpec) {
            guard !models.isEmpty else { return }
            let place =
                asked.firstIndex { $0.endpoint.isReached(as: endpoint) } ?? asked.endIndex
            if place == asked.endIndex { asked.append(.init(endpoint: endpoint, models: [])) }
            for model in models where !asked[place].models.contains(model) {
                asked[place].models.append(model)
            }
        }
        for configuration in configurations where isAsked(configuration) {
            add(configuration.askedModels, at: configuration.endpoint ?? endpoint)
        }
        for (place, judge) in judges.enumerated() where isJudging(place) {
            add([judge.model], at: judge.endpoint ?? endpoint)
        }
        return asked
    }
}

extension Configuration {
    /// Models that its requests name, in the order of the work.
    var askedModels: [String] {
        switch kind {
        case .solo(let model): [model]
        case .fusion(let spec): spec.panel + [spec.analyst, spec.synthesizer]
        case .serverFusion(let spec), .escalation(let spec):
            [spec.requestedModel] + spec.panel + [spec.analyst].compactMap(\.self)
        case .answers: []
        }
    }
}

extension EndpointSpec {
    /// Whether both are the same place with the same key, whatever is sent there.
    func isReached(as other: EndpointSpec) -> Bool {
        baseURL == other.baseURL && apiKeyVariable == other.apiKeyVariable
            && dialect == other.dialect
    }

    /// Whether its list of models has every name that it answers to. Anthropic also answers to
    /// aliases; a LiteLLM proxy may pass on whatever matches a pattern; llama.cpp serves the model
    /// it has loaded, whatever it is called. All these, and others, are also reached as `openai`.
    var listsAllNames: Bool {
        switch dialect {
        case .openai: baseURL == dialect.usualAddress?.baseURL
        case .openrouter, .gemini, .deepseek, .moonshot, .vllm, .ollama: true
        case .anthropic, .anthropicCompatible, .llamacpp, .litellm: false
        }
    }
}
