import ArgumentParser
import Catalog
import Comparison
import Execution
import Reports
import Simulator
import Store
import Vocabulary

/// `dracobench run SUITE`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a suite, or what is missing of it, and prints the leaderboard.",
        discussion: """
            Everything is stored as it comes. The same command again asks only for what is \
            missing: answers that failed for no fault of the model and verdicts that could not \
            be had included.
            """)

    @Argument(help: "The suite, a YAML file.")
    var suite: String

    @Option(help: "A dataset's name or the path of a tasks file, in place of the suite's.")
    var dataset: String?

    @Option(help: "So many tasks, or task ids separated by commas, in place of the suite's.")
    var tasks: String?

    @Option(help: "Stop once known costs of the run reach so many US dollars.")
    var maxCost: Double?

    @Flag(help: "Let the built-in simulator play models, search engine and web.")
    var simulate = false

    @Option(
        help: """
            HOST:PORT. Use the simulator that 'dracobench simulate' runs there, in place of one that \
            lives as long as the run; implies --simulate.
            """)
    var simulator: String?

    @Option(
        help: """
            Ask again for stored answers of that kind: tainted, refused, empty, truncated or \
            failed. Missing is asked for in any case. They are put aside, not lost.
            """)
    var redo: Redo?

    @Flag(help: "Print what would be asked for and what it would cost, and stop.")
    var dryRun = false

    @Flag(help: "Print for every answer and its verdicts why they are asked for or kept, and stop.")
    var explainPlan = false

    @Flag(
        help: """
            Take answers and verdicts of other runs in the results file that are made of the same, \
            at their original cost, in place of asking anew.
            """)
    var reuse = false

    @OptionGroup var simulation: SimulationOptions
    @OptionGroup var watch: WatchOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var home: WorkspaceOptions

    func run() async throws {
        let workspace = try home.workspace()
        var suite = try SuiteReader.read(suite)
        if let dataset { suite.dataset = dataset }
        if let tasks { suite.tasks = try Self.selection(tasks) }
        if let maxCost {
            guard maxCost > 0 else { throw CommandFailure("--max-cost must be above 0.") }
            suite.limits.maxCost = USD(maxCost)
        }
        let session = RunSession(
            workspace: workspace, suite: suite,
            databasePath: try database.pathForWriting(in: workspace),
            simulation: try simulationChoice(), watch: watch.choice)
        let plan = try await session.plan(reusing: reuse)
        let explanation = try await session.explanation(
            of: plan, countsVerdicts: explainPlan)
        if explainPlan {
            Terminal.print(explanation.text(judges: plan.judges.map(\.record)))
            return
        }
        if let changes = explanation.changes { Terminal.say(changes) }
        if dryRun {
            let estimate = try await session.estimate(plan, redo: redo)
            Terminal.print(Self.description(of: plan) + "\n")
            Terminal.print(EstimateReport(estimate, runID: plan.run.id).markdown())
            return
        }
        let outcome = try await session.execute(plan, redo: redo)
        let leaderboard = try await session.leaderboard(runID: plan.run.id)
        Terminal.print(leaderboard.markdown())
        await session.conclude(
            plan, with: "Stored in \(session.databasePath) as run \(plan.run.id).")
        if let reason = try await session.mostFrequentFailure(of: plan) {
            await session.conclude(plan, with: reason)
        }
        try Self.conclude(outcome, toFinish: try await session.priceOfTheRest(plan, outcome))
    }

    private func simulationChoice() throws -> RunSession.SimulationChoice? {
        guard simulate || simulator != nil else { return nil }
        var choice = try simulation.choice()
        if let simulator {
            guard choice.latencyScale == 0 else {
                throw CommandFailure("Give --latency-scale to the simulator that runs already.")
            }
            choice.running = try RunningSimulator(parsing: simulator).address
        }
        return choice
    }

    static func selection(_ words: String) throws -> TaskSelection {
        if let limit = Int(words) {
            guard limit > 0 else { throw CommandFailure("--tasks must be above 0.") }
            return TaskSelection(limit: limit)
        }
        return TaskSelection(ids: words.split(separator: ",").map(String.init))
    }

    static func description(of plan: RunPlan) -> String {
        let configurations = plan.setup.suite.configurations.map { configuration in
            let units = plan.units.count { $0.configuration.id == configuration.id }
            let enforcement = plan.setup.suite.enforcement(of: configuration)
            let exclusion =
                enforcement == plan.setup.suite.usualEnforcement
                ? "" : ", exclusion \(enforcement.rawValue)"
            return
                "  \(configuration.id) (\(configuration.kind.name)\(exclusion)): \(units) answers"
        }
        return """
            Run \(plan.run.id): \(plan.units.count) answers, \(plan.verdictCount(of: plan.units)) verdicts \
            \(passes(of: plan))
            \(exclusion(of: plan.run))
            \(configurations.joined(separator: "\n"))
            """
    }

    private static func passes(of plan: RunPlan) -> String {
        guard plan.judges.count == 1 else { return "by \(plan.judges.count) judges" }
        return "in \(plan.run.passes) \(plan.run.passes == 1 ? "pass" : "passes")"
    }

    private static func exclusion(of run: RunRecord) -> String {
        guard run.exclusionName != "none" else { return "No exclusion list: nothing is kept away" }
        return """
            Exclusion list \(run.exclusionName), sha256 \(run.exclusionSHA256.prefix(12)): told to \
            whoever searches, who may ignore it; what is searched and opened here is judged here as \
            well, and what a provider opens itself afterwards, unless a configuration says otherwise
            """
    }

    /// Says what is missing, and ends with the exit code for it.
    ///
    /// - Parameter price: what to say of the cost of what is missing, where a cap left it undone.
    static func conclude(_ outcome: Runner.Outcome, toFinish price: String? = nil) throws {
        if case .interrupted(let signal) = outcome.stopReason, !outcome.isComplete {
            throw CommandFailure.interruption(signal)
        }
        guard outcome.isComplete else {
            throw CommandFailure(
                """
                Incomplete: \(outcome.missingAnswers) answers and \
                \(outcome.missingVerdicts) verdicts are missing. \
                \(price ?? "The same command again asks only for those.")
                """, code: .incomplete)
        }
    }
}

