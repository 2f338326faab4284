import JSONText

/// A chunk that differs from others of its stream in a piece of the answer alone. Nearly all chunks
/// are such, and need not be taken apart again: what stands around the text is compared, and the
/// text is read.
struct OrdinaryChunk {
    private let before: [UInt8]
    private let after: [UInt8]
    /// What follows OpenAI's padding, a string that is another in every chunk and ends `after`;
    /// nil where there is none.
    private let afterPadding: [UInt8]?

    /// Nil where the chunk says anything beside a piece of the answer.
    init?(_ chunk: [UInt8], _ json: JSONValue) {
        let choice = json["choices"]?[0]
        let said = [
            json["usage"], json["error"], choice?["finish_reason"],
            choice?["native_finish_reason"], choice?["usage"],
        ]
        let isElsewhereEmpty = (choice?["delta"]?.object?.members ?? []).allSatisfy {
            ["content", "role"].contains($0.key) || $0.value.isNull || $0.value == ""
                || $0.value == []
        }
        guard isElsewhereEmpty, choice?["delta"]?["content"]?.string != nil,
            choice?["index"]?.integer ?? 0 == 0, said.allSatisfy({ $0?.isNull ?? true })
        else { return nil }
        let mark = Array("\"content\":".utf8)
        guard let found = chunk.firstRange(of: mark),
            chunk[found.upperBound...].firstRange(of: mark) == nil,
            let quote = chunk[found.upperBound...].firstIndex(where: { $0 > 0x20 }),
            chunk[quote] == UInt8(ascii: "\""), let end = Self.end(of: chunk[(quote + 1)...])
        else { return nil }
        before = Array(chunk[...quote])
        let padding = chunk[end...].firstRange(of: Array("\"obfuscation\":\"".utf8))
        if let padding, let paddingEnd = Self.end(of: chunk[padding.upperBound...]) {
            after = Array(chunk[end..<padding.upperBound])
            afterPadding = Array(chunk[paddingEnd...])
        } else {
            after = Array(chunk[end...])
            afterPadding = nil
        }
    }

    /// The text of a chunk of this kind; nil for any other.
    func text(of chunk: [UInt8]) -> String? {
        guard chunk.starts(with: before), let end = Self.end(of: chunk[before.count...]) else {
            return nil
        }
        let rest = chunk[end...]
        guard rest.starts(with: after) else { return nil }
        if let afterPadding {
            guard let paddingEnd = Self.end(of: rest.dropFirst(after.count)),
                chunk[paddingEnd...].elementsEqual(afterPadding)
            else { return nil }
        } else if rest.count != after.count {
            return nil
        }
        let inside = chunk[before.count..<end]
        if !inside.contains(UInt8(ascii: "\\")), !inside.contains(where: { $0 < 0x20 }) {
            return String(validating: inside, as: UTF8.self)
        }
        let quoted = [UInt8(ascii: "\"")] + inside + [UInt8(ascii: "\"")]
        return (try? JSONValue(parsing: quoted))?.string  // Nil: the whole is looked at.
    }

    /// Where the string that starts here is closed.
    private static func end(of bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "\""): return index
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }
}
