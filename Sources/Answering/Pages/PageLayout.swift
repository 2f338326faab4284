/// Lays a part of a page out as lines.
struct PageLayout {
    /// - Parameters:
    ///   - title: what stands above it all.
    ///   - isLeftOut: whether an element is passed over with all in it.
    static func text(
        of node: HTMLNode, title: String?, leavingOut isLeftOut: (HTMLNode) -> Bool
    ) -> String {
        var layout = PageLayout()
        node.walk(
            enter: { node in
                if let text = node.text {
                    layout.append(text)
                    return true
                }
                guard !node.isHidden, !isLeftOut(node) else { return false }
                layout.enter(node)
                return true
            }, leave: { layout.leave($0) })
        layout.block.breakLine()
        return ((title.map { [$0] } ?? []) + layout.block.lines).joined(separator: "\n")
    }

    /// Lines of what is being laid out: of the page or, in a row, of the cell.
    private var block = LineCollector()
    /// What surrounds the cells that are open, outermost first: a row's lines so far, and its cells.
    private var rows: [(around: LineCollector, cells: [[String]])] = []
    /// Numbers of the last items in the lists that are open; nil for a list without numbers.
    private var lists: [Int?] = []

    private mutating func append(_ text: String) { block.append(text) }

    private mutating func enter(_ node: HTMLNode) {
        guard let name = node.name, !Self.inline.contains(name) else { return }
        if name == "sup" {
            block.raises = true
            return
        }
        block.breakLine()
        switch name {
        case "ul", "menu": lists.append(nil)
        // A page may name any number, the smallest there is too.
        case "ol": lists.append((node.attribute("start").flatMap(Int.init) ?? 1) &- 1)
        case "li": block.mark = nextMark()
        case "h1", "h2", "h3", "h4", "h5", "h6":
            let level = name.utf8.last.map { Int($0 - UInt8(ascii: "0")) } ?? 1
            block.mark = String(repeating: "#", count: level) + " "
        case "pre": block.keepsLines += 1
        case "tr":
            rows.append((block, []))
            block = LineCollector()
        case "td", "th":
            if !rows.isEmpty { block.lines = [] }
        default: break
        }
    }

    private mutating func leave(_ node: HTMLNode) {
        guard let name = node.name, !Self.inline.contains(name) else { return }
        if name == "sup" {
            block.raises = false
            return
        }
        block.breakLine()
        block.mark = nil
        switch name {
        case "ul", "menu", "ol": lists = lists.dropLast()
        case "pre": block.keepsLines -= 1
        case "tr": endRow()
        case "td", "th":
            guard !rows.isEmpty else { break }
            rows[rows.count - 1].cells.append(block.lines)
            block.lines = []
        default: break
        }
    }

    private mutating func nextMark() -> String {
        let indent = String(repeating: "  ", count: max(0, min(lists.count, 8) - 1))
        guard let last = lists.last, let number = last else { return indent + "- " }
        lists[lists.count - 1] = number &+ 1
        return indent + "\(number &+ 1). "
    }

    /// A row of short cells is one line; a row that lays out whole blocks is their lines.
    private mutating func endRow() {
        guard let row = rows.popLast() else { return }
        let stray = block.lines
        block = row.around
        let isLine = row.cells.count > 1 && row.cells.allSatisfy { $0.count < 2 }
        let cells = row.cells.map { $0.first ?? "" }
        if isLine, cells.contains(where: { !$0.isEmpty }) {
            block.lines.append(cells.joined(separator: " | "))
        } else {
            block.lines += row.cells.flatMap { $0 }
        }
        block.lines += stray
    }

    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s",
        "samp", "small", "span", "strike", "strong", "sub", "time", "tt", "u", "var", "wbr",
    ]
}

/// Joins words with single spaces and drops empty lines.
private struct LineCollector {
    var lines: [String] = []
    /// Stands before the next line that has a word.
    var mark: String?
    /// More than 0: lines and spaces stay as they are.
    var keepsLines = 0
    /// Whether the next word is a power, where it is a number: 10⁶ is not 106.
    var raises = false
    private var line = ""
    private var needsSpace = false

    mutating func append(_ text: String) {
        guard keepsLines == 0 else { return appendLines(of: text) }
        if text.first?.isWhitespace == true { needsSpace = true }
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.isEmpty {
                line = takeMark()
            } else if needsSpace {
                line += " "
            } else if raises, word.first?.isNumber == true || "-−+".contains(word.prefix(1)) {
                line += "^"
            }
            raises = false
            line += word
            needsSpace = true
        }
        needsSpace = text.last?.isWhitespace == true
    }

    private mutating func appendLines(of text: String) {
        for (number, part) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() {
            if number > 0 { breakLine() }
            if line.isEmpty, !part.allSatisfy(\.isWhitespace) { line = takeMark() }
            line += part
        }
    }

    private mutating func takeMark() -> String {
        defer { mark = nil }
        return mark ?? ""
    }

    mutating func breakLine() {
        if !line.allSatisfy(\.isWhitespace) { lines.append(line) }
        line = ""
        needsSpace = false
    }
}
