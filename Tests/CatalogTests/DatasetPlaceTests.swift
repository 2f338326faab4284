import Testing
import Vocabulary

@testable import Catalog

@Suite("Where a dataset lies")
struct DatasetPlaceTests {
    private static let row = #"{"id":"t1","problem":"p","domain":"d"}"#
    private static let rubric = """
        {"id":"r","sections":[{"id":"citation-quality","criteria":[
        {"id":"c","weight":1,"requirement":"x"}]}]}
        """

    @Test("A path into a workspace finds the rubrics that its name would")
    func sameAsByName() throws {
        try TemporaryFolder.with([
            "datasets/mine/tasks.jsonl": Self.row, "rubrics/mine/t1.json": Self.rubric,
        ]) { folder in
            let workspace = try Workspace(
                home: folder.path, currentDirectory: "/", executable: "/")
            let byName = try workspace.dataset("mine")
            #expect(byName.name == "mine")
            #expect(try workspace.dataset(folder["datasets/mine/tasks.jsonl"]) == byName)
            #expect(try workspace.dataset(folder["datasets/mine"]) == byName)
            #expect(try workspace.dataset(folder["datasets/mine/"]) == byName)
            #expect(
                try DatasetReader.read(tasksFile: folder["datasets/../datasets/mine/tasks.jsonl"])
                    == byName)
        }
    }

    @Test("Rubrics of a namesake elsewhere are not taken")
    func namesake() throws {
        try TemporaryFolder.with([
            "datasets/mine/tasks.jsonl": Self.row, "rubrics/mine/t1.json": Self.rubric,
            "elsewhere/mine/tasks.jsonl": Self.row,
        ]) { folder in
            let workspace = try Workspace(
                home: folder.path, currentDirectory: "/", executable: "/")
            let error = try #require(throws: CatalogError.self) {
                try workspace.dataset(folder["elsewhere/mine/tasks.jsonl"])
            }
            #expect(error.description.contains("has no \"answer\""))
        }
    }

    @Test("A folder without a tasks file is refused")
    func folder() throws {
        try TemporaryFolder.with { folder in
            let error = try #require(throws: CatalogError.self) {
                try DatasetReader.read(tasksFile: folder.path)
            }
            #expect(error.description.contains("no tasks.jsonl"))
        }
    }

    @Test(
        "Without a name, a file is called after itself or its folder",
        arguments: [
            ("/x/mine/tasks.jsonl", "mine"), ("/x/test.jsonl", "test"), ("/x/test", "test"),
        ])
    func name(path: String, name: String) throws {
        #expect(try DatasetPlace(path, rubricsFolder: nil, passphrases: .none).defaultName == name)
    }

    @Test(
        "Only plain words name files",
        arguments: [
            ("a", true), ("A-1_b.c", true), ("", false), (".", false), ("..", false),
            (".a", false), ("a/b", false), ("a\\b", false), ("a b", false), ("ä", false),
            ("a\u{0}", false), ("a\n", false),
        ])
    func words(word: String, isSafe: Bool) {
        #expect(FileName.isSafe(word) == isSafe)
    }
}
