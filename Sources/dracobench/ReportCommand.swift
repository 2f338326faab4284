import ArgumentParser
import JSONText
import Reports
import Store
import Vocabulary

/// `dracobench report RUN`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Prints the leaderboard of a stored run.",
        discussion: "The same results file gives the same bytes.")

    @Argument(help: "The run's id; may be left out where the file has only one run.")
    var run: String?

    @Option(help: "markdown, json or csv.")
    var format = TableFormat.markdown

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var home: WorkspaceOptions

    func run() async throws {
        let path = try database.path ?? database.path(in: home.workspace())
        let runID =
            if let run { run } else { try await Self.onlyRun(in: path) }
        let leaderboard = try await RunSession.leaderboard(runID: runID, databasePath: path)
        switch format {
        case .markdown: Terminal.print(leaderboard.markdown())
        case .json: Terminal.print(leaderboard.json().prettyText)
        case .csv: Terminal.print(leaderboard.csv())
        }
    }

    private static func onlyRun(in path: String) async throws -> String {
        let database = try ResultsDatabase(path: path, mode: .read)
        let runs = try await database.runs()
        try database.close()
        guard let run = runs.first, runs.count == 1 else {
            let ids = runs.map(\.id).joined(separator: ", ")
            throw CommandFailure(
                runs.isEmpty
                    ? "\(path) has no run yet; start one with 'dracobench run'."
                    : "\(path) has several runs; name one of \(ids).")
        }
        return run.id
    }
}
