#if canImport(Glibc)
    import Glibc
#endif

/// Bytes of a page as text: by its byte order mark, by the charset that the server states, by the
/// one that the page states, as UTF-8 where it is that, as Windows-1252 otherwise. Control
/// characters are left out: no page needs them, and a NUL in every other place would hide a text from
/// a screen and not for a model.
enum PageEncoding {
    /// Nil for a charset that the server states and that is not known here.
    ///
    /// - Parameter isHTML: whether the page may state a charset itself.
    static func text(of body: [UInt8], contentType: String, isHTML: Bool = false) -> String? {
        if let (charset, length) = mark(of: body) {
            return text(of: body.dropFirst(length), charset: charset).map(withoutControls)
        }
        if let charset = charset(in: contentType) {
            return text(of: body[...], charset: charset).map(withoutControls)
        }
        if isHTML, let charset = charset(inHead: body),
            // Who could read that much of it as ASCII has no UTF-16 before him.
            let text = text(
                of: body[...], charset: charset.hasPrefix("utf-16") ? "utf-8" : charset)
        {
            return withoutControls(text)
        }
        let text = String(validating: body, as: UTF8.self) ?? windows1252(body[...])
        return withoutControls(text)
    }

    private static func mark(of body: [UInt8]) -> (charset: String, length: Int)? {
        if body.starts(with: [0xEF, 0xBB, 0xBF]) { return ("utf-8", 3) }
        if body.starts(with: [0xFF, 0xFE]) { return ("utf-16le", 2) }
        if body.starts(with: [0xFE, 0xFF]) { return ("utf-16be", 2) }
        return nil
    }

    private static func charset(in contentType: String) -> String? {
        contentType.lowercased().split(separator: ";").lazy
            .map { $0.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" } }
            .first { $0.hasPrefix("charset=") }.map { String($0.dropFirst("charset=".count)) }
    }

    /// What a `meta` says near the beginning: `charset="…"`, or a `content` with `charset=…`.
    private static func charset(inHead body: [UInt8]) -> String? {
        let head = String(decoding: body.prefix(4_096), as: UTF8.self).lowercased()
        guard let match = head.firstMatch(of: /<meta[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.\-]+)/)
        else { return nil }
        return String(match.1)
    }

    private static func text(of body: ArraySlice<UInt8>, charset: String) -> String? {
        switch charset {
        case "utf-8", "utf8", "unicode-1-1-utf-8": String(decoding: body, as: UTF8.self)
        case "utf-16le": utf16(body, isLittleEndian: true)
        case "utf-16be", "utf-16": utf16(body, isLittleEndian: false)
        // On the web they all mean Windows-1252 (WHATWG Encoding).
        case "iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii", "iso8859-1":
            windows1252(body)
        default: converted(body, from: charset)
        }
    }

    private static func utf16(_ body: ArraySlice<UInt8>, isLittleEndian: Bool) -> String {
        let body = Array(body)
        let units = stride(from: 0, to: body.count - 1, by: 2).map { place -> UInt16 in
            let (first, second) = (UInt16(body[place]), UInt16(body[place + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func windows1252(_ body: ArraySlice<UInt8>) -> String {
        String(
            String.UnicodeScalarView(
                body.map { byte in
                    (0x80...0x9F).contains(byte)
                        ? windows1252Scalars[Int(byte - 0x80)] : Unicode.Scalar(byte)
                }))
    }

    /// From 0x80 on; the five without a character are left as controls.
    private static let windows1252Scalars = Array(
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)

    /// By the C library's converters; what can't be converted becomes U+FFFD. Nil for all but the
    /// charsets that browsers read: others are left to no stranger's choice.
    private static func converted(_ body: ArraySlice<UInt8>, from charset: String) -> String? {
        #if canImport(Glibc)
            guard let name = browsersCharsets[charset] else { return nil }
            let converter = iconv_open("UTF-8", name)
            guard converter != iconv_t(bitPattern: -1) else { return nil }
            defer { iconv_close(converter) }
            var input = body.map { CChar(bitPattern: $0) }
            var buffer = [CChar](repeating: 0, count: 64 << 10)
            var output: [UInt8] = []
            input.withUnsafeMutableBufferPointer { input in
                var next = input.baseAddress
                var left = input.count
                while left > 0 {
                    let written = buffer.withUnsafeMutableBufferPointer { buffer in
                        var place = buffer.baseAddress
                        var room = buffer.count
                        let code = iconv(converter, &next, &left, &place, &room)
                        let isStuck = code == Int(bitPattern: UInt.max) && errno != E2BIG
                        return (count: buffer.count - room, isStuck: isStuck)
                    }
                    output += buffer[..<written.count].map { UInt8(bitPattern: $0) }
                    guard written.isStuck, left > 0 else { continue }
                    output += Array("\u{FFFD}".utf8)
                    next = next?.advanced(by: 1)
                    left -= 1
                }
            }
            return String(decoding: output, as: UTF8.self)
        #else
            return nil
        #endif
    }

    /// By what pages call them, the C library's names (after the WHATWG Encoding Standard).
    private static let browsersCharsets: [String: String] = {
        var names = [
            "shift_jis": "CP932", "shift-jis": "CP932", "sjis": "CP932", "windows-31j": "CP932",
            "x-sjis": "CP932", "euc-jp": "EUC-JP", "x-euc-jp": "EUC-JP",
            "iso-2022-jp": "ISO-2022-JP", "euc-kr": "CP949", "ks_c_5601-1987": "CP949",
            "gb2312": "GB18030", "gbk": "GB18030", "gb18030": "GB18030", "x-gbk": "GB18030",
            "big5": "BIG5-HKSCS", "big5-hkscs": "BIG5-HKSCS", "koi8-r": "KOI8-R",
            "koi8-u": "KOI8-U", "ibm866": "IBM866", "cp866": "IBM866", "macintosh": "MACINTOSH",
            "windows-874": "CP874", "tis-620": "CP874", "iso-8859-9": "CP1254",
        ]
        for number in [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16] {
            names["iso-8859-\(number)"] = "ISO-8859-\(number)"
        }
        for number in [1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258] {
            names["windows-\(number)"] = "CP\(number)"
        }
        return names
    }()

    private static func withoutControls(_ text: String) -> String {
        func isWanted(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0xFEFF
                || "\n\t\r".unicodeScalars.contains(scalar)
        }
        guard !text.unicodeScalars.allSatisfy(isWanted) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter(isWanted)))
    }
}
