import Digests
import Testing
import Vocabulary

@testable import Catalog

@Suite("What SOURCE.md says")
struct DatasetSourceTests {
    private static let row =
        #"{"id":"t1","problem":"p","domain":"d","answer":"#
        + #""{\"id\":\"r\",\"sections\":[{\"id\":\"citation-quality\",\"criteria\":"#
        + #"[{\"id\":\"c\",\"weight\":1,\"requirement\":\"x\"}]}]}"}"#

    private func with<Result>(
        source: String?, _ body: (String) throws -> Result
    ) throws -> Result {
        var files = ["mine/tasks.jsonl": Self.row]
        files["mine/SOURCE.md"] = source
        return try TemporaryFolder.with(files) { try body($0["mine/tasks.jsonl"]) }
    }

    @Test("Its revision is the dataset's while the tasks are the ones it describes")
    func revision() throws {
        let digest = SHA256.hex(Self.row.utf8)
        for source in ["revision: 7\n", "# x\r\nrevision:  7 \r\nsha256: \(digest)\r\n"] {
            try with(source: source) { file in
                let revision = try DatasetReader.read(tasksFile: file).revision
                #expect(revision == "7")
                #expect(DatasetReader.problems(tasksFile: file).isEmpty)
            }
        }
    }

    @Test("Without the file, or a revision in it, there is none", arguments: [nil, "revision:\n"])
    func none(source: String?) throws {
        let dataset = try with(source: source) { try DatasetReader.read(tasksFile: $0) }
        #expect(dataset.revision == nil)
    }

    @Test("Edited tasks have no revision, and a check says why")
    func edited() throws {
        try with(source: "revision: 7\nsha256: \(String(repeating: "0", count: 64))\n") { file in
            let revision = try DatasetReader.read(tasksFile: file).revision
            #expect(revision == nil)
            let problems = DatasetReader.problems(tasksFile: file)
            #expect(problems.count == 1)
            #expect(problems.first?.file.hasSuffix("SOURCE.md") == true)
            #expect(problems.first?.description.contains(SHA256.hex(Self.row.utf8)) == true)
        }
    }
}
