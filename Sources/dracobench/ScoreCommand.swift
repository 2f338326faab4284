import ArgumentParser
import Catalog
import Reports
import Statistics
import Vocabulary

/// `dracobench score`
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores verdicts from anywhere. No network, no database.",
        discussion: """
            Tasks without any verdict are not scored, and counted. In a task that has some, a \
            missing verdict is an error that names the criterion; with '--missing bounds' the \
            score is given as the two values between which it must lie.
            """)

    @Option(help: "The tasks file, or a dataset's name.")
    var tasks: String

    @Option(help: "The verdict file, JSONL.")
    var verdicts: String

    @Option(help: "What to do about missing verdicts: error or bounds.")
    var missing = Missing.error

    @Option(help: "markdown or json.")
    var format = TableFormat.markdown

    @OptionGroup var home: WorkspaceOptions

    enum Missing: String, ExpressibleByArgument, CaseIterable {
        case error
        case bounds
    }

    func run() throws {
        let dataset = try Self.dataset(tasks, home)
        let rows = try VerdictFileReader.read(verdicts, tasks: dataset.tasks)
        let sheet = try ScoreSheet(
            tasks: dataset.tasks, verdicts: rows, file: verdicts, bounds: missing == .bounds)
        switch format {
        case .json: Terminal.print(sheet.json().prettyText)
        case .markdown: Terminal.print(sheet.markdown())
        case .csv: throw CommandFailure("score prints markdown or json; choose one of them.")
        }
    }

    /// A path needs no workspace, so that this works in any folder.
    private static func dataset(_ nameOrPath: String, _ home: WorkspaceOptions) throws -> Dataset {
        if nameOrPath.contains("/") || nameOrPath.contains(".") {
            return try DatasetReader.read(tasksFile: nameOrPath)
        }
        return try home.workspace().dataset(nameOrPath)
    }
}
