import FoundationEssentials
import Vocabulary

/// The folder that holds datasets, rubrics, suites and results.
package struct Workspace: Sendable {
    package let home: String
    /// Opens sealed datasets.
    package let passphrases: PassphraseSource

    package var datasets: String { home + "/datasets" }
    package var rubrics: String { home + "/rubrics" }
    package var judges: String { rubrics + "/judges" }
    package var suites: String { home + "/suites" }
    package var results: String { home + "/results" }

    /// - Parameters:
    ///   - home: what the person asked for; must then be such a folder. Nil looks upwards from
    ///     the current folder, then from the program's own.
    ///   - passphrases: open sealed datasets.
    package init(
        home: String?, currentDirectory: String, executable: String,
        passphrases: PassphraseSource = .none
    ) throws(CatalogError) {
        self.passphrases = passphrases
        if let home {
            guard Self.isWorkspace(home) else {
                throw CatalogError(
                    file: home,
                    reason: "this folder has no 'datasets' and 'rubrics'; name one that has")
            }
            self.home = Self.withoutSlash(home)
            return
        }
        let program = URL(filePath: executable).resolvingSymlinksInPath()
            .deletingLastPathComponent().path
        for start in [currentDirectory, program] {
            if let found = Self.upwards(from: start) {
                self.home = found
                return
            }
        }
        throw CatalogError(
            file: currentDirectory,
            reason: """
                neither this folder nor one above it has 'datasets' and 'rubrics'; go to a clone \
                of dracobench or name one with --home
                """)
    }

    private static func upwards(from start: String) -> String? {
        var folder = URL(filePath: start).standardized
        for _ in 0..<64 {
            if isWorkspace(folder.path) { return withoutSlash(folder.path) }
            let parent = folder.deletingLastPathComponent()
            if parent.path == folder.path { return nil }
            folder = parent
        }
        return nil
    }

    private static func isWorkspace(_ folder: String) -> Bool {
        ["datasets", "rubrics"].allSatisfy { SourceFile.isFolder("\(folder)/\($0)") }
    }

    private static func withoutSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    // MARK: - What lies in it

    /// The names of the datasets, sorted.
    package func datasetNames() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: datasets)) ?? []  // None.
        return names.filter {
            SourceFile.exists(tasksFile(of: $0)) || SourceFile.exists(sealedFile(of: $0))
        }.sorted()
    }

    /// Whether a dataset can be read only with its passphrase.
    package func isSealed(_ name: String) -> Bool {
        !SourceFile.exists(tasksFile(of: name)) && SourceFile.exists(sealedFile(of: name))
    }

    func tasksFile(of name: String) -> String {
        "\(datasets)/\(name)/\(SealedDataset.tasksName)"
    }

    func sealedFile(of name: String) -> String { tasksFile(of: name) + SealedDataset.ending }

    /// A dataset by name, or by the path of its tasks file or folder.
    package func dataset(_ nameOrPath: String) throws(CatalogError) -> Dataset {
        let place = try datasetPlace(nameOrPath)
        return try DatasetReader.read(
            tasksFile: place.path, rubricsFolder: place.rubrics, name: place.name,
            passphrases: passphrases)
    }

    /// Everything that is wrong with a dataset.
    ///
    /// - Throws: where it can't be looked at, such as a sealed one with another passphrase.
    package func problems(ofDataset nameOrPath: String) throws(CatalogError) -> [CatalogError] {
        let place = try datasetPlace(nameOrPath)
        return DatasetReader.problems(
            at: try DatasetPlace(
                place.path, rubricsFolder: place.rubrics, passphrases: passphrases))
    }

    /// Where a name leads, with the name; a path leads where it says, and brings no name.
    private func datasetPlace(
        _ nameOrPath: String
    ) throws(CatalogError) -> (path: String, rubrics: String?, name: String?) {
        let isName = !nameOrPath.contains("/") && nameOrPath.first != "."
        let files = [tasksFile(of: nameOrPath), sealedFile(of: nameOrPath)]
        if isName, let named = files.first(where: SourceFile.exists) {
            return (named, "\(rubrics)/\(nameOrPath)", nameOrPath)
        }
        if isName, !SourceFile.exists(nameOrPath) {
            let known = datasetNames()
            let advice =
                if PinnedDataset.all.contains(where: { $0.name == nameOrPath }) {
                    "get it with 'dracobench dataset fetch \(nameOrPath)'"
                } else if known.isEmpty {
                    "name the path of a tasks file"
                } else {
                    "use one of \(known.joined(separator: ", ")), or the path of a tasks file"
                }
            throw CatalogError(
                file: nameOrPath, reason: "there is no dataset of that name; \(advice)")
        }
        return (nameOrPath, nil, nil)
    }

    /// A judge by the name or the path of its definition.
    package func judge(_ nameOrPath: String) throws(CatalogError) -> JudgeDefinition {
        nameOrPath.hasSuffix(".md")
            ? try JudgeFile.read(path: nameOrPath)
            : try JudgeFile.read(named: nameOrPath, in: judges)
    }

    /// The thresholds of a judge gate, by name or path.
    package func gateThresholds(_ nameOrPath: String) throws(CatalogError) -> GateThresholds {
        let isPath = nameOrPath.contains("/") || nameOrPath.hasSuffix(".yaml")
        return try GateThresholdsReader.read(
            isPath ? nameOrPath : "\(rubrics)/gates/\(nameOrPath).yaml")
    }

    /// What models cost, as far as the shipped table knows.
    package func priceTable() throws(CatalogError) -> PriceTable {
        try PriceTable(file: rubrics + "/prices.yaml")
    }
}
