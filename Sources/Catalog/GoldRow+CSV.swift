import JSONText

/// Gold sets in CSV have the columns that JSONL has members, and one column `annotator:NAME` for
/// each annotator. Several pieces of evidence stand in their cell as a JSON list.
extension GoldRow {
    private static let annotatorPrefix = "annotator:"

    /// The lines of JSONL that the rows of a CSV file say.
    static func lines(
        ofCSV bytes: [UInt8], file: String
    ) throws(CatalogError) -> [JSONLine] {
        let table = try CSVFile(parsing: bytes, file: file)
        try check(table, file: file)
        return table.rows.map { JSONLine(file: file, number: $0.line, object: object($0)) }
    }

    private static func check(_ table: CSVFile, file: String) throws(CatalogError) {
        let known = members.filter { $0 != "annotators" }
        for name in table.header where !known.contains(name) && !name.hasPrefix(annotatorPrefix) {
            let nearest = NearestWord.to(name, among: known).map { "; did you mean \"\($0)\"?" }
            throw CatalogError(
                file: file, line: table.headerLine,
                reason: "the column \"\(name)\" is not known here" + (nearest ?? "; drop it"))
        }
    }

    private static func object(_ row: CSVFile.Row) -> JSONObject {
        var object = JSONObject()
        var annotators = JSONObject()
        for (column, text) in row.cells {
            if column.hasPrefix(annotatorPrefix) {
                annotators[String(column.dropFirst(annotatorPrefix.count))] = .string(text)
            } else if column == "weight" {
                // What is no whole number stays a text, and is refused as it would be in JSON.
                object[column] = Int(text).map { .integer($0) } ?? .string(text)
            } else if column == "evidence" {
                object[column] = .array(pieces(text).map { .string($0) })
            } else {
                object[column] = .string(text)
            }
        }
        if !annotators.members.isEmpty { object["annotators"] = .object(annotators) }
        return object
    }

    /// The strings of a JSON list, or the text itself where it is no such list.
    private static func pieces(_ text: String) -> [String] {
        // What is not JSON is a piece.
        guard let list = (try? JSONValue(parsing: text))?.array else { return [text] }
        let strings = list.compactMap(\.string)
        return strings.count == list.count ? strings : [text]
    }
}
