import Testing
import Vocabulary

@testable import Contamination

struct ContentScreenTests {
    private let screen = ContentScreen(tasks: Invented.tasks, markers: Invented.markers)

    // MARK: - Rubrics

    @Test("A criterion anywhere in a page lays the rubric open", arguments: 0..<40)
    func criterionAnywhere(seed: Int) {
        let words = Invented.text(seed: UInt64(seed), words: 400).split(separator: " ")
        let place = seed * words.count / 40
        let page =
            words[..<place].joined(separator: " ") + " " + Invented.bridge + ". "
            + words[place...].joined(separator: " ")
        #expect(
            screen.findings(in: page, url: "https://example.org/") == [
                LeakFinding(
                    evidence: .ngram, severity: .explicitAnswer, url: "https://example.org/",
                    detail: "rubric of task \(Invented.firstID), criteria \(Invented.bridgeSlug)")
            ])
    }

    @Test(
        "Case, white space, punctuation and invisible characters hide no criterion",
        arguments: [
            { $0.uppercased() },
            { $0.replacing(" ", with: "\n\t ") },
            { $0.replacing(" ", with: " — ") },
            { $0.replacing(" ", with: #"\n"#) },
            { "**" + $0.replacing(" ", with: "** **") + "**" },
            { $0.replacing("e", with: "e\u{AD}") },
            { $0.replacing(" ", with: "\u{A0}") },
            { $0.replacing("b", with: "ｂ") },
            { "<li>" + $0 + "</li>" },
        ] as [@Sendable (String) -> String])
    func disguises(disguise: @Sendable (String) -> String) {
        #expect(evidence(disguise(Invented.bridge)) == [.ngram])
        #expect(evidence(disguise(Invented.toll)) == [.ngram])
        #expect(evidence("Also " + disguise("Mentions paddle steamer Aurelia twice")) == [.ngram])
    }

    @Test("Most of a criterion's short runs give it away, some do not")
    func containment() {
        // Ten words have three runs of eight; the second text has the first of them alone.
        #expect(evidence(Invented.toll) == [.ngram])
        #expect(evidence("Names the ferry toll of seven pence as a reason").isEmpty)
    }

    @Test("Thirteen words in a row are enough, whatever the rest")
    func longRun() {
        let words = Invented.bridge.split(separator: " ")
        for start in 0...5 {
            #expect(evidence(words[start..<(start + 13)].joined(separator: " ")) == [.ngram])
            #expect(evidence(words[start..<(start + 11)].joined(separator: " ")).isEmpty)
        }
    }

    @Test("Repeating one run is no more than having it once")
    func repetition() {
        let run = Invented.bridge.split(separator: " ").prefix(9).joined(separator: " ")
        #expect(evidence(Array(repeating: run, count: 50).joined(separator: ". ")).isEmpty)
    }

    @Test("What two rubrics share, and what is too short, is not looked for, and said to be so")
    func unscreened() {
        #expect(
            screen.unscreenedCriteria == [
                "\(Invented.firstID)/tiny", "\(Invented.firstID)/shared", "task-2/shared",
            ])
        let shared = Invented.tasks[1].rubric.criteria[1].requirement
        #expect(evidence("Is well written. " + shared).isEmpty)
    }

    // MARK: - Prompts

    @Test("A page with a task's prompt shows the question, not the answer")
    func prompt() {
        for task in Invented.tasks.prefix(1) {
            let findings = screen.findings(in: "Q: " + task.problem.uppercased())
            #expect(findings.map(\.severity) == [.questionContext])
            #expect(findings.map(\.evidence) == [.ngram])
            #expect(findings.allSatisfy { $0.detail.contains(task.id) })
        }
        #expect(severities(Invented.tasks[1].problem) == [.questionContext])
    }

    @Test("A criterion made of its prompt's words is no leak")
    func promptWords() {
        let prompt = "Compare the six oldest lighthouses of the northern coast by height and year"
        let task = ResearchTask(
            id: "a", problem: prompt + ", please.", domain: "",
            rubric: Rubric(id: "r", criteria: [Invented.criterion("c", prompt)]))
        let screen = ContentScreen(tasks: [task], markers: [])
        #expect(screen.findings(in: prompt).map(\.severity) == [.questionContext])
        #expect(screen.unscreenedCriteria == ["a/c"])
    }

    // MARK: - False alarms

    @Test("Drawn text never alarms", arguments: 0..<60)
    func drawnText(seed: Int) {
        #expect(screen.findings(in: Invented.text(seed: UInt64(seed), words: 1_000)).isEmpty)
    }

    @Test(
        "An honest page on the subject does not alarm",
        arguments: [
            "The Synthetic Harbour Bridge opened to rail traffic in April 1931; delayed twice.",
            "Draco is a constellation. Draco compresses 3D meshes. Draco Malfoy.",
            "When did the synthetic harbour bridge open to rail traffic?",
            "https://news.example/bridge-opened-spring-1931/ and a bridge opened spring 1931",
            "",
        ])
    func honestPage(text: String) {
        #expect(screen.findings(in: text).isEmpty)
    }

    // MARK: - Findings

    @Test("Names, ids and rubrics in one page are told one by one")
    func allTogether() {
        let page = """
            {"paper": "arXiv:2602.11685", "task": "\(Invented.firstID)", "rubric": [{
            "id": "\(Invented.bridgeSlug)", "requirement": "\(Invented.bridge)"}]}
            """
        let findings = screen.findings(in: page)
        #expect(findings.map(\.evidence) == [.marker, .canary, .ngram])
        #expect(findings.map(\.severity) == [.metadata, .explicitAnswer, .explicitAnswer])
        #expect(findings[0].detail == "marker 2602.11685")
        #expect(
            findings[1].detail
                == "ids of task \(Invented.firstID) and criteria \(Invented.bridgeSlug)")
        #expect(findings.allSatisfy { !$0.wasKeptAway && $0.url == nil })
    }

    @Test("No finding repeats a rubric's text")
    func noRubricText() {
        let page = Invented.tasks.flatMap { $0.rubric.criteria.map(\.requirement) + [$0.problem] }
            .joined(separator: "\n")
        for finding in screen.findings(in: page) {
            #expect(
                Grams.longestCommonRun(
                    finding.detail.replacing("-", with: ""), page) < 4)
        }
        #expect(screen.findings(in: page).count == 4)
    }

    @Test("Without tasks and markers nothing is found")
    func empty() {
        let screen = ContentScreen(tasks: [], markers: [])
        #expect(screen.findings(in: Invented.bridge + Invented.firstID).isEmpty)
    }

    // MARK: - Hostile text

    @Test(
        "Floods of any kind are read to their end and tell nothing",
        arguments: [
            [0x61], [0x61, 0xCC, 0x81], [0xCC, 0x81], [0xFF], [0x00], [0x5C], [0x5C, 0x75], [0x2F],
            [0x2D], [0xEF, 0xBC, 0xA1], [0xF0, 0x9F, 0x98, 0x80], [0xE1, 0x85, 0xA1],
            [0xE1, 0x84, 0x80, 0xE1, 0x85, 0xA1], [0x20], [0xED, 0xA0, 0x80], [0xE2, 0x80],
            Array("perplexity-ai".utf8), Array("deep ".utf8), Array("the ".utf8),
        ] as [[UInt8]])
    func floods(unit: [UInt8]) {
        let bytes = Array([[UInt8]](repeating: unit, count: 60_000 / unit.count).joined())
        #expect(screen.findings(in: bytes).isEmpty)
        #expect(
            screen.findings(in: bytes + Array((" . " + Invented.bridge).utf8)).map(\.evidence)
                == [.ngram])
    }

    @Test("Random bytes tell nothing and break nothing", arguments: 0..<20)
    func randomBytes(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        let bytes = (0..<20_000).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 24)
        }
        #expect(screen.findings(in: bytes).isEmpty)
    }

    private func evidence(_ text: String) -> [LeakFinding.Evidence] {
        screen.findings(in: text).map(\.evidence)
    }

    private func severities(_ text: String) -> [LeakFinding.Severity] {
        screen.findings(in: text).map(\.severity)
    }
}
