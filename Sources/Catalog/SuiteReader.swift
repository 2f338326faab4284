import Digests
import FoundationEssentials
import Vocabulary

/// Reads suites: YAML that a person writes, strict to the last key.
package struct SuiteReader {
    let file: String

    /// The suite in a file.
    package static func read(_ file: String) throws(CatalogError) -> Suite {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        return try SuiteReader(file: file).suite(top, sha256: SHA256.hex(text.utf8))
    }

    private func suite(_ top: YAMLMapping, sha256: String) throws(CatalogError) -> Suite {
        try top.allow(only: [
            "name", "dataset", "tasks", "endpoint", "research", "exclusion", "configurations",
            "generations", "judge", "judges", "limits", "validity", "simulation", "seed",
        ])
        let generations = try top["generations"]?.integer(in: 1...100) ?? 1
        let judges = try judges(of: top)
        let suite = Suite(
            name: try name(of: top.required("name")),
            dataset: try top.required("dataset").string(),
            tasks: try top["tasks"].map(tasks) ?? TaskSelection(),
            endpoint: try top["endpoint"].map(EndpointReader.endpoint) ?? EndpointReader.openRouter,
            research: try top["research"].map(research) ?? ResearchSpec(),
            exclusion: try top["exclusion"].map(exclusionList) ?? "builtin:draco",
            enforcement: try top["exclusion"].flatMap(enforcement),
            configurations: try configurations(of: top.required("configurations")),
            generations: generations, judge: judges[0], furtherJudges: Array(judges.dropFirst()),
            limits: try top["limits"].map(limits) ?? RunLimits(),
            validity: try top["validity"].map(validity) ?? ValidityLimits(),
            keyPages: try top["simulation"].map(keyPages) ?? .listed,
            seed: try top["seed"]?.seed() ?? 0, sha256: sha256)
        try checkDrafts(of: suite, at: top.required("configurations"))
        try checkProviders(of: suite, at: top.required("configurations"))
        return suite
    }

    func name(of value: YAMLValue) throws(CatalogError) -> String {
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

    func strings(_ value: YAMLValue?) throws(CatalogError) -> [String] {
        var texts: [String] = []
        for item in try value?.list() ?? [] { texts.append(try item.string()) }
        return texts
    }

    private func research(_ value: YAMLValue) throws(CatalogError) -> ResearchSpec {
        let section = try value.mapping()
        try section.allow(only: [
            "tools", "max_tool_calls", "search", "max_output_tokens", "reasoning",
        ])
        var tools = ResearchSpec.Tool.allCases
        if let list = section["tools"] {
            tools = []
            for item in try list.list() {
                let tool = try item.word(ResearchSpec.Tool.self)
                guard !tools.contains(tool) else {
                    throw item.fault("'\(tool.rawValue)' is given twice; keep one")
                }
                tools.append(tool)
            }
        }
        return ResearchSpec(
            tools: tools, maxToolCalls: try section["max_tool_calls"]?.integer(in: 0...200) ?? 16,
            search: try section["search"].map(search) ?? SearchSpec(),
            maxOutputTokens: try section["max_output_tokens"]?.integer(in: 1...10_000_000),
            reasoning: try section["reasoning"]?.string())
    }

    /// The name or path of a list; whether there is one, the workspace knows.
    /// Either the list alone, or a mapping of `list` and `enforce`.
    private func exclusionList(_ value: YAMLValue) throws(CatalogError) -> String {
        guard value.isMapping else { return try exclusion(value) }
        let section = try value.mapping()
        try section.allow(only: ["list", "enforce"])
        return try exclusion(section.required("list"))
    }

    private func enforcement(_ value: YAMLValue) throws(CatalogError) -> Enforcement? {
        guard value.isMapping else { return nil }
        return try value.mapping()["enforce"]?.word(Enforcement.self)
    }

    private func exclusion(_ value: YAMLValue) throws(CatalogError) -> String {
        let name = try value.string()
        let isPath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        guard name == "builtin:draco" || isPath || Self.isIdentifier(name) else {
            throw value.fault(
                """
                'exclusion' can't be '\(name)'; use none, the name of a bundled list such as \
                draco, or the path of a YAML file
                """)
        }
        return name
    }

    /// One under `judge`, or a list of several under `judges`.
    private func judges(of top: YAMLMapping) throws(CatalogError) -> [JudgeSpec] {
        guard let list = top["judges"] else { return [try judge(top.required("judge"))] }
        if let single = top["judge"] {
            throw single.fault("'judge' and 'judges' are both given; keep one of them")
        }
        var judges: [JudgeSpec] = []
        for item in try list.list() {
            let judge = try judge(item)
            guard !judges.contains(where: { $0.isSameJudge(as: judge) }) else {
                throw item.fault("this judge is listed twice; raise its 'passes' instead")
            }
            judges.append(judge)
        }
        guard !judges.isEmpty else { throw list.fault("'judges' is empty; list at least one") }
        return judges
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
            endpoint: try section["endpoint"].map(EndpointReader.endpoint))
    }

    private func limits(_ value: YAMLValue) throws(CatalogError) -> RunLimits {
        let section = try value.mapping()
        try section.allow(
            only: ["max_cost_usd", "concurrency", "task_timeout_s", "outage_s", "models"]
                + RateLimits.keys)
        return RunLimits(
            maxCost: try section["max_cost_usd"].map(dollars),
            concurrency: try section["concurrency"]?.integer(in: 1...10_000) ?? 64,
            taskTimeoutSeconds: try section["task_timeout_s"]?.number(in: 1...86_400) ?? 1800,
            outageSeconds: try section["outage_s"]?.number(in: 1...86_400) ?? 300,
            rates: try RateLimits(of: section),
            modelRates: try section["models"].map(RateLimits.byModel) ?? [:])
    }

    func dollars(_ value: YAMLValue) throws(CatalogError) -> USD {
        USD(try value.number(in: 0.000_001...10_000_000))
    }

    /// What the simulator is to play, where it does.
    private func keyPages(_ value: YAMLValue) throws(CatalogError) -> KeyPages {
        let section = try value.mapping()
        try section.allow(only: ["key_pages"])
        return try section["key_pages"]?.word(KeyPages.self) ?? .listed
    }

    private func validity(_ value: YAMLValue) throws(CatalogError) -> ValidityLimits {
        let limits: [(key: String, field: WritableKeyPath<ValidityLimits, Double>)] = [
            ("max_truncated", \.maxTruncated), ("max_empty", \.maxEmpty),
            ("max_refused", \.maxRefused), ("max_without_search", \.maxWithoutSearch),
            ("max_panel_incomplete", \.maxPanelIncomplete),
            ("min_verdict_coverage", \.minVerdictCoverage),
        ]
        let section = try value.mapping()
        try section.allow(only: limits.map(\.key))
        var validity = ValidityLimits()
        for (key, field) in limits {
            if let share = try section[key]?.number(in: 0...1) { validity[keyPath: field] = share }
        }
        return validity
    }
}
