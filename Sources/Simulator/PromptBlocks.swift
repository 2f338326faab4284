/// The parts of a prompt that stand between tags, `<name …>` and `</name>`, found byte by byte.
struct PromptBlocks {
    private let bytes: [UInt8]

    init(_ prompt: String) { bytes = Array(prompt.utf8) }

    /// The inside of the first block of that name.
    func first(_ name: String) -> String? { block(name, from: 0)?.inside }

    /// All blocks of that name, with their attributes.
    func all(_ name: String) -> [(attributes: String, inside: String)] {
        var found: [(String, String)] = []
        var start = 0
        while let block = block(name, from: start) {
            found.append((block.attributes, block.inside))
            start = block.end
        }
        return found
    }

    private func block(
        _ name: String, from start: Int
    ) -> (attributes: String, inside: String, end: Int)? {
        let opening = Array("<\(name)".utf8)
        let closing = Array("</\(name)>".utf8)
        var start = start
        while let open = find(opening, from: start) {
            let afterName = open + opening.count
            // `<criterion` is also the start of `<criterion_type>`.
            guard afterName < bytes.count,
                bytes[afterName] == UInt8(ascii: ">") || bytes[afterName] == 0x20
            else {
                start = afterName
                continue
            }
            guard let bracket = bytes[afterName...].firstIndex(of: UInt8(ascii: ">")),
                let close = find(closing, from: bracket)
            else { return nil }
            var inside = bytes[(bracket + 1)..<close]
            if inside.first == 0x0A { inside.removeFirst() }
            if inside.last == 0x0A { inside.removeLast() }
            return (
                String(decoding: bytes[afterName..<bracket], as: UTF8.self),
                String(decoding: inside, as: UTF8.self), close + closing.count
            )
        }
        return nil
    }

    private func find(_ pattern: [UInt8], from start: Int) -> Int? {
        ByteSearch.find(pattern, in: bytes, from: start)
    }
}
