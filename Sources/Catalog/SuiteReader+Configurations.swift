import Vocabulary

/// What is under test.
extension SuiteReader {
    func configurations(of value: YAMLValue) throws(CatalogError) -> [Configuration] {
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

    private static let kinds = ["solo", "fusion", "server_fusion", "escalation", "answers"]

    private func configuration(_ item: YAMLValue) throws(CatalogError) -> Configuration {
        let entry = try item.mapping()
        try entry.allow(only: ["id", "endpoint", "enforce", "max_cost_usd"] + Self.kinds)
        let id = try name(of: entry.required("id"))
        let given = Self.kinds.filter { entry[$0] != nil }
        guard given.count == 1, let kindName = given.first else {
            throw item.fault(
                "'\(id)' must have exactly one of \(Self.kinds.joined(separator: ", ")); correct it"
            )
        }
        let value = try entry.required(kindName)
        let kind: Configuration.Kind
        switch kindName {
        case "solo": kind = .solo(model: try value.string())
        case "fusion": kind = .fusion(try fusion(value))
        case "answers": kind = .answers(file: resolved(try value.string()))
        case "server_fusion": kind = .serverFusion(try serverFusion(value))
        default: kind = .escalation(try escalation(value))
        }
        return Configuration(
            id: id, kind: kind, endpoint: try entry["endpoint"].map(EndpointReader.endpoint),
            enforcement: try entry["enforce"]?.word(Enforcement.self),
            maxCost: try entry["max_cost_usd"].map(dollars))
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
    func checkDrafts(of suite: Suite, at value: YAMLValue) throws(CatalogError) {
        for (configuration, item) in zip(suite.configurations, try value.list()) {
            guard case .fusion(let spec) = configuration.kind, spec.drafts == .reuse else {
                continue
            }
            for model in spec.panel {
                guard suite.solo(of: model, beside: configuration) != nil else {
                    throw item.fault(
                        """
                        '\(configuration.id)' reuses drafts, and \(model) has no solo \
                        configuration with the same 'enforce' to take them from; add one, or set \
                        drafts: fresh
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
