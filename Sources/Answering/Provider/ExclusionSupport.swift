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
        let server = suite.research.search.server
        let engines = suite.research.tools.map { tool in
            switch tool {
            case .webSearch: ("provider_engine", server.engine)
            case .webFetch: ("fetch_engine", server.fetchEngine)
            }
        }
        for model in configuration.modelsThatProvidersSearchFor(in: suite) {
            for (key, engine) in engines
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

extension Configuration {
    /// The models whose searches and fetches the provider makes.
    fileprivate func modelsThatProvidersSearchFor(in suite: Suite) -> [String] {
        let isServer = suite.research.search.engine == .server
        switch kind {
        case .solo(let model): return isServer ? [model] : []
        case .fusion(let spec): return isServer ? spec.panel : []
        case .serverFusion(let spec): return spec.panel + [spec.analyst].compactMap { $0 }
        case .escalation(let spec):
            return spec.panel + [spec.analyst].compactMap { $0 }
                + (isServer ? [spec.requestedModel] : [])
        case .answers: return []
        }
    }
}
