import JSONText

/// Writes a request body piece by piece: most of one is a single long answer, which goes in as the
/// bytes it was escaped to once, and not by way of a tree of values.
struct BodyWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func object(_ write: (inout BodyWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        write(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func list(_ write: (inout BodyWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        write(&self)
        bytes.append(UInt8(ascii: "]"))
    }

    /// The name of a member; its value has to be written next.
    mutating func name(_ name: String) {
        separate()
        JSONText.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func value(_ value: JSONValue) {
        separate()
        value.append(to: &bytes)
    }

    mutating func member(_ name: String, _ value: JSONValue) {
        self.name(name)
        self.value(value)
    }

    /// A member whose value is a text, in one string.
    mutating func member(_ name: String, text: PromptText) {
        self.name(name)
        text.append(to: &bytes)
    }

    /// A text as elements of a list of content parts.
    ///
    /// - Parameter mark: with it, the pieces that are worth caching are a part of their own, and it
    ///   is their member that says so.
    mutating func parts(_ text: PromptText, type: String, mark: (String, JSONValue)? = nil) {
        let shared = mark == nil ? 0 : text.sharedPieces
        if shared > 0 {
            part(PromptText(Array(text.pieces.prefix(shared))), type: type, mark: mark)
        }
        if text.pieces.count > shared {
            part(PromptText(Array(text.pieces.dropFirst(shared))), type: type, mark: nil)
        }
    }

    private mutating func part(_ text: PromptText, type: String, mark: (String, JSONValue)?) {
        object { part in
            part.member("type", .string(type))
            part.member("text", text: text)
            if let mark { part.member(mark.0, mark.1) }
        }
    }

    /// A comma, unless this is the first in its object or list, or follows a name.
    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }
}
