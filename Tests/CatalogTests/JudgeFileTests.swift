import FoundationEssentials
import Testing
import Vocabulary

@testable import Catalog

@Suite("Judge files")
struct JudgeFileTests {
    private func read(_ text: String, named name: String = "p") throws -> JudgeDefinition {
        try TemporaryFolder.with(["p.md": text]) {
            try JudgeFile.read(named: name, in: $0.path)
        }
    }

    private static func file(
        _ header: String = "", system: String = "criterion_status is MET or UNMET.",
        question: String? = nil
    ) -> String {
        "---\nname: p\nversion: \"2\"\n\(header)---\n\n\(system)\n"
            + (question.map { "\n<!-- question -->\n\($0)\n" } ?? "")
    }

    @Test("Without more than name and version, it asks as the DRACO paper does")
    func usual() throws {
        let judge = try read(Self.file(system: "criterion_status\n\n---\n\nMET or UNMET."))
        #expect(judge.name == "p")
        #expect(judge.version == "2")
        #expect(judge.mode == .perCriterion)
        #expect(judge.inputs == [.query, .polarity])
        #expect(judge.reply == .usual)
        #expect(judge.question == .usual)
        #expect(judge.system == "criterion_status\n\n---\n\nMET or UNMET.")
        #expect(try JudgeTemplate(parsing: JudgeTemplate.usual.source) == .usual)
    }

    @Test("The template that is built in is read as it is written")
    func builtInTemplate() throws {
        #expect(
            try JudgeTemplate(parsing: JudgeTemplate.usual.source).parts
                == JudgeTemplate.usual.parts)
    }

    @Test("Mode, inputs, reply and question are the file's")
    func reads() throws {
        let judge = try read(
            Self.file(
                """
                mode: per-axis
                inputs: [polarity, weight]
                reply: {explanation: why, verdict: met, met: true, unmet: false}

                """, system: "Say why and met: true or false.",
                question: "<a>{{answer}}</a>\n{{ criteria }}"))
        #expect(judge.mode == .perAxis)
        #expect(judge.inputs == [.polarity, .weight])
        #expect(judge.reply.met == .truth(true))
        #expect(
            judge.question.parts == [
                .text("<a>"), .place(.answer), .text("</a>\n"), .place(.criteria),
            ])
        #expect(judge.question.startsWithAnswer)
    }

    @Test("What reaches the judge identifies it, and not what it is called")
    func identity() throws {
        let first = try read(Self.file())
        let copy = try read(Self.file().replacing("\"2\"", with: "\"3\""))
        let other = try read(Self.file(system: "criterion_status: MET or UNMET."))
        #expect(first.sha256 == copy.sha256)
        #expect(first.sha256 != other.sha256)
    }

    @Test(
        "What is wrong is said",
        arguments: [
            ("Judge.", "must start with '---'"), ("", "must start with '---'"),
            ("---\nname: p\nversion: 1\nJudge.", "must start with '---'"),
            ("---\nname: p\n---\ncriterion_status MET UNMET", "'version' is missing"),
            ("---\nversion: 1\n---\nJudge.", "'name' is missing"),
            ("---\nname: q\nversion: 1\n---\nJudge.", ":2: the judge calls itself 'q'"),
            ("---\nname: p\nverison: 1\n---\nJudge.", ":3: 'verison' is not known here"),
            ("---\nname: p\nversion: 1\n---\n \n", "the prompt is empty"),
            (file(system: "Be fair."), "the prompt never says 'MET'"),
            (file("mode: per-rubric\n"), "mode per-rubric needs a question of its own"),
            (file("mode: per-task\n"), "'mode' can't be 'per-task'; use one of"),
            (file("reply: {met: MET}\n"), ":4: 'unmet' is missing"),
            (file("reply: {met: MET, unmet: met}\n"), "must be two different words"),
            (file("reply: {met: MET, unmet: false}\n"), "must be two different words"),
            (
                file(question: "{{answer}}\n{{criterion}} {{critera}}"),
                ":10: there is no placeholder {{critera}}"
            ),
            (file(question: "{{criterion}}"), "the question never shows {{answer}}"),
            (file(question: "{{answer}}"), "the question never shows {{criterion}}"),
            (
                file(question: "{{answer}}{{criterion}}{{criteria}}"),
                "{{criteria}} has no meaning in mode per-criterion"
            ),
            (
                file("inputs: [query]\n", question: "{{answer}}{{criterion}}"),
                "the question never shows 'query'"
            ),
            (
                file("inputs: [query]\n", question: "{{answer}}{{criterion}}{{query}}{{weight}}"),
                "list 'weight' here too"
            ),
        ])
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(says), "\(error)")
    }

    @Test(
        "A name that leads elsewhere, or to nothing, is refused with those that are there",
        arguments: ["../p", "/etc/passwd", ".p", "", "q"])
    func names(name: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(Self.file(), named: name) }
        #expect(error.description.contains("use p"), "\(error)")
    }

    @Test(
        "The judges that are shipped can be read",
        arguments: [
            ("draco-paper", JudgeDefinition.Mode.perCriterion, false),
            ("draco-answer-first", .perCriterion, true), ("healthbench", .perCriterion, true),
            ("whole-rubric", .perRubric, true),
        ])
    func shipped(name: String, mode: JudgeDefinition.Mode, startsWithAnswer: Bool) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../rubrics/judges").standardizedFileURL.path
        let judge = try JudgeFile.read(named: name, in: folder)
        #expect(judge.mode == mode)
        #expect(judge.question.startsWithAnswer == startsWithAnswer)
    }
}
