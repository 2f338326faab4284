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
            max(3, Self.width(columns[index].title), rows.map { Self.width($0[index]) }.max() ?? 0)
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { index in
                let gap = String(repeating: " ", count: widths[index] - Self.width(cells[index]))
                return columns[index].alignment == .left ? cells[index] + gap : gap + cells[index]
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = columns.indices.map { index in
            let dashes = String(repeating: "-", count: widths[index] - 1)
            return columns[index].alignment == .left ? "-" + dashes : dashes + ":"
        }
        return
            ([line(columns.map(\.title)), "| " + rule.joined(separator: " | ") + " |"]
            + rows.map(line)).joined(separator: "\n")
    }

    /// Columns that a text takes on a terminal: two for the wide letters of East Asia and for
    /// emoji, none for marks that sit on another letter.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format, .control: return width
            default: return width + (isWide(scalar) ? 2 : 1)
            }
        }
    }

    /// The blocks of Unicode's East Asian Width that matter; names in others are off by little.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
