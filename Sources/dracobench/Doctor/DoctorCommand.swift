import ArgumentParser
import Catalog
import JSONText
import Reports
import Simulator
import Vocabulary

/// `dracobench doctor [SUITE]`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at all that a run needs, before it is paid for.",
        discussion: """
            Without a suite: this machine, keys by name, folders and datasets. With one: its files, \
            whether its endpoints can be reached, accept their keys and have credit left, whether \
            they have its models and what those take. Costs nothing; --live makes one call of at \
            most 16 tokens to every model, and tries the exclusion list. Exit code 1: a check failed.
            """)

    @Argument(help: "The suite, a YAML file.")
    var suite: String?

    @Flag(help: "Also make a short call to every model, and try the exclusion list; costs cents.")
    var live = false

    @Flag(help: "Look at the suite as if run on the built-in simulator.")
    var simulate = false

    @Option(help: "markdown or json.")
    var format = TableFormat.markdown

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var home: WorkspaceOptions

    func validate() throws {
        if format == .csv {
            throw ValidationError("A list of checks prints markdown or json; choose one of them.")
        }
        if suite == nil, live || simulate {
            throw ValidationError("--live and --simulate look at a suite; name one.")
        }
    }

    func run() async throws {
        let workspace = try home.workspace()
        let path = database.path(in: workspace)
        let suite = try suite.map { try SuiteReader.read($0) }
        var checks = EnvironmentChecks(
            workspace: workspace, databasePath: path, variables: Environment.variables
        ).all()
        if let suite {
            let session = RunSession(
                workspace: workspace, suite: suite, databasePath: path,
                simulation: simulate ? RunSession.SimulationChoice() : nil)
            checks += try await Self.checks(of: session, isLive: live)
        }
        let report = DoctorReport(checks)
        Terminal.print(format == .json ? report.json().prettyText : report.markdown())
        guard !report.hasFailed else {
            throw CommandFailure(
                "\(report.count(of: .failed)) of the checks failed; the table says what to do.",
                code: .checkFailed)
        }
    }

    /// On the simulator, everything goes to one of its own.
    private static func checks(
        of session: RunSession, isLive: Bool
    ) async throws -> [DoctorReport.Check] {
        guard session.simulation != nil else {
            return try await Doctor(
                session: session, simulator: nil, variables: Environment.variables, isLive: isLive
            ).checks()
        }
        let dataset = try session.workspace.dataset(session.suite.dataset)
        let world = World(
            tasks: dataset.tasks, seed: session.suite.seed, keyPages: session.suite.keyPages)
        let options = SimulatorOptions(port: 0, seed: session.suite.seed)
        return try await withSimulator(world: world, options: options) { address in
            try await Doctor(
                session: session, simulator: address, variables: [:], isLive: isLive
            ).checks()
        }
    }
}
