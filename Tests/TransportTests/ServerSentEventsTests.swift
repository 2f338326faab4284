import Testing
import Transport

extension ServerSentEvent {
    /// The data as text.
    var text: String { String(decoding: data, as: UTF8.self) }
}

@Suite("Server-sent events")
struct ServerSentEventsTests {
    private func events(_ text: String) -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        return parser.feed(Array(text.utf8)) + parser.finish()
    }

    @Test(
        "Lines become events, comments become nothing",
        arguments: [
            ("data: a\n\n", ["a"]), ("data:a\n\ndata: b\n\n", ["a", "b"]),
            ("data: a\ndata: b\n\n", ["a\nb"]), (": heartbeat\n\n:\n\ndata: a\n\n", ["a"]),
            ("data: a\r\n\r\ndata: b\r\rdata: c\n\n", ["a", "b", "c"]),
            ("event: x\n\n", []), ("retry: 10\ndata\n\n", [""]), ("data\ndata:\n\n", ["\n"]),
            ("data:  two spaces\n\n", [" two spaces"]), ("data: a:b\n\n", ["a:b"]),
            ("\u{FEFF}data: a\n\n", ["a"]), ("data: a\n\n\u{FEFF}data: b\n\n", ["a"]),
            ("datum: a\nDATA: a\ndat: a\n\n", []), (" data: a\n\n", []),
            ("data: unfinished", ["unfinished"]), ("data: a\n: PROCESSING\ndata: b", ["a\nb"]),
            ("\n\n\r\n\r", []), ("", []),
        ])
    func table(text: String, data: [String]) {
        #expect(events(text).map(\.text) == data)
    }

    @Test("A name is that of one event, and `message` where there is none")
    func names() {
        let text = """
            event: delta\ndata: 1\n\nevent: delta\ndata: 2\n\ndata: 3\n\nevent: one\nevent:\n\
            data: 4\n\nid: 7\nevent: end\ndata: 5\n\n
            """
        #expect(events(text).map(\.event) == ["delta", "delta", "message", "message", "end"])
        #expect(events(text).map(\.text) == ["1", "2", "3", "4", "5"])
    }

    @Test("It does not matter where the bytes are cut")
    func cuts() {
        let bytes = Array("event: é\r\ndata: ü€\r\ndata: b\r\n\r\n: c\r\ndata: last\r\n\r\n".utf8)
        var whole = ServerSentEventParser()
        let expected = whole.feed(bytes) + whole.finish()
        for cut in bytes.indices {
            var parser = ServerSentEventParser()
            let found = parser.feed(bytes[..<cut]) + parser.feed(bytes[cut...]) + parser.finish()
            #expect(found == expected, "cut at \(cut)")
        }
    }

    @Test("Any stream in any pieces gives the events that the standard's own steps give")
    func anyPieces() {
        var chance = SeededChance(seed: 20_261_121)
        let words = [
            "data", "event", "id", ":", ": ", " ", "\n", "\r", "\r\n", "\n\n", "\u{FEFF}", "x",
            "data: ", "event: e", "é€", "a long value of more than twenty bytes", "\0",
        ]
        for round in 0..<2000 {
            let count = Int.random(in: 0..<40, using: &chance)
            let text = (0..<count).map { _ in words.randomElement(using: &chance) ?? "" }.joined()
            let bytes = Array(text.utf8)
            var parser = ServerSentEventParser()
            var found: [ServerSentEvent] = []
            var start = 0
            while start < bytes.count {
                let length = Int.random(in: 1...max(1, bytes.count / 2), using: &chance)
                let end = min(bytes.count, start + length)
                found += parser.feed(bytes[start..<end])
                start = end
            }
            found += parser.finish()
            #expect(
                found == PlainEventReader.events(text), "round \(round): \(text.debugDescription)")
        }
    }

    @Test("Bytes that do not lie in one piece are read as well")
    func brokenUp() {
        var parser = ServerSentEventParser()
        let bytes = Array("data: a".utf8).reversed()
        #expect(parser.feed(bytes.reversed().lazy.map { $0 }).isEmpty)
        #expect(parser.feed("\n\n".utf8.lazy.map { $0 }).map(\.text) == ["a"])
    }

    @Test("A line without end takes no more memory than allowed, in one piece or in many")
    func longLine() {
        let bytes = Array("data: 0123456789\n\n".utf8)
        var atOnce = ServerSentEventParser(longestLine: 10)
        #expect(atOnce.feed(bytes).map(\.text) == ["0123"])
        var inPieces = ServerSentEventParser(longestLine: 10)
        #expect(bytes.flatMap { inPieces.feed([$0]) }.map(\.text) == ["0123"])
    }
}

/// The standard's steps, one line at a time on a whole text, to compare with.
private enum PlainEventReader {
    static func events(_ text: String) -> [ServerSentEvent] {
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var lines: [String] = [""]
        var index = 0
        while index < scalars.count {
            let isPair = scalars[index] == "\r" && index + 1 < scalars.count
            if isPair, scalars[index + 1] == "\n" { index += 1 }
            if scalars[index] == "\n" || scalars[index] == "\r" {
                lines.append("")
            } else {
                lines[lines.count - 1].unicodeScalars.append(scalars[index])
            }
            index += 1
        }
        var events: [ServerSentEvent] = []
        var name = ""
        var data: [String] = []
        // The end of the stream ends the last line and its event.
        for line in lines + [""] {
            if line.isEmpty {
                if !data.isEmpty {
                    let text = data.joined(separator: "\n")
                    events.append(
                        ServerSentEvent(
                            event: name.isEmpty ? "message" : name, data: Array(text.utf8)))
                }
                (name, data) = ("", [])
                continue
            }
            let parts = line.unicodeScalars.split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            var value = parts.count > 1 ? String(parts[1]) : ""
            if value.first == " " { value.removeFirst() }
            if String(parts[0]) == "data" { data.append(value) }
            if String(parts[0]) == "event" { name = value }
        }
        return events
    }
}

/// Draws that are the same every time (SplitMix64).
private struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
