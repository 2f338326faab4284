import Digests
import FoundationEssentials
import Vocabulary

/// Reads suites: YAML that a person writes, strict to the last key.
package struct SuiteReader {
    private let file: String

    /// The suite in a file.
    package static func read(_ file: String) throws(CatalogError) -> Suite {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        return try SuiteReader(file: file).suite(top, sha256: SHA256.hex(text.utf8))
    }

    private func suite(_ top: YAMLMapping, sha256: String) throws(CatalogError) -> Suite {
        try top.allow(only: [
            "name", "dataset", "tasks", "endpoint", "research", "exclusion", "configurations",
            "generations", "judge", "limits", "seed",
        ])
        let generations = try top["generations"]?.integer(in: 1...100) ?? 1
        let suite = Suite(
            name: try name(of: top.required("name")),
            dataset: try top.required("dataset").string(),
            tasks: try top["tasks"].map(tasks) ?? TaskSelection(),
            endpoint: try top["endpoint"].map(Self.endpoint) ?? Self.openRouter,
            research: try top["research"].map(research) ?? ResearchSpec(),
            exclusion: try top["exclusion"].map(exclusion) ?? "builtin:draco",
            configurations: try configurations(of: top.required("configurations")),
            generations: generations, judge: try judge(top.required("judge")),
            limits: try top["limits"].map(limits) ?? RunLimits(),
            seed: try top["seed"]?.seed() ?? 0, sha256: sha256)
        try checkDrafts(of: suite, at: top.required("configurations"))
        return suite
    }

    private static let openRouter = EndpointSpec(
        baseURL: "https://openrouter.ai/api/v1", apiKeyVariable: "OPENROUTER_API_KEY",
        dialect: .openrouter)

    private func name(of value: YAMLValue) throws(CatalogError) -> String {
        let name = try value.string()
        guard Self.isIdentifier(name) else {
            throw value.fault(
                "'\(name)' can't be a name; use letters, digits, '.', '_' and '-', 80 at most")
        }
        return name
    }

    private static func isIdentifier(_ name: String) -> Bool {
        let first = name.first.map { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? false
        return first && name.count <= 80
            && name.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
            }
    }

    // MARK: - Sections

    private func tasks(_ value: YAMLValue) throws(CatalogError) -> TaskSelection {
        let section = try value.mapping()
        try section.allow(only: ["ids", "domains", "limit"])
        return TaskSelection(
            ids: try strings(section["ids"]), domains: try strings(section["domains"]),
            limit: try section["limit"]?.integer(in: 1...1_000_000))
    }

    private func strings(_ value: YAMLValue?) throws(CatalogError) -> [String] {
        var texts: [String] = []
        for item in try value?.list() ?? [] { texts.append(try item.string()) }
        return texts
    }

    static func endpoint(_ value: YAMLValue) throws(CatalogError) -> EndpointSpec {
        let section = try value.mapping()
        if let key = section["api_key"] {
            throw key.fault(
                """
                keys don't belong in a suite; export the key and name its environment variable \
                with 'api_key_env'
                """)
        }
        try section.allow(only: ["base_url", "api_key_env", "dialect"])
        let base = try section.required("base_url")
        let url = try base.string()
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw base.fault("'base_url' must start with https:// or http://")
        }
        return EndpointSpec(
            baseURL: url, apiKeyVariable: try section["api_key_env"]?.string(),
            dialect: try section["dialect"]?.word(EndpointSpec.Dialect.self) ?? .openai)
    }

    private func research(_ value: YAMLValue) throws(CatalogError) -> ResearchSpec {
        let section = try value.mapping()
        try section.allow(only: [
            "tools", "max_tool_calls", "search", "max_output_tokens", "reasoning",
        ])
        var tools = ResearchSpec.Tool.allCases
        if let list = section["tools"] {
            tools = []
            for item in try list.list() { tools.append(try item.word(ResearchSpec.Tool.self)) }
        }
        return ResearchSpec(
            tools: tools, maxToolCalls: try section["max_tool_calls"]?.integer(in: 0...200) ?? 16,
            search: try section["search"].map(search) ?? SearchSpec(),
            maxOutputTokens: try section["max_output_tokens"]?.integer(in: 1...10_000_000),
            reasoning: try section["reasoning"]?.string())
    }

    private func search(_ value: YAMLValue) throws(CatalogError) -> SearchSpec {
        let section = try value.mapping()
        try section.allow(only: ["engine", "base_url", "max_results"])
        if let engine = section["engine"], Self.enginesElsewhere.contains(try engine.string()) {
            throw engine.fault(
                """
                search by '\(try engine.string())' is not built in; use 'searxng' with the \
                'base_url' of an instance, or run with --simulate
                """)
        }
        return SearchSpec(
            engine: try section["engine"]?.word(SearchSpec.Engine.self) ?? .searxng,
            baseURL: try section["base_url"].map(Self.withoutSlash),
            maxResults: try section["max_results"]?.integer(in: 1...50) ?? 5)
    }

    /// Engines that people will try, and that this version does not have.
    private static let enginesElsewhere = ["server", "exa", "tavily", "brave", "serper"]

    private static func withoutSlash(_ value: YAMLValue) throws(CatalogError) -> String {
        var url = try value.string()[...]
        while url.last == "/" { url.removeLast() }
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw value.fault("'base_url' must start with https:// or http://")
        }
        return String(url)
    }

    private func exclusion(_ value: YAMLValue) throws(CatalogError) -> String {
        let name = try value.string()
        guard ["builtin:draco", "none"].contains(name) else {
            throw value.fault("'exclusion' must be builtin:draco or none")
        }
        return name
    }

    private func judge(_ value: YAMLValue) throws(CatalogError) -> JudgeSpec {
        let section = try value.mapping()
        try section.allow(only: [
            "model", "prompt", "reasoning", "temperature", "max_output_tokens", "passes",
            "endpoint",
        ])
        return JudgeSpec(
            model: try section.required("model").string(),
            prompt: try section["prompt"]?.string() ?? "draco-paper",
            reasoning: try section["reasoning"]?.string(),
            temperature: try section["temperature"]?.number(in: 0...2),
            maxOutputTokens: try section["max_output_tokens"]?.integer(in: 1...1_000_000),
            passes: try section["passes"]?.integer(in: 1...100) ?? 1,
            endpoint: try section["endpoint"].map(Self.endpoint))
    }

    private func limits(_ value: YAMLValue) throws(CatalogError) -> RunLimits {
        let section = try value.mapping()
        try section.allow(only: ["max_cost_usd", "concurrency", "task_timeout_s"])
        return RunLimits(
            maxCost: try section["max_cost_usd"]?.number(in: 0.000_001...10_000_000)
                .asDollars,
            concurrency: try section["concurrency"]?.integer(in: 1...10_000) ?? 64,
            taskTimeoutSeconds: try section["task_timeout_s"]?.number(in: 1...86_400) ?? 1800)
    }
}

