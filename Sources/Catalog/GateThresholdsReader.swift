import Vocabulary

/// Reads the thresholds of a judge gate: YAML that a person writes, strict to the last key. What is
/// left out has its usual value.
package enum GateThresholdsReader {
    /// The thresholds in a file.
    package static func read(_ file: String) throws(CatalogError) -> GateThresholds {
        let text = try SourceFile.text(file, atMost: 1 << 20)
        let top = try YAMLMapping(parsing: text, file: file)
        return try thresholds(top)
    }

    private static func thresholds(_ top: YAMLMapping) throws(CatalogError) -> GateThresholds {
        try top.allow(only: [
            "name", "version", "significance", "least_matched", "least_repeats", "require", "gold",
            "scores", "ranks", "missing",
        ])
        let usual = GateThresholds()
        var thresholds = GateThresholds(
            name: try name(top.required("name")), version: try top.required("version").string())
        thresholds.significance =
            try top["significance"]?.number(in: 0.0001...0.5) ?? usual.significance
        thresholds.leastMatched =
            try top["least_matched"]?.number(in: 0...1) ?? usual.leastMatched
        thresholds.leastRepeats =
            try top["least_repeats"]?.integer(in: 1...1_000) ?? usual.leastRepeats
        thresholds.required = try rules(top["require"])
        if let section = try section(top["gold"], ["margin", "largest_loss", "strict"]) {
            try points(section["margin"], to: &thresholds.gold.marginPoints)
            try points(section["largest_loss"], to: &thresholds.gold.largestLossPoints)
            try truth(section["strict"], to: &thresholds.gold.isStrict)
        }
        if let section = try section(top["scores"], ["least_shift", "largest_shift", "strict"]) {
            try points(section["least_shift"], to: &thresholds.scores.leastShiftPoints)
            try points(section["largest_shift"], to: &thresholds.scores.largestShiftPoints)
            try truth(section["strict"], to: &thresholds.scores.isStrict)
            if thresholds.scores.largestShiftPoints < thresholds.scores.leastShiftPoints {
                throw section.fault(
                    "'largest_shift' is below 'least_shift'; the least comes first")
            }
        }
        if let section = try section(top["ranks"], ["strict"]) {
            try truth(section["strict"], to: &thresholds.ranks.isStrict)
        }
        if let section = try section(top["missing"], ["largest_rise", "strict"]) {
            try points(section["largest_rise"], to: &thresholds.missing.largestRisePoints)
            try truth(section["strict"], to: &thresholds.missing.isStrict)
        }
        return thresholds
    }

    private static func name(_ value: YAMLValue) throws(CatalogError) -> String {
        let name = try value.string()
        guard FileName.isSafe(name), name.count <= 80 else {
            throw value.fault("'\(name)' can't be a name; use \(FileName.allowed), 80 at most")
        }
        return name
    }

    private static func rules(_ value: YAMLValue?) throws(CatalogError) -> Set<GateThresholds.Rule>
    {
        var rules: Set<GateThresholds.Rule> = []
        for item in try value?.list() ?? [] {
            let rule = try item.word(GateThresholds.Rule.self)
            guard rules.insert(rule).inserted else {
                throw item.fault("'\(rule.rawValue)' is given twice; keep one")
            }
        }
        return rules
    }

    private static func section(
        _ value: YAMLValue?, _ keys: [String]
    ) throws(CatalogError) -> YAMLMapping? {
        guard let section = try value?.mapping() else { return nil }
        try section.allow(only: keys)
        return section
    }

    private static func points(_ value: YAMLValue?, to field: inout Double) throws(CatalogError) {
        if let value { field = try value.number(in: 0...100) }
    }

    private static func truth(_ value: YAMLValue?, to field: inout Bool) throws(CatalogError) {
        guard let value else { return }
        switch try value.string() {
        case "true": field = true
        case "false": field = false
        case let text: throw value.fault("'\(text)' is neither true nor false; write one of them")
        }
    }
}
