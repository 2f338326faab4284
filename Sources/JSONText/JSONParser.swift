/// Why a text is not the JSON it should be.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// 0-based byte offset of the fault.
    package let offset: Int
    /// 1-based line of the fault.
    package let line: Int
    package let reason: String

    package var description: String { "\(reason) at byte \(offset)" }
}

extension JSONValue {
    /// What to do when an object has the same key twice.
    package enum DuplicateKeys: Sendable {
        /// For files that people write: it is a mistake.
        case refuse
        /// For what services send: the first counts.
        case keepFirst
    }

    /// Reads one JSON text (RFC 8259). White space around it and a byte order mark before it are
    /// passed over; anything else after it, invalid UTF-8, lone surrogates and more than 512
    /// levels of nesting are refused.
    package init(
        parsing bytes: some Collection<UInt8>, duplicateKeys: DuplicateKeys = .keepFirst
    ) throws(JSONError) {
        let result = bytes.withContiguousStorageIfAvailable { buffer in
            JSONParser.parse(buffer, duplicateKeys)
        }
        let parsed =
            result ?? Array(bytes).withUnsafeBufferPointer { JSONParser.parse($0, duplicateKeys) }
        self = try parsed.get()
    }

    package init(
        parsing text: String, duplicateKeys: DuplicateKeys = .keepFirst
    ) throws(JSONError) {
        try self.init(parsing: text.utf8, duplicateKeys: duplicateKeys)
    }
}

/// A recursive-descent reader over bytes.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let duplicateKeys: JSONValue.DuplicateKeys
    var position = 0

    static let maximumDepth = 512
    private static let fewKeys = 16

    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ duplicateKeys: JSONValue.DuplicateKeys
    ) -> Result<JSONValue, JSONError> {
        var parser = JSONParser(bytes: bytes, duplicateKeys: duplicateKeys)
        do throws(JSONError) {
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
            let value = try parser.value(depth: 0)
            parser.skipWhiteSpace()
            guard parser.position == bytes.count else {
                throw parser.fault("unexpected text after the JSON value")
            }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.maximumDepth else {
            throw fault("more than \(Self.maximumDepth) levels of nesting")
        }
        skipWhiteSpace()
        guard position < bytes.count else { throw fault("the JSON text ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault("unexpected character")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        position += 1
        skipWhiteSpace()
        if take(UInt8(ascii: "}")) { return JSONObject() }
        repeat {
            skipWhiteSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw fault("expected a key in double quotes")
            }
            let key = try string()
            if duplicateKeys == .refuse {
                // Looking through a few keys is quicker than hashing them.
                if members.count == Self.fewKeys { seen = Set(members.map(\.key)) }
                let isNew =
                    members.count < Self.fewKeys
                    ? !members.contains { $0.key == key } : seen.insert(key).inserted
                guard isNew else { throw fault("the key \"\(key)\" is given twice") }
            }
            skipWhiteSpace()
            guard take(UInt8(ascii: ":")) else { throw fault("expected ':' after a key") }
            members.append(.init(key: key, value: try value(depth: depth + 1)))
            skipWhiteSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("expected ',' or '}'") }
        return JSONObject(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        position += 1
        skipWhiteSpace()
        if take(UInt8(ascii: "]")) { return [] }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipWhiteSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault("expected ',' or ']'") }
        return elements
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        var isInteger = true
        _ = take(UInt8(ascii: "-"))
        let digits = skipDigits()
        guard digits > 0, digits == 1 || bytes[position - digits] != UInt8(ascii: "0") else {
            throw fault("not a number")
        }
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() > 0 else { throw fault("expected digits after '.'") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            guard skipDigits() > 0 else { throw fault("expected digits in the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw fault("the number \(text) is out of range")
        }
        return .number(value)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func literal(
        _ word: StaticString, _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw fault("unexpected character") }
        position += count
        return value
    }

    mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    func fault(_ reason: String) -> JSONError {
        let line = bytes[..<min(position, bytes.count)].count { $0 == 0x0A } + 1
        return JSONError(offset: position, line: line, reason: reason)
    }
}

extension JSONParser {
    /// A string from its opening quote on. Text without escapes is taken in one piece.
    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        scanPlain()
        guard position < bytes.count else { throw fault("a string is not closed") }
        if bytes[position] == UInt8(ascii: "\"") {
            position += 1
            return try text(of: bytes[start..<(position - 1)])
        }
        var unescaped = Array(bytes[start..<position])
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return try unescaped.withUnsafeBufferPointer {
                    (buffer) throws(JSONError) in try text(of: buffer[...])
                }
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &unescaped)
            case ..<0x20:
                throw fault("a control character stands unescaped in a string")
            default:
                let from = position
                scanPlain()
                unescaped.append(contentsOf: bytes[from..<position])
            }
        }
        throw fault("a string is not closed")
    }

    /// Passes over bytes that stand for themselves.
    private mutating func scanPlain() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            position += 1
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw fault("a string is not closed") }
        let character = bytes[position]
        position += 1
        switch character {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(character)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try scalar()).utf8))
        default: throw fault("unknown escape in a string")
        }
    }

    /// The scalar of a `\u` escape, or of a pair of them.
    private mutating func scalar() throws(JSONError) -> Character {
        var code = try hexadecimal()
        if 0xD800..<0xDC00 ~= code, position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let low = try hexadecimal()
            guard 0xDC00..<0xE000 ~= low else { throw fault("a lone surrogate in a string") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw fault("a lone surrogate in a string")
        }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count,
            bytes[position..<(position + 4)].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }
            ),
            let value = UInt32(
                String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
        else { throw fault("expected four hexadecimal digits after \\u") }
        position += 4
        return value
    }

    private func text(of slice: Slice<UnsafeBufferPointer<UInt8>>) throws(JSONError) -> String {
        guard let text = String(validating: UnsafeBufferPointer(rebasing: slice), as: UTF8.self)
        else { throw fault("a string is not valid UTF-8") }
        return text
    }
}