extension Double {
    fileprivate var asDollars: USD { USD(self) }
}

// MARK: - Configurations

extension SuiteReader {
    private func configurations(of value: YAMLValue) throws(CatalogError) -> [Configuration] {
        var configurations: [Configuration] = []
        for item in try value.list() {
            let configuration = try configuration(item)
            if configurations.contains(where: { $0.id == configuration.id }) {
                throw item.fault("the id '\(configuration.id)' is used twice; rename one")
            }
            configurations.append(configuration)
        }
        guard !configurations.isEmpty else {
            throw value.fault("'configurations' is empty; add what is to be tested")
        }
        return configurations
    }

    private static let kinds = ["solo", "fusion", "answers", "server_fusion"]

    private func configuration(_ item: YAMLValue) throws(CatalogError) -> Configuration {
        let entry = try item.mapping()
        try entry.allow(only: ["id", "endpoint"] + Self.kinds)
        let id = try name(of: entry.required("id"))
        let given = Self.kinds.filter { entry[$0] != nil }
        guard given.count == 1, let kindName = given.first else {
            throw item.fault(
                "'\(id)' must have exactly one of solo, fusion and answers")
        }
        let value = try entry.required(kindName)
        let kind: Configuration.Kind
        switch kindName {
        case "solo": kind = .solo(model: try value.string())
        case "fusion": kind = .fusion(try fusion(value))
        case "answers": kind = .answers(file: resolved(try value.string()))
        default:
            throw value.fault(
                """
                'server_fusion' is not built in; use 'fusion' with panel, analyst and \
                synthesizer, which runs the same steps here
                """)
        }
        return Configuration(
            id: id, kind: kind, endpoint: try entry["endpoint"].map(Self.endpoint))
    }

    private func fusion(_ value: YAMLValue) throws(CatalogError) -> FusionSpec {
        let section = try value.mapping()
        try section.allow(only: ["panel", "analyst", "synthesizer", "drafts"])
        let panelValue = try section.required("panel")
        let panel = try strings(panelValue)
        guard FusionSpec.panelSize.contains(panel.count) else {
            throw panelValue.fault("a panel has 1 to 8 models, and this one has \(panel.count)")
        }
        let synthesizer = try section.required("synthesizer").string()
        return FusionSpec(
            panel: panel, analyst: try section["analyst"]?.string() ?? synthesizer,
            synthesizer: synthesizer,
            drafts: try section["drafts"]?.word(DraftSource.self) ?? .fresh)
    }

    /// Relative paths in a suite start at its folder.
    private func resolved(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return (folder + [path[...]]).joined(separator: "/")
    }

    /// Drafts can only be reused where the suite has them.
    private func checkDrafts(of suite: Suite, at value: YAMLValue) throws(CatalogError) {
        for (configuration, item) in zip(suite.configurations, try value.list()) {
            guard case .fusion(let spec) = configuration.kind, spec.drafts == .reuse else {
                continue
            }
            for model in spec.panel {
                let isSolo = suite.configurations.contains { $0.kind == .solo(model: model) }
                guard isSolo else {
                    throw item.fault(
                        """
                        '\(configuration.id)' reuses drafts, and \(model) has no solo \
                        configuration to take them from; add one, or set drafts: fresh
                        """)
                }
                let repeats = spec.panel.count { $0 == model }
                guard repeats <= suite.generations else {
                    throw item.fault(
                        """
                        '\(configuration.id)' needs \(repeats) different answers of \(model), \
                        and generations is \(suite.generations); raise it, or set drafts: fresh
                        """)
                }
            }
        }
    }
}
