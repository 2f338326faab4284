import ArgumentParser
import JSONText
import Reports

/// `dracobench calibrate`
struct CalibrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Checks intervals and comparisons on simulated benchmarks of known truth.",
        discussion: """
            Every replicate is a benchmark of its own: new invented tasks, answers of simulated \
            models and panels, verdicts of a simulated judge. Counted is how often intervals \
            hold the true value, and how often a comparison finds a difference where there is \
            none. Everything is simulated; the same options give the same bytes.

            Exit code 1 where a check does not keep to its goal.
            """)

    @Option(help: "Simulated benchmarks. A thousand tell a coverage of 95 % to ± 1.4 points.")
    var replicates = 1_000

    @Option(help: "Tasks of a benchmark; several numbers, separated by commas, are all checked.")
    var tasks = "12,25,100"

    @Option(help: "Seed of everything that is drawn.")
    var seed: UInt64 = 1

    @Option(help: "Further tasks from which the true values are estimated.")
    var truthTasks = 20_000

    @Option(
        help: """
            Also run the whole pipeline over HTTP on so many tasks and compare every verdict with \
            the one drawn in process; 0 leaves that out.
            """)
    var overHTTP = 0

    @Option(help: "markdown or json.")
    var format = TableFormat.markdown

    @OptionGroup var home: WorkspaceOptions

    func run() async throws {
        let calibration = Calibration(
            replicates: try Self.positive(replicates, "--replicates"),
            taskCounts: try Self.taskCounts(tasks), seed: seed,
            truthTasks: try Self.positive(truthTasks, "--truth-tasks"))
        guard format != .csv else {
            throw CommandFailure("calibrate prints markdown or json; choose one of them.")
        }
        guard overHTTP >= 0 else { throw CommandFailure("--over-http must not be below 0.") }
        var agreement: CalibrationReport.Agreement?
        if overHTTP > 0 {
            agreement = try await SimulatorAgreement(
                workspace: try home.workspace(), tasks: overHTTP, seed: seed
            ).check()
        }
        Terminal.say("Drawing \(replicates) simulated benchmarks; a thousand take a minute or two.")
        var report = await calibration.run()
        report.agreement = agreement
        Terminal.print(format == .json ? report.json().prettyText : report.markdown())
        guard report.holds else {
            throw CommandFailure(
                "Not calibrated: at least one check does not keep to its goal.",
                code: .checkFailed)
        }
    }

    /// - Throws: where a number is no number of tasks that an interval can be had from.
    static func taskCounts(_ text: String) throws -> [Int] {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let counts = words.compactMap { Int($0) }
        guard counts.count == words.count, counts.allSatisfy({ (2...100_000).contains($0) }) else {
            throw CommandFailure(
                "--tasks must be a number from 2 on, or several separated by commas.")
        }
        return counts
    }

    private static func positive(_ number: Int, _ option: String) throws -> Int {
        guard number > 0 else { throw CommandFailure("\(option) must be above 0.") }
        return number
    }
}
