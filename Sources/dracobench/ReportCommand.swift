import ArgumentParser
import Catalog
import Comparison
import JSONText
import Reports
import Store
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

    @Option(help: "The leaderboard of another of the run's judges: its model.")
    var judge: String?

    @Flag(help: "How the run looks to each of its judges, and which claims hold under all.")
    var judges = false

    @Option(
        help: """
            Also print scores corrected for what the judge gets wrong on answers of the run that \
            this gold set labels.
            """)
    var corrected: String?

    @OptionGroup var source: ResultsOptions

    func validate() throws {
        if !source.takesVerdicts, run.count > 1 {
            throw ValidationError("A report is on one run; name one.")
        }
        if against != nil, format == .csv {
            throw ValidationError("--against prints markdown or json; choose one of them.")
        }
        if judges || judge != nil || corrected != nil, source.takesVerdicts {
            throw ValidationError("--judge, --judges and --corrected are of stored runs.")
        }
        if judges || corrected != nil, format == .csv {
            throw ValidationError("--judges and --corrected print markdown or json; choose one.")
        }
    }

    func run() async throws {
        let stored = StoredRunOptions(database: source.database, home: source.home)
        if judges { return try await show(stored.severalJudges(run.first)) }
        let results =
            if source.takesVerdicts {
                try await source.results(runID: nil, moreVerdicts: run)
            } else if let judge {
                try await stored.results(run.first, judgedBy: judge)
            } else {
                try await source.results(runID: run.first)
            }
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
        if let corrected {
            let tasks = try await stored.withRun(run.first) { database, results in
                try await database.tasks(runID: results.origin.runID ?? "")
            }
            let gold = try source.home.workspace().goldSet(corrected, tasks: tasks)
            try await show(stored.corrected(run.first, by: gold))
        }
    }

    private func show(_ report: some RenderedReport) {
        Terminal.print(format == .json ? report.json().prettyText : report.markdown())
    }
}
