import Testing
import Vocabulary

@testable import Catalog

@Suite("The gold sets of a workspace")
struct WorkspaceGoldSetTests {
    private func withGold(_ body: (TemporaryFolder, Workspace) throws -> Void) throws {
        let text = GoldExample.met + "\n" + GoldExample.unmet
        let files = [
            "datasets/x": "", "rubrics/gold/mine.jsonl": text, "rubrics/gold/SOURCE.md": "",
            "rubrics/gold/mine.answers.jsonl": "", "elsewhere/other.jsonl": text,
        ]
        try TemporaryFolder.with(files) { folder in
            try body(
                folder,
                try Workspace(home: folder.path, currentDirectory: "/", executable: "/"))
        }
    }

    @Test("A set is had by name and by path")
    func found() throws {
        try withGold { folder, workspace in
            #expect(workspace.goldSetNames() == ["mine"])
            let named = try workspace.goldSet("mine", tasks: GoldExample.tasks)
            #expect((named.name, named.labels.count) == ("mine", 2))
            let other = try workspace.goldSet(
                folder["elsewhere/other.jsonl"], tasks: GoldExample.tasks)
            #expect((other.name, other.labels.count) == ("other", 2))
        }
    }

    @Test("A name that is unknown is refused with those that are known")
    func unknown() throws {
        try withGold { _, workspace in
            for name in ["min", "", "mine.answers"] {
                let error = try #require(throws: CatalogError.self) {
                    try workspace.goldSet(name, tasks: GoldExample.tasks)
                }
                #expect(error.reason.contains("use one of mine, or the path"), "\(error)")
            }
            #expect(throws: CatalogError.self) {
                try workspace.goldSet("../gold/none", tasks: GoldExample.tasks)
            }
        }
    }
}
