import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("Answer files and verdict files")
struct ImportFilesTests {
    private let tasks = [
        ResearchTask(
            id: "t1", problem: "p", domain: "d",
            rubric: Rubric(
                id: "r",
                criteria: [
                    Criterion(id: "c1", axis: .factualAccuracy, weight: 5, requirement: "x")
                ]))
    ]

    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws
        -> Result
    {
        let file = NSTemporaryDirectory() + "lines-\(UUID().uuidString).jsonl"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }  // Left to the system then.
        return try body(file)
    }

    @Test("Answers are read with what is known of them")
    func answers() throws {
        let text = """
            {"task_id":"t1","answer":"A","cost_usd":0.5,"latency_s":81,"model":"m"}
            {"task_id":"t1","answer":"","generation":1}
            """
        let answers = try withFile(text) { try AnswerFileReader.read($0, tasks: tasks) }
        #expect(
            answers == [
                ImportedAnswer(
                    taskID: "t1", generation: 0, text: "A", cost: USD(0.5), latencySeconds: 81,
                    model: "m"),
                ImportedAnswer(
                    taskID: "t1", generation: 1, text: "", cost: nil, latencySeconds: nil,
                    model: nil),
            ])
    }

    @Test(
        "Answer files are refused line by line",
        arguments: [
            ("", "no answers"), (#"{"task_id":"x","answer":"a"}"#, "no task x"),
            (#"{"task_id":"t1"}"#, "\"answer\" is missing"),
            (#"{"task_id":"t1","answer":"a","cost":1}"#, "did you mean \"cost_usd\""),
            (#"{"task_id":"t1","answer":"a","cost_usd":-1}"#, "not negative"),
            (
                "{\"task_id\":\"t1\",\"answer\":\"a\"}\n{\"task_id\":\"t1\",\"answer\":\"b\"}",
                ":2: task t1 has an earlier answer"
            ),
        ])
    func badAnswers(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) {
            try withFile(text) { try AnswerFileReader.read($0, tasks: tasks) }
        }
        #expect(error.description.contains(says), "\(error)")
    }

    @Test("Verdicts are read, configuration and pass optional")
    func verdicts() throws {
        let text = """
            {"task_id":"t1","criterion_id":"c1","verdict":"MET"}
            {"task_id":"t1","criterion_id":"c1","verdict":"UNMET","configuration":"x","pass":2}
            """
        let verdicts = try withFile(text) { try VerdictFileReader.read($0, tasks: tasks) }
        #expect(verdicts.map(\.verdict) == [.met, .unmet])
        #expect(verdicts.map(\.configuration) == ["default", "x"])
        #expect(verdicts.map(\.pass) == [0, 2])
    }

    @Test(
        "Verdict files are refused line by line",
        arguments: [
            ("\n", "no verdicts"),
            (#"{"task_id":"t","criterion_id":"c1","verdict":"MET"}"#, "no task t"),
            (#"{"task_id":"t1","criterion_id":"c2","verdict":"MET"}"#, "did you mean c1"),
            (#"{"task_id":"t1","criterion_id":"c1","verdict":"met"}"#, "MET or UNMET"),
            (#"{"task_id":"t1","criterion_id":"c1"}"#, "\"verdict\" is missing"),
            (
                "{\"task_id\":\"t1\",\"criterion_id\":\"c1\",\"verdict\":\"MET\"}\n"
                    + "{\"task_id\":\"t1\",\"criterion_id\":\"c1\",\"verdict\":\"MET\"}",
                "rules on this in the same pass"
            ),
        ])
    func badVerdicts(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) {
            try withFile(text) { try VerdictFileReader.read($0, tasks: tasks) }
        }
        #expect(error.description.contains(says), "\(error)")
    }

    @Test(
        "The nearest known word is found, or none",
        arguments: [
            ("modle", "model"), ("panell", "panel"), ("xyzzyx", nil), ("passs", "passes"),
            ("pan", "panel"),
        ] as [(String, String?)])
    func nearest(word: String, expected: String?) {
        #expect(NearestWord.to(word, among: ["model", "panel", "passes"]) == expected)
    }
}
