import Testing
import Vocabulary

@testable import Contamination

struct SelfRecognitionTests {
    private let recognition = SelfRecognition(datasetNames: ["draco"])
    private let plain = "When did the harbour bridge open, and why was it late?"
    private let schools = Invented.tasks[1].problem

    @Test(
        "A query for how answers are graded, or for the benchmark, alarms",
        arguments: [
            "harbour bridge task rubric", "grading criteria harbour bridge report",
            "DRACO benchmark harbour bridge", "draco dataset answers", "dataset draco",
            "deep research benchmark bridge question", "rubrics for research reports",
            "benchmark tasks solutions bridge", "Scoring guidelines, bridge",
        ])
    func queries(query: String) {
        let findings = recognition.findings(inQuery: query, prompt: plain)
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.evidence == .selfRecognition && $0.severity == .metadata })
    }

    @Test(
        "An honest query does not",
        arguments: [
            "harbour bridge opening 1931", "Draco constellation", "draco 3d mesh compression",
            "interest rate benchmark 2024", "bridge load test criteria", "evaluation of delays",
            "deep research on bridges", "", "criteria for bridge safety", "school grading system",
        ])
    func honestQueries(query: String) {
        #expect(recognition.findings(inQuery: query, prompt: plain).isEmpty)
    }

    @Test(
        "Words that the task's own prompt has are no alarm",
        arguments: [
            "grading rubrics in schools", "rubric studies pupils", "grading criteria pupils",
        ])
    func promptWords(query: String) {
        #expect(recognition.findings(inQuery: query, prompt: schools).isEmpty)
        #expect(!recognition.findings(inQuery: query, prompt: plain).isEmpty)
    }

    @Test(
        "A text that speaks of being tested alarms, whatever the task is about",
        arguments: [
            "I note that this prompt is a benchmark task.", "This is a test question, so",
            "The question looks like a benchmark item", "It appears to be an evaluation task",
            "Since I am being evaluated,", "I'm being tested", "my answer will be graded",
            "the hidden rubric wants", "this is the DRACO benchmark",
            "This task is from a benchmark",
        ])
    func texts(text: String) {
        #expect(recognition.findings(inText: text, prompt: plain).count == 1)
        #expect(recognition.findings(inText: text, prompt: schools).count == 1)
    }

    @Test(
        "An honest text does not",
        arguments: [
            "The rubric of the red letters in old missals", "a benchmark for yields",
            "Test results are given below.", "The grading of timber follows these criteria.",
            "The bridge is being tested.", "Draco, the lawgiver, is a test of", "",
            "These questions are from a survey.", "Grading criteria differ between mills.",
        ])
    func honestTexts(text: String) {
        #expect(recognition.findings(inText: text, prompt: plain).isEmpty)
    }

    @Test("What is found is told once, by name")
    func names() {
        let findings = recognition.findings(
            inText: "Grading rubric here, grading rubrics there.", prompt: plain)
        #expect(findings.map(\.detail) == ["grading rubric, in a text"])
    }

    @Test("Drawn text never alarms", arguments: 0..<50)
    func drawnText(seed: Int) {
        let text = Invented.text(seed: UInt64(seed), words: 500)
        #expect(recognition.findings(inText: text, prompt: plain).isEmpty)
        #expect(recognition.findings(inQuery: text, prompt: plain).isEmpty)
    }
}
