import Testing

@testable import Reports

struct MarkdownTableTests {
    @Test("Columns line up, numbers to the right")
    func aligned() {
        var table = MarkdownTable([("Name", .left), ("N", .right)])
        table.add(["a", "1"])
        table.add(["longer", "1000"])
        #expect(
            table.text == """
                | Name   |    N |
                | ------ | ---: |
                | a      |    1 |
                | longer | 1000 |
                """)
    }

    @Test("Wide letters count twice, combining marks not at all")
    func wide() {
        var table = MarkdownTable([("Name", .left)])
        table.add(["東京"])
        table.add(["e\u{301}"])
        table.add(["🙂x"])
        #expect(
            table.text == """
                | Name |
                | ---- |
                | 東京 |
                | e\u{301}    |
                | 🙂x  |
                """)
    }

    @Test("A table without rows is its head")
    func empty() {
        #expect(MarkdownTable([("A", .left)]).text == "| A   |\n| --- |")
    }
}
