import Testing
import Vocabulary

@testable import Contamination

struct AnswerScreenTests {
    private let screen: AnswerScreen

    init() throws {
        screen = AnswerScreen(
            list: try BundledList.draco(),
            screen: ContentScreen(tasks: Invented.tasks, markers: Invented.markers),
            datasetName: "draco")
    }

    private func findings(_ text: String, on task: Int = 0) -> [LeakFinding] {
        screen.findings(inText: text, on: Invented.tasks[task])
    }

    private func cited(_ text: String) -> [String?] {
        findings(text).filter { $0.evidence == .citation }.map(\.url)
    }

    // MARK: - Answers and drafts

    @Test("An id of the benchmark in an answer is certain, its name says that there is one")
    func names() {
        let canary = findings("As task \(Invented.firstID) asks:", on: 1)
        #expect(canary.map(\.evidence) == [.canary])
        #expect(canary.allSatisfy { $0.taints })
        let marker = findings("See perplexity-ai/draco.")
        #expect(marker.map(\.evidence) == [.marker])
        #expect(marker.map(\.severity) == [.metadata])
        #expect(!marker.contains { $0.taints })
    }

    @Test(
        "A cited page of the list is found, however the text sets it",
        arguments: [
            "See https://hf.co/x.", "See https://hf.co/x, and", "(https://hf.co/x)",
            "<https://hf.co/x>", "[the key](https://hf.co/x)", "[https://hf.co/x]: a note",
            "[1]: https://hf.co/x\n", "**https://hf.co/x**", "`https://hf.co/x`",
            "\"https://hf.co/x\"", "“https://hf.co/x”", "Source:https://hf.co/x;",
            "Where? https://hf.co/x?!", "|https://hf.co/x|", "_https://hf.co/x_ ",
        ])
    func settings(text: String) {
        #expect(cited(text).map { $0?.hasPrefix("https://hf.co/x") } == [true], "\(cited(text))")
    }

    @Test("Punctuation behind an address is not part of it")
    func punctuation() {
        #expect(
            cited("See https://hf.co/x. Or https://hf.co/y?!") == [
                "https://hf.co/x", "https://hf.co/y",
            ])
    }

    @Test(
        "An address counts in any case of its scheme",
        arguments: ["http://hf.co/x", "HTTPS://hf.co/x", "Http://hf.co/x"])
    func schemes(address: String) {
        #expect(cited("At \(address).") == [address])
    }

    @Test("Of an address that carries another one, the whole is told")
    func archives() {
        let archived = "https://web.archive.org/web/2026/https://hf.co/x"
        #expect(cited("At \(archived).") == [archived])
    }

    @Test("Each address is told once, with its rule")
    func once() {
        let text = """
            [a](https://hf.co/x) and [b](https://hf.co/x), https://hf.co/y, \
            [c](https://example.org/z)
            """
        let citations = findings(text).filter { $0.evidence == .citation }
        #expect(citations.map(\.url) == ["https://hf.co/x", "https://hf.co/y"])
        #expect(citations.allSatisfy { $0.detail == "host:hf.co" && $0.tier == .answerKey })
    }

    @Test("To cite a page is not to have read it: it taints nothing")
    func citationsDoNotTaint() {
        let citations = findings("https://huggingface.co/datasets https://hf.co/x")
        #expect(citations.count == 2)
        #expect(citations.allSatisfy { $0.severity == .metadata && !$0.taints })
    }

    @Test("A text that speaks of being tested is found, and does not taint")
    func recognition() {
        let findings = findings("This is the DRACO benchmark, so my answer will be graded.")
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.evidence == .selfRecognition && !$0.taints })
    }

    @Test(
        "Nothing is found in an honest answer",
        arguments: [
            "The bridge opened in April 1931 [1].\n\n[1]: https://example.org/news/1931",
            "Draco, a lawgiver: https://en.wikipedia.org/wiki/Draco_(lawgiver)",
            "An address starts with https:// or http://, as in \"https://…\".", "",
            "The rubric of the red letters in old missals",
        ])
    func honest(text: String) {
        #expect(findings(text) == [])
    }

    @Test("A prompt handed back word for word is no finding: the model was given it")
    func prompt() {
        #expect(findings("You asked: " + Invented.tasks[0].problem) == [])
        #expect(findings(Invented.tasks[1].problem, on: 1) == [])
        #expect(findings("Schools use grading rubrics; pupils gain from them.", on: 1) == [])
    }

    // MARK: - Queries

    @Test(
        "A query for the benchmark is found by its ids, its names and by what it looks for",
        arguments: [
            (Invented.firstID, [LeakFinding.Evidence.canary]),
            ("draco benchmark, perplexity-ai/draco", [.marker, .selfRecognition]),
            ("harbour bridge task rubric", [.selfRecognition]),
            ("https://hf.co/datasets/perplexity-ai/draco", [.marker]),
        ])
    func queries(query: String, evidence: [LeakFinding.Evidence]) {
        let found = screen.findings(inQuery: query, on: Invented.tasks[0])
        #expect(found.map(\.evidence) == evidence)
        #expect(found.allSatisfy { $0.url == nil && !$0.wasKeptAway })
    }

    @Test(
        "A query in the prompt's own words is honest",
        arguments: [(0, "harbour bridge opening rail traffic"), (1, "grading rubrics in schools")])
    func honestQueries(task: Int, query: String) {
        #expect(screen.findings(inQuery: query, on: Invented.tasks[task]).isEmpty)
        #expect(
            screen.findings(inQuery: Invented.tasks[task].problem, on: Invented.tasks[task])
                .isEmpty)
    }
}
