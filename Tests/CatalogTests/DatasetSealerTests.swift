import Foundation
import Sealing
import Testing
import Vocabulary

@testable import Catalog

@Suite("Sealing a dataset")
struct DatasetSealerTests {
    private static let passphrase = "correct horse battery"

    private static let requirement = "Names the year 1987"
    private static let rubric = """
        {"id":"r","sections":[{"id":"citation-quality","criteria":[
        {"id":"c","weight":1,"requirement":"\(requirement)"}]}]}
        """
    /// One rubric in the row, one in a file of its own.
    private static let files = [
        "datasets/mine/tasks.jsonl": #"{"id":"t1","problem":"p","domain":"d"}"# + "\n"
            + #"{"id":"t2","problem":"q","domain":"d","answer":"#
            + #""{\"id\":\"r\",\"sections\":[{\"id\":\"factual-accuracy\",\"criteria\":"#
            + #"[{\"id\":\"c\",\"weight\":1,\"requirement\":\"x\"}]}]}"}"#,
        "datasets/mine/SOURCE.md": "revision: 7\n",
        "rubrics/mine/t1.json": rubric,
    ]
    private static let sealedPath = "datasets/mine/tasks.jsonl.sealed"

    private struct Place {
        let folder: TemporaryFolder
        let sealer: DatasetSealer

        /// The workspace of somebody who knows a passphrase.
        func workspace(_ passphrase: String = DatasetSealerTests.passphrase) throws -> Workspace {
            let secret = SecretBytes(passphrase.utf8)
            return try Workspace(
                home: folder.path, currentDirectory: "/", executable: "/",
                passphrases: PassphraseSource { _ throws(CatalogError) in secret })
        }

        @discardableResult
        func seal(
            replacing: Bool = false, removingPlain: Bool = false
        ) throws -> DatasetSealer.Outcome {
            try sealer.seal(
                "mine", with: SecretBytes(DatasetSealerTests.passphrase.utf8),
                replacing: replacing, removingPlain: removingPlain)
        }

