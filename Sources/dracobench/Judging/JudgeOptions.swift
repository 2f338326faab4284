import ArgumentParser
import Catalog
import Execution
import FoundationEssentials
import Vocabulary

/// The judge's model and where it is asked.
struct JudgeOptions: ParsableArguments {
    @Option(
        help: """
            A suite whose judge, endpoint, limits and seed are taken. Without one, \
            google/gemini-3.1-pro-preview at OpenRouter, reasoning low, temperature 0.2; with \
            --simulate, sim/judge.
            """)
    var suite: String?

    @Option(help: "The judge's model, in place of the suite's.")
    var model: String?

    @Option(help: "Requests in flight at most.")
    var concurrency: Int?

    @Option(
        help: """
            Cap on the known costs of each trial, in US dollars; a diff takes two trials, four with \
            sentinels.
            """)
    var maxCost: Double?

    @Option(help: "The seed, in place of the suite's.")
    var seed: UInt64?

    @Flag(help: "Let the built-in simulator play the judge.")
    var simulate = false

    @OptionGroup var simulation: SimulationOptions

    @Option(
        name: .customLong("db"),
        help: "Where verdicts are kept. Default: judging.sqlite in the folder for results.")
    var database: String?

    @OptionGroup var home: WorkspaceOptions

    /// How often every answer is judged, by default.
    static let usualRepeats = 3

    /// Trials with these settings, and the judge they ask for.
    func trials(in workspace: Workspace) throws -> (trials: JudgeTrials, spec: JudgeSpec) {
        var suite = try self.suite.map(SuiteReader.read) ?? usualSuite
        if let model { suite.judge.model = model }
        if let seed { suite.seed = seed }
        if let concurrency {
            guard (1...10_000).contains(concurrency) else {
                throw CommandFailure("--concurrency must lie between 1 and 10000.")
            }
            suite.limits.concurrency = concurrency
        }
        if let maxCost {
            guard maxCost > 0 else { throw CommandFailure("--max-cost must be above 0.") }
            suite.limits.maxCost = USD(maxCost)
        }
        let trials = JudgeTrials(
            workspace: workspace,
            databasePath: try DatabaseOptions(path: database)
                .pathForWriting(in: workspace, named: "judging.sqlite"),
            simulation: simulate ? try simulation.choice() : nil, suite: suite)
        return (trials, suite.judge)
    }

    private var usualSuite: Suite {
        Suite(
            name: "judge", dataset: "", endpoint: EndpointReader.openRouter,
            configurations: [],
            judge: simulate
                ? JudgeSpec(model: "sim/judge")
                : JudgeSpec(
                    model: "google/gemini-3.1-pro-preview", reasoning: "low", temperature: 0.2),
            sha256: "")
    }
}

extension JudgeMaterial {
    /// A gold set: each of its answers, with the criteria that have a label.
    init(_ gold: GoldSet, tasks: [ResearchTask]) {
        let tasks = Dictionary(
            tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var order: [String] = []
        var labels: [String: [GoldLabel]] = [:]
        for label in gold.labels {
            if labels[label.answerID] == nil { order.append(label.answerID) }
            labels[label.answerID, default: []].append(label)
        }
        self.init(
            name: gold.name,
            items: order.compactMap { answerID in
                guard let own = labels[answerID], let first = own.first,
                    let task = tasks[first.taskID]
                else { return nil }
                let gold = Dictionary(
                    own.map { ($0.criterionID, $0.gold) }, uniquingKeysWith: { first, _ in first })
                return Item(
                    answerID: answerID, configurationID: nil, task: task,
                    criteria: task.rubric.criteria.filter { gold[$0.id] != nil },
                    text: first.answer, gold: gold)
            })
    }
}
