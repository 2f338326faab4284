import Vocabulary

/// Fusions that the provider runs. What a way of asking for one can't carry is refused, since the
/// provider would drop it without a word.
extension SuiteReader {
    /// Either a model's name alone, or a mapping.
    func serverFusion(_ value: YAMLValue) throws(CatalogError) -> ServerFusionSpec {
        guard value.isMapping else { return try named(value) }
        let section = try value.mapping()
        try section.allow(only: ["via"] + Self.fields)
        let entry =
            try section["via"]?.word(ServerFusionSpec.Entry.self) ?? Self.usualEntry(section)
        try Self.check(section, fits: entry)
        return try spec(section, via: entry)
    }

    /// A model that is offered the provider's fusion as one of its tools.
    func escalation(_ value: YAMLValue) throws(CatalogError) -> ServerFusionSpec {
        let section = try value.mapping()
        try section.allow(only: Self.fields)
        _ = try section.required("model")
        try Self.check(section, fits: .tool)
        return try spec(section, via: .tool)
    }

    private static let fields = [
        "model", "panel", "analyst", "preset", "max_tool_calls", "max_completion_tokens",
        "reasoning", "temperature",
    ]

    private func named(_ value: YAMLValue) throws(CatalogError) -> ServerFusionSpec {
        let name = try value.string()
        let known = [ServerFusionSpec.Entry.alias, .flash].map { ServerFusionSpec(entry: $0) }
        if let spec = known.first(where: { $0.requestedModel == name }) { return spec }
        let names = known.map(\.requestedModel)
        let nearest = NearestWord.to(name, among: names).map { "did you mean '\($0)'?" }
        throw value.fault(
            "'server_fusion' can't be '\(name)'; "
                + (nearest
                    ?? "use \(names.joined(separator: " or ")), or a mapping with 'model' and 'panel'")
        )
    }

    /// A preset is the plugin's, a model of one's own is given the tool, and what else is said about
    /// the provider's own model goes by the plugin.
    private static func usualEntry(_ section: YAMLMapping) -> ServerFusionSpec.Entry {
        if section["preset"] != nil { return .plugin }
        if section["model"] != nil { return .tool }
        return section.entries.isEmpty ? .alias : .plugin
    }

    private static func check(
        _ section: YAMLMapping, fits entry: ServerFusionSpec.Entry
    ) throws(CatalogError) {
        let (unfit, advice): ([String], String) =
            switch entry {
            case .alias: (fields, "is not taken by the model openrouter/fusion; use via: plugin")
            case .flash:
                (fields, "is not taken by the model openrouter/fusion-flash; use via: plugin")
            case .plugin:
                (
                    ["max_completion_tokens", "reasoning", "temperature"],
                    "is not taken by the plugin; use via: tool with a 'model'"
                )
            case .tool: (["preset"], "is not taken by the tool; name a 'panel', or use the plugin")
            }
        for (key, value) in section.entries where unfit.contains(key) {
            throw value.fault("'\(key)' \(advice), or leave it out")
        }
        if entry == .tool, section["model"] == nil {
            throw section.fault("'model' is missing, which is to call the fusion and write; add it")
        }
    }

    private func spec(
        _ section: YAMLMapping, via entry: ServerFusionSpec.Entry
    ) throws(CatalogError) -> ServerFusionSpec {
        var panel: [String] = []
        if let value = section["panel"] {
            panel = try strings(value)
            guard FusionSpec.panelSize.contains(panel.count) else {
                throw value.fault("a panel has 1 to 8 models, and this one has \(panel.count)")
            }
        }
        return ServerFusionSpec(
            entry: entry, model: try section["model"]?.string(), panel: panel,
            analyst: try section["analyst"]?.string(),
            preset: try section["preset"]?.word(ServerFusionSpec.Preset.self),
            maxToolCalls: try section["max_tool_calls"]?.integer(in: 1...16),
            maxCompletionTokens: try section["max_completion_tokens"]?.integer(in: 1...10_000_000),
            reasoning: try section["reasoning"]?.word(Effort.self).rawValue,
            temperature: try section["temperature"]?.number(in: 0...2))
    }

    private enum Effort: String, CaseIterable {
        case max, xhigh, high, medium, low, minimal, none
    }

    /// What a provider is to do by itself, it must be able to do.
    func checkProviders(of suite: Suite, at value: YAMLValue) throws(CatalogError) {
        for (configuration, item) in zip(suite.configurations, try value.list()) {
            let dialect = (configuration.endpoint ?? suite.endpoint).dialect
            switch configuration.kind {
            case .serverFusion, .escalation:
                guard !dialect.runsFusions else { continue }
                throw item.fault(
                    """
                    '\(configuration.id)' needs an endpoint of the dialect openrouter, which runs \
                    fusions, and its endpoint is of the dialect \(dialect.rawValue); name another \
                    'endpoint', or use 'fusion', which takes the same steps here
                    """)
            case .solo, .fusion:
                guard suite.research.search.engine == .server, !dialect.searches else { continue }
                throw item.fault(
                    """
                    '\(configuration.id)' is to be searched for by its provider, and none of the \
                    dialect \(dialect.rawValue) does that; use the dialect openrouter or \
                    anthropic, or another 'engine' under research.search
                    """)
            case .answers: continue
            }
        }
    }
}
