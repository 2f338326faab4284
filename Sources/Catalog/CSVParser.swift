/// Takes a CSV file apart, row by row.
struct CSVParser {
    let bytes: [UInt8]
    let file: String
    private var position: Int
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row that has anything in it, nil at the end; a cell is nil where nothing stands.
    mutating func nextRow() throws(CatalogError) -> (line: Int, cells: [String?])? {
        while position < bytes.count {
            let start = line
            var cells = [try cell()]
            while position < bytes.count, bytes[position] == Self.comma {
                position += 1
                cells.append(try cell())
            }
            skipLineEnd()
            if cells.count > 1 || cells[0] != nil { return (start, cells) }
        }
        return nil
    }

    private mutating func cell() throws(CatalogError) -> String? {
        if position < bytes.count, bytes[position] == Self.quote { return try quotedCell() }
        let start = position
        while position < bytes.count, !endsCell(position) {
            guard bytes[position] != Self.quote else {
                throw fault("a double quote stands inside a bare cell; quote the cell, double it")
            }
            position += 1
        }
        return start == position ? nil : try text(bytes[start..<position], from: line)
    }

    private mutating func quotedCell() throws(CatalogError) -> String {
        let start = line
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == Self.newline { line += 1 }
            guard byte == Self.quote else {
                content.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == Self.quote {
                content.append(Self.quote)
                position += 1
                continue
            }
            guard position == bytes.count || endsCell(position) else {
                throw fault("text follows a closing double quote; double the quotes in a cell")
            }
            return try text(content[...], from: start)
        }
        throw CatalogError(
            file: file, line: start, reason: "a double quote is opened and not closed; close it")
    }

    private func endsCell(_ index: Int) -> Bool {
        switch bytes[index] {
        case Self.comma, Self.newline: true
        case Self.carriageReturn:
            index + 1 < bytes.count && bytes[index + 1] == Self.newline
        default: false
        }
    }

    private mutating func skipLineEnd() {
        if position < bytes.count, bytes[position] == Self.carriageReturn { position += 1 }
        if position < bytes.count, bytes[position] == Self.newline { position += 1 }
        line += 1
    }

    private func text(
        _ bytes: ArraySlice<UInt8>, from line: Int
    ) throws(CatalogError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CatalogError(
                file: file, line: line, reason: "a cell is not UTF-8; save the file as UTF-8")
        }
        return text
    }

    private func fault(_ reason: String) -> CatalogError {
        CatalogError(file: file, line: line, reason: reason)
    }
}
