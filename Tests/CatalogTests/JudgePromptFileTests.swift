import Digests
import Testing

@testable import Catalog

@Suite("Judge prompt files")
struct JudgePromptFileTests {
    private func read(_ text: String, named name: String = "p") throws -> JudgePromptFile {
        try TemporaryFolder.with(["p.md": text]) {
            try JudgePromptFile(named: name, in: $0.path)
        }
    }

    @Test("Name and version come from the front matter, the rest is the system message")
    func reads() throws {
        let text = "---\nname: p\nversion: \"2\"\n---\n\nJudge.\n\n---\n\nMET or UNMET.\n"
        let prompt = try read(text)
        #expect(prompt.name == "p")
        #expect(prompt.version == "2")
        #expect(prompt.system == "Judge.\n\n---\n\nMET or UNMET.")
        #expect(prompt.sha256 == SHA256.hex(text.utf8))
    }

    @Test(
        "What is wrong is said",
        arguments: [
            ("Judge.", "must start with '---'"), ("", "must start with '---'"),
            ("---\nname: p\nversion: 1\nJudge.", "must start with '---'"),
            ("---\nname: p\n---\nJudge.", "'version' is missing"),
            ("---\nversion: 1\n---\nJudge.", "'name' is missing"),
            ("---\nname: q\nversion: 1\n---\nJudge.", ":2: the prompt calls itself 'q'"),
            ("---\nname: p\nverison: 1\n---\nJudge.", ":3: 'verison' is not known here"),
            ("---\nname: p\nversion: 1\n---\n \n", "the prompt is empty"),
        ])
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.description.contains(says), "\(error)")
    }

    @Test(
        "A name that leads elsewhere, or to nothing, is refused with those that are there",
        arguments: ["../p", "/etc/passwd", ".p", "", "q"])
    func names(name: String) throws {
        let error = try #require(throws: CatalogError.self) {
            try read("---\nname: p\nversion: 1\n---\nJudge.", named: name)
        }
        #expect(error.description.contains("use p"), "\(error)")
    }
}
