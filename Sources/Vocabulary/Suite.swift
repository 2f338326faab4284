/// What a person writes to describe a run, read and checked.
package struct Suite: Sendable, Equatable {
    package var name: String
    /// A dataset's name or the path of its tasks file.
    package var dataset: String
    package var tasks: TaskSelection
    /// The endpoint of every configuration and of the judge that names no other.
    package var endpoint: EndpointSpec
    package var research: ResearchSpec
    /// `none`, a bundled list such as `builtin:draco`, or the path of a YAML file.
    package var exclusion: String
    /// How the list is applied, where a configuration does not say otherwise. In full, unless there
    /// is none.
    package var enforcement: Enforcement
    package var configurations: [Configuration]
    /// Independent answers of every configuration to every task.
    package var generations: Int
    /// The judge whose scores the leaderboard shows first.
    package var judge: JudgeSpec
    /// Judges that grade the same answers too. Their scores are never mixed.
    package var furtherJudges: [JudgeSpec]
    package var limits: RunLimits
    /// Beyond which a configuration's numbers are marked invalid.
    package var validity: ValidityLimits
    /// Where the simulated web keeps answer keys, when the simulator plays the web.
    package var keyPages: KeyPages
    /// Root of every seed that is sent with a request.
    package var seed: UInt64
    /// SHA-256 of the file.
    package var sha256: String

    package init(
        name: String, dataset: String, tasks: TaskSelection = .init(), endpoint: EndpointSpec,
        research: ResearchSpec = .init(), exclusion: String = "builtin:draco",
        enforcement: Enforcement? = nil, configurations: [Configuration], generations: Int = 1,
        judge: JudgeSpec, furtherJudges: [JudgeSpec] = [],
        limits: RunLimits = .init(), validity: ValidityLimits = .init(),
        keyPages: KeyPages = .listed, seed: UInt64 = 0, sha256: String
    ) {
        self.name = name
        self.dataset = dataset
        self.tasks = tasks
        self.endpoint = endpoint
        self.research = research
        self.exclusion = exclusion
        self.enforcement = enforcement ?? Self.usualEnforcement(of: exclusion)
        self.configurations = configurations
        self.generations = generations
        self.judge = judge
        self.furtherJudges = furtherJudges
        self.limits = limits
        self.validity = validity
        self.keyPages = keyPages
        self.seed = seed
        self.sha256 = sha256
    }
}

extension Suite {
    /// All judges, the first one first.
    package var judges: [JudgeSpec] { [judge] + furtherJudges }

    /// What is meant where a suite says nothing about it.
    package var usualEnforcement: Enforcement { Self.usualEnforcement(of: exclusion) }

    private static func usualEnforcement(of exclusion: String) -> Enforcement {
        exclusion == "none" ? .off : .full
    }

    package func enforcement(of configuration: Configuration) -> Enforcement {
        configuration.enforcement ?? enforcement
    }

    /// The solo configuration whose answers can be a fusion's drafts: of that model, under the same
    /// enforcement.
    package func solo(of model: String, beside fusion: Configuration) -> Configuration? {
        configurations.first {
            $0.kind == .solo(model: model) && enforcement(of: $0) == enforcement(of: fusion)
        }
    }
}

/// Which of the dataset's tasks take part. All filters hold together; empty lists filter nothing.
package struct TaskSelection: Sendable, Equatable {
    package var ids: [String]
    package var domains: [String]
    /// The first so many, in file order, of what the other filters leave.
    package var limit: Int?

    package init(ids: [String] = [], domains: [String] = [], limit: Int? = nil) {
        self.ids = ids
        self.domains = domains
        self.limit = limit
    }
}

/// What every researching model is given.
package struct ResearchSpec: Sendable, Equatable {
    package var tools: [Tool]
    /// Searches and fetches together, per model and answer.
    package var maxToolCalls: Int
    package var search: SearchSpec
    /// Cap on a completion's tokens; nil leaves it to the provider.
    package var maxOutputTokens: Int?
    /// Reasoning effort of researching models and synthesizers; nil leaves it to the provider.
    package var reasoning: String?

    package init(
        tools: [Tool] = Tool.allCases, maxToolCalls: Int = 16, search: SearchSpec = .init(),
        maxOutputTokens: Int? = nil, reasoning: String? = nil
    ) {
        self.tools = tools
        self.maxToolCalls = maxToolCalls
        self.search = search
        self.maxOutputTokens = maxOutputTokens
        self.reasoning = reasoning
    }

    package enum Tool: String, Sendable, CaseIterable {
        case webSearch = "web_search"
        case webFetch = "web_fetch"
    }
}

/// How far an exclusion list is applied. Whatever it is, what research meets is recorded.
package enum Enforcement: String, Sendable, CaseIterable {
    /// Told to the search engine, and applied by us to every result, page and redirect.
    case full
    /// Told to the search engine, and no more: what most harnesses do.
    case provider
    /// Not at all, to measure what it keeps away.
    case off
}

