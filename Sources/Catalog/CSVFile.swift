/// The rows of a CSV file (RFC 4180), each under the names of its header.
///
/// Lines may end in CRLF or LF. White space belongs to its cell. A line with nothing in it is no
/// row.
struct CSVFile {
    /// What a row holds, by the names of its columns. A cell with nothing in it is absent; `""` is
    /// an empty text.
    struct Row {
        /// 1-based, where the row starts.
        let line: Int
        let cells: [(column: String, text: String)]
    }

    let header: [String]
    /// 1-based.
    let headerLine: Int
    let rows: [Row]

    init(parsing bytes: [UInt8], file: String) throws(CatalogError) {
        var parser = CSVParser(bytes: bytes, file: file)
        guard let first = try parser.nextRow() else {
            throw CatalogError(
                file: file, line: 1, reason: "the file is empty; start it with a row of names")
        }
        let header = first.cells.map { $0 ?? "" }
        try Self.check(header, file: file, line: first.line)
        var rows: [Row] = []
        while let (line, cells) = try parser.nextRow() {
            guard cells.count == header.count else {
                throw CatalogError(
                    file: file, line: line,
                    reason: """
                        the header has \(header.count) columns and this row \(cells.count); put \
                        cells with a comma in double quotes
                        """)
            }
            let present = zip(header, cells).compactMap { column, text in text.map { (column, $0) }
            }
            rows.append(Row(line: line, cells: present))
        }
        self.header = header
        headerLine = first.line
        self.rows = rows
    }

    private static func check(
        _ header: [String], file: String, line: Int
    ) throws(CatalogError) {
        var seen: Set<String> = []
        for (index, name) in header.enumerated() {
            guard !name.isEmpty else {
                throw CatalogError(
                    file: file, line: line, reason: "column \(index + 1) has no name; give it one")
            }
            guard seen.insert(name).inserted else {
                throw CatalogError(
                    file: file, line: line,
                    reason: "two columns are called \"\(name)\"; rename or drop one")
            }
        }
    }
}
