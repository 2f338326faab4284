/// A Markdown table whose columns line up in the raw text as well, since most people first meet it
/// in a terminal.
struct MarkdownTable {
    enum Alignment {
        case left
        case right
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: [(String, Alignment)]) { self.columns = columns }

    /// Adds a row; one cell for every column.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has one cell for every column")
        rows.append(cells)
    }

    var text: String {
        let widths = columns.indices.map { index in
            max(3, columns[index].title.count, rows.map { $0[index].count }.max() ?? 0)
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { index in
                let gap = String(repeating: " ", count: widths[index] - cells[index].count)
                return columns[index].alignment == .left ? cells[index] + gap : gap + cells[index]
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = columns.indices.map { index in
            let dashes = String(repeating: "-", count: widths[index] - 1)
            return columns[index].alignment == .left ? "-" + dashes : dashes + ":"
        }
        return ([line(columns.map(\.title)), "| " + rule.joined(separator: " | ") + " |"]
            + rows.map(line)).joined(separator: "\n")
    }
}

/// Text from elsewhere, made safe for the format it goes into.
enum Escape {
    /// For a cell or a line of Markdown: nothing in it is markup, and it stays on its line.
    static func markdown(_ text: String) -> String {
        var safe = ""
        for character in text {
            switch character {
            case "|", "\\", "`", "*", "_", "[", "]", "#": safe += "\\\(character)"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "&": safe += "&amp;"
            default: safe += character.isNewline ? " " : String(character)
            }
        }
        return safe
    }

    /// For a field of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an
    /// apostrophe in front.
    static func csv(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