/// Where a made-up web keeps answer keys.
package enum KeyPages: String, Sendable, CaseIterable {
    /// One page for each task, on a host that exclusion lists name.
    case listed
    /// Also on a mirror that no list names, behind an archive's link and behind redirects.
    case everywhere
}

/// The search engine behind `web_search`.
package struct SearchSpec: Sendable, Equatable {
    package var engine: Engine
    /// The engine's address, without the path of a search; nil: the engine's usual one, or the
    /// simulator's.
    package var baseURL: String?
    /// The environment variable that holds the engine's key; nil: the usual one of the engine.
    package var apiKeyVariable: String?
    /// Results handed to the model per search.
    package var maxResults: Int
    /// What the provider is told, where the engine is its own.
    package var server: ServerSearchSpec

    package init(
        engine: Engine = .searxng, baseURL: String? = nil, apiKeyVariable: String? = nil,
        maxResults: Int = 5, server: ServerSearchSpec = .init()
    ) {
        self.engine = engine
        self.baseURL = baseURL
        self.apiKeyVariable = apiKeyVariable
        self.maxResults = maxResults
        self.server = server
    }

    package enum Engine: String, Sendable, CaseIterable {
        /// A SearXNG instance; the simulator speaks its JSON too.
        case searxng
        case exa
        case tavily
        case brave
        case serper
        case perplexity
        /// The provider searches and fetches itself.
        case server
    }
}

/// How a provider's own search and fetch are set, as OpenRouter's server tools name it. A nil leaves
/// it to the provider.
package struct ServerSearchSpec: Sendable, Equatable {
    /// `exa`, `native` and so on. Pinned, because what `auto` picks differs from model to model.
    package var engine: String
    package var fetchEngine: String
    package var mode: String?
    /// Searches per request.
    package var maxUses: Int?
    /// Results over all searches of a request; nil: as many as the tool calls can bring.
    package var maxTotalResults: Int?
    /// low, medium or high.
    package var contextSize: String?
    /// Per result.
    package var maxCharacters: Int?
    /// Per fetched page.
    package var maxContentTokens: Int?
    /// Only these, where there are any.
    package var allowedDomains: [String]
    /// `city`, `region`, `country` and `timezone`, those that are known.
    package var userLocation: [String: String]

    package init(
        engine: String = "exa", fetchEngine: String = "exa", mode: String? = nil,
        maxUses: Int? = nil, maxTotalResults: Int? = nil, contextSize: String? = nil,
        maxCharacters: Int? = nil, maxContentTokens: Int? = nil, allowedDomains: [String] = [],
        userLocation: [String: String] = [:]
    ) {
        self.engine = engine
        self.fetchEngine = fetchEngine
        self.mode = mode
        self.maxUses = maxUses
        self.maxTotalResults = maxTotalResults
        self.contextSize = contextSize
        self.maxCharacters = maxCharacters
        self.maxContentTokens = maxContentTokens
        self.allowedDomains = allowedDomains
        self.userLocation = userLocation
    }
}

/// Who grades, how, and how often.
package struct JudgeSpec: Sendable, Equatable {
    package var model: String
    /// The name of a prompt under `rubrics/judges/`.
    package var prompt: String
    package var reasoning: String?
    package var temperature: Double?
    package var maxOutputTokens: Int?
    /// Independent judgings of every answer.
    package var passes: Int
    /// Nil: the suite's endpoint.
    package var endpoint: EndpointSpec?

    package init(
        model: String, prompt: String = "draco-paper", reasoning: String? = nil,
        temperature: Double? = nil, maxOutputTokens: Int? = nil, passes: Int = 1,
        endpoint: EndpointSpec? = nil
    ) {
        self.model = model
        self.prompt = prompt
        self.reasoning = reasoning
        self.temperature = temperature
        self.maxOutputTokens = maxOutputTokens
        self.passes = passes
        self.endpoint = endpoint
    }
}

extension JudgeSpec {
    /// Whether only the number of passes differs.
    package func isSameJudge(as other: JudgeSpec) -> Bool {
        var other = other
        other.passes = passes
        return self == other
    }
}

/// What a run may not exceed.
package struct RunLimits: Sendable, Equatable {
    /// Stops the run, resumable, once known costs reach it; nil: no cap.
    package var maxCost: USD?
    /// Requests in flight to one endpoint.
    package var concurrency: Int
    /// Seconds until a request that has not ended is given up.
    package var taskTimeoutSeconds: Double
    /// Seconds that an endpoint may be down before the run stops.
    package var outageSeconds: Double
    /// Of every endpoint that names none of its own.
    package var rates: RateLimits
    /// By model, beside those of its endpoint.
    package var modelRates: [String: RateLimits]

    package init(
        maxCost: USD? = nil, concurrency: Int = 64, taskTimeoutSeconds: Double = 1800,
        outageSeconds: Double = 300, rates: RateLimits = .init(),
        modelRates: [String: RateLimits] = [:]
    ) {
        self.maxCost = maxCost
        self.concurrency = concurrency
        self.taskTimeoutSeconds = taskTimeoutSeconds
        self.outageSeconds = outageSeconds
        self.rates = rates
        self.modelRates = modelRates
    }
}
