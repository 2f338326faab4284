/// The bytes of a page as text, by the charset that its server states.
///
/// What a model reads is what the content screen has read: a page in another encoding must not slip
/// past it letter for letter. Control characters go, since they would part words for the screen and
/// not for a model.
enum PageEncoding {
    /// Nil for a charset that is not known here.
    static func text(of body: [UInt8], contentType: String) -> String? {
        let text: String
        switch (mark(of: body), charset(in: contentType)) {
        case (.utf16LittleEndian, _), (nil, "utf-16le"):
            text = utf16(body, isLittleEndian: true)
        case (.utf16BigEndian, _), (nil, "utf-16be"), (nil, "utf-16"):
            text = utf16(body, isLittleEndian: false)
        case (.utf8, _), (nil, nil), (nil, "utf-8"), (nil, "utf8"), (nil, "us-ascii"):
            text = String(decoding: body, as: UTF8.self)
        case (nil, "iso-8859-1"), (nil, "latin1"), (nil, "windows-1252"):
            text = String(String.UnicodeScalarView(body.map { Unicode.Scalar($0) }))
        case (nil, .some): return nil
        }
        return withoutControls(text)
    }

    private enum Mark {
        case utf8
        case utf16LittleEndian
        case utf16BigEndian
    }

    private static func mark(of body: [UInt8]) -> Mark? {
        if body.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if body.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if body.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        return nil
    }

    private static func charset(in contentType: String) -> String? {
        contentType.lowercased().split(separator: ";").lazy
            .map { $0.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" } }
            .first { $0.hasPrefix("charset=") }.map { String($0.dropFirst("charset=".count)) }
    }

    private static func utf16(_ body: [UInt8], isLittleEndian: Bool) -> String {
        let units = stride(from: 0, to: body.count - 1, by: 2).map { place -> UInt16 in
            let (first, second) = (UInt16(body[place]), UInt16(body[place + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func withoutControls(_ text: String) -> String {
        func isWanted(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value >= 0x20 && scalar.value != 0x7F && scalar.value != 0xFEFF
                || "\n\t\r".unicodeScalars.contains(scalar)
        }
        guard !text.unicodeScalars.allSatisfy(isWanted) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(isWanted)))
    }
}
