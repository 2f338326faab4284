import Testing
import Transport

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
            ("event: x\n\n", []), ("retry: 10\ndata\n\n", [""]),
            ("data:  two spaces\n\n", [" two spaces"]),
            ("\u{FEFF}data: a\n\n", ["a"]), ("data: unfinished", ["unfinished"]), ("", []),
        ])
    func table(text: String, data: [String]) {
        #expect(events(text).map(\.data) == data)
    }

    @Test("Names and ids are kept")
    func fields() {
        let event = ServerSentEvent(event: "delta", data: "x", id: "7")
        #expect(events("id: 7\nevent: delta\ndata: x\n\n") == [event])
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

    @Test("A line without end takes no more memory than allowed")
    func longLine() {
        var parser = ServerSentEventParser(longestLine: 10)
        let events = parser.feed(Array("data: 0123456789\n\n".utf8))
        #expect(events.map(\.data) == ["0123"])
    }
}
