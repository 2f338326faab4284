import ArgumentParser
import JSONText
import Reports
import Store
import Vocabulary

/// `dracobench runs list` and `dracobench runs show RUN`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "What is in a results file.",
        subcommands: [List.self, Show.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the runs.")

        @Option(help: "markdown or json.")
        var format = TableFormat.markdown

        @OptionGroup var database: DatabaseOptions
        @OptionGroup var home: WorkspaceOptions

        func run() async throws {
            let path = try database.path ?? database.path(in: home.workspace())
            let file = try ResultsDatabase(path: path, mode: .read)
            let runs = try await file.progressOfRuns().map { run, progress in
                RunState(
                    run: run, progress: progress,
                    holder: RunLock.holder(database: path, run: run.id))
            }
            try file.close()
            switch format {
            case .json: Terminal.print(JSONValue.array(runs.map(\.json)).prettyText)
            case .markdown, .csv:
                if runs.isEmpty { Terminal.say("\(path) has no run yet.") }
                for run in runs { Terminal.print(run.line) }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what a run is, how far it has come and what its calls took.",
            discussion: """
                The cost of the systems apart from that of judging them, by configuration, role and \
                model; what caches saved; bills that depart from list price; calls that came to \
                nothing. Every single call is in the view 'ledger' of the results file.
                """)

        @Argument(help: "The run's id; may be left out where the file has only one run.")
        var run: String?

        @Option(help: "markdown, json or csv.")
        var format = TableFormat.markdown

        @OptionGroup var stored: StoredRunOptions

        func run() async throws {
            let report = try await stored.withRun(run) { file, results in
                guard case .run(let record, _) = results.origin else {
                    preconditionFailure("a stored run comes from a run")
                }
                return LedgerReport(
                    results: results, ledger: try await file.ledger(runID: record.id))
            }
            switch format {
            case .markdown: Terminal.print(report.markdown())
            case .json: Terminal.print(report.json().prettyText)
            case .csv: Terminal.print(report.csv())
            }
        }
    }
}

/// How a stored run stands.
struct RunState {
    let run: RunRecord
    let progress: PlanSummary
    /// Who executes it now; nil: nobody.
    let holder: RunHolder?

    private var state: String {
        if holder != nil { return "running" }
        return run.finishedAt == nil ? "incomplete" : "finished"
    }

    var line: String {
        [
            run.id, holder.map { "being run by \($0.text)" } ?? state, run.datasetName,
            "answers \(progress.storedAnswers)/\(progress.answers)",
            "verdicts \(progress.storedVerdicts)/\(progress.verdicts)", progress.spent.text,
        ].joined(separator: "  ")
    }

    var json: JSONValue {
        [
            "run": .string(run.id), "suite": .string(run.name),
            "dataset": .string(run.datasetName), "simulated": .bool(run.simulation != nil),
            "complete": .bool(run.finishedAt != nil), "state": .string(state),
            "held_by": holder?.json ?? .null,
            "answers_planned": .integer(progress.answers),
            "answers_stored": .integer(progress.storedAnswers),
            "verdicts_planned": .integer(progress.verdicts),
            "verdicts_stored": .integer(progress.storedVerdicts),
            "cost_usd": .number(progress.spent.dollars),
        ]
    }
}
