import Vocabulary

/// What a provider's search or fetch does with the addresses that it is told to leave out, as far as
/// that is known: OpenRouter's documentation of August 2026 and its OpenAPI file, and Anthropic's.
package struct ExclusionSupport: Sendable, Equatable {
    /// Whole hosts.
    package var hosts: Answer
    /// `host/path` entries.
    package var places: Answer
    /// How many entries are taken; nil: no limit is known.
    package var mostEntries: Int?

    package enum Answer: String, Sendable, CaseIterable {
        case heeded
        /// Taken without a word and not heeded, or said to be by one of two sources.
        case ignored
        /// Answered with an error.
        case refused
        /// Not documented. It is sent all the same: an error is better than a leak.
        case unknown
    }

    package init(hosts: Answer, places: Answer, mostEntries: Int? = nil) {
        self.hosts = hosts
        self.places = places
        self.mostEntries = mostEntries
    }

    /// Whether a list can be told to it at all.
    package var isTold: Bool { hosts == .heeded || hosts == .unknown }
}

extension ServerTools {
    /// - Parameters:
    ///   - engine: of OpenRouter's `web_search` or `web_fetch`: `exa`, `native`, `auto` and so on.
    ///   - model: of OpenRouter, with its author; counts where the engine is the model's own.
    package static func exclusionSupport(engine: String, model: String) -> ExclusionSupport {
        let author = model.drop { $0 == "~" }.prefix { $0 != "/" }
        switch engine {
        // OpenRouter's own harness names places to Exa.
        case "exa": return ExclusionSupport(hosts: .heeded, places: .heeded)
        case "parallel", "firecrawl", "perplexity", "openrouter":
            return ExclusionSupport(hosts: .heeded, places: .unknown)
        // The author's own search where there is one, and Exa elsewhere; Google's can't be told.
        case "auto" where !["anthropic", "openai", "x-ai"].contains(author):
            return exclusionSupport(engine: "exa", model: model)
        case "native", "auto":
            switch author {
            case "anthropic": return ExclusionSupport(hosts: .heeded, places: .heeded)
            case "x-ai": return ExclusionSupport(hosts: .heeded, places: .unknown, mostEntries: 5)
            case "openai": return ExclusionSupport(hosts: .ignored, places: .ignored)
            case "google": return ExclusionSupport(hosts: .refused, places: .refused)
            default: return ExclusionSupport(hosts: .unknown, places: .unknown)
            }
        default: return ExclusionSupport(hosts: .unknown, places: .unknown)
        }
    }

    /// Whether hosts are left out whoever made the model: what is to be known of an engine where the
    /// provider picks the models.
    package static func heedsHostsForAll(engine: String) -> Bool {
        ["anthropic", "openai", "x-ai", "google", "another"].allSatisfy {
            exclusionSupport(engine: engine, model: "\($0)/model").hosts == .heeded
        }
    }

    /// A tool of OpenRouter's with the engine that a suite pins for it.
    package struct PinnedEngine: Sendable, Equatable {
        package var tool: ResearchSpec.Tool
        package var engine: String

        /// Under which suites name it.
        package var key: String { tool == .webSearch ? "provider_engine" : "fetch_engine" }
    }

    /// Of the tools that research has; none where models are given none.
    package static func pinnedEngines(of research: ResearchSpec) -> [PinnedEngine] {
        guard research.maxToolCalls > 0 else { return [] }
        let server = research.search.server
        return research.tools.map { tool in
            PinnedEngine(
                tool: tool, engine: tool == .webSearch ? server.engine : server.fetchEngine)
        }
    }

    /// Why a configuration can't be kept from what its exclusion list names, in a sentence with
    /// what to do; nil where the provider can be told. To be asked before anything is paid.
    ///
    /// - Parameter dialect: of the configuration's endpoint.
    package static func objection(
        to configuration: Configuration, in suite: Suite, dialect: EndpointSpec.Dialect
    ) -> String? {
        guard suite.enforcement(of: configuration) != .off, dialect != .anthropic else {
            return nil
        }
        let searched = configuration.searchedByProvider(in: suite)
        for pinned in pinnedEngines(of: suite.research) {
            let (key, engine) = (pinned.key, pinned.engine)
            if searched.picksPanel, !heedsHostsForAll(engine: engine) {
                return """
                    '\(configuration.id)' can't be kept from what the exclusion list names: the \
                    provider picks its panel, and with \(key) '\(engine)' not every model takes a \
                    list of addresses to leave out. Use \(key): exa, or set 'enforce: off' for it.
                    """
            }
            for model in searched.models
            where !exclusionSupport(engine: engine, model: model).isTold {
                return """
                    '\(configuration.id)' can't be kept from what the exclusion list names: with \
                    \(key) '\(engine)', \(model) takes no list of addresses to leave out. Use \
                    \(key): exa, or set 'enforce: off' for it.
                    """
            }
        }
        return nil
    }
}

/// Those whose searches and fetches the provider makes.
package struct ProviderSearched: Sendable, Equatable {
    /// Each once, in the order of the work.
    package var models: [String] = []
    /// Whether there are others, of the provider's choice.
    package var picksPanel = false

    package var isEmpty: Bool { models.isEmpty && !picksPanel }
}

extension Configuration {
    package func searchedByProvider(in suite: Suite) -> ProviderSearched {
        let isServer = suite.research.search.engine == .server
        switch kind {
        case .solo(let model): return ProviderSearched(models: isServer ? [model] : [])
        case .fusion(let spec): return ProviderSearched(models: isServer ? spec.panel.eachOnce : [])
        // The outer model is also the analyst where no other is named.
        case .serverFusion(let spec), .escalation(let spec):
            let models = spec.panel + [spec.analyst].compactMap { $0 } + [spec.requestedModel]
            // The provider's own names stand for models of its choice.
            return ProviderSearched(
                models: models.filter { !$0.hasPrefix("openrouter/fusion") }.eachOnce,
                picksPanel: spec.panel.isEmpty)
        case .answers: return ProviderSearched()
        }
    }
}

extension [String] {
    fileprivate var eachOnce: [String] {
        reduce(into: []) { found, model in
            if !found.contains(model) { found.append(model) }
        }
    }
}
