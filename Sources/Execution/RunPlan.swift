import Answering
import Grading
import Store
import Vocabulary

/// What a run comprises, computed before anything runs: every answer unit in the order in which
/// work is taken, and for each of them the judge's work.
package struct RunPlan: Sendable {
    package private(set) var setup: RunSetup
    package let run: RunRecord
    /// In the suite's order; the first one's scores are those of the run.
    package let judges: [PlannedJudge]
    /// Task by task, so that a run that ends early has answers of every configuration to the same
    /// tasks; within a task, drafts come before the fusions that reuse them.
    package let units: [Unit]

    /// A judge, and how often it is to grade every answer.
    package struct PlannedJudge: Sendable {
        package let spec: JudgeSpec
        package let definition: JudgeDefinition
        package let record: JudgeRecord

        package var passes: Int { spec.passes }
    }

    /// The judge whose scores are those of the run.
    package var judge: JudgeRecord { judges[0].record }

    /// An answer to get, and what it takes.
    package struct Unit: Sendable {
        package let record: AnswerUnitRecord
        /// What its answer is made of.
        package let origin: AnswerOrigin
        package let configuration: Configuration
        package let task: ResearchTask
        /// By panel position, the keys of the answers that serve as drafts.
        package let reusedDrafts: [Int: String]
        /// The text of an imported answer.
        package let imported: RunSetup.ImportedText?
    }

    /// What a unit asks its configuration. All seeds of the answer derive from the run's seed, the
    /// run, the configuration, and how often it was asked before and the answer put aside: the same
    /// seed could bring the same answer again.
    package func question(of unit: Unit, attempt: Int = 0) -> Question {
        Question(
            taskID: unit.task.id, problem: unit.task.problem, generation: unit.record.generation,
            seedRoot: [String(run.seed), run.id, unit.configuration.id]
                + (attempt == 0 ? [] : ["attempt \(attempt)"]))
    }

    /// Verdicts that a complete grading of those units takes, all judges together.
    package func verdictCount(of units: [Unit]) -> Int {
        units.reduce(0) { $0 + $1.task.rubric.criteria.count }
            * judges.reduce(0) { $0 + $1.passes }
    }

    /// - Parameters:
    ///   - reusable: answers that other runs paid for and that stand in for asking anew.
    ///   - startedAt: seconds since 1970; the store keeps the first start of a run.
    package init(_ setup: RunSetup, reusing reusable: ReusableAnswers = .none, startedAt: Double) {
        let suite = setup.suite
        judges = zip(suite.judges, setup.judgeDefinitions).map { spec, definition in
            PlannedJudge(
                spec: spec, definition: definition,
                record: JudgeRecord(
                    spec, definition: definition,
                    endpoint: setup.identity(of: spec.endpoint ?? suite.endpoint)))
        }
        run = RunRecord(
            id: setup.runID, name: suite.name, datasetName: setup.dataset.name,
            datasetSHA256: setup.dataset.sha256, datasetRevision: setup.dataset.revision,
            suiteSHA256: suite.sha256, judgeID: judges[0].record.id, passes: suite.judge.passes,
            generations: suite.generations, exclusionName: setup.exclusionName,
            exclusionSHA256: setup.exclusionSHA256, seed: suite.seed,
            simulation: setup.simulation, codeVersion: setup.codeVersion, startedAt: startedAt,
            finishedAt: nil)
        self.setup = setup
        units = PlannedUnits(setup, reusable).units()
    }

    /// The same plan at other prices, which change nothing of what is asked for.
    package func priced(
        _ prices: [String: ModelPrice], sources: [String: PriceSource]
    ) -> RunPlan {
        var plan = self
        plan.setup.prices = prices
        plan.setup.priceSources = sources
        return plan
    }

    /// The plan as the store keeps it.
    var record: RunPlanRecord {
        RunPlanRecord(
            run: run, dataset: setup.dataset,
            judges: judges.map { ($0.record, $0.passes) }, validity: setup.suite.validity,
            offersSearch: setup.suite.research.offersSearch,
            searchEngine: setup.suite.research.search.engine,
            configurations: setup.suite.configurations.map {
                ConfigurationSummary($0, in: setup.suite)
            },
            units: units.map(\.record), prices: setup.prices,
            priceSources: setup.priceSources.mapValues(\.description))
    }
}

extension ResearchSpec {
    /// Without tool calls to make, models are given no tools.
    fileprivate var offersSearch: Bool { tools.contains(.webSearch) && maxToolCalls > 0 }
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
        case .serverFusion(let spec):
            self.init(
                id: configuration.id, kind: kind.name, models: spec.panel, analyst: spec.analyst,
                synthesizer: spec.model, enforcement: enforcement)
        case .escalation(let spec):
            self.init(
                id: configuration.id, kind: kind.name, models: [spec.requestedModel],
                enforcement: enforcement)
        case .answers:
            self.init(id: configuration.id, kind: kind.name, models: [])
        }
    }
}
