import Digests
import FoundationEssentials
import Vocabulary

/// Puts a tasks file into the workspace, whole or not at all.
package struct DatasetInstaller: Sendable {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    /// Installs a pinned dataset from bytes that came from anywhere.
    ///
    /// - Throws: a sentence when the bytes are not the pinned ones, or another file is there.
    package func install(_ bytes: [UInt8], as pinned: PinnedDataset) throws(CatalogError) {
        let digest = SHA256.hex(bytes)
        guard digest == pinned.sha256 else {
            throw CatalogError(
                file: pinned.url,
                reason: """
                    what came has sha256 \(digest) and \(pinned.sha256) is expected, so nothing \
                    was installed; try again, or check what stands between you and the source
                    """)
        }
        try install(
            bytes, named: pinned.name, digest: digest,
            source: pinned.sourceText(origin: pinned.url))
    }

    /// Takes a copy of a tasks file that the person has, after checking it. Rubrics of rows without
    /// `answer` must lie in `rubrics/<name>` already.
    ///
    /// - Returns: how many tasks it has.
    package func add(_ file: String, named name: String) throws(CatalogError) -> Int {
        guard FileName.isSafe(name) else {
            throw CatalogError(
                file: name, reason: "this can't name a dataset; use \(FileName.allowed)")
        }
        if DatasetPlace.isSealed(file) {
            throw CatalogError(
                file: file,
                reason: """
                    the file is sealed, and adding it would leave a plain copy; copy it to \
                    \(workspace.sealedFile(of: name)), where it stays sealed
                    """)
        }
        let place = try DatasetPlace(
            file, rubricsFolder: workspace.rubrics + "/" + name, passphrases: .none)
        let bytes = try place.bytes()
        let digest = SHA256.hex(bytes)
        let pinned = PinnedDataset.all.first { $0.sha256 == digest }
        if pinned == nil, PinnedDataset.all.contains(where: { $0.name == name }) {
            // Results on it would pass for results on the published tasks.
            throw CatalogError(
                file: file,
                reason: """
                    this is not the published \(name), which has another sha256; choose another \
                    name
                    """)
        }
        let dataset = try DatasetReader.read(bytes, at: place, name: name)
        let plain = "# \(name)\n\norigin: a local file\nsha256: \(digest)\n"
        try install(
            bytes, named: name, digest: digest,
            source: pinned?.sourceText(origin: "a local file, the same as \(pinned?.url ?? "")")
                ?? plain)
        return dataset.tasks.count
    }

    private func install(
        _ bytes: [UInt8], named name: String, digest: String, source: String
    ) throws(CatalogError) {
        let folder = "\(workspace.datasets)/\(name)"
        let tasks = folder + "/tasks.jsonl"
        if SourceFile.exists(tasks) {
            guard SHA256.hex(try SourceFile.read(tasks, atMost: 1 << 30)) == digest else {
                throw CatalogError(
                    file: tasks,
                    reason: "another dataset of that name is there; move it away first")
            }
            // What a person wrote about the same tasks is worth more than what we know of them.
            if SourceFile.exists(folder + "/SOURCE.md") { return }
        } else if SourceFile.exists(workspace.sealedFile(of: name)) {
            throw CatalogError(
                file: workspace.sealedFile(of: name),
                reason: "a sealed dataset of that name is there; unseal it, or move it away")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            // Written beside its place and moved there, so that a tasks file is never half a file.
            try Data(source.utf8).write(to: URL(filePath: folder + "/SOURCE.md"), options: .atomic)
            try Data(bytes).write(to: URL(filePath: tasks), options: .atomic)
        } catch {
            throw CatalogError(
                file: folder,
                reason: "the dataset can't be written there; check permissions and space")
        }
    }
}
