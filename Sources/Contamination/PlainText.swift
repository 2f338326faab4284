/// Text without what the eye doesn't see, in lower case.
enum PlainText {
    /// Control and format characters go, full-width forms and ideographic dots become ASCII, as
    /// does what has an ASCII lower case (the Kelvin sign is a k); white space becomes a space.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.allSatisfy(isPlain) { return bytes }
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.compactMap(plain) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            append(scalar, to: &plain)
        }
        return plain
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && !(0x41...0x5A).contains(byte)
    }

    private static func plain(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0..<0x20, 0x7F: nil
        case 0x41...0x5A: byte | 0x20
        default: byte
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        switch scalar.value {
        case 0..<0x80:
            if let byte = plain(UInt8(scalar.value)) { text.append(byte) }
        case 0xFF01...0xFF5E:
            if let byte = plain(UInt8(scalar.value - 0xFEE0)) { text.append(byte) }
        case 0x3002, 0xFF0E, 0xFF61: text.append(UInt8(ascii: "."))
        default:
            let properties = scalar.properties
            switch properties.generalCategory {
            case .format, .control: return
            case .spaceSeparator, .lineSeparator, .paragraphSeparator:
                text.append(UInt8(ascii: " "))
            default: text.append(contentsOf: properties.lowercaseMapping.utf8)
            }
        }
    }
}
