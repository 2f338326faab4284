import ArgumentParser
import Catalog
import Comparison
import JSONText
import Reports
import Vocabulary

/// `dracobench report RUN`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Prints the leaderboard of a stored run, or of verdict files.",
        discussion: """
            Scores with intervals, rank sets, lift with limits. The same results give the same \
            bytes. With --tasks and --verdicts, verdicts published by anyone get the same \
            treatment without a run.
            """)

    @Argument(help: "The run's id; may be left out where the file has only one run.")
    var run: [String] = []

    @Option(help: "markdown, json or csv.")
    var format = TableFormat.markdown

    @Flag(help: "Rank configurations that are beyond a validity limit as well.")
    var includeInvalid = false

    @Option(help: "Print the rows beside published ones instead, such as openrouter-2026-06.")
    var against: String?

    @OptionGroup var source: ResultsOptions

    func validate() throws {
        if !source.takesVerdicts, run.count > 1 {
            throw ValidationError("A report is on one run; name one.")
        }
        if against != nil, format == .csv {
            throw ValidationError("--against prints markdown or json; choose one of them.")
        }
    }

    func run() async throws {
        let results =
            source.takesVerdicts
            ? try await source.results(runID: nil, moreVerdicts: run)
            : try await source.results(runID: run.first)
        if let against {
            let published = try source.home.workspace().publishedResults(against)
            let report = AgainstPublished(published: published, own: .init(results))
            Terminal.print(
                format == .json ? report.json().prettyText : report.markdown())
            return
        }
        let leaderboard = Leaderboard(results: results, includeInvalid: includeInvalid)
        switch format {
        case .markdown: Terminal.print(leaderboard.markdown())
        case .json: Terminal.print(leaderboard.json().prettyText)
        case .csv: Terminal.print(leaderboard.csv())
        }
    }
}
