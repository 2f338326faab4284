import FoundationEssentials
import Sealing

/// Seals a dataset of the workspace into one file, and writes it back.
package struct DatasetSealer: Sendable {
    private let workspace: Workspace
    private let cost: SealingCost

    package init(_ workspace: Workspace, cost: SealingCost = .usual) {
        self.workspace = workspace
        self.cost = cost
    }

    /// What was done, in files.
    package struct Outcome: Sendable, Equatable {
        package var sealedFile: String
        /// The tasks file, then the rubrics.
        package var plainFiles: [String]
    }

    /// Seals a dataset, and reads it back to see that it can be opened.
    ///
    /// - Parameters:
    ///   - replacing: whether a sealed file may be there.
    ///   - removingPlain: whether the plain files are removed when all is done.
    package func seal(
        _ name: String, with passphrase: SecretBytes, replacing: Bool, removingPlain: Bool
    ) throws(CatalogError) -> Outcome {
        try check(name, replacing: replacing)
        let sealedFile = workspace.sealedFile(of: name)
        let (dataset, plainFiles) = try plainDataset(name)
        let bytes: [UInt8]
        do {
            bytes = try dataset.sealed(with: passphrase, cost: cost)
        } catch {
            throw CatalogError(file: name, reason: error.description)
        }
        try WholeFile.write(bytes, to: sealedFile, replacing: replacing)
        let back = try SealedDataset.read(
            sealedFile, PassphraseSource { _ throws(CatalogError) in passphrase })
        guard back == dataset else {
            throw CatalogError(
                file: sealedFile,
                reason: "what was read back is not what was sealed; nothing was removed, try again")
        }
        if removingPlain { try remove(plainFiles, of: name, in: dataset) }
        return Outcome(sealedFile: sealedFile, plainFiles: plainFiles)
    }

    /// Writes the plain files of a sealed dataset, all or none, and leaves the sealed one.
    package func unseal(_ name: String) throws(CatalogError) -> Outcome {
        let sealedFile = workspace.sealedFile(of: name)
        guard FileName.isSafe(name), SourceFile.exists(sealedFile) else {
            throw CatalogError(
                file: name,
                reason: "there is no sealed dataset of that name; see 'dracobench dataset list'")
        }
        let tasksFile = workspace.tasksFile(of: name)
        // Before anybody is asked for a passphrase.
        if SourceFile.exists(tasksFile) { throw WholeFile.exists(tasksFile) }
        let dataset = try SealedDataset.read(sealedFile, workspace.passphrases)
        let rubrics = dataset.rubrics.sorted { $0.key < $1.key }
            .map { (path: rubricFile(of: $0.key, name), bytes: $0.value) }
        for rubric in rubrics where SourceFile.exists(rubric.path) {
            throw WholeFile.exists(rubric.path)
        }
        if !rubrics.isEmpty { try makeFolder(rubricsFolder(of: name)) }
        // The tasks come last: with them the dataset is there.
        let files = rubrics + [(tasksFile, dataset.tasks)]
        for (index, file) in files.enumerated() {
            do {
                try WholeFile.write(file.bytes, to: file.path, replacing: false)
            } catch {
                // The first error is the one to tell of.
                for written in files[..<index] { try? WholeFile.remove(written.path) }
                throw error
            }
        }
        return Outcome(sealedFile: sealedFile, plainFiles: [tasksFile] + rubrics.map(\.path))
    }

    // MARK: - Plain files

    /// That there is a dataset to seal and that it is whole, since it can't be mended sealed; for
    /// before anybody is asked for a passphrase.
    package func check(_ name: String, replacing: Bool) throws(CatalogError) {
        guard FileName.isSafe(name), SourceFile.exists(workspace.tasksFile(of: name)) else {
            throw CatalogError(
                file: name,
                reason: """
                    there is no plain dataset of that name to seal; see 'dracobench dataset list'
                    """)
        }
        let sealedFile = workspace.sealedFile(of: name)
        guard replacing || !SourceFile.exists(sealedFile) else {
            throw CatalogError(
                file: sealedFile,
                reason: "a sealed file is there already; replace it with '--replace'")
        }
        _ = try workspace.dataset(name)
    }

    private func plainDataset(
        _ name: String
    ) throws(CatalogError) -> (dataset: SealedDataset, files: [String]) {
        let tasksFile = workspace.tasksFile(of: name)
        let folder = rubricsFolder(of: name)
        // There is no such folder where all rubrics are in the tasks file.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var dataset = SealedDataset(
            tasks: try SourceFile.read(tasksFile, atMost: 1 << 30), rubrics: [:])
        let tasks = names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
        for task in tasks {
            let file = rubricFile(of: task, name)
            guard FileName.isSafe(task) else {
                throw CatalogError(
                    file: file,
                    reason: "no task's rubric can have that name; move the file away")
            }
            dataset.rubrics[task] = try SourceFile.read(file, atMost: SourceFile.longestLine)
        }
        return (dataset, [tasksFile] + tasks.map { rubricFile(of: $0, name) })
    }

    /// The tasks first: without them the sealed dataset is the one that is read.
    private func remove(
        _ files: [String], of name: String, in sealed: SealedDataset
    ) throws(CatalogError) {
        guard try plainDataset(name).dataset == sealed else {
            throw CatalogError(
                file: workspace.tasksFile(of: name),
                reason: """
                    the plain files changed while they were sealed, so none was removed; seal \
                    them again
                    """)
        }
        for file in files { try WholeFile.remove(file) }
        // A folder with anything else in it stays.
        let folder = rubricsFolder(of: name)
        if (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty == true {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    private func makeFolder(_ path: String) throws(CatalogError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CatalogError(
                file: path, reason: "the folder can't be made; check permissions and space")
        }
    }

    private func rubricsFolder(of name: String) -> String { "\(workspace.rubrics)/\(name)" }

    private func rubricFile(of task: String, _ name: String) -> String {
        "\(rubricsFolder(of: name))/\(task).json"
    }
}
