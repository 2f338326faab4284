import Testing
import Vocabulary

@testable import Catalog

@Suite("Writing gold sets")
struct GoldSetWriterTests {
    private static let set = GoldSet(
        name: "g", sha256: "",
        labels: [
            GoldLabel(
                taskID: "t1", criterionID: "c", answerID: "a1", answer: "A \"1\"\n", gold: .met,
                polarity: .positive, weight: 5, annotators: ["b": .met, "a": .unmet],
                evidence: ["A"], difficulty: "plain"),
            GoldLabel(
                taskID: "t1", criterionID: "d", answerID: "a1", answer: "A \"1\"\n", gold: .unmet,
                polarity: .negative, weight: -5),
        ])

    @Test("Labels are one object a line, with absent members left out")
    func labels() {
        #expect(
            GoldSetWriter.labels(of: Self.set) == """
                {"task_id":"t1","criterion_id":"c","answer_ref":"a1","gold":"MET",\
                "polarity":"positive","weight":5,"annotators":{"a":"UNMET","b":"MET"},\
                "evidence":["A"],"case":"plain"}
                {"task_id":"t1","criterion_id":"d","answer_ref":"a1","gold":"UNMET",\
                "polarity":"negative","weight":-5}

                """)
    }

    @Test("An answer is written once, however many labels it has")
    func answers() {
        #expect(
            GoldSetWriter.answers(of: Self.set)
                == #"{"id":"a1","task_id":"t1","answer":"A \"1\"\n"}"# + "\n")
    }

    @Test(
        "A file that is there is left alone, and then nothing is written",
        arguments: [
            "g.jsonl", "g.answers.jsonl",
        ])
    func keeps(there: String) throws {
        try TemporaryFolder.with([there: "mine"]) { folder in
            let error = try #require(throws: CatalogError.self) {
                try GoldSetWriter.write(Self.set, as: "g", to: folder.path)
            }
            #expect(error.description.contains("there already"), "\(error)")
            let text = try folder.text(of: there)
            #expect(text == "mine")
            let other = there == "g.jsonl" ? "g.answers.jsonl" : "g.jsonl"
            #expect(!SourceFile.exists(folder[other]))
        }
    }

    @Test("A name that leads elsewhere is refused", arguments: ["", "../g", ".g", "a/b"])
    func names(name: String) throws {
        try TemporaryFolder.with { folder in
            let error = try #require(throws: CatalogError.self) {
                try GoldSetWriter.write(Self.set, as: name, to: folder.path)
            }
            #expect(error.reason.contains("use letters"), "\(error)")
        }
    }
}
