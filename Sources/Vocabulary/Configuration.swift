/// One thing under test, as a suite describes it.
package struct Configuration: Sendable, Equatable {
    /// Unique in its suite; the name of its row in a leaderboard.
    package let id: String
    package let kind: Kind
    /// Nil: the suite's endpoint.
    package let endpoint: EndpointSpec?
    /// Nil: the suite's.
    package let enforcement: Enforcement?
    /// Cap on what its answers and judging them may cost in a run; nil: none of its own.
    package let maxCost: USD?

    package init(
        id: String, kind: Kind, endpoint: EndpointSpec? = nil, enforcement: Enforcement? = nil,
        maxCost: USD? = nil
    ) {
        self.id = id
        self.kind = kind
        self.endpoint = endpoint
        self.enforcement = enforcement
        self.maxCost = maxCost
    }

    package enum Kind: Sendable, Equatable {
        /// One model that researches and answers.
        case solo(model: String)
        /// Panel → analyst → synthesizer, run by us.
        case fusion(FusionSpec)
        /// A fusion that the provider runs.
        case serverFusion(ServerFusionSpec)
        /// A solo model that is offered the provider's fusion and decides by itself.
        case escalation(ServerFusionSpec)
        /// Texts that something else produced: the path of an answer file.
        case answers(file: String)

        /// The word under which a suite writes it and the store keeps it.
        package var name: String {
            switch self {
            case .solo: "solo"
            case .fusion: "fusion"
            case .serverFusion: "server_fusion"
            case .escalation: "escalation"
            case .answers: "answers"
            }
        }
    }
}

/// A panel of models, the analyst that compares their drafts, and the synthesizer that writes.
package struct FusionSpec: Sendable, Equatable {
    /// 1 to 8 models; the same one may stand in it more than once.
    package let panel: [String]
    package let analyst: String
    package let synthesizer: String
    package let drafts: DraftSource

    package init(panel: [String], analyst: String, synthesizer: String, drafts: DraftSource) {
        self.panel = panel
        self.analyst = analyst
        self.synthesizer = synthesizer
        self.drafts = drafts
    }

    /// How large a panel may be.
    package static let panelSize = 1...8
}

/// Where a fusion's drafts come from.
package enum DraftSource: String, Sendable, CaseIterable {
    /// Every panel member researches anew.
    case fresh
    /// The solo answers of this run serve as drafts, so that only the fusion itself differs.
    case reuse
}

/// Where models are reached and how they are spoken to.
package struct EndpointSpec: Sendable, Equatable {
    /// Up to and without `/chat/completions`.
    package let baseURL: String
    /// The environment variable that holds the key; nil where none is needed.
    package let apiKeyVariable: String?
    package let dialect: Dialect
    /// What it takes on top of the models' prices, in percent. Only estimates need it: a bill has
    /// it already or never will.
    package let feePercent: Double
    /// Of all its models together; where they say nothing, the run's limits count.
    package let rates: RateLimits
    /// Nil: what suits the dialect and what is asked for.
    package let api: API?
    /// Whether answers are asked for as streams. Verdicts never are.
    package let streams: Bool

    package init(
        baseURL: String, apiKeyVariable: String?, dialect: Dialect, feePercent: Double = 0,
        rates: RateLimits = .init(), api: API? = nil, streams: Bool = true
    ) {
        self.baseURL = baseURL
        self.apiKeyVariable = apiKeyVariable
        self.dialect = dialect
        self.feePercent = feePercent
        self.rates = rates
        self.api = api
        self.streams = streams
    }

    /// Whose peculiarities an endpoint has.
    package enum Dialect: String, Sendable, CaseIterable {
        case openrouter
        case openai
        /// Anthropic's own Messages.
        case anthropic
        /// Anthropic's imitation of chat completions.
        case anthropicCompatible = "anthropic_compat"
        case gemini
        case deepseek
        case moonshot
        case vllm
        case llamacpp
        case ollama
        case litellm
    }

    /// Which of a provider's interfaces is used.
    package enum API: String, Sendable, CaseIterable {
        /// `/chat/completions`
        case chat
        /// `/responses`
        case responses
        /// `/messages`, of the dialect `anthropic`
        case messages
    }
}
