import JSONText

/// A reply as server-sent events, and where in it a server may pause.
struct EventStream: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Where each event ends, in bytes.
    private(set) var ends: [Int] = []
    /// Events before the first one that is part of the answer: they come at once.
    private(set) var lead = 0

    /// A line that clients pass over.
    mutating func comment(_ text: String) {
        bytes.append(contentsOf: ": \(text)\n\n".utf8)
        ends.append(bytes.count)
    }

    /// An event without a name.
    mutating func event(_ data: JSONValue) {
        bytes.append(contentsOf: "data: ".utf8)
        data.append(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
        ends.append(bytes.count)
    }

    /// An event with a name.
    mutating func event(_ name: String, _ data: JSONValue) {
        bytes.append(contentsOf: "event: \(name)\n".utf8)
        event(data)
    }

    /// The line that ends the streams of OpenAI's making.
    mutating func done() {
        bytes.append(contentsOf: "data: [DONE]\n\n".utf8)
        ends.append(bytes.count)
    }

    /// Says that the answer begins with the next event.
    mutating func beginAnswer() { lead = ends.count }
}
