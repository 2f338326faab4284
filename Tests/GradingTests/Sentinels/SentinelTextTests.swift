import Testing

@testable import Grading

@Suite("Cutting a report into pieces")
struct SentinelTextTests {
    @Test("Headings, lists after a colon and fenced code stay in one block")
    func blocks() {
        let text = """
            # Title

            Opening.
            Still the opening.


            As follows:

            - one
            - two

            ```
            a

            b
            ```

            End.

            """
        #expect(
            SentinelText.blocks(of: text) == [
                "# Title\n\nOpening.\nStill the opening.", "As follows:\n\n- one\n- two",
                "```\na\n\nb\n```", "End.",
            ])
        #expect(SentinelText.blocks(of: "").isEmpty)
        #expect(SentinelText.blocks(of: "\n \n").isEmpty)
        #expect(SentinelText.blocks(of: "# Only\n\n") == ["# Only"])
    }

    private static let text = """
        Levies rose. They came to 3.5 million in 2034 (see the ledger). Nobody minded!
        - First point. Second point
        1. An item. Its end.
        | a | 12 |
        """

    @Test(
        "Evidence widens to the sentences it stands in",
        arguments: [
            (["3.5 million"], ["They came to 3.5 million in 2034 (see the ledger)."]),
            (
                ["rose. They came"],
                [
                    "Levies rose. They came to 3.5 million in 2034 (see the ledger)."
                ]
            ),
            (["Levies rose."], ["Levies rose."]), (["minded"], ["Nobody minded!"]),
            (["First"], ["- First point."]), (["Second"], ["Second point"]),
            (["An item"], ["1. An item."]), (["12"], ["| a | 12 |"]),
            (["point"], ["- First point.", "Second point"]),
            (
                ["ledger", " Levies "],
                [
                    "Levies rose.", "They came to 3.5 million in 2034 (see the ledger).",
                ]
            ),
        ])
    func sentences(evidence: [String], sentences: [String]) {
        let found = SentinelText.sentences(of: evidence, in: Self.text)
        #expect(found?.map { String(Self.text[$0]) } == sentences)
    }

    @Test(
        "Evidence that is not in the text is not found",
        arguments: [["levies fell"], ["Levies rose.", "nowhere"], [" "], []])
    func notFound(evidence: [String]) {
        #expect(SentinelText.sentences(of: evidence, in: Self.text) == nil)
    }

    @Test(
        "Markers of items are told from text",
        arguments: [
            ("- a", "- "), ("  * a", "  * "), ("12. a", "12. "), ("> a", "> "), ("a", ""),
            ("-5 a", ""), ("3.5 a", ""), ("2034 a", ""), ("", ""),
        ])
    func markers(sentence: String, marker: String) {
        #expect(SentinelText.marker(of: sentence[...]) == marker)
    }
}
