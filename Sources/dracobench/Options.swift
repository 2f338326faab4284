import ArgumentParser
import Catalog
import FoundationEssentials

/// Where datasets, rubrics and results are.
struct WorkspaceOptions: ParsableArguments {
    @Option(
        help: """
            The folder that has 'datasets' and 'rubrics'. Default: $DRACOBENCH_HOME, else the \
            nearest such folder above the current one.
            """)
    var home: String?

    @OptionGroup var passphrase: PassphraseOptions

    func workspace() throws -> Workspace {
        try Workspace(
            home: home ?? Environment.variables["DRACOBENCH_HOME"],
            currentDirectory: FileManager.default.currentDirectoryPath,
            executable: CommandLine.arguments.first ?? "", passphrases: passphrase.source)
    }
}

/// Which results file.
struct DatabaseOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: "The results file.")
    var path: String?

    init() {}

    init(path: String?) { self.path = path }

    private static let usualName = "dracobench.sqlite"

    /// The file to use: what was asked for, or the workspace's own.
    func path(in workspace: Workspace, named name: String = usualName) -> String {
        path ?? "\(workspace.results)/\(name)"
    }

    /// The file to write to. The workspace's own folder for results is made where it is missing;
    /// a folder that a person names is not.
    func pathForWriting(in workspace: Workspace, named name: String = usualName) throws -> String {
        if path == nil { try makeResultsFolder(workspace.results) }
        return path(in: workspace, named: name)
    }
}

/// Makes a folder for results where it is missing.
func makeResultsFolder(_ path: String) throws {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw CommandFailure(
            """
            The folder \(path) can't be made; allow it, or choose another place with --home or \
            $DRACOBENCH_HOME.
            """)
    }
}

/// How a table is printed.
enum TableFormat: String, ExpressibleByArgument, CaseIterable {
    case markdown
    case json
    case csv
}

/// The environment of the process.
enum Environment {
    static var variables: [String: String] { ProcessInfo.processInfo.environment }
}

/// Seconds since 1970 by the system's clock.
@Sendable func wallClock() -> Double { Date().timeIntervalSince1970 }

/// Sleeps that many seconds; throws `CancellationError` when the task is cancelled.
@Sendable func wallSleep(_ seconds: Double) async throws {
    try await Task.sleep(for: .seconds(seconds))
}
