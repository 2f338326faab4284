extension JSONValue {
    /// The value as compact JSON, members in their order.
    package var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value as JSON with sorted keys and no white space, so that equal values give equal
    /// bytes. Keys sort by Unicode scalar.
    package var canonicalText: String { sorted.text }

    /// The value for people: two spaces of indentation a level, a newline at the end.
    package var prettyText: String {
        var bytes: [UInt8] = []
        append(to: &bytes, indentation: 0)
        bytes.append(0x0A)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends compact JSON to a request body.
    package func append(to bytes: inout [UInt8]) { append(to: &bytes, indentation: nil) }

    private var sorted: JSONValue {
        switch self {
        case .null, .bool, .integer, .number, .string: self
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let object):
            .object(
                JSONObject(
                    object.members
                        .sorted {
                            $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars)
                        }
                        .map { .init(key: $0.key, value: $0.value.sorted) }))
        }
    }

    private func append(to bytes: inout [UInt8], indentation: Int?) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let value):
            precondition(value.isFinite, "JSON has no word for \(value)")
            bytes.append(contentsOf: String(value).utf8)
        case .string(let value): JSONText.append(value, to: &bytes)
        case .array(let elements):
            JSONText.appendList(elements, "[", "]", to: &bytes, indentation) {
                element, deeper, out in
                element.append(to: &out, indentation: deeper)
            }
        case .object(let object):
            JSONText.appendList(object.members, "{", "}", to: &bytes, indentation) {
                member, deeper, out in
                JSONText.append(member.key, to: &out)
                out.append(contentsOf: (deeper == nil ? ":" : ": ").utf8)
                member.value.append(to: &out, indentation: deeper)
            }
        }
    }
}

/// Writes pieces of JSON straight into a byte buffer.
package enum JSONText {
    /// Appends `text` as a JSON string, quotes included.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(text, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends the inside of a JSON string: `text` with quotes, backslashes and control
    /// characters escaped. Pieces appended one after the other join to one string, so a long text
    /// that many requests share needs to be escaped only once.
    package static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            bytes.reserveCapacity(bytes.count + utf8.count + 16)
            var plainFrom = 0
            for index in utf8.indices {
                let byte = utf8[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
                else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plainFrom..<index]))
                plainFrom = index + 1
                appendEscape(of: byte, to: &bytes)
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plainFrom...]))
        }
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }

    fileprivate static func appendList<Element>(
        _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        to bytes: inout [UInt8], _ indentation: Int?,
        element: (Element, Int?, inout [UInt8]) -> Void
    ) {
        let deeper = indentation.map { $0 + 1 }
        bytes.append(UInt8(ascii: open))
        for (index, item) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendNewLine(deeper, to: &bytes)
            element(item, deeper, &bytes)
        }
        if !elements.isEmpty { appendNewLine(indentation, to: &bytes) }
        bytes.append(UInt8(ascii: close))
    }

    private static func appendNewLine(_ indentation: Int?, to bytes: inout [UInt8]) {
        guard let indentation else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * indentation))
    }
}
