import Testing
import Vocabulary

@testable import Catalog

@Suite("Answer files")
struct AnswerFileTests {
    private func read(_ text: String) throws -> [ImportedAnswer] {
        try TemporaryFolder.with(["a.jsonl": text]) {
            try AnswerFileReader.read($0["a.jsonl"], tasks: [.example])
        }
    }

    @Test("Answers are read with what is known of them")
    func reads() throws {
        let answers = try read(
            """
            {"task_id":"t1","answer":"A","cost_usd":0.5,"latency_s":81,"model":"m"}

            {"task_id":"t1","answer":"","generation":1,"cost_usd":null}
            """)
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
        "They are refused line by line",
        arguments: [
            ("", "no answers"), ("{}", ":1: \"task_id\" is missing"),
            (#"{"task_id":"x","answer":"a"}"#, "no task x"),
            (#"{"task_id":"t1"}"#, "\"answer\" is missing"),
            (#"{"task_id":"t1","answer":null}"#, "\"answer\" is missing"),
            (#"{"task_id":"t1","answer":["a"]}"#, "is a list; it must be a string"),
            (#"{"task_id":"t1","answer":"a","model":5}"#, "must be a string"),
            (#"{"task_id":"t1","answer":"a","cost":1}"#, "did you mean \"cost_usd\""),
            (#"{"task_id":"t1","answer":"a","cost_usd":-1}"#, "not negative"),
            (#"{"task_id":"t1","answer":"a","latency_s":"9"}"#, "not negative"),
            (#"{"task_id":"t1","answer":"a","generation":-1}"#, "from 0 to 999"),
            (#"{"task_id":"t1","answer":"a","generation":0.5}"#, "from 0 to 999"),
            (#"{"task_id":"t1","answer":"a","answer":"b"}"#, "given twice"),
            ("\n\n{\"task_id\":", ":3: this is not JSON"),
            (
                "{\"task_id\":\"t1\",\"answer\":\"a\"}\n{\"task_id\":\"t1\",\"answer\":\"b\"}",
                ":2: task t1 has an earlier answer"
            ),
        ])
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(says), "\(error)")
    }
}

extension ResearchTask {
    /// A task `t1` with a criterion `c1`.
    static let example = ResearchTask(
        id: "t1", problem: "p", domain: "d",
        rubric: Rubric(
            id: "r",
            criteria: [Criterion(id: "c1", axis: .factualAccuracy, weight: 5, requirement: "x")]))
}
