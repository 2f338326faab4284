import Foundation

/// A folder for one test, gone after it.
struct TemporaryFolder {
    let path: String

    /// Makes the folder with some files in it, by name.
    static func with<Result>(
        _ files: [String: String] = [:], _ body: (TemporaryFolder) throws -> Result
    ) throws -> Result {
        let folder = TemporaryFolder(
            path: NSTemporaryDirectory() + "dracobench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: true)
        // What can't be removed is left to the system.
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        for (name, text) in files { try folder.write(text, to: name) }
        return try body(folder)
    }

    subscript(name: String) -> String { path + "/" + name }

    func write(_ text: String, to name: String) throws {
        try write(Data(text.utf8), to: name)
    }

    func write(_ bytes: Data, to name: String) throws {
        let file = URL(filePath: self[name])
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    func text(of name: String) throws -> String {
        try String(contentsOfFile: self[name], encoding: .utf8)
    }
}

/// The root of this repository, where the shipped files lie.
enum Repository {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
}