/// How the simulator behaves.
struct SimulationOptions: ParsableArguments {
    @Option(help: "Simulated latency, as a share of what real models take; 0 answers at once.")
    var latencyScale = 0.0

    @Option(help: "A fault the simulator injects, such as 429:0.05; may be given again.")
    var fault: [String] = []

    @Flag(
        help: """
            Bill prompts as providers with a cache do: what an earlier prompt began with costs less. \
            Bills then depend on the order of requests.
            """)
    var promptCache = false

    @Option(
        help: """
            A rate limit the simulator keeps, such as 50/10 for 50 requests a second and 10 at \
            once, or 50/10,WORD for models with that word in their name; may be given again.
            """)
    var rateLimit: [String] = []

    func choice() throws -> RunSession.SimulationChoice {
        guard (0...10).contains(latencyScale) else {
            throw CommandFailure("--latency-scale must lie between 0 and 10.")
        }
        return RunSession.SimulationChoice(
            latencyScale: latencyScale, faults: try fault.map(FaultRule.init(parsing:)),
            promptCache: promptCache, rateLimits: try rateLimit.map(RateLimitRule.init(parsing:)))
    }
}

extension RunSession {
    /// The leaderboard of a run that was just executed.
    func leaderboard(runID: String) async throws -> Leaderboard {
        let database = try ResultsDatabase(path: databasePath, mode: .read)
        defer { try? database.close() }  // It was only read from.
        guard let results = try await database.results(runID: runID) else {
            throw CommandFailure("\(databasePath) has no run \(runID).")
        }
        return Leaderboard(results: results)
    }
}

extension RunSession {
    /// Where a cap left something undone: what was spent, what the rest would cost, and how to go
    /// on. Nil otherwise.
    func priceOfTheRest(_ plan: RunPlan, _ outcome: Runner.Outcome) async throws -> String? {
        let isStopped =
            switch outcome.stopReason {
            case .budget: true
            case .interrupted, .endpoint, nil: false
            }
        guard isStopped || !outcome.cappedConfigurations.isEmpty else { return nil }
        let capped = outcome.cappedConfigurations
        let caps =
            capped.isEmpty
            ? "" : " The cap of \(capped.joined(separator: ", ")) is used up; raise max_cost_usd."
        let rest = try await estimate(plan).total()
        let isAtLeast = rest.unpricedModels.isEmpty ? "" : "at least "
        let cost = rest.costWithFee
        return """
            \(outcome.spent.text) is spent, and finishing would cost \(isAtLeast)about \
            \(USD(cost.low).text) to \(USD(cost.high).text).\(caps) Go on with a higher --max-cost.
            """
    }
}
