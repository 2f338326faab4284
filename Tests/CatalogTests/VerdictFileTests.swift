import Digests
import Testing
import Vocabulary

@testable import Catalog

@Suite("Verdict files")
struct VerdictFileTests {
    private func read(_ text: String) throws -> [ImportedVerdict] {
        try TemporaryFolder.with(["v.jsonl": text]) {
            try VerdictFileReader.read($0["v.jsonl"], tasks: [.example])
        }
    }

    private static let met = #"{"task_id":"t1","criterion_id":"c1","verdict":"MET"}"#

    @Test("Verdicts are read; configuration, generation, pass and judge are optional")
    func reads() throws {
        let verdicts = try read(
            """
            \(Self.met)
            {"task_id":"t1","criterion_id":"c1","verdict":"UNMET","configuration":"x","pass":2,"generation":1,"judge":"j"}
            """)
        #expect(verdicts.map(\.verdict) == [.met, .unmet])
        #expect(verdicts.map(\.configuration) == ["default", "x"])
        #expect(verdicts.map(\.pass) == [0, 2])
        #expect(verdicts.map(\.generation) == [0, 1])
        #expect(verdicts.map(\.judge) == [nil, "j"])
    }

    @Test(
        "Lines that differ in what they rule on, or in whose answer, stand side by side",
        arguments: [#""configuration":"x""#, #""generation":1"#, #""pass":1"#])
    func distinct(member: String) throws {
        let other = Self.met.replacing("{", with: "{\(member),")
        #expect(try read(Self.met + "\n" + other).count == 2)
    }

    @Test("Several files are read as one, each with its digest")
    func severalFiles() throws {
        let other = Self.met.replacing("{", with: #"{"pass":1,"#)
        try TemporaryFolder.with(["a.jsonl": other, "b.jsonl": Self.met]) { folder in
            let names = [folder["a.jsonl"], folder["b.jsonl"]]
            let read = try VerdictFileReader.read(names, tasks: [.example])
            #expect(read.verdicts.map(\.pass) == [1, 0])
            #expect(read.files.map(\.name) == names)
            #expect(read.files.map(\.sha256) == [other, Self.met].map { SHA256.hex($0.utf8) })
        }
    }

    @Test("What two files rule on is refused by file and line of both")
    func twiceAcrossFiles() throws {
        try TemporaryFolder.with(["a.jsonl": "\n" + Self.met, "b.jsonl": Self.met]) { folder in
            let error = try #require(throws: CatalogError.self) {
                try VerdictFileReader.read(
                    [folder["a.jsonl"], folder["b.jsonl"]], tasks: [.example])
            }
            #expect((error.file, error.line) == (folder["b.jsonl"], 1))
            #expect(error.reason.contains("\(folder["a.jsonl"]):2 rules on this"), "\(error)")
        }
    }

    @Test("A file without verdicts is refused, whatever the others have")
    func emptyAmongOthers() throws {
        try TemporaryFolder.with(["a.jsonl": Self.met, "b.jsonl": "\n"]) { folder in
            let error = try #require(throws: CatalogError.self) {
                try VerdictFileReader.read(
                    [folder["a.jsonl"], folder["b.jsonl"]], tasks: [.example])
            }
            #expect(error.file == folder["b.jsonl"])
        }
    }

    @Test("What else a judge wrote down is passed over")
    func extras() throws {
        let line = #"{"task_id":"t1","criterion_id":"c1","verdict":"MET","explanation":"so"}"#
        #expect(try read(line).count == 1)
    }

    @Test(
        "They are refused line by line",
        arguments: [
            ("\n", "no verdicts"),
            (#"{"task_id":"t","criterion_id":"c1","verdict":"MET"}"#, "no task t"),
            (#"{"task_id":"t1","criterion_id":"c2","verdict":"MET"}"#, "did you mean c1"),
            (
                #"{"task_id":"t1","criterion_id":"quite-other","verdict":"MET"}"#,
                "criterion quite-other: the task has no such criterion; drop the line"
            ),
            (#"{"task_id":"t1","criterion_id":"c1","verdict":"met"}"#, "MET or UNMET"),
            (#"{"task_id":"t1","criterion_id":"c1","verdict":true}"#, "must be a string"),
            (#"{"task_id":"t1","criterion_id":"c1"}"#, "\"verdict\" is missing"),
            (#"{"task_id":"t1","criterion_id":"c1","verdict":"MET","pass":-1}"#, "0 to 999"),
            (#"{"task_id":"t1","criterion_id":"c1","verdict":"MET","pass":"1"}"#, "0 to 999"),
            (
                #"{"task_id":"t1","criterion_id":"c1","verdict":"MET","generation":1000}"#,
                "0 to 999"
            ),
            (
                #"{"task_id":"t1","criterion_id":"c1","verdict":"MET","judge":7}"#,
                "\"judge\" is a number; it must be a string"
            ),
            (met + "\n" + met, "v.jsonl:1 rules on this in the same pass; drop one"),
            (met + "\n[]", ":2: the line holds a list"),
        ])
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(says), "\(error)")
    }
}
