import Vocabulary

/// Lays out the units of a run: which answers there are to be, under which keys.
struct PlannedUnits {
    private let setup: RunSetup
    private let keys: UnitKeys
    private var reusable: ReusableAnswers

    init(_ setup: RunSetup, _ reusable: ReusableAnswers) {
        self.setup = setup
        self.reusable = reusable
        keys = UnitKeys(setup)
    }

    /// Task by task, and within a task drafts before the fusions that reuse them.
    consuming func units() -> [RunPlan.Unit] {
        let configurations = setup.suite.configurations
        let independent = configurations.filter { !$0.reusesDrafts }
        let dependent = configurations.filter(\.reusesDrafts)
        var units: [RunPlan.Unit] = []
        for task in setup.suite.tasks.select(from: setup.dataset.tasks) {
            var solos: [Solo: UnitKeys.Identity] = [:]
            for configuration in independent + dependent {
                for unit in self.units(of: configuration, task, solos) {
                    units.append(unit)
                    if case .solo = configuration.kind {
                        let solo = Solo(configuration.id, unit.record.generation)
                        solos[solo] = UnitKeys.Identity(key: unit.record.key, origin: unit.origin)
                    }
                }
            }
        }
        return units
    }

    /// Which of a task's solo answers.
    private struct Solo: Hashable {
        let configurationID: String
        let generation: Int

        init(_ configurationID: String, _ generation: Int) {
            self.configurationID = configurationID
            self.generation = generation
        }
    }

    private mutating func units(
        of configuration: Configuration, _ task: ResearchTask, _ solos: [Solo: UnitKeys.Identity]
    ) -> [RunPlan.Unit] {
        let generations = 0..<setup.suite.generations
        switch configuration.kind {
        case .solo(let model):
            return generations.map { generation in
                unit(
                    keys.solo(model, configuration, task, generation), configuration, task,
                    generation)
            }
        case .fusion(let spec):
            return generations.map { generation in
                let drafts =
                    spec.drafts == .reuse
                    ? self.drafts(of: spec, configuration, generation, solos) : [:]
                return unit(
                    keys.fusion(spec, configuration, task, generation, drafts: drafts),
                    configuration, task, generation, drafts: drafts.mapValues(\.key))
            }
        case .serverFusion(let spec), .escalation(let spec):
            return generations.map { generation in
                unit(
                    keys.serverFusion(spec, configuration, task, generation), configuration, task,
                    generation)
            }
        case .answers:
            let texts = setup.importedAnswers[configuration.id] ?? []
            return texts.filter { $0.taskID == task.id }.map { text in
                unit(
                    keys.imported(text, configuration, task), configuration, task,
                    text.generation, imported: text)
            }
        }
    }

    private mutating func unit(
        _ identity: UnitKeys.Identity, _ configuration: Configuration, _ task: ResearchTask,
        _ generation: Int, drafts: [Int: String] = [:], imported: RunSetup.ImportedText? = nil
    ) -> RunPlan.Unit {
        let source =
            imported == nil
            ? reusable.take(identity.origin.contentKey, inPlaceOf: identity.key) : nil
        return RunPlan.Unit(
            record: AnswerUnitRecord(
                key: source?.key ?? identity.key, configurationID: configuration.id,
                taskID: task.id, generation: generation, reusedFrom: source?.runID),
            origin: identity.origin, configuration: configuration, task: task,
            reusedDrafts: drafts, imported: imported)
    }

    /// For every panel member the solo answer that stands in for it. A model that is in the panel
    /// k times contributes k different generations.
    private func drafts(
        of spec: FusionSpec, _ configuration: Configuration, _ generation: Int,
        _ solos: [Solo: UnitKeys.Identity]
    ) -> [Int: UnitKeys.Identity] {
        var drafts: [Int: UnitKeys.Identity] = [:]
        for (position, model) in spec.panel.enumerated() {
            // The suite's reader has refused a panel without.
            guard let solo = setup.suite.solo(of: model, beside: configuration) else { continue }
            let repeats = spec.panel[..<position].count { $0 == model }
            let taken = (generation + repeats) % setup.suite.generations
            drafts[position] = solos[Solo(solo.id, taken)]
        }
        return drafts
    }
}

extension Configuration {
    fileprivate var reusesDrafts: Bool {
        switch kind {
        case .fusion(let spec): spec.drafts == .reuse
        case .solo, .serverFusion, .escalation, .answers: false
        }
    }
}

/// Stored answers that a plan may take in place of asking anew: those of other runs, and each for
/// one unit only, since two units with one answer would be no two draws.
package struct ReusableAnswers: Sendable {
    /// Of the plan's own answers that are stored: these are kept as they are.
    private let answered: Set<String>
    private var byContent: [String: [Source]]

    package struct Source: Sendable, Equatable {
        package let contentKey: String
        /// Under which the answer is stored.
        package let key: String
        /// The run that paid for it.
        package let runID: String

        package init(contentKey: String, key: String, runID: String) {
            self.contentKey = contentKey
            self.key = key
            self.runID = runID
        }
    }

    package static let none = ReusableAnswers(answered: [], sources: [])

    /// - Parameters:
    ///   - answered: keys of stored answers.
    ///   - sources: in the order in which they are to be taken.
    package init(answered: Set<String>, sources: [Source]) {
        self.answered = answered
        byContent = Dictionary(grouping: sources.reversed(), by: \.contentKey)
    }

    mutating func take(_ contentKey: String, inPlaceOf key: String) -> Source? {
        answered.contains(key) ? nil : byContent[contentKey]?.popLast()
    }
}
