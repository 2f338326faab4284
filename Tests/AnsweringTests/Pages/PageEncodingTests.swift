import Testing

@testable import Answering

@Suite("Pages in other encodings")
struct PageEncodingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: [UInt8]
        let type: String
        let text: String?
        var isHTML = false
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
                testDescription: "Windows-1252 by the name of Latin-1",
                body: [0x93, 0x61, 0x94, 0x20, 0x80, 0x35], type: "text/html; charset=latin1",
                text: "“a” €5"),
            Case(
                testDescription: "neither a charset nor UTF-8",
                body: [0x47, 0x72, 0xF6, 0xDF, 0x65],
                type: "text/plain", text: "Größe"),
            Case(
                testDescription: "a charset that the page states",
                body: Array("<html><meta charset=\"windows-1251\">".utf8) + [
                    0xCC, 0xEE, 0xF1, 0xF2,
                ],
                type: "text/html", text: "<html><meta charset=\"windows-1251\">Мост", isHTML: true),
            Case(
                testDescription: "a charset that the page states the old way",
                body: Array("<META http-equiv=x content='text/html; charset=Shift_JIS'>".utf8)
                    + [0x8B, 0xB4],
                type: "text/html",
                text: "<META http-equiv=x content='text/html; charset=Shift_JIS'>橋", isHTML: true),
            Case(
                testDescription: "the server's word before the page's",
                body: Array("<meta charset=koi8-r>é".utf8), type: "text/html; charset=utf-8",
                text: "<meta charset=koi8-r>é", isHTML: true),
            Case(
                testDescription: "a page that states what it can't be",
                body: Array("<meta charset=utf-16>é".utf8), type: "text/html",
                text: "<meta charset=utf-16>é", isHTML: true),
            Case(
                testDescription: "a page that states what nobody reads",
                body: Array("<meta charset=utf-7>é".utf8), type: "text/html",
                text: "<meta charset=utf-7>é", isHTML: true),
            Case(
                testDescription: "bytes that are none of the charset's",
                body: [0x61, 0xFF, 0x20, 0x62], type: "text/plain; charset=euc-jp",
                text: "a\u{FFFD} b"),
            Case(
                testDescription: "a converter that no page needs", body: [0x61],
                type: "text/plain; charset=iso-2022-cn-ext", text: nil),
            Case(
                testDescription: "NULs between letters", body: [0x61, 0, 0x62, 0, 0x0A, 0x63],
                type: "text/plain", text: "ab\nc"),
            Case(
                testDescription: "a charset we can't read", body: [0x61],
                type: "text/html; charset=ebcdic-xy", text: nil),
            Case(testDescription: "nothing", body: [], type: "text/plain", text: ""),
        ])
    func encodings(page: Case) {
        #expect(
            PageEncoding.text(of: page.body, contentType: page.type, isHTML: page.isHTML)
                == page.text)
    }
}
