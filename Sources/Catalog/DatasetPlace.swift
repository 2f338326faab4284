import FoundationEssentials

/// Where the files of a dataset lie: its tasks, its rubrics and what is said of its origin.
struct DatasetPlace {
    /// The tasks file, or the sealed file that it is in.
    let tasksFile: String
    private let contents: Contents

    private enum Contents {
        case plain(rubricsFolder: String?)
        case sealed(SealedDataset)
    }

    /// Opens the dataset where it is sealed.
    ///
    /// - Parameters:
    ///   - path: a tasks file, or a folder with one called `tasks.jsonl` or, sealed,
    ///     `tasks.jsonl.sealed`. The plain one is taken where both are.
    ///   - rubricsFolder: nil finds the folder by the layout of a workspace.
    init(
        _ path: String, rubricsFolder: String?, passphrases: PassphraseSource
    ) throws(CatalogError) {
        if SourceFile.isFolder(path) {
            let inside = path + (path.hasSuffix("/") ? "" : "/") + SealedDataset.tasksName
            let sealed = inside + SealedDataset.ending
            guard let found = [inside, sealed].first(where: SourceFile.exists) else {
                throw CatalogError(
                    file: path, reason: "this folder has no tasks.jsonl; name a tasks file")
            }
            tasksFile = found
        } else {
            tasksFile = path
        }
        contents =
            if Self.isSealed(tasksFile) {
                .sealed(try SealedDataset.read(tasksFile, passphrases))
            } else {
                .plain(rubricsFolder: rubricsFolder ?? Self.rubricsFolder(beside: tasksFile))
            }
    }

    /// Sealed files are known by how their names end.
    static func isSealed(_ file: String) -> Bool { file.hasSuffix(SealedDataset.ending) }

    /// The bytes of the tasks file.
    func bytes() throws(CatalogError) -> [UInt8] {
        switch contents {
        case .plain: try SourceFile.read(tasksFile, atMost: 1 << 30)
        case .sealed(let dataset): dataset.tasks
        }
    }

    private var folder: URL { URL(filePath: tasksFile).absoluteURL.deletingLastPathComponent() }

    /// The tasks file's name, as it is where it is not sealed.
    private var plainName: String {
        let name = URL(filePath: tasksFile).lastPathComponent
        return Self.isSealed(name) ? String(name.dropLast(SealedDataset.ending.count)) : name
    }

    private var isInOwnFolder: Bool { plainName == SealedDataset.tasksName }

    /// The file's name without its ending, or its folder's where the file has the usual name.
    var defaultName: String {
        if isInOwnFolder { return folder.standardized.lastPathComponent }
        let name = plainName
        return name.hasSuffix(".jsonl") ? String(name.dropLast(6)) : name
    }

    /// What SOURCE.md says; nil where there is none.
    var source: DatasetSource? {
        isInOwnFolder ? DatasetSource(file: folder.appending(path: "SOURCE.md").path) : nil
    }

    /// `rubrics/<name>` for a tasks file in `datasets/<name>`, so that a path into a workspace
    /// means the same dataset as its name.
    private static func rubricsFolder(beside tasksFile: String) -> String? {
        let own = URL(filePath: tasksFile).absoluteURL.standardized.deletingLastPathComponent()
        let datasets = own.deletingLastPathComponent()
        guard datasets.lastPathComponent == "datasets" else { return nil }
        let rubrics = datasets.deletingLastPathComponent()
            .appending(path: "rubrics").appending(path: own.lastPathComponent).path
        return SourceFile.isFolder(rubrics) ? rubrics : nil
    }

    /// A task's own rubric file: its bytes, and its path or the sealed file that it is in. An id is
    /// a file's name here, so it may not lead out of the folder.
    func rubric(
        of task: String, _ line: JSONLine
    ) throws(CatalogError) -> (file: String, bytes: [UInt8]) {
        func fault(_ reason: String) -> CatalogError {
            CatalogError(file: tasksFile, line: line.number, task: task, reason: reason)
        }
        switch contents {
        case .sealed(let dataset):
            guard let bytes = dataset.rubrics[task] else {
                throw fault("the row has no \"answer\" and no rubric was sealed with it; add one")
            }
            guard bytes.count <= SourceFile.longestLine else {
                throw fault("its rubric has more than \(SourceFile.longestLine) bytes; shorten it")
            }
            return (tasksFile, bytes)
        case .plain(rubricsFolder: nil):
            throw fault("the row has no \"answer\" with its rubric; add it")
        case .plain(let rubricsFolder?):
            guard FileName.isSafe(task) else {
                throw fault("the id can't name a rubric file; use \(FileName.allowed)")
            }
            let path = "\(rubricsFolder)/\(task).json"
            guard SourceFile.exists(path) else {
                throw fault("the row has no \"answer\" and there is no \(path); add one of them")
            }
            return (path, try SourceFile.read(path, atMost: SourceFile.longestLine))
        }
    }
}

/// Words that become the name of a file or folder.
enum FileName {
    /// For error messages.
    static let allowed = "letters, digits, '.', '_' and '-', with no '.' at the start"

    /// Whether a word stays inside the folder it is put into, on every file system.
    static func isSafe(_ word: String) -> Bool {
        !word.isEmpty && word.first != "."
            && word.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
            }
    }
}
