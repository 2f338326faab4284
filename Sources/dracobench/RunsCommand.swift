import ArgumentParser
import JSONText
import Store
import Vocabulary

/// `dracobench runs list`
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "What is in a results file.",
        subcommands: [List.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the runs.")

        @Option(help: "markdown or json.")
        var format = TableFormat.markdown

        @OptionGroup var database: DatabaseOptions
        @OptionGroup var home: WorkspaceOptions

        func run() async throws {
            let path = try database.path ?? database.path(in: home.workspace())
            let file = try ResultsDatabase(path: path, mode: .read)
            let runs = try await file.runs()
            try file.close()
            switch format {
            case .json:
                let rows = runs.map { run -> JSONValue in
                    [
                        "run": .string(run.id), "suite": .string(run.name),
                        "dataset": .string(run.datasetName),
                        "simulated": .bool(run.simulation != nil),
                        "complete": .bool(run.finishedAt != nil),
                    ]
                }
                Terminal.print(JSONValue.array(rows).prettyText)
            case .markdown, .csv:
                if runs.isEmpty { Terminal.say("\(path) has no run yet.") }
                for run in runs {
                    let state = run.finishedAt == nil ? "incomplete" : "complete"
                    Terminal.print("\(run.id)  \(state)  \(run.datasetName)")
                }
            }
        }
    }
}
