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

    @Test("Verdicts are read, configuration and pass optional")
    func reads() throws {
        let verdicts = try read(
            """
            \(Self.met)
            {"task_id":"t1","criterion_id":"c1","verdict":"UNMET","configuration":"x","pass":2}
            """)
        #expect(verdicts.map(\.verdict) == [.met, .unmet])
        #expect(verdicts.map(\.configuration) == ["default", "x"])
        #expect(verdicts.map(\.pass) == [0, 2])
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
            (met + "\n" + met, "rules on this in the same pass"),
            (met + "\n[]", ":2: the line holds a list"),
        ])
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(says), "\(error)")
    }
}
