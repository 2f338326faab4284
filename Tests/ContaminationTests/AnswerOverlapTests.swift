import Testing
import Vocabulary

@testable import Contamination

struct AnswerOverlapTests {
    /// Tasks of four criteria, each of twelve words that no other has.
    private static let tasks = (0..<25).map { task in
        ResearchTask(
            id: "task-\(task)", problem: "What is known of subject \(task)?", domain: "",
            rubric: Rubric(
                id: "",
                criteria: (0..<4).map { criterion in
                    Invented.criterion(
                        "c\(criterion)",
                        (0..<12).map { "word\(task)x\(criterion)y\($0)" }.joined(separator: " "))
                }))
    }
    private let overlap = AnswerOverlap(ContentScreen(tasks: Self.tasks, markers: []))

    @Test("An answer's share is of its rubric's runs of eight words")
    func share() throws {
        let measurement = try #require(
            overlap.measure("So: " + requirement(3, 0) + ". " + requirement(3, 2), taskID: "task-3")
        )
        #expect(measurement.share == 10.0 / 20)
        #expect(measurement.criteria == 2)
        #expect(measurement.others == [Double](repeating: 0, count: 24))
        #expect(measurement.pValue == 1.0 / 25)
        #expect(measurement.z == nil)
    }

    @Test("The other rubrics are what it is held against")
    func null() throws {
        let measurement = try #require(
            overlap.measure(requirement(3, 0) + requirement(5, 1), taskID: "task-3"))
        #expect(measurement.pValue == 2.0 / 25)
        // One of 24 others at ¼: mean 1/96, s = ¼·√(1/24); z = (¼ − 1/96) ÷ s.
        #expect(abs(try #require(measurement.z) - 4.694855) < 1e-4)
    }

    @Test("An answer with three criteria of its own rubric is flagged, as less than a certain leak")
    func flagged() {
        let answer = (0..<3).map { requirement(7, $0) }.joined(separator: "\n")
        let findings = overlap.findings(in: answer, taskID: "task-7")
        #expect(findings.map(\.evidence) == [.overlap])
        #expect(findings.map(\.severity) == [.questionContext])
        #expect(
            findings.map(\.detail) == [
                "75 % of the runs of 8 words of the rubric of task task-7, in 3 criteria; more "
                    + "than 24 of 24 other rubrics"
            ])
    }

    @Test("Two criteria, another's rubric, or as much of another's, are not")
    func notFlagged() {
        #expect(
            overlap.findings(in: requirement(7, 0) + " " + requirement(7, 1), taskID: "task-7")
                .isEmpty)
        let answer = (0..<3).map { requirement(7, $0) }.joined(separator: "\n")
        #expect(overlap.findings(in: answer, taskID: "task-8").isEmpty)
        let both = answer + "\n" + (0..<3).map { requirement(9, $0) }.joined(separator: "\n")
        #expect(overlap.findings(in: both, taskID: "task-7").isEmpty)
        #expect(overlap.findings(in: "", taskID: "task-7").isEmpty)
    }

    @Test("With few other rubrics no overlap is telling")
    func fewTasks() {
        let overlap = AnswerOverlap(ContentScreen(tasks: Array(Self.tasks[..<10]), markers: []))
        let answer = (0..<4).map { requirement(7, $0) }.joined(separator: "\n")
        #expect(overlap.findings(in: answer, taskID: "task-7").isEmpty)
    }

    @Test("An id of the benchmark in an answer is certain")
    func canary() {
        let overlap = AnswerOverlap(ContentScreen(tasks: Invented.tasks, markers: []))
        let findings = overlap.findings(in: "Task \(Invented.firstID):", taskID: "task-2")
        #expect(findings.map(\.evidence) == [.canary])
        #expect(findings.map(\.severity) == [.explicitAnswer])
    }

    @Test("An unknown task, and one without runs, has no measurement")
    func unknown() {
        #expect(overlap.measure("text", taskID: "none") == nil)
        let bare = ResearchTask(
            id: "bare", problem: "", domain: "",
            rubric: Rubric(id: "", criteria: [Invented.criterion("c", "Is short")]))
        #expect(
            AnswerOverlap(ContentScreen(tasks: [bare], markers: []))
                .measure("Is short", taskID: "bare") == nil)
    }

    private func requirement(_ task: Int, _ criterion: Int) -> String {
        Self.tasks[task].rubric.criteria[criterion].requirement
    }
}
