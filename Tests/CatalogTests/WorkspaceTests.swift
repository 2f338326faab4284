import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("The workspace")
struct WorkspaceTests {
    private func withFolders(
        _ names: [String], _ body: (TemporaryFolder) throws -> Void
    ) throws {
        try TemporaryFolder.with { folder in
            for name in names {
                try FileManager.default.createDirectory(
                    atPath: folder[name], withIntermediateDirectories: true)
            }
            try body(folder)
        }
    }

    @Test("It is found upwards from the current folder, then from the program's")
    func upwards() throws {
        try withFolders(["datasets", "rubrics", "deep/down"]) { folder in
            for (current, program) in [
                (folder["deep/down"], "/none"), (folder.path, "/none"),
                ("/", folder["deep/down/dracobench"]),
            ] {
                let found = try Workspace(
                    home: nil, currentDirectory: current, executable: program)
                #expect(found.home == URL(filePath: folder.path).standardized.path)
            }
        }
    }

    @Test("A folder that is named is taken before any other")
    func named() throws {
        try withFolders(["a/datasets", "a/rubrics", "b/datasets", "b/rubrics"]) { folder in
            let found = try Workspace(
                home: folder["b/"], currentDirectory: folder["a"], executable: "/none")
            #expect(found.home == folder["b"])
            #expect(found.judges == folder["b/rubrics/judges"])
        }
    }

    @Test("Where there is none, a sentence says so")
    func none() throws {
        try withFolders(["datasets"]) { folder in
            for home in [folder.path, "/nosuch", ""] {
                #expect(throws: CatalogError.self) {
                    try Workspace(home: home, currentDirectory: "/", executable: "/none")
                }
            }
            let error = try #require(throws: CatalogError.self) {
                try Workspace(home: nil, currentDirectory: folder.path, executable: "/none")
            }
            #expect(error.description.contains("--home"))
        }
    }

    @Test("The sample dataset is whole")
    func sample() throws {
        let workspace = try Workspace(
            home: Repository.path, currentDirectory: "/", executable: "/")
        let dataset = try workspace.dataset("sample")
        #expect(dataset.tasks.count == 12)
        #expect(dataset.revision == "1")
        #expect(Set(dataset.tasks.map(\.domain)).count == 10)
        for task in dataset.tasks {
            let criteria = task.rubric.criteria
            #expect((15...30).contains(criteria.count))
            #expect(Set(criteria.map(\.axis)).count == 4)
            #expect(criteria.contains { $0.weight < 0 })
        }
        #expect(try workspace.problems(ofDataset: "sample").isEmpty)
    }

    @Test("An unknown dataset is refused with those that are known")
    func unknown() throws {
        let workspace = try Workspace(
            home: Repository.path, currentDirectory: "/", executable: "/")
        for name in ["simple", "", "../sample", ".sample"] {
            #expect(throws: CatalogError.self) { try workspace.dataset(name) }
        }
        let error = try #require(throws: CatalogError.self) { try workspace.dataset("simple") }
        #expect(error.description.contains("sample"))
    }

    @Test("In an empty workspace the published dataset is offered, and nothing else named")
    func empty() throws {
        try withFolders(["datasets", "rubrics"]) { folder in
            let workspace = try Workspace(
                home: folder.path, currentDirectory: "/", executable: "/")
            #expect(workspace.datasetNames().isEmpty)
            let draco = try #require(throws: CatalogError.self) { try workspace.dataset("draco") }
            #expect(draco.description.contains("dracobench dataset fetch draco"))
            let other = try #require(throws: CatalogError.self) { try workspace.dataset("x") }
            #expect(other.description.hasSuffix("name the path of a tasks file."))
        }
    }
}
