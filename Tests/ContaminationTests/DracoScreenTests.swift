import Foundation
import Testing
import Vocabulary

@testable import Contamination

/// The screen on the published dataset, where its file is there. Its text stays out of messages.
@Suite(
    .enabled(
        if: FileManager.default.fileExists(atPath: DracoTasks.path),
        "the DRACO file is not on this machine"))
struct DracoScreenTests {
    private static let tasks = Result { try DracoTasks.read() }
    private static let screen = tasks.map {
        ContentScreen(tasks: $0, markers: Invented.markers)
    }

    @Test("All but twenty criteria can be recognised: nineteen are shared, one has four words")
    func coverage() throws {
        let tasks = try Self.tasks.get()
        #expect(tasks.count == 100)
        #expect(tasks.reduce(0) { $0 + $1.rubric.criteria.count } == 3_934)
        #expect(try Self.screen.get().unscreenedCriteria.count == 20)
    }

    @Test("Every criterion that can be recognised names its own task, alone in a page")
    func everyCriterion() throws {
        let screen = try Self.screen.get()
        let unscreened = Set(screen.unscreenedCriteria)
        var missed = 0
        var misattributed = 0
        for task in try Self.tasks.get() {
            for criterion in task.rubric.criteria
            where !unscreened.contains("\(task.id)/\(criterion.id)") {
                let found = screen.findings(in: "Note: \(criterion.requirement) (end)")
                if !found.contains(where: { $0.severity == .explicitAnswer }) { missed += 1 }
                if !found.allSatisfy({ $0.detail.contains(task.id) }) { misattributed += 1 }
            }
        }
        #expect(missed == 0)
        #expect(misattributed == 0)
    }

    @Test("Every prompt alone is question context, and of its own task")
    func everyPrompt() throws {
        let screen = try Self.screen.get()
        var others = 0
        for task in try Self.tasks.get() {
            let found = screen.findings(in: task.problem)
            let isRight = found.count == 1 && found[0].severity == .questionContext
            if !(isRight && found[0].detail.contains(task.id)) { others += 1 }
        }
        #expect(others == 0)
    }

    @Test("The file itself gives every task away by its words and by its ids")
    func wholeFile() throws {
        let text = try String(contentsOfFile: DracoTasks.path, encoding: .utf8)
        let found = try Self.screen.get().findings(in: text)
        #expect(found.count { $0.evidence == .canary && $0.severity == .explicitAnswer } == 100)
        #expect(found.count { $0.evidence == .ngram && $0.severity == .explicitAnswer } == 100)
        #expect(found.count { $0.severity == .questionContext } == 100)
    }

    @Test("The dataset's words in a drawn order do not alarm", arguments: 0..<5)
    func shuffled(seed: Int) throws {
        // Cut as the screen cuts: what has no space inside, such as an address, is many words.
        var words = try Self.tasks.get().flatMap(\.rubric.criteria).flatMap {
            Grams.words(in: $0.requirement)
        }
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        for place in words.indices {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            words.swapAt(place, Int((state >> 11) % UInt64(words.count)))
        }
        let found = try Self.screen.get().findings(in: words.joined(separator: " "))
        #expect(found.count == 0)
    }
}

private enum DracoTasks {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/draco/test.jsonl").path

    private struct Row: Decodable {
        let id: String
        let problem: String
        let answer: String
    }

    private struct Answer: Decodable {
        let sections: [Section]

        struct Section: Decodable { let criteria: [Item] }
        struct Item: Decodable {
            let id: String
            let requirement: String
        }
    }

    static func read() throws -> [ResearchTask] {
        let decoder = JSONDecoder()
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            let row = try decoder.decode(Row.self, from: Data($0.utf8))
            let answer = try decoder.decode(Answer.self, from: Data(row.answer.utf8))
            let criteria = answer.sections.flatMap(\.criteria)
                .map { Invented.criterion($0.id, $0.requirement) }
            return ResearchTask(
                id: row.id, problem: row.problem, domain: "",
                rubric: Rubric(id: "", criteria: criteria))
        }
    }
}
