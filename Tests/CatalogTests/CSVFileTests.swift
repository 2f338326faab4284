import Testing

@testable import Catalog

@Suite("CSV files")
struct CSVFileTests {
    private func rows(_ text: String) throws -> [[String]] {
        try CSVFile(parsing: Array(text.utf8), file: "f.csv").rows.map { row in
            row.cells.map { "\($0.column)=\($0.text)" }
        }
    }

    @Test(
        "Rows are read as RFC 4180 has them",
        arguments: [
            ("a,b\n1,2\n", [["a=1", "b=2"]]),
            ("a,b\r\n1,2\r\n3,4", [["a=1", "b=2"], ["a=3", "b=4"]]),
            ("a,b\n\"x, y\",\"say \"\"so\"\"\"\n", [["a=x, y", "b=say \"so\""]]),
            ("a\n\"two\nlines\"\n", [["a=two\nlines"]]),
            ("a\n\"two\r\nlines\"\r\n", [["a=two\r\nlines"]]),
            ("a\n x \n", [["a= x "]]),
            ("\u{FEFF}a\n1\n", [["a=1"]]),
            ("a\n\n\n1\n\n", [["a=1"]]),
            ("a,b\nr\r,2\n", [["a=r\r", "b=2"]]),
        ] as [(String, [[String]])])
    func reads(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test("An empty cell is absent, and an empty text in quotes is there")
    func empty() throws {
        #expect(try rows("a,b,c\n,\"\",\n") == [["b="]])
    }

    @Test("Rows know the lines they start on")
    func lines() throws {
        let file = try CSVFile(parsing: Array("\na\n\"1\n2\"\n\n3\n".utf8), file: "f.csv")
        #expect(file.headerLine == 2)
        #expect(file.rows.map(\.line) == [3, 6])
    }

    @Test(
        "What is no CSV is refused by its line",
        arguments: [
            ("", "f.csv:1: the file is empty"), ("\n\n", "f.csv:1: the file is empty"),
            ("a,,b\n", ":1: column 2 has no name"),
            ("a,b,a\n", ":1: two columns are called \"a\""),
            ("a,b\n1\n", ":2: the header has 2 columns and this row 1; put"),
            ("a,b\n1,2\n1,2,3\n", ":3: the header has 2 columns and this row 3"),
            ("a\n1\n\"2\n\n", ":3: a double quote is opened"),
            ("a\n\"1\n2\"3\n", ":3: text follows a closing double quote"),
            ("a\n1\"2\n", ":2: a double quote stands inside a bare cell"),
        ])
    func refuses(text: String, says: String) throws {
        let error = try #require(throws: CatalogError.self) { try rows(text) }
        #expect(error.description.contains(says), "\(error)")
    }

    @Test("Bytes that are no UTF-8 are refused by their line")
    func encoding() throws {
        let error = try #require(throws: CatalogError.self) {
            try CSVFile(parsing: Array("a\n".utf8) + [0xFF, 0x0A], file: "f.csv")
        }
        #expect(error.line == 2)
        #expect(error.reason.contains("UTF-8"))
    }
}
