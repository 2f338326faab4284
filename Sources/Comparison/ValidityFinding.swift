import Vocabulary

/// Why a configuration's number does not mean what it says.
package struct ValidityFinding: Sendable, Equatable {
    package let gate: Gate
    /// The model it is about, where a fusion has several.
    package let model: String?
    /// What was found and what is allowed, shares of 0…1.
    package let share: Double
    package let limit: Double

    package enum Gate: String, Sendable, CaseIterable {
        case truncated
        case empty
        case refused
        case withoutSearch = "without_search"
        case panelIncomplete = "panel_incomplete"
        case verdictCoverage = "verdict_coverage"
    }
}

extension ConfigurationScores {
    /// Every limit that the configuration or a member of it is beyond, in the order of the gates.
    package func findings(_ limits: ValidityLimits) -> [ValidityFinding] {
        // What the network failed says nothing about the configuration.
        let units = answered.filter { $0.status != .infraError }
        var findings: [ValidityFinding] = []
        func check(
            _ gate: ValidityFinding.Gate, _ hits: Int, of all: Int, limit: Double,
            model: String? = nil
        ) {
            guard all > 0 else { return }
            let share = Double(hits) / Double(all)
            if share > limit {
                findings.append(
                    ValidityFinding(gate: gate, model: model, share: share, limit: limit))
            }
        }
        let ends: [(ValidityFinding.Gate, AnswerStatus, Double)] = [
            (.truncated, .truncated, limits.maxTruncated), (.empty, .empty, limits.maxEmpty),
            (.refused, .refused, limits.maxRefused),
        ]
        let drafts = Dictionary(grouping: units.flatMap(\.drafts), by: \.model)
        for (gate, status, limit) in ends {
            check(gate, units.count { $0.status == status }, of: units.count, limit: limit)
            for (model, own) in drafts.sorted(by: { $0.key < $1.key }) {
                check(
                    gate, own.count { $0.status == status }, of: own.count, limit: limit,
                    model: model)
            }
        }
        // What a fusion of the provider's has searched is not told.
        let told = units.filter { !($0.serverFusion?.ran ?? false) }
        let research = Dictionary(grouping: told.flatMap(\.research), by: \.model)
        for (model, own) in research.sorted(by: { $0.key < $1.key }) {
            check(
                .withoutSearch, own.count { $0.searches == $0.failedSearches }, of: own.count,
                limit: limits.maxWithoutSearch, model: configuration.isFusion ? model : nil)
        }
        if configuration.kind == "server_fusion" {
            let told = units.compactMap(\.serverFusion)
            check(
                .panelIncomplete, told.count { $0.status != .complete }, of: told.count,
                limit: limits.maxPanelIncomplete)
        } else if configuration.isFusion {
            let panel = configuration.models.sorted()
            let made = units.filter { !$0.drafts.isEmpty }
            check(
                .panelIncomplete,
                made.count { unit in
                    unit.drafts.filter(\.status.isGradable).map(\.model).sorted() != panel
                }, of: made.count, limit: limits.maxPanelIncomplete)
        }
        if let finding = coverageFinding(limits.minVerdictCoverage) { findings.append(finding) }
        return findings
    }

    /// Verdicts that are there, as a share of the |weight| that was to be judged.
    package var verdictCoverage: Double? {
        let planned = answered.reduce(0) { $0 + $1.plannedVerdictWeight }
        guard planned > 0 else { return nil }
        return Double(answered.reduce(0) { $0 + $1.obtainedVerdictWeight }) / Double(planned)
    }

    private func coverageFinding(_ limit: Double) -> ValidityFinding? {
        guard let share = verdictCoverage, share < limit else { return nil }
        return ValidityFinding(gate: .verdictCoverage, model: nil, share: share, limit: limit)
    }
}