        func files() throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
                !SourceFile.isFolder(folder[$0])
            }.sorted()
        }
    }

    private func withPlace(_ body: (Place) throws -> Void) throws {
        let cost = try #require(SealingCost(log2N: 10, r: 1, p: 1))
        try TemporaryFolder.with(Self.files) { folder in
            let secret = SecretBytes(Self.passphrase.utf8)
            let workspace = try Workspace(
                home: folder.path, currentDirectory: "/", executable: "/",
                passphrases: PassphraseSource { _ throws(CatalogError) in secret })
            try body(Place(folder: folder, sealer: DatasetSealer(workspace, cost: cost)))
        }
    }

    private func refusal(_ body: () throws -> Void) throws -> String {
        try #require(throws: CatalogError.self, performing: body).description
    }

    @Test("A sealed dataset is the same dataset, down to its digest, with no plain file left")
    func same() throws {
        try withPlace { place in
            let before = try place.workspace().dataset("mine")
            let outcome = try place.seal(removingPlain: true)
            #expect(outcome.plainFiles.count == 2)
            #expect(try place.files() == ["datasets/mine/SOURCE.md", Self.sealedPath])
            let workspace = try place.workspace()
            #expect(try workspace.dataset("mine") == before)
            for path in [Self.sealedPath, "datasets/mine", "datasets/mine/"] {
                #expect(try workspace.dataset(place.folder[path]) == before, "\(path)")
            }
            #expect(try workspace.problems(ofDataset: "mine").isEmpty)
            #expect(workspace.datasetNames() == ["mine"])
            #expect(workspace.isSealed("mine"))
        }
    }

    @Test("Nothing is removed unless that is asked for, and the plain files go on being read")
    func plainStays() throws {
        try withPlace { place in
            try place.seal()
            #expect(try place.files() == (Self.files.keys + [Self.sealedPath]).sorted())
            let workspace = try Workspace(
                home: place.folder.path, currentDirectory: "/", executable: "/")
            #expect(try workspace.dataset("mine").tasks.count == 2)
            #expect(!workspace.isSealed("mine"))
        }
    }

    @Test("Requirements are not in the sealed file")
    func hidden() throws {
        try withPlace { place in
            try place.seal()
            let bytes = try Data(contentsOf: URL(filePath: place.folder[Self.sealedPath]))
            #expect(bytes.range(of: Data(Self.requirement.utf8)) == nil)
            #expect(bytes.range(of: Data("t1.json".utf8)) == nil)
        }
    }

    @Test("Unsealing writes the same bytes back, and overwrites nothing")
    func unseal() throws {
        try withPlace { place in
            try place.seal(removingPlain: true)
            _ = try place.sealer.unseal("mine")
            for (name, text) in Self.files {
                #expect(try place.folder.text(of: name) == text, "\(name)")
            }
            #expect(
                try refusal { _ = try place.sealer.unseal("mine") }.contains("move it away first"))
        }
    }

    @Test("Where one file can't be written back, none is")
    func allOrNone() throws {
        try withPlace { place in
            try place.seal(removingPlain: true)
            try place.folder.write("mine", to: "rubrics/mine/t1.json")
            let says = try refusal { _ = try place.sealer.unseal("mine") }
            #expect(says.contains("t1.json: this file is there already"))
            #expect(try place.folder.text(of: "rubrics/mine/t1.json") == "mine")
            #expect(!SourceFile.exists(place.folder["datasets/mine/tasks.jsonl"]))
        }
    }

    @Test("A sealed file is replaced only when that is asked for")
    func replacing() throws {
        try withPlace { place in
            try place.seal()
            let first = try Data(contentsOf: URL(filePath: place.folder[Self.sealedPath]))
            #expect(try refusal { try place.seal() }.contains("--replace"))
            #expect(try Data(contentsOf: URL(filePath: place.folder[Self.sealedPath])) == first)
            try place.seal(replacing: true)
            #expect(try Data(contentsOf: URL(filePath: place.folder[Self.sealedPath])) != first)
            #expect(try place.files().filter { $0.hasSuffix(".part") }.isEmpty)
        }
    }

    @Test(
        "What can't be opened is refused in one sentence, without the passphrase",
        arguments: [
            ("wrong", "the passphrase is not the one"), ("none", "the dataset is sealed; give"),
            ("cut", "bytes and should have"), ("changed", "was changed or damaged"),
            ("version", "sealed in version 9"), ("cost", "a key derivation that no file"),
            ("empty", "does not start as a sealed one"),
        ])
    func refused(what: String, says: String) throws {
        try withPlace { place in
            try place.seal(removingPlain: true)
            var bytes = try Data(contentsOf: URL(filePath: place.folder[Self.sealedPath]))
            var workspace = try place.workspace(what == "wrong" ? "another horse" : Self.passphrase)
            switch what {
            case "none":
                workspace = try Workspace(
                    home: place.folder.path, currentDirectory: "/", executable: "/")
            case "cut": bytes.removeLast()
            case "changed": bytes[bytes.count - 20] ^= 1
            case "version": bytes[16] = 9
            case "cost": bytes[17] = 40
            case "empty": bytes = Data()
            default: break
            }
            try place.folder.write(bytes, to: Self.sealedPath)
            let sentence = try refusal { _ = try workspace.dataset("mine") }
            #expect(sentence.contains(says))
            #expect(!sentence.contains("horse"))
            #expect(!sentence.contains("\n"))
            #expect(throws: CatalogError.self) { try workspace.problems(ofDataset: "mine") }
        }
    }

    @Test("Bad rows and short passphrases are refused before anything is written")
    func nothingWritten() throws {
        try withPlace { place in
            let short = try refusal {
                _ = try place.sealer.seal(
                    "mine", with: SecretBytes("short".utf8), replacing: false,
                    removingPlain: true)
            }
            #expect(short.contains("fewer than 12 bytes"))
            try place.folder.write("{", to: "rubrics/mine/t1.json")
            #expect(try refusal { try place.seal() }.contains("this is not JSON"))
            #expect(
                try refusal { try place.sealer.check("../mine", replacing: false) }.contains(
                    "no plain"))
            #expect(try place.files() == Self.files.keys.sorted())
        }
    }

    @Test("A sealed file is not added, and no plain dataset is put in front of a sealed one")
    func installer() throws {
        try withPlace { place in
            try place.seal(removingPlain: true)
            let installer = DatasetInstaller(try place.workspace())
            let sealed = try refusal {
                _ = try installer.add(place.folder[Self.sealedPath], named: "other")
            }
            #expect(sealed.contains("datasets/other/tasks.jsonl.sealed"))
            let row = try #require(
                Self.files["datasets/mine/tasks.jsonl"]?.split(separator: "\n").last)
            try place.folder.write(String(row), to: "row.jsonl")
            let plain = try refusal {
                _ = try installer.add(place.folder["row.jsonl"], named: "mine")
            }
            #expect(plain.contains("a sealed dataset of that name is there"))
        }
    }
}
