import Testing

@testable import Answering

@Suite("Pages in other encodings")
struct PageEncodingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: [UInt8]
        let type: String
        let text: String?
    }

    private static func utf16(_ text: String, isLittleEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isLittleEndian ? [low, high] : [high, low]
        }
    }

    @Test(
        "are read by their mark or by the charset that the server states, without control characters",
        arguments: [
            Case(
                testDescription: "UTF-8", body: Array("Größe".utf8),
                type: "text/html; charset=UTF-8", text: "Größe"),
            Case(
                testDescription: "no charset", body: Array("Größe".utf8), type: "text/html",
                text: "Größe"),
            Case(
                testDescription: "little-endian by its mark",
                body: [0xFF, 0xFE] + utf16("Brücke", isLittleEndian: true), type: "text/plain",
                text: "Brücke"),
            Case(
                testDescription: "big-endian by its charset",
                body: utf16("Brücke", isLittleEndian: false),
                type: "text/plain; charset=\"utf-16\"",
                text: "Brücke"),
            Case(
                testDescription: "half a unit at the end",
                body: utf16("ab", isLittleEndian: true) + [0x61],
                type: "text/plain; charset=utf-16le", text: "ab"),
            Case(
                testDescription: "Latin-1", body: [0x47, 0x72, 0xF6, 0xDF, 0x65],
                type: "text/html;charset=ISO-8859-1", text: "Größe"),
            Case(
                testDescription: "NULs between letters", body: [0x61, 0, 0x62, 0, 0x0A, 0x63],
                type: "text/plain", text: "ab\nc"),
            Case(
                testDescription: "a charset we can't read", body: [0x61],
                type: "text/html; charset=ebcdic-xy", text: nil),
            Case(testDescription: "nothing", body: [], type: "text/plain", text: ""),
        ])
    func encodings(page: Case) {
        #expect(PageEncoding.text(of: page.body, contentType: page.type) == page.text)
    }
}
