/// Questions about single bytes.
enum ASCII {
    /// The byte in lower case where it is a letter or a digit.
    @inline(__always)
    static func lowercaseWordByte(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x61...0x7A, 0x30...0x39: byte
        case 0x41...0x5A: byte | 0x20
        default: nil
        }
    }

    /// The byte in lower case, whatever it is.
    @inline(__always)
    static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    static func hexValue(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, digits: Int
    ) -> UInt32? {
        guard start + digits <= bytes.count else { return nil }
        var value: UInt32 = 0
        for place in start..<(start + digits) {
            switch lowercase(bytes[place]) {
            case let digit where isDigit(digit): value = value << 4 | UInt32(digit - 0x30)
            case let digit where (0x61...0x66).contains(digit):
                value = value << 4 | UInt32(digit - 0x57)
            default: return nil
            }
        }
        return value
    }
}

/// Reads one scalar of UTF-8 that may be anything.
enum UTF8Decoding {
    /// Nil where the bytes are no scalar: cut short, overlong or a surrogate.
    static func scalar(
        in bytes: UnsafeBufferPointer<UInt8>, at place: Int
    ) -> (Unicode.Scalar, length: Int)? {
        let first = bytes[place]
        let (length, smallest): (Int, UInt32) =
            switch first {
            case 0xC2...0xDF: (2, 0x80)
            case 0xE0...0xEF: (3, 0x800)
            case 0xF0...0xF4: (4, 0x10000)
            default: (0, 0)
            }
        guard length > 0, place + length <= bytes.count else { return nil }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            let byte = bytes[place + offset]
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }
}
