import Testing

@testable import Catalog

@Suite("A YAML text line by line")
struct YAMLSurveyTests {
    @Test(
        "Anchors, aliases and tags are found wherever YAML reads them",
        arguments: [
            "*a", "a: *b", "a: &b c", "- *a", "- &a b", "[*a]", "[x, *a]", "{*a : 1}", "{a: *b}",
            "? *a", "  *a : 1", "a: !!int 5", "!tag a", "\"x\":*a", "a: 'b' \n*c", "a:\n  - &b\n",
            "a: 'it''s' \nb: *c", "-  *a", "{a: \"x\\\"\", b: *c}",
            "a: 1\r\n*b", "a: 1\r*b", "a: 1\u{2028}*b", "\u{FEFF}*a", "--- &a",
        ])
    func found(text: String) {
        #expect(YAMLSurvey.lineWithReferences(in: text) != nil)
    }

    @Test(
        "Their signs inside words, quotes and comments are not",
        arguments: [
            "", "a: b&c", "a: b *c", "a: x!", "# *a &b", "a: 1 # see *b", "a: '*b'",
            "a: \"&b\"", "a: \"x\\\" *b\"", "url: http://x/*y", "a: 'it''s *b'", "- b*", "a: 3!",
        ])
    func notFound(text: String) {
        #expect(YAMLSurvey.lineWithReferences(in: text) == nil)
    }

    @Test("The line is that of the first")
    func line() {
        #expect(YAMLSurvey.lineWithReferences(in: "a: 1\nb: &x 2\nc: *x\n") == 2)
    }

    @Test("Aliases of aliases are refused before they grow")
    func bomb() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<10 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        text += "? *a9\n: 1\n"
        let error = try #require(throws: CatalogError.self) {
            try YAMLMapping(parsing: text, file: "f")
        }
        #expect(error.line == 1)
        #expect(error.description.contains("write the value out"))
    }

    @Test(
        "A key given twice is found on the line of its second use",
        arguments: [
            ("a: 1\nb: 2\na: 3", 3), ("a: 1\nb: {a: 2}\na: 3", 3), ("a: 1\n# a: 2\n\"a\": 3", 3),
            ("b:\n  a: 1\n  c:\n    a: 2\n  a: 3", 5), ("x: 1\nb: {a: 1, a: 2}", 2),
            ("b: {a: 1,\n c: 2,\n a: 3}", 3), ("l:\n  - a: 1\n    a: 2\n  - a: 3", 3),
            ("a: 1\r\nb: 2\r\na: 3\r\n", 3), ("a: 1\na : 2", 2),
            ("l:\n  - a: 1\n#   a: 9\n    a: 2", 4), ("a:\n  a: 1\na: 2", 3),
        ])
    func secondUse(text: String, line: Int) throws {
        let error = try #require(throws: CatalogError.self) {
            try YAMLMapping(parsing: text, file: "f")
        }
        #expect(error.description.contains("'a' is given twice"))
        #expect(error.line == line)
    }

    @Test("Deep nesting is read or refused, never a crash", arguments: [900, 2_000, 100_000])
    func depth(levels: Int) {
        let text =
            "a: " + String(repeating: "[", count: levels)
            + String(repeating: "]", count: levels)
        let mapping = try? YAMLMapping(parsing: text, file: "f")  // Either is right.
        #expect((mapping == nil) == (levels > 1_000))
    }
}
