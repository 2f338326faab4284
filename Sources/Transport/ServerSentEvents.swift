/// One event of a `text/event-stream`.
package struct ServerSentEvent: Sendable, Equatable {
    /// `message` where the stream names none.
    package var event: String
    /// The data lines, joined by newlines.
    package var data: String
    package var id: String?

    package init(event: String = "message", data: String, id: String? = nil) {
        self.event = event
        self.data = data
        self.id = id
    }
}

/// Reads server-sent events (WHATWG HTML, section 9.2.6) out of bytes that may be cut anywhere.
///
/// Comment lines, which providers send as a heartbeat, are skipped; CR, LF and CRLF end a line.
package struct ServerSentEventParser: Sendable {
    private var line: [UInt8] = []
    private var endedWithCR = false
    private var isAtStart = true
    private var name = ""
    private var data: [String] = []
    private var id: String?
    private let longestLine: Int

    /// - Parameter longestLine: bytes; what a longer line has beyond them is dropped.
    package init(longestLine: Int = 4 << 20) { self.longestLine = longestLine }

    /// The events that these bytes complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let followsCR = endedWithCR
            endedWithCR = byte == 0x0D
            switch byte {
            case 0x0A where followsCR: continue
            case 0x0A, 0x0D:
                if let event = endLine() { events.append(event) }
            default:
                if line.count < longestLine { line.append(byte) }
            }
        }
        return events
    }

    /// What is left when the stream has ended. The standard drops an event without the blank line
    /// after it; services that close early mean it all the same, so it is kept.
    package mutating func finish() -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        if !line.isEmpty, let event = endLine() { events.append(event) }
        if let event = dispatch() { events.append(event) }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer {
            line.removeAll(keepingCapacity: true)
            isAtStart = false
        }
        if isAtStart, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard !line.isEmpty else { return dispatch() }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            take(field: String(decoding: line, as: UTF8.self), value: "")
            return nil
        }
        guard colon > 0 else { return nil }
        var value = line[(colon + 1)...]
        if value.first == 0x20 { value.removeFirst() }
        take(
            field: String(decoding: line[..<colon], as: UTF8.self),
            value: String(decoding: value, as: UTF8.self))
        return nil
    }

    private mutating func take(field: String, value: String) {
        switch field {
        case "event": name = value
        case "data": data.append(value)
        case "id": if !value.utf8.contains(0) { id = value }
        default: break
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            name = ""
            data = []
        }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(
            event: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"), id: id)
    }
}
