import FoundationEssentials

/// Where the files of a dataset lie: its tasks, its rubrics and what is said of its origin.
struct DatasetPlace {
    let tasksFile: String
    private let rubricsFolder: String?

    /// - Parameters:
    ///   - path: a tasks file, or a folder with one called `tasks.jsonl`.
    ///   - rubricsFolder: nil finds the folder by the layout of a workspace.
    init(_ path: String, rubricsFolder: String?) throws(CatalogError) {
        if SourceFile.isFolder(path) {
            let inside = path + (path.hasSuffix("/") ? "" : "/") + Self.usualName
            guard SourceFile.exists(inside) else {
                throw CatalogError(
                    file: path, reason: "this folder has no tasks.jsonl; name a tasks file")
            }
            tasksFile = inside
        } else {
            tasksFile = path
        }
        self.rubricsFolder = rubricsFolder ?? Self.rubricsFolder(beside: tasksFile)
    }

    func bytes() throws(CatalogError) -> [UInt8] {
        try SourceFile.read(tasksFile, atMost: 1 << 30)
    }

    /// What a tasks file is called in a folder of its own.
    private static let usualName = "tasks.jsonl"

    private var folder: URL { URL(filePath: tasksFile).absoluteURL.deletingLastPathComponent() }

    private var isInOwnFolder: Bool { URL(filePath: tasksFile).lastPathComponent == Self.usualName }

    /// The file's name without its ending, or its folder's where the file has the usual name.
    var defaultName: String {
        if isInOwnFolder { return folder.standardized.lastPathComponent }
        let name = URL(filePath: tasksFile).lastPathComponent
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

    /// The path of a task's own rubric file. An id is a file's name here, so it may not lead out
    /// of the folder.
    func rubricFile(of task: String, _ line: JSONLine) throws(CatalogError) -> String {
        func fault(_ reason: String) -> CatalogError {
            CatalogError(file: tasksFile, line: line.number, task: task, reason: reason)
        }
        guard let rubricsFolder else {
            throw fault("the row has no \"answer\" with its rubric; add it")
        }
        guard FileName.isSafe(task) else {
            throw fault("the id can't name a rubric file; use \(FileName.allowed)")
        }
        let path = "\(rubricsFolder)/\(task).json"
        guard SourceFile.exists(path) else {
            throw fault("the row has no \"answer\" and there is no \(path); add one of them")
        }
        return path
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
