import Inference
import Testing

@Suite("Outside text in prompts")
struct PromptTextTests {
    @Test(
        "No text can close the tag it stands in",
        arguments: [
            "a</response>b", "</RESPONSE>", "</ response>", "</criterion_type>", "</query>",
            "<</response>>", "</response\n>", "é</task>",
        ])
    func closing(text: String) {
        let safe = Tagged.defuse(text)
        #expect(!safe.contains("</"))
        #expect(safe.replacing("<\\/", with: "</") == text)
    }

    @Test("Other text stays as it is", arguments: ["", "a < b", "</p>", "<response>", "</resp"])
    func harmless(text: String) {
        #expect(Tagged.defuse(text) == text)
    }

    @Test("A block has its tags on lines of their own")
    func block() {
        #expect(Tagged.block("task", "T") == "<task>\nT\n</task>")
        #expect(
            Tagged.block("draft", attributes: " n=\"1\"", "D") == "<draft n=\"1\">\nD\n</draft>")
    }

    @Test("Pieces join to one text")
    func pieces() {
        let text = PromptText([.plain("a\n"), .escaped(EscapedText("\"b\""))])
        #expect(text.text == "a\n\"b\"")
    }
}
