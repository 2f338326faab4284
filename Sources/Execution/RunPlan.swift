import Answering
import Grading
import Store
import Vocabulary

/// What a run comprises, computed before anything runs: every answer unit in the order in which
/// work is taken, and for each of them the judge's work.
package struct RunPlan: Sendable {
    package let setup: RunSetup
    package let run: RunRecord
    package let judge: JudgeRecord
    /// Task by task, so that a run that ends early has answers of every configuration to the same
    /// tasks; within a task, drafts come before the fusions that reuse them.
    package let units: [Unit]

    /// An answer to get, and what it takes.
    package struct Unit: Sendable {
        package let record: AnswerUnitRecord
        package let configuration: Configuration
        package let task: ResearchTask
        /// By panel position, the keys of the answers that serve as drafts.
        package let reusedDrafts: [Int: String]
        /// The text of an imported answer.
        package let imported: RunSetup.ImportedText?
    }

    /// What a unit asks its configuration. All seeds of the answer derive from the run's seed, the
    /// run and the configuration.
    package func question(of unit: Unit) -> Question {
        Question(
            taskID: unit.task.id, problem: unit.task.problem, generation: unit.record.generation,
            seedRoot: [String(run.seed), run.id, unit.configuration.id])
    }

    /// Judge calls that a complete grading of those units takes, re-asks not counted.
    package func verdictCount(of units: [Unit]) -> Int {
        units.reduce(0) { $0 + $1.task.rubric.criteria.count } * run.passes
    }

    /// - Parameter startedAt: seconds since 1970; the store keeps the first start of a run.
    package init(_ setup: RunSetup, startedAt: Double) {
        let suite = setup.suite
        judge = JudgeRecord(
            suite.judge, prompt: setup.judgePrompt,
            endpoint: setup.identity(of: suite.judge.endpoint ?? suite.endpoint))
        run = RunRecord(
            id: setup.runID, name: suite.name, datasetName: setup.dataset.name,
            datasetSHA256: setup.dataset.sha256, datasetRevision: setup.dataset.revision,
            suiteSHA256: suite.sha256, judgeID: judge.id, passes: suite.judge.passes,
            generations: suite.generations, exclusionName: setup.exclusionName,
            exclusionSHA256: setup.exclusionSHA256, seed: suite.seed,
            simulation: setup.simulation, codeVersion: setup.codeVersion, startedAt: startedAt,
            finishedAt: nil)
        self.setup = setup
        units = Self.units(of: setup, keys: UnitKeys(setup))
    }

    /// The plan as the store keeps it.
    var record: RunPlanRecord {
        RunPlanRecord(
            run: run, dataset: setup.dataset, judge: judge, validity: setup.suite.validity,
            offersSearch: setup.suite.research.offersSearch,
            configurations: setup.suite.configurations.map {
                ConfigurationSummary($0, in: setup.suite)
            },
            units: units.map(\.record), prices: setup.prices)
    }
}

// MARK: - Units

extension RunPlan {
    private static func units(of setup: RunSetup, keys: UnitKeys) -> [Unit] {
        let configurations = setup.suite.configurations
        let independent = configurations.filter { !$0.reusesDrafts }
        let dependent = configurations.filter(\.reusesDrafts)
        return setup.suite.tasks.select(from: setup.dataset.tasks).flatMap { task in
            (independent + dependent).flatMap { configuration in
                units(of: configuration, task, setup, keys)
            }
        }
    }

    private static func units(
        of configuration: Configuration, _ task: ResearchTask, _ setup: RunSetup, _ keys: UnitKeys
    ) -> [Unit] {
        func unit(
            _ key: String, _ generation: Int, drafts: [Int: String] = [:],
            imported: RunSetup.ImportedText? = nil
        ) -> Unit {
            Unit(
                record: AnswerUnitRecord(
                    key: key, configurationID: configuration.id, taskID: task.id,
                    generation: generation),
                configuration: configuration, task: task, reusedDrafts: drafts,
                imported: imported)
        }
        switch configuration.kind {
        case .solo(let model):
            return (0..<setup.suite.generations).map { generation in
                unit(keys.solo(model, configuration, task, generation), generation)
            }
        case .fusion(let spec):
            return (0..<setup.suite.generations).map { generation in
                let drafts =
                    spec.drafts == .reuse
                    ? reusedDrafts(of: spec, configuration, task, generation, setup.suite, keys)
                    : [:]
                let key = keys.fusion(spec, configuration, task, generation, drafts: drafts)
                return unit(key, generation, drafts: drafts)
            }
        case .answers:
            let texts = setup.importedAnswers[configuration.id] ?? []
            return texts.filter { $0.taskID == task.id }.map { text in
                unit(keys.imported(text, configuration, task), text.generation, imported: text)
            }
        }
    }

    /// For every panel member the solo answer that stands in for it. A model that is in the panel
    /// k times contributes k different generations.
    private static func reusedDrafts(
        of spec: FusionSpec, _ configuration: Configuration, _ task: ResearchTask,
        _ generation: Int, _ suite: Suite, _ keys: UnitKeys
    ) -> [Int: String] {
        var drafts: [Int: String] = [:]
        for (position, model) in spec.panel.enumerated() {
            // The suite's reader has refused a panel without.
            guard let solo = suite.solo(of: model, beside: configuration) else { continue }
            let repeats = spec.panel[..<position].count { $0 == model }
            let taken = (generation + repeats) % suite.generations
            drafts[position] = keys.solo(model, solo, task, taken)
        }
        return drafts
    }
}

extension ResearchSpec {
    /// Without tool calls to make, models are given no tools.
    fileprivate var offersSearch: Bool { tools.contains(.webSearch) && maxToolCalls > 0 }
}

extension Configuration {
    fileprivate var reusesDrafts: Bool {
        switch kind {
        case .fusion(let spec): spec.drafts == .reuse
        case .solo, .answers: false
        }
    }
}

extension TaskSelection {
    /// The tasks that pass all filters, in file order.
    package func select(from tasks: [ResearchTask]) -> [ResearchTask] {
        let wanted = Set(ids)
        let fields = Set(domains.map { $0.lowercased() })
        let kept = tasks.filter { task in
            (wanted.isEmpty || wanted.contains(task.id))
                && (fields.isEmpty || fields.contains(task.domain.lowercased()))
        }
        return Array(kept.prefix(limit ?? kept.count))
    }
}

extension ConfigurationSummary {
    /// What the store keeps of a configuration.
    package init(_ configuration: Configuration, in suite: Suite) {
        let kind = configuration.kind
        let enforcement = suite.enforcement(of: configuration)
        switch kind {
        case .solo(let model):
            self.init(
                id: configuration.id, kind: kind.name, models: [model], enforcement: enforcement)
        case .fusion(let spec):
            self.init(
                id: configuration.id, kind: kind.name, models: spec.panel, analyst: spec.analyst,
                synthesizer: spec.synthesizer, drafts: spec.drafts.rawValue,
                enforcement: enforcement)
        case .answers:
            self.init(id: configuration.id, kind: kind.name, models: [])
        }
    }
}
