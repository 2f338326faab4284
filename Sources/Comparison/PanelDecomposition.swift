import Statistics
import Vocabulary

/// What a mixed panel's gain is made of, where self-panels of its models by the same synthesizer
/// ran beside it.
package struct PanelDecomposition: Sendable {
    package let mixed: ConfigurationSummary
    /// The self-panels, and the solo rows beside them, one for every model that has both.
    package let selfPanels: [ConfigurationSummary]
    package let solos: [ConfigurationSummary]
    package let common: [String]
    package let effects: Decomposition

    /// Of every mixed panel that has any: balanced where all of its models have a self-panel and a
    /// solo row, else in the published style, once for each model that has.
    package static func all(of scores: [ConfigurationScores]) -> [PanelDecomposition] {
        scores.filter(\.configuration.isMixedPanel).flatMap { mixed -> [PanelDecomposition] in
            let arms = mixed.configuration.models.map { arm(of: $0, for: mixed, among: scores) }
            if arms.allSatisfy({ $0 != nil }) {
                return [PanelDecomposition(mixed, arms.compactMap { $0 })].compactMap { $0 }
            }
            var seen: Set<String> = []
            return zip(mixed.configuration.models, arms).compactMap { model, arm in
                seen.insert(model).inserted ? arm.flatMap { Self(mixed, [$0]) } : nil
            }
        }
    }

    private typealias Arm = (solo: ConfigurationScores, selfPanel: ConfigurationScores)

    private init?(_ mixed: ConfigurationScores, _ arms: [Arm]) {
        let fused = mixed.completedByTask
        let alone = arms.map(\.solo.completedByTask)
        let together = arms.map(\.selfPanel.completedByTask)
        let common = mixed.tasks.map(\.taskID).filter { task in
            fused[task] != nil && (alone + together).allSatisfy { $0[task] != nil }
        }
        func row(_ scores: [String: Double]) -> [Double] { common.compactMap { scores[$0] } }
        guard
            let effects = Decomposition(
                solos: alone.map(row), selfPanels: together.map(row), mixed: row(fused))
        else { return nil }
        self.mixed = mixed.configuration
        func distinct(_ rows: [ConfigurationSummary]) -> [ConfigurationSummary] {
            rows.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        selfPanels = distinct(arms.map(\.selfPanel.configuration))
        solos = distinct(arms.map(\.solo.configuration))
        self.common = common
        self.effects = effects
    }

    /// The self-panel of a model by the mixed panel's synthesizer, of its size where there is one.
    private static func arm(
        of model: String, for mixed: ConfigurationScores, among scores: [ConfigurationScores]
    ) -> Arm? {
        let rows = scores.filter { $0.isUnderRules(of: mixed) }
        let solo = rows.first { $0.configuration.isSolo && $0.configuration.models == [model] }
        let panels = rows.filter { row in
            row.configuration.isSelfPanel && row.configuration.models.first == model
                && row.configuration.synthesizer == mixed.configuration.synthesizer
        }
        let size = mixed.configuration.models.count
        let panel = panels.first { $0.configuration.models.count == size } ?? panels.first
        guard let solo, let panel else { return nil }
        return (solo, panel)
    }
}

extension ConfigurationScores {
    /// Whether the exclusion list was applied to both alike, so that the one can be a baseline of
    /// the other.
    func isUnderRules(of other: ConfigurationScores) -> Bool {
        configuration.enforcement == other.configuration.enforcement
    }
}
