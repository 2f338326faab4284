import Vocabulary

/// Reads the rows of published results.
struct PublishedRowReader {
    let dataset: PublishedDataset
    /// The models of the judges beside the main one.
    let judges: [String]

    func rows(_ value: YAMLValue) throws(CatalogError) -> [PublishedRow] {
        var rows: [PublishedRow] = []
        var seen: Set<String> = []
        for item in try value.list() {
            let row = try row(item)
            for id in [row.id] + row.aliases where !seen.insert(id).inserted {
                throw item.fault("the id or alias '\(id)' is used twice; rename one")
            }
            rows.append(row)
        }
        guard !rows.isEmpty else {
            throw value.fault("'rows' is empty; add what was published")
        }
        return rows
    }

    private static let systems = ["solo", "fusion", "product"]

    private func row(_ item: YAMLValue) throws(CatalogError) -> PublishedRow {
        let entry = try item.mapping()
        try entry.allow(
            only: ["id", "aliases", "name"] + Self.systems + [
                "score", "completed", "pass_sd", "pass_rate", "by_judge", "axes", "domains",
                "cost_usd", "latency_s", "input_tokens", "output_tokens", "note",
            ])
        let tokens = 0...1_000_000_000
        return PublishedRow(
            id: try entry.required("id").string(),
            aliases: try entry["aliases"]?.elements { value throws(CatalogError) in
                try value.string()
            } ?? [],
            name: try entry.required("name").string(), system: try system(item, entry),
            score: try entry.required("score").number(in: Self.percent),
            completed: try entry["completed"]?.integer(in: 1...dataset.tasks) ?? dataset.tasks,
            passDeviation: try entry["pass_sd"]?.number(in: Self.percent),
            passRate: try entry["pass_rate"]?.number(in: Self.percent),
            scoresByJudge: try parts(entry["by_judge"], named: judges),
            axes: try parts(entry["axes"], named: Axis.allCases.map(\.rawValue)),
            domains: try parts(entry["domains"]),
            cost: try entry["cost_usd"].map { value throws(CatalogError) in
                USD(try value.number(in: 0...10_000))
            },
            latencySeconds: try entry["latency_s"]?.number(in: 0...1_000_000),
            inputTokens: try entry["input_tokens"]?.integer(in: tokens),
            outputTokens: try entry["output_tokens"]?.integer(in: tokens),
            note: try entry["note"]?.string())
    }

    private func system(
        _ item: YAMLValue, _ entry: YAMLMapping
    ) throws(CatalogError) -> PublishedRow.System {
        let given = Self.systems.filter { entry[$0] != nil }
        guard given.count == 1, let kind = given.first else {
            throw item.fault("a row must have exactly one of solo, fusion and product; correct it")
        }
        let value = try entry.required(kind)
        switch kind {
        case "solo": return .solo(model: try value.string())
        case "product": return .product(try value.string())
        default:
            let section = try value.mapping()
            try section.allow(only: ["panel", "synthesizer"])
            let panelValue = try section.required("panel")
            let panel = try panelValue.elements { value throws(CatalogError) in
                try value.string()
            }
            guard FusionSpec.panelSize.contains(panel.count) else {
                throw panelValue.fault("a panel has 1 to 8 models, and this one has \(panel.count)")
            }
            return .fusion(
                panel: panel, synthesizer: try section.required("synthesizer").string())
        }
    }

    /// Scores by name, in file order.
    private func parts(
        _ value: YAMLValue?, named known: [String]? = nil
    ) throws(CatalogError) -> [PublishedRow.Part] {
        guard let value else { return [] }
        let section = try value.mapping()
        if let known {
            guard !known.isEmpty else {
                throw value.fault("scores by judge need 'other_judges' with a model each; add it")
            }
            try section.allow(only: known)
        }
        var parts: [PublishedRow.Part] = []
        for (name, score) in section.entries {
            parts.append(.init(name: name, score: try score.number(in: Self.percent)))
        }
        return parts
    }

    private static let percent = 0.0...100.0
}
