import FoundationEssentials
import Testing
import Vocabulary

@testable import Catalog

@Suite("Anchor files")
struct AnchorFileTests {
    private static let tasks = [
        ResearchTask(
            id: "t", problem: "P", domain: "d",
            rubric: Rubric(
                id: "r",
                criteria: [
                    Criterion(id: "a", axis: .factualAccuracy, weight: 5, requirement: "A"),
                    Criterion(id: "b", axis: .citationQuality, weight: -2, requirement: "B"),
                ]))
    ]

    private static let frozen = FrozenAnswers(
        dataset: "sample", judgeID: "j", judgeModel: "m", judgeName: "draco-paper", repeats: 3,
        date: 1000.5,
        answers: [
            FrozenAnswers.Answer(
                id: "x", taskID: "t", text: "Line one.\n\"two\"",
                counts: ["a": .init(met: 2, runs: 3), "b": .init(met: 0, runs: 3)])
        ])

    private func read(_ path: String) throws -> FrozenAnswers {
        try AnchorFile.read(path) { _ in Self.tasks }
    }

    @Test("What is written is read, with the judgings that were added")
    func roundTrip() throws {
        try TemporaryFolder.with([:]) { folder in
            let path = folder.path + "/anchor.jsonl"
            try AnchorFile.write(Self.frozen, to: path)
            #expect(try read(path) == Self.frozen)
            let later = FrozenAnswers.Rejudging(
                date: 2000, judgeID: "j", counts: ["x": ["a": .init(met: 1, runs: 1)]])
            try AnchorFile.append(later, to: path)
            try AnchorFile.append(later, to: path)
            #expect(try read(path).history == [later, later])
        }
    }

    @Test("An anchor is not written over: it can't be had again")
    func keeps() throws {
        try TemporaryFolder.with(["a.jsonl": "x"]) { folder in
            let error = try #require(throws: CatalogError.self) {
                try AnchorFile.write(Self.frozen, to: folder.path + "/a.jsonl")
            }
            #expect(error.description.contains("is there already"))
        }
    }

    private static let head = """
        {"dataset":"d","judge_id":"j","judge_model":"m","judge":"p","repeats":3,"judged_at":1}
        """

    @Test(
        "What is wrong is said with its line",
        arguments: [
            ("", "the file is empty"), (head, "no answers follow"),
            ("{}", ":1: \"judged_at\" is missing"),
            (head + "\n{\"answer_id\":\"x\",\"task_id\":\"u\"}", ":2: the dataset has no task u"),
            (
                head
                    + "\n{\"answer_id\":\"x\",\"task_id\":\"t\",\"answer\":\"\",\"verdicts\":{\"z\":[1,1]}}",
                ":2: task t has no criterion z"
            ),
            (
                head
                    + "\n{\"answer_id\":\"x\",\"task_id\":\"t\",\"answer\":\"\",\"verdicts\":{\"a\":[2,1]}}",
                ":2: \"a\" must be [met, runs]"
            ),
            (
                head + "\n{\"rejudged_at\":1,\"judge_id\":\"j\",\"verdicts\":{\"q\":{}}}",
                ":2: there is no answer q"
            ),
        ])
    func refuses(text: String, says: String) throws {
        try TemporaryFolder.with(["a.jsonl": text]) { folder in
            let error = try #require(throws: CatalogError.self) {
                try read(folder.path + "/a.jsonl")
            }
            #expect(error.description.contains(says), "\(error)")
        }
    }
}
