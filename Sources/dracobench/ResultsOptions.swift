import ArgumentParser
import Catalog
import Store
import Vocabulary

/// Where a report's results come from: a stored run, or verdict files.
struct ResultsOptions: ParsableArguments {
    @Option(help: "With --verdicts, the tasks file or a dataset's name.")
    var tasks: String?

    @Option(
        help: """
            A verdict file (JSONL) in place of a run; may be given again. Every configuration that \
            its rows name is compared.
            """)
    var verdicts: [String] = []

    @Option(help: "With --verdicts, a panel as NAME=MEMBER,MEMBER; may be given again.")
    var fusion: [String] = []

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var home: WorkspaceOptions

    var takesVerdicts: Bool { !verdicts.isEmpty }

    func validate() throws {
        if takesVerdicts, tasks == nil {
            throw ValidationError("--verdicts needs --tasks, the tasks with their rubrics.")
        }
        if !takesVerdicts, tasks != nil || !fusion.isEmpty {
            throw ValidationError("--tasks and --fusion go with --verdicts; a run has its own.")
        }
        if takesVerdicts, database.path != nil {
            throw ValidationError("Results come from --db or from --verdicts; give one of them.")
        }
    }

    /// - Parameters:
    ///   - runID: nil takes the file's only run.
    ///   - moreVerdicts: verdict files that follow the options.
    func results(runID: String?, moreVerdicts: [String] = []) async throws -> RunResults {
        guard takesVerdicts, let tasks else { return try await storedResults(runID: runID) }
        let dataset = try Self.dataset(tasks, home)
        let files = try VerdictFileReader.read(verdicts + moreVerdicts, tasks: dataset.tasks)
        return try VerdictResults(
            dataset: dataset, verdicts: files,
            fusions: try fusion.map(VerdictResults.NamedPanel.init(parsing:))
        ).results()
    }

    private func storedResults(runID: String?) async throws -> RunResults {
        try await StoredRunOptions(database: database, home: home).withRun(runID) { $1 }
    }

    /// A path needs no workspace, so that this works in any folder.
    static func dataset(_ nameOrPath: String, _ home: WorkspaceOptions) throws -> Dataset {
        if nameOrPath.contains("/") || nameOrPath.contains(".") {
            return try DatasetReader.read(
                tasksFile: nameOrPath, passphrases: home.passphrase.source)
        }
        return try home.workspace().dataset(nameOrPath)
    }
}

/// A stored run.
struct StoredRunOptions: ParsableArguments {
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var home: WorkspaceOptions

    init() {}

    init(database: DatabaseOptions, home: WorkspaceOptions) {
        self.database = database
        self.home = home
    }

    /// Reads a run and whatever else is wanted of its file.
    ///
    /// - Parameter runID: nil takes the file's only run.
    func withRun<Value: Sendable>(
        _ runID: String?,
        _ read: (ResultsDatabase, RunResults) async throws -> Value
    ) async throws -> Value {
        try await Self.withRun(
            runID, in: database.path ?? database.path(in: home.workspace()), read)
    }

    /// Likewise, of the results file at a path.
    static func withRun<Value: Sendable>(
        _ runID: String?, in path: String,
        _ read: (ResultsDatabase, RunResults) async throws -> Value
    ) async throws -> Value {
        let file = try ResultsDatabase(path: path, mode: .read)
        defer { try? file.close() }  // It was only read from.
        let runs = try await file.runs().map(\.id)
        guard let id = runID ?? (runs.count == 1 ? runs.first : nil) else {
            throw CommandFailure(
                runs.isEmpty
                    ? "\(path) has no run yet; start one with 'dracobench run'."
                    : "\(path) has several runs; name one of \(runs.joined(separator: ", ")).")
        }
        guard let results = try await file.results(runID: id) else {
            let known = runs.isEmpty ? "it has none" : "it has \(runs.joined(separator: ", "))"
            throw CommandFailure("\(path) has no run \(id); \(known).")
        }
        return try await read(file, results)
    }
}
