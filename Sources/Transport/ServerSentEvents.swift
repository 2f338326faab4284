#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One event of a `text/event-stream`.
package struct ServerSentEvent: Sendable, Equatable {
    /// `message` where the stream names none.
    package var event: String
    /// The data lines, joined by newlines: UTF-8 as it came.
    package var data: [UInt8]

    package init(event: String = "message", data: [UInt8]) {
        self.event = event
        self.data = data
    }
}

/// Reads server-sent events (WHATWG HTML, section 9.2.6) out of bytes that may be cut anywhere.
///
/// Comment lines, which providers send as a heartbeat, are skipped; CR, LF and CRLF end a line.
/// `id` and `retry` are for taking a stream up again, which a paid request can't be.
///
/// A line that comes whole is read where it lies, and its data is copied once, into its event.
package struct ServerSentEventParser: Sendable {
    /// The start of a line whose end is still to come.
    private var line: [UInt8] = []
    private var endedWithCR = false
    private var isAtStart = true
    private var name = ServerSentEventParser.defaultName
    /// The name of the event before; streams repeat a few of them thousands of times.
    private var nameBefore = ServerSentEventParser.defaultName
    private var data: [UInt8] = []
    private var hasData = false
    private let longestLine: Int

    private static let defaultName = "message"

    /// - Parameter longestLine: bytes; what a longer line has beyond them is dropped.
    package init(longestLine: Int = 4 << 20) { self.longestLine = longestLine }

    /// The events that these bytes complete.
    package mutating func feed(_ bytes: some Collection<UInt8>) -> [ServerSentEvent] {
        let events = bytes.withContiguousStorageIfAvailable {
            read(UnsafeRawBufferPointer($0))
        }
        return events ?? Array(bytes).withUnsafeBytes { read($0) }
    }

    /// What is left when the stream has ended. The standard drops an event without the blank line
    /// after it; services that close early mean it all the same, so it is kept.
    package mutating func finish() -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        if !line.isEmpty { endLine(UnsafeRawBufferPointer(start: nil, count: 0), &events) }
        dispatch(&events)
        return events
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var rest = bytes[...]
        if endedWithCR, let first = rest.first {
            endedWithCR = false
            if first == Self.newline { rest.removeFirst() }
        }
        // Found once for all the lines that end with CR before it.
        var newline = Self.place(of: Self.newline, in: rest)
        while !rest.isEmpty {
            if newline < rest.startIndex { newline = Self.place(of: Self.newline, in: rest) }
            let end = Self.place(of: Self.carriageReturn, in: rest[..<newline])
            let piece = UnsafeRawBufferPointer(rebasing: rest[..<end])
            guard end < bytes.endIndex else {
                keep(piece)
                break
            }
            endLine(piece, &events)
            rest = rest[(end + 1)...]
            guard bytes[end] == Self.carriageReturn else { continue }
            if rest.first == Self.newline { rest.removeFirst() }
            endedWithCR = end + 1 == bytes.endIndex
        }
        return events
    }

    /// Takes the last piece of a line, and the line with it.
    private mutating func endLine(
        _ piece: UnsafeRawBufferPointer, _ events: inout [ServerSentEvent]
    ) {
        guard !line.isEmpty || piece.count > longestLine else {
            take(line: piece, &events)
            return
        }
        keep(piece)
        let whole = line
        line = []
        whole.withUnsafeBytes { take(line: $0, &events) }
    }

    private mutating func keep(_ piece: UnsafeRawBufferPointer) {
        line.append(contentsOf: piece.prefix(longestLine - line.count))
    }

    private mutating func take(
        line bytes: UnsafeRawBufferPointer, _ events: inout [ServerSentEvent]
    ) {
        var line = bytes[...]
        if isAtStart, line.starts(with: Self.byteOrderMark) { line.removeFirst(3) }
        isAtStart = false
        guard !line.isEmpty else {
            dispatch(&events)
            return
        }
        let colon = Self.place(of: UInt8(ascii: ":"), in: line)
        let field = line[..<colon]
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        // A comment has an empty field name.
        if field.elementsEqual("data".utf8) {
            if hasData { data.append(Self.newline) }
            hasData = true
            data.append(contentsOf: value)
        } else if field.elementsEqual("event".utf8) {
            take(name: value)
        }
    }

    private mutating func take(name value: Slice<UnsafeRawBufferPointer>) {
        if value.isEmpty {
            name = Self.defaultName
        } else if value.elementsEqual(nameBefore.utf8) {
            name = nameBefore
        } else {
            name = String(decoding: value, as: UTF8.self)
            nameBefore = name
        }
    }

    private mutating func dispatch(_ events: inout [ServerSentEvent]) {
        if hasData { events.append(ServerSentEvent(event: name, data: data)) }
        name = Self.defaultName
        data = []
        hasData = false
    }

    // MARK: - Bytes

    private static let newline: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Where a byte first stands, or the end.
    private static func place(of byte: UInt8, in bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        guard let start = UnsafeRawBufferPointer(rebasing: bytes).baseAddress,
            let found = memchr(start, Int32(byte), bytes.count)
        else { return bytes.endIndex }
        return bytes.startIndex + (UnsafeRawPointer(found) - start)
    }
}
