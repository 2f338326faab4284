/// Cuts a report into the pieces that sentinels move about.
enum SentinelText {
    /// Blocks between blank lines. What belongs together stays together: a heading or a line that
    /// ends with a colon and the block after it, and all that is between code fences.
    static func blocks(of text: String) -> [String] {
        var blocks: [[Substring]] = []
        var block: [Substring] = []
        var isFenced = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isFenced.toggle() }
            let isBlank = !isFenced && line.allSatisfy { $0.isWhitespace }
            if !isBlank {
                block.append(line)
            } else if let last = block.last {
                if last.hasPrefix("#") || last.hasSuffix(":") {
                    block.append("")
                } else if !last.isEmpty {
                    blocks.append(block)
                    block = []
                }
            }
        }
        while block.last?.isEmpty == true { block.removeLast() }
        if !block.isEmpty { blocks.append(block) }
        return blocks.map { $0.joined(separator: "\n") }
    }

    /// The whole sentences that the pieces of evidence stand in, every time they do, in order and
    /// without overlap; nil where a piece is not in the text.
    static func sentences(of evidence: [String], in text: String) -> [Range<String.Index>]? {
        var ranges: [Range<String.Index>] = []
        for piece in evidence {
            let piece = trimmed(piece)
            guard !piece.isEmpty else { return nil }
            let found = text.ranges(of: piece)
            guard !found.isEmpty else { return nil }
            ranges += found.map { sentence(around: $0, in: text) }
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Range<String.Index>] = []
        for range in ranges {
            if let last = merged.last, range.lowerBound < last.upperBound {
                let end = max(last.upperBound, range.upperBound)
                merged[merged.count - 1] = last.lowerBound..<end
            } else {
                merged.append(range)
            }
        }
        return merged.isEmpty ? nil : merged
    }

    /// Sentences of a text, for comparing them with each other.
    static func sentences(in text: String) -> [Substring] {
        var sentences: [Substring] = []
        var start = text.startIndex
        for index in text.utf8.indices {
            let next = text.utf8.index(after: index)
            guard text.utf8[index] == 0x0A || isStop(text.utf8[index], next, text) else { continue }
            sentences.append(text[start..<next])
            start = next
        }
        sentences.append(text[start...])
        return sentences
    }

    /// The marker of a list item or quotation that a sentence starts with, or nothing.
    static func marker(of sentence: Substring) -> Substring {
        let indented = sentence.drop { $0 == " " || $0 == "\t" }
        var rest = indented
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty {
            rest = rest[digits.endIndex...]
            guard rest.first == "." || rest.first == ")" else { return sentence.prefix(0) }
        } else if rest.first.map({ "-*+>".contains($0) }) != true {
            return sentence.prefix(0)
        }
        rest = rest.dropFirst()
        guard rest.first == " " else { return sentence.prefix(0) }
        return sentence[..<rest.drop { $0 == " " }.startIndex]
    }

    static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    // MARK: - Bounds

    private static func sentence(
        around range: Range<String.Index>, in text: String
    ) -> Range<String.Index> {
        var start = range.lowerBound
        while start > text.startIndex {
            let before = text.utf8.index(before: start)
            if text.utf8[before] == 0x0A { break }
            if text.utf8[before] == 0x20, before > text.startIndex {
                let stop = text.utf8.index(before: before)
                if isStop(text.utf8[stop], before, text) { break }
            }
            start = before
        }
        var end = range.upperBound
        let last = text.utf8.index(before: end)
        if isStop(text.utf8[last], end, text) { return start..<end }
        while end < text.endIndex, text.utf8[end] != 0x0A {
            let stop = end
            end = text.utf8.index(after: end)
            if isStop(text.utf8[stop], end, text) { break }
        }
        return start..<end
    }

    /// Whether a byte ends a sentence, given what comes after it. A number and a full stop start a
    /// list item.
    private static func isStop(_ byte: UInt8, _ next: String.Index, _ text: String) -> Bool {
        guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
        else { return false }
        guard next < text.endIndex else { return true }
        guard text.utf8[next] == 0x20 || text.utf8[next] == 0x0A else { return false }
        let line = text[..<next].utf8.dropLast().reversed().prefix { $0 != 0x0A }
        let isListNumber = !line.isEmpty && line.allSatisfy { (0x30...0x39).contains($0) }
        return !isListNumber
    }
}
