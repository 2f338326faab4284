import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("The workspace")
struct WorkspaceTests {
    private static let home = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private func withWorkspace(_ body: (Workspace) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "dracobench-\(UUID().uuidString)"
        for name in ["datasets", "rubrics/judges", "deep/down"] {
            try FileManager.default.createDirectory(
                atPath: folder + "/" + name, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }  // Left to the system then.
        try body(
            try Workspace(
                home: nil, currentDirectory: folder + "/deep/down", executable: "/none"))
    }

    @Test("It is found upwards from the current folder")
    func upwards() throws {
        try withWorkspace { #expect(!$0.home.hasSuffix("down")) }
        let inside = try Workspace(
            home: nil, currentDirectory: "/", executable: Self.home + "/.build/debug/dracobench")
        #expect(inside.home == Self.home)
    }

    @Test("Where there is none, a sentence says so")
    func none() {
        #expect(throws: CatalogError.self) {
            try Workspace(home: nil, currentDirectory: "/", executable: "/none")
        }
        #expect(throws: CatalogError.self) {
            try Workspace(home: "/tmp/nosuch", currentDirectory: "/", executable: "/none")
        }
    }

    @Test("The sample dataset is whole")
    func sample() throws {
        let workspace = try Workspace(home: Self.home, currentDirectory: "/", executable: "/")
        let dataset = try workspace.dataset("sample")
        #expect(dataset.tasks.count == 12)
        #expect(Set(dataset.tasks.map(\.domain)).count == 10)
        for task in dataset.tasks {
            let criteria = task.rubric.criteria
            #expect((15...30).contains(criteria.count))
            #expect(Set(criteria.map(\.axis)).count == 4)
            #expect(criteria.contains { $0.weight < 0 })
        }
        #expect(try workspace.problems(ofDataset: "sample").isEmpty)
        let prices = try workspace.priceTable()
        #expect(prices.price(for: "openai/gpt-5.5")?.outputPerMillion == 30)
        #expect(prices.price(for: "nobody/knows") == nil)
    }

    @Test("An unknown dataset or prompt is refused with those that are known")
    func unknown() throws {
        let workspace = try Workspace(home: Self.home, currentDirectory: "/", executable: "/")
        let dataset = try #require(throws: CatalogError.self) { try workspace.dataset("simple") }
        #expect(dataset.description.contains("sample"))
        let prompt = try #require(throws: CatalogError.self) {
            try workspace.judgePrompt("../secret")
        }
        #expect(prompt.description.contains("draco-paper"))
    }

    @Test("A file that is added becomes a dataset; another one under its name is refused")
    func add() throws {
        try withWorkspace { workspace in
            let file = workspace.home + "/mine.jsonl"
            func write(_ problem: String) throws {
                try
                    #"{"id":"t","problem":"\#(problem)","domain":"d","answer":"{\"id\":\"r\",\"sections\":[{\"id\":\"factual-accuracy\",\"criteria\":[{\"id\":\"c\",\"weight\":1,\"requirement\":\"x\"}]}]}"}"#
                    .write(toFile: file, atomically: true, encoding: .utf8)
            }
            try write("one")
            #expect(try DatasetInstaller(workspace).add(file, named: "mine") == 1)
            #expect(try workspace.dataset("mine").tasks.first?.problem == "one")
            #expect(workspace.datasetNames() == ["mine"])
            try write("two")
            #expect(throws: CatalogError.self) {
                try DatasetInstaller(workspace).add(file, named: "mine")
            }
            #expect(throws: CatalogError.self) {
                try DatasetInstaller(workspace).add(file, named: "../evil")
            }
            #expect(try workspace.dataset("mine").tasks.first?.problem == "one")
        }
    }

    @Test("Only the pinned bytes are installed under a pinned name")
    func pinned() throws {
        try withWorkspace { workspace in
            let error = try #require(throws: CatalogError.self) {
                try DatasetInstaller(workspace).install(Array("x".utf8), as: .draco)
            }
            #expect(error.description.contains(PinnedDataset.draco.sha256))
            #expect(workspace.datasetNames().isEmpty)
        }
    }
}
