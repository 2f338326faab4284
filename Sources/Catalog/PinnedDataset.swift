import Digests
import FoundationEssentials
import Vocabulary

/// A published dataset at one revision, known by its digest.
package struct PinnedDataset: Sendable, Equatable {
    package let name: String
    package let url: String
    package let revision: String
    package let sha256: String
    package let byteCount: Int
    package let licence: String

    package init(
        name: String, url: String, revision: String, sha256: String, byteCount: Int,
        licence: String
    ) {
        self.name = name
        self.url = url
        self.revision = revision
        self.sha256 = sha256
        self.byteCount = byteCount
        self.licence = licence
    }

    /// The DRACO benchmark by Perplexity, at the revision of February 2026 that all published
    /// results use.
    package static let draco = PinnedDataset(
        name: "draco",
        url: """
            https://huggingface.co/datasets/perplexity-ai/draco/resolve/\
            ce076749809027649ebd331bcb70f42bf720d387/test.jsonl
            """,
        revision: "ce076749809027649ebd331bcb70f42bf720d387",
        sha256: "e35bfe78cd827fa1d541b79fbc7bc7b91966d3227d8742c83e99d26d4ac4679a",
        byteCount: 909_190, licence: "MIT")

    package static let all = [draco]
}

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
            source: """
                # \(pinned.name)

                origin: \(pinned.url)
                revision: \(pinned.revision)
                sha256: \(pinned.sha256)
                licence: \(pinned.licence)

                """)
    }

    /// Takes a copy of a tasks file that the person has, after checking it.
    package func add(_ file: String, named name: String) throws(CatalogError) -> Int {
        let isName =
            name.first != "."
            && name.allSatisfy { character in
                character.isASCII
                    && (character.isLetter || character.isNumber || "._-".contains(character))
            }
        guard isName, !name.isEmpty else {
            throw CatalogError(
                file: name, reason: "this can't name a dataset; use letters, digits, '.', '_', '-'")
        }
        let dataset = try DatasetReader.read(
            tasksFile: file, rubricsFolder: workspace.rubrics + "/" + name)
        let bytes = try SourceFile.read(file, atMost: 1 << 30)
        let digest = SHA256.hex(bytes)
        try install(
            bytes, named: name, digest: digest,
            source: """
                # \(name)

                origin: a local file
                \(dataset.revision.map { "revision: \($0)\n" } ?? "")sha256: \(digest)

                """)
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
