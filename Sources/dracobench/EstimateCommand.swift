import ArgumentParser
import Catalog
import Execution
import JSONText
import Reports
import Vocabulary

/// `dracobench estimate SUITE`
struct EstimateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "What a suite, or what is missing of it, will ask for, use and cost.",
        discussion: """
            Calls, tokens and dollars by configuration and role, from low to high, and how long it \
            will take. Rests on the price table and on what earlier runs in the results file took; \
            where there are none, on assumptions that the README states. Asks no model for anything.
            """)

    @Argument(help: "The suite, a YAML file.")
    var suite: String

    @Option(help: "A dataset's name or the path of a tasks file, in place of the suite's.")
    var dataset: String?

    @Option(help: "So many tasks, or task ids separated by commas, in place of the suite's.")
    var tasks: String?

    @Flag(help: "Of a run on the built-in simulator.")
    var simulate = false

    @Option(help: "markdown or json.")
    var format = TableFormat.markdown

    @OptionGroup var simulation: SimulationOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var home: WorkspaceOptions

    func validate() throws {
        if format == .csv {
            throw ValidationError("An estimate prints markdown or json; choose one of them.")
        }
    }

    func run() async throws {
        let workspace = try home.workspace()
        var suite = try SuiteReader.read(suite)
        if let dataset { suite.dataset = dataset }
        if let tasks { suite.tasks = try RunCommand.selection(tasks) }
        let session = RunSession(
            workspace: workspace, suite: suite, databasePath: database.path(in: workspace),
            simulation: simulate ? try simulation.choice() : nil)
        let plan = try await session.plan()
        let report = EstimateReport(try await session.estimate(plan), runID: plan.run.id)
        Terminal.print(format == .json ? report.json().prettyText : report.markdown())
    }
}
