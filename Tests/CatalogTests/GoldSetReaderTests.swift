import Digests
import Testing
import Vocabulary

@testable import Catalog

@Suite("Gold set files")
struct GoldSetReaderTests {
    private static let met = GoldExample.met
    private static let unmet = GoldExample.unmet

    private func read(
        _ text: String, answers: String? = nil, as file: String = "g.jsonl"
    ) throws -> GoldSet {
        var files = [file: text]
        files["g.answers.jsonl"] = answers
        return try TemporaryFolder.with(files) {
            try GoldSetReader.read($0[file], tasks: GoldExample.tasks)
        }
    }

    private static func with(_ member: String, _ line: String = met) -> String {
        line.replacing("{", with: "{\(member),")
    }

    /// A line with its answer by reference.
    private static func referring(to id: String, _ line: String = met) -> String {
        line.replacing(#""answer":"The sum is 12.""#, with: #""answer_ref":"\#(id)""#)
    }

    @Test("Labels are read with what is known of them")
    func reads() throws {
        let full = Self.with(
            #""annotators":{"ann":"MET","bo":"UNMET"},"evidence":["12"],"case":"plain""#)
        let set = try read(full + "\n\n" + Self.unmet)
        #expect(set.name == "g")
        #expect(set.sha256 == SHA256.hex((full + "\n\n" + Self.unmet).utf8))
        let first = GoldLabel(
            taskID: "t1", criterionID: "states-sum",
            answerID: String(SHA256.hex(fields: ["t1", "The sum is 12."]).prefix(16)),
            answer: "The sum is 12.", gold: .met, polarity: .positive, weight: 5,
            annotators: ["ann": .met, "bo": .unmet], evidence: ["12"], difficulty: "plain")
        #expect(set.labels.first == first)
        #expect(set.labels.map(\.gold) == [.met, .unmet])
        #expect(set.labels.last?.evidence == [])
        #expect(set.labels.last?.difficulty == nil)
    }

    @Test("Answers that stand beside the labels are found by their ids, and count for the digest")
    func references() throws {
        let answers = #"{"id":"a1","task_id":"t1","answer":"The sum is 12."}"#
        let text = Self.referring(to: "a1") + "\n" + Self.unmet
        let set = try read(text, answers: answers)
        #expect(set.labels.first?.answerID == "a1")
        #expect(set.labels.first?.answer == "The sum is 12.")
        #expect(
            set.sha256 == SHA256.hex(fields: [SHA256.hex(text.utf8), SHA256.hex(answers.utf8)]))
    }

    @Test("An answer has one id, whether it is named or stands in the label")
    func oneID() throws {
        let answers = #"{"id":"a1","task_id":"t1","answer":"The sum is 12."}"#
        let other =
            #"{"task_id":"t1","criterion_id":"wrong-sum","answer":"The sum is 12.","#
            + #""gold":"UNMET","polarity":"negative","weight":-4}"#
        let set = try read(
            [Self.referring(to: "a1"), other, Self.unmet].joined(separator: "\n"), answers: answers)
        #expect(set.labels.map(\.answerID).prefix(2) == ["a1", "a1"])
    }

    @Test(
        "Where gold is missing, most annotators decide",
        arguments: [
            (#"{"a":"MET"}"#, Verdict.met), (#"{"a":"MET","b":"MET","c":"UNMET"}"#, .met),
            (#"{"a":"UNMET","b":null}"#, .unmet), (#"{"a":"UNMET","b":"MET","c":"UNMET"}"#, .unmet),
        ])
    func majority(annotators: String, expected: Verdict) throws {
        let line = Self.met.replacing(#""gold":"MET""#, with: #""annotators":\#(annotators)"#)
        let other = expected == .met ? Self.unmet : Self.unmet.replacing("UNMET", with: "MET")
        #expect(try read(line + "\n" + other).labels.first?.gold == expected)
    }

    @Test("What was decided stands against what annotators said")
    func adjudicated() throws {
        let line = Self.with(#""annotators":{"a":"UNMET","b":"UNMET"}"#)
        #expect(try read(line + "\n" + Self.unmet).labels.first?.gold == .met)
    }

    /// What a file has, and what its refusal says.
    private static let refused: [(text: String, says: String)] = [
        ("", ":1: the file has no labels"), ("[]", ":1: the line holds a list"),
        (met.replacing("task_id", with: "task"), "did you mean \"task_id\"?"),
        (met.replacing("\"t1\"", with: "\"t\""), ":1: there is no task t among the tasks"),
        (met.replacing("\"t1\"", with: "\"t1x\""), "did you mean t1?"),
        (
            met.replacing("states-sum", with: "state-sum"),
            ":1, task t1, criterion state-sum: the task has no such criterion; did you mean "
                + "states-sum?"
        ),
        (met.replacing("states-sum", with: "z"), "no such criterion; drop the line"),
        (
            met.replacing("\"positive\"", with: "\"negative\""),
            "the polarity is negative here and positive in the rubric"
        ),
        (met.replacing("\"positive\"", with: "\"Positive\""), "must be positive or negative"),
        (
            met.replacing("\"weight\":5", with: "\"weight\":6"),
            "the weight is 6 here and 5 in the rubric"
        ),
        (met.replacing("\"weight\":5", with: "\"weight\":\"5\""), "must be a whole number"),
        (met.replacing("\"weight\":5", with: "\"weight\":null"), "\"weight\" is missing"),
        (met.replacing("\"MET\"", with: "\"Met\""), "\"gold\" is \"Met\"; it must be MET"),
        (met.replacing(#""gold":"MET","#, with: ""), "there are no annotators; add MET"),
        (
            met.replacing(#""gold":"MET""#, with: #""annotators":{"a":"MET","b":"UNMET"}"#),
            "the annotators are split 1 to 1; decide and add MET or UNMET"
        ),
        (with(#""annotators":["MET"]"#), "\"annotators\" is a list"),
        (with(#""annotators":{"a":1}"#), "annotator \"a\" gives a number"),
        (with(#""annotators":{"a":"yes"}"#), "\"a\" is \"yes\"; it must be MET or UNMET"),
        (with(#""annotators":{"":"MET"}"#), "an annotator has no name"),
        (with(#""answer_ref":"a""#), "both \"answer\" and \"answer_ref\""),
        (
            met.replacing("\"answer\":", with: "\"case\":"),
            "no \"answer\" and no \"answer_ref\""
        ),
        (referring(to: "a1"), "g.answers.jsonl, which is not there; write that file"),
        (with(#""evidence":"12""#), "\"evidence\" is a string; it must be a list"),
        (with(#""evidence":[""]"#), "strings that are not empty"),
        (with(#""evidence":["12","13"]"#), "piece 2 of the evidence is not in the answer"),
        (with(#""evidence":["No"]"#, unmet), "evidence is what makes a label MET"),
        (met + "\n" + met, ":2, task t1, criterion states-sum: line 1 has the same label"),
        (
            met + "\n" + met.replacing("\"MET\"", with: "\"UNMET\""),
            ":2, task t1, criterion states-sum: line 1 says MET of the same answer and this "
                + "UNMET"
        ),
        (met, ":1: from here on no label is UNMET"),
        ("\n" + unmet, ":2: from here on no label is MET"),
        (
            met + "\n"
                + unmet.replacing("t2", with: "t1").replacing("No sum.", with: "The sum is 12."),
            ":1: from here on all labels are on one answer"
        ),
    ]

    @Test("Lines are refused by number, with what to do", arguments: refused)
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(says), "\(error)")
        #expect(error.line != nil)
    }

    private static let refusedAnswers: [(answers: String, says: String)] = [
        (
            #"{"id":"a1","task_id":"t1","answer":1}"#,
            "g.answers.jsonl:1: \"answer\" is a number"
        ),
        (#"{"id":"","task_id":"t1","answer":"x"}"#, "the \"id\" is empty"),
        (
            #"{"id":"a1","task_id":"t1","answer":"x","gold":"MET"}"#,
            "\"gold\" is not known here"
        ),
        (
            #"{"id":"a1","task_id":"t1","answer":"x"}"# + "\n"
                + #"{"id":"a1","task_id":"t1","answer":"y"}"#,
            "g.answers.jsonl:2: an earlier line has the id a1"
        ),
        (
            #"{"id":"a1","task_id":"t1","answer":"x"}"# + "\n"
                + #"{"id":"a2","task_id":"t1","answer":"x"}"#,
            "g.answers.jsonl:2: the answer is the same as that of a1"
        ),
        (#"{"id":"a12","task_id":"t1","answer":"x"}"#, "g.jsonl:1: "),
        (#"{"id":"a12","task_id":"t1","answer":"x"}"#, "has no answer a1; did you mean a12?"),
        (#"{"id":"q","task_id":"t1","answer":"x"}"#, "has no answer a1; add it"),
        (#"{"id":"a1","task_id":"t2","answer":"x"}"#, "answer a1 is to task t2, not to t1"),
    ]

    @Test("Files of answers are refused by number, with what to do", arguments: refusedAnswers)
    func refusesAnswers(answers: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) {
            try read(Self.referring(to: "a1") + "\n" + Self.unmet, answers: answers)
        }
        #expect(error.description.contains(says), "\(error)")
    }

    @Test("A CSV file with the same columns is the same set")
    func csv() throws {
        let full = Self.with(#""annotators":{"ann":"MET"},"evidence":["The","12"],"case":"plain""#)
        let set = try read(full + "\n" + Self.unmet)
        let text = """
            case,evidence,annotator:ann,task_id,criterion_id,answer,gold,polarity,weight
            plain,"[""The"",""12""]",MET,t1,states-sum,The sum is 12.,,positive,5
            ,,,t2,wrong-sum,No sum.,UNMET,negative,-4
            """
        let imported = try read(text, as: "g.csv")
        #expect(imported.labels == set.labels)
        #expect(imported.sha256 == SHA256.hex(text.utf8))
    }

    @Test("A single piece of evidence stands in its cell as it is, brackets or not")
    func bareEvidence() throws {
        let text = """
            evidence,task_id,criterion_id,answer,gold,polarity,weight
            [1],t1,states-sum,The sum [1] is 12.,MET,positive,5
            ,t2,wrong-sum,No sum.,UNMET,negative,-4
            """
        #expect(try read(text, as: "g.csv").labels.first?.evidence == ["[1]"])
    }

    @Test(
        "CSV is refused by the line of the row, in the words used for JSONL",
        arguments: [
            ("task_id,criterion\n", ":1: the column \"criterion\" is not known here; did you mean"),
            ("annotators\n", ":1: the column \"annotators\" is not known here"),
            ("task_id\n", ":1: the file has no labels"),
            ("task_id\nt1\n", ":2: \"criterion_id\" is missing; add it"),
            (
                "annotator:,task_id,criterion_id,answer\nMET,t1,states-sum,x\n",
                ":2: an annotator has no name"
            ),
            (
                "task_id,criterion_id,answer,gold,polarity,weight\n\n"
                    + "t1,states-sum,\"a\nb\",MET,positive,5.0\n",
                ":3: \"weight\" must be a whole number"
            ),
        ])
    func refusesCSV(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text, as: "g.csv") }
        #expect(error.description.contains(says), "\(error)")
    }

    @Test(
        "A file by another ending, or the file of answers itself, is refused",
        arguments: [
            ("g.json", "a .jsonl or a .csv file"), ("g.answers.jsonl", "the file of labels"),
        ])
    func ending(file: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(Self.met, as: file) }
        #expect(error.description.contains(says), "\(error)")
    }
}
