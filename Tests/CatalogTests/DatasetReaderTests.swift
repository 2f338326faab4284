import Foundation
import Testing
import Vocabulary

@testable import Catalog

@Suite("Reading a tasks file")
struct DatasetReaderTests {
    /// A rubric as the JSON text that DRACO puts into `answer`, escaped once more.
    private static func answer(_ criteria: String, axis: String = "factual-accuracy") -> String {
        #"{"id":"r","sections":[{"id":"\#(axis)","title":"T","criteria":[\#(criteria)]}]}"#
            .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private static let good = #"{"id":"c1","weight":10,"requirement":"Says X"}"#

    private static func row(
        id: String = "t1", problem: String = "Why?", criteria: String = good,
        axis: String = "factual-accuracy"
    ) -> String {
        #"{"id":"\#(id)","problem":"\#(problem)","answer":"\#(answer(criteria, axis: axis))","domain":"Law"}"#
    }

    private func withFile<Result>(
        _ bytes: Data, _ body: (String) throws -> Result
    ) throws -> Result {
        try TemporaryFolder.with { folder in
            try folder.write(bytes, to: "tasks.jsonl")
            return try body(folder["tasks.jsonl"])
        }
    }

    private func read(_ text: String) throws -> Dataset {
        try withFile(Data(text.utf8)) { try DatasetReader.read(tasksFile: $0) }
    }

    private func problem(_ text: String) throws -> CatalogError {
        let problems = try withFile(Data(text.utf8)) { DatasetReader.problems(tasksFile: $0) }
        return try #require(problems.first)
    }

    @Test("A DRACO row is read as it is")
    func reads() throws {
        let negative = #"{"id":"c2","requirement":"Claims \"Y\"","weight":-25}"#
        let dataset = try read(Self.row(criteria: Self.good + "," + negative) + "\n\n")
        let task = try #require(dataset.tasks.first)
        #expect(task.id == "t1")
        #expect(task.domain == "Law")
        #expect(task.rubric.criteria.map(\.weight) == [10, -25])
        #expect(task.rubric.criteria[1].requirement == "Claims \"Y\"")
        #expect(dataset.sha256.count == 64)
    }

    @Test("Criterion ids may recur across tasks")
    func recurring() throws {
        #expect(try read(Self.row() + "\n" + Self.row(id: "t2")).tasks.count == 2)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let says: String
        var line: Int? = 1
        var task: String?
        var criterion: String?
        var testDescription: String { name }
    }

    @Test(
        "What is wrong is named with line, task and criterion",
        arguments: [
            Bad(name: "no tasks", text: "\n\n", says: "no tasks", line: nil),
            Bad(name: "not JSON", text: row() + "\n{oops}", says: "not JSON", line: 2),
            Bad(name: "a list", text: "[1]", says: "must hold an object"),
            Bad(name: "no id", text: #"{"problem":"p","domain":"d"}"#, says: "\"id\" is missing"),
            Bad(
                name: "a number as id", text: #"{"id":1,"problem":"p","domain":"d"}"#,
                says: "must be a string"),
            Bad(name: "an empty problem", text: row(problem: " "), says: "problem", task: "t1"),
            Bad(
                name: "no rubric", text: #"{"id":"t1","problem":"p","domain":"d"}"#,
                says: "no \"answer\"", task: "t1"),
            Bad(
                name: "an answer that is no JSON",
                text: #"{"id":"t1","problem":"p","answer":"{","domain":"d"}"#, says: "rubric",
                task: "t1"),
            Bad(
                name: "a key given twice", text: #"{"id":"a","id":"b","problem":"p","domain":"d"}"#,
                says: "not JSON"),
            Bad(
                name: "the same task twice", text: row() + "\n" + row(), says: "earlier line",
                line: 2, task: "t1"),
            Bad(
                name: "weight 0", text: row(criteria: #"{"id":"c","weight":0,"requirement":"x"}"#),
                says: "weight is 0", task: "t1", criterion: "c"),
            Bad(
                name: "the least integer",
                text: row(
                    criteria: #"{"id":"c","weight":-9223372036854775808,"requirement":"x"}"#),
                says: "-1000000 to 1000000", task: "t1", criterion: "c"),
            Bad(
                name: "no weight", text: row(criteria: #"{"id":"c","requirement":"x"}"#),
                says: "whole number", task: "t1", criterion: "c"),
            Bad(
                name: "no criterion id", text: row(criteria: #"{"weight":1,"requirement":"x"}"#),
                says: "criterion 1 of section factual-accuracy has no \"id\"", task: "t1"),
            Bad(
                name: "no requirement", text: row(criteria: #"{"id":"c","weight":1}"#),
                says: "requirement is empty", task: "t1", criterion: "c"),
            Bad(
                name: "a criterion key given twice",
                text: row(criteria: #"{"id":"c","id":"d","weight":1,"requirement":"x"}"#),
                says: "given twice", task: "t1"),
            Bad(name: "no criteria", text: row(criteria: ""), says: "positive weight", task: "t1"),
            Bad(
                name: "no sections",
                text: #"{"id":"t1","problem":"p","answer":"{\"id\":\"r\"}","domain":"d"}"#,
                says: "no list of \"sections\"", task: "t1"),
            Bad(
                name: "no domain", text: #"{"id":"t1","problem":"p","answer":"{}"}"#,
                says: "\"domain\" is missing", task: "t1"),
            Bad(
                name: "an empty id", text: #"{"id":"","problem":"p","domain":"d"}"#,
                says: "is empty"),
            Bad(
                name: "half a weight",
                text: row(criteria: #"{"id":"c","weight":1.5,"requirement":"x"}"#),
                says: "whole number", task: "t1", criterion: "c"),
            Bad(
                name: "a weight in words",
                text: row(criteria: #"{"id":"c","weight":"5","requirement":"x"}"#),
                says: "whole number", task: "t1", criterion: "c"),
            Bad(
                name: "an empty requirement",
                text: row(criteria: #"{"id":"c","weight":5,"requirement":" "}"#),
                says: "requirement is empty", task: "t1", criterion: "c"),
            Bad(
                name: "the same criterion twice", text: row(criteria: good + "," + good),
                says: "used twice", task: "t1", criterion: "c1"),
            Bad(
                name: "no positive weight",
                text: row(criteria: #"{"id":"c","weight":-5,"requirement":"x"}"#),
                says: "positive weight", task: "t1"),
            Bad(
                name: "an unknown axis", text: row(axis: "factual-acuracy"),
                says: "nearest: factual-accuracy", task: "t1"),
        ])
    func refused(bad: Bad) throws {
        let problem = try problem(bad.text)
        #expect(problem.description.contains(bad.says), "\(problem)")
        #expect(problem.line == bad.line)
        #expect(problem.task == bad.task)
        #expect(problem.criterion == bad.criterion)
    }

    @Test("All problems of a file are found, each once")
    func all() throws {
        let text = [
            Self.row(), "{", Self.row(id: "t2", problem: ""),
            Self.row(id: "t3", criteria: #"{"id":"c","weight":0,"requirement":""}"#),
        ].joined(separator: "\n")
        let problems = try withFile(Data(text.utf8)) { DatasetReader.problems(tasksFile: $0) }
        #expect(problems.map(\.line) == [2, 3, 4])
    }

    @Test("All problems of one row are found")
    func allOfRow() throws {
        let criteria =
            #"{"id":"c","weight":0,"requirement":"x"},{"id":"d","weight":1,"requirement":""}"#
        let text = Self.row() + "\n" + Self.row(problem: "", criteria: criteria)
        let problems = try withFile(Data(text.utf8)) { DatasetReader.problems(tasksFile: $0) }
        #expect(problems.count == 4)
        #expect(problems.allSatisfy { $0.line == 2 && $0.task == "t1" })
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notText() throws {
        var bytes = Data(Self.row().utf8)
        bytes[20] = 0xFF
        let problems = try withFile(bytes) { DatasetReader.problems(tasksFile: $0) }
        #expect(problems.first?.line == 1)
    }

    @Test("A line of more than 4 MiB is refused")
    func longLine() throws {
        let long = Self.row(problem: String(repeating: "x", count: 4 << 20))
        #expect(try problem(long).description.contains("4194304"))
    }

    @Test("A file that is missing, or a folder, gets a sentence")
    func paths() throws {
        #expect(
            DatasetReader.problems(tasksFile: "/nosuch/file").first?.description
                .contains("no such file") == true)
        #expect(
            DatasetReader.problems(tasksFile: "/").first?.description.contains("folder") == true)
    }

    @Test("Rubrics of their own are read, and are part of the digest")
    func rubricFiles() throws {
        let row = #"{"id":"t1","problem":"p","domain":"d"}"#
        try withFile(Data(row.utf8)) { path in
            let folder = (path as NSString).deletingLastPathComponent
            let rubric = folder + "/t1.json"
            func dataset(_ weight: Int) throws -> Dataset {
                try """
                {"id":"r","sections":[{"id":"citation-quality","criteria":[
                {"id":"c","weight":\(weight),"requirement":"x"}]}]}
                """.write(toFile: rubric, atomically: true, encoding: .utf8)
                return try DatasetReader.read(tasksFile: path, rubricsFolder: folder)
            }
            let first = try dataset(5)
            #expect(first.tasks.first?.rubric.criteria.first?.axis == .citationQuality)
            #expect(try dataset(6).sha256 != first.sha256)
            try FileManager.default.removeItem(atPath: rubric)
            let missing = DatasetReader.problems(tasksFile: path, rubricsFolder: folder)
            #expect(missing.first?.description.contains("t1.json") == true)
        }
    }

    @Test("A task id can't lead out of the rubrics folder", arguments: ["../t1", "a/b", ".t"])
    func traversal(id: String) throws {
        let row = #"{"id":"\#(id)","problem":"p","domain":"d"}"#
        let problems = try withFile(Data(row.utf8)) {
            DatasetReader.problems(tasksFile: $0, rubricsFolder: "/tmp")
        }
        #expect(problems.first?.description.contains("can't name a rubric file") == true)
    }

    @Test("However a row is damaged, it is read or refused with its line", arguments: 0..<300)
    func damage(seed: Int) throws {
        var bytes = Array(Self.row().utf8)
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        for _ in 0..<3 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
        }
        let problems = try withFile(Data(bytes)) { DatasetReader.problems(tasksFile: $0) }
        for problem in problems {
            #expect(problem.line != nil || problem.reason.contains("no tasks"))
        }
    }
}
