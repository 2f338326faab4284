import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("Installing a dataset")
struct DatasetInstallerTests {
    private static func row(_ problem: String) -> String {
        #"{"id":"t","problem":"\#(problem)","domain":"d","answer":"#
            + #""{\"id\":\"r\",\"sections\":[{\"id\":\"factual-accuracy\",\"criteria\":"#
            + #"[{\"id\":\"c\",\"weight\":1,\"requirement\":\"x\"}]}]}"}"#
    }

    private func withWorkspace(
        _ files: [String: String] = [:], _ body: (Workspace, TemporaryFolder) throws -> Void
    ) throws {
        try TemporaryFolder.with(files) { folder in
            for name in ["datasets", "rubrics"] {
                try FileManager.default.createDirectory(
                    atPath: folder[name], withIntermediateDirectories: true)
            }
            try body(
                try Workspace(home: folder.path, currentDirectory: "/", executable: "/"), folder)
        }
    }

    private func refusal(_ body: () throws -> Void) throws -> String {
        try #require(throws: CatalogError.self, performing: body).description
    }

    @Test("A file that is added becomes a dataset, with its origin and digest")
    func add() throws {
        try withWorkspace(["mine.jsonl": Self.row("one")]) { workspace, folder in
            #expect(try DatasetInstaller(workspace).add(folder["mine.jsonl"], named: "mine") == 1)
            let dataset = try workspace.dataset("mine")
            #expect(dataset.tasks.first?.problem == "one")
            #expect(workspace.datasetNames() == ["mine"])
            #expect(try workspace.problems(ofDataset: "mine").isEmpty)
            let source = try folder.text(of: "datasets/mine/SOURCE.md")
            #expect(source.contains("sha256: \(dataset.sha256)\n"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder["datasets/mine"])
                    .sorted() == ["SOURCE.md", "tasks.jsonl"], "nothing temporary is left")
        }
    }

    @Test("Another file under the same name is refused and changes nothing")
    func another() throws {
        try withWorkspace(["1": Self.row("one"), "2": Self.row("two")]) { workspace, folder in
            let installer = DatasetInstaller(workspace)
            #expect(try installer.add(folder["1"], named: "mine") == 1)
            let says = try refusal { _ = try installer.add(folder["2"], named: "mine") }
            #expect(says.contains("move it away first"))
            #expect(try workspace.dataset("mine").tasks.first?.problem == "one")
        }
    }

    @Test("The same file again keeps what a person wrote about it")
    func again() throws {
        try withWorkspace(["1": Self.row("one")]) { workspace, folder in
            let installer = DatasetInstaller(workspace)
            _ = try installer.add(folder["1"], named: "mine")
            try folder.write("licence: CC0\n", to: "datasets/mine/SOURCE.md")
            #expect(try installer.add(folder["1"], named: "mine") == 1)
            #expect(try folder.text(of: "datasets/mine/SOURCE.md") == "licence: CC0\n")
        }
    }

    @Test("A file with a bad row is not installed")
    func bad() throws {
        try withWorkspace(["1": Self.row("one") + "\n{"]) { workspace, folder in
            let says = try refusal {
                _ = try DatasetInstaller(workspace).add(folder["1"], named: "mine")
            }
            #expect(says.contains(":2: this is not JSON"))
            #expect(workspace.datasetNames().isEmpty)
        }
    }

    @Test("A name that leads out of the folder is refused", arguments: ["../evil", "a/b", "", "."])
    func names(name: String) throws {
        try withWorkspace(["1": Self.row("one")]) { workspace, folder in
            let says = try refusal {
                _ = try DatasetInstaller(workspace).add(folder["1"], named: name)
            }
            #expect(says.contains("can't name a dataset"))
        }
    }

    @Test("Other tasks can't take the name of a published dataset")
    func published() throws {
        try withWorkspace(["1": Self.row("one")]) { workspace, folder in
            let says = try refusal {
                _ = try DatasetInstaller(workspace).add(folder["1"], named: "draco")
            }
            #expect(says.contains("not the published draco"))
            #expect(workspace.datasetNames().isEmpty)
        }
    }

    @Test("Only the pinned bytes are installed under a pinned name")
    func pinned() throws {
        try withWorkspace { workspace, folder in
            let bytes = Array(Self.row("one").utf8)
            let says = try refusal {
                try DatasetInstaller(workspace).install(bytes, as: .draco)
            }
            #expect(says.contains(PinnedDataset.draco.sha256))
            #expect(workspace.datasetNames().isEmpty)

            let own = PinnedDataset(
                name: "own", url: "https://example.com/own.jsonl", revision: "r1",
                sha256: try DatasetReader.read(tasksFile: try file(bytes, folder)).sha256,
                byteCount: bytes.count, licence: "MIT")
            try DatasetInstaller(workspace).install(bytes, as: own)
            #expect(try workspace.dataset("own").revision == "r1")
            #expect(
                try folder.text(of: "datasets/own/SOURCE.md").contains(
                    "origin: https://example.com/own.jsonl\n"))
        }
    }

    private func file(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> String {
        try folder.write(Data(bytes), to: "own.jsonl")
        return folder["own.jsonl"]
    }

    @Test("The pin names one revision of one file")
    func pin() {
        let draco = PinnedDataset.draco
        #expect(
            draco.url == "https://huggingface.co/datasets/perplexity-ai/draco/resolve/"
                + "\(draco.revision)/test.jsonl")
        #expect(draco.revision.count == 40)
        #expect(draco.sha256.count == 64)
        #expect(draco.byteCount == 909_190)
    }
}
