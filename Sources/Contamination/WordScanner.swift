import Foundation

/// Receives a text's words, letter by letter.
protocol WordSink {
    mutating func append(_ scalar: UInt32)
    mutating func endWord()
}

/// Splits UTF-8 into words: NFKC, lower case, cut at whatever is neither letter nor number.
///
/// Texts lie about in pages and in JSON files, so two things differ from that rule: soft hyphens,
/// joiners and variation selectors vanish rather than cut a word, and JSON's `\n`, `\t`, `\r` and
/// `\u2014` read as what they stand for. Takes time in proportion to the bytes, whatever they are;
/// invalid UTF-8 cuts words.
struct WordScanner<Sink: WordSink> {
    private(set) var sink: Sink
    private var isInWord = false
    /// Normal forms of short sequences, so that a flood of them costs one look-up each.
    private var normalForms: [UInt64: [UInt32]] = [:]

    init(_ sink: Sink) { self.sink = sink }

    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        var next = 0
        while next < bytes.count {
            let byte = bytes[next]
            if byte >= 0x80 {
                scanScalar(in: bytes, &next)
            } else if byte == UInt8(ascii: "\\") {
                scanEscape(in: bytes, &next)
            } else if let letter = ASCII.lowercaseWordByte(byte) {
                next += 1
                if next < bytes.count, bytes[next] >= 0xCC, extends(bytes, at: next) {
                    scanSequence(UInt32(byte), in: bytes, &next)
                } else {
                    append(UInt32(letter))
                }
            } else {
                next += 1
                cut()
            }
        }
        cut()
    }

    @inline(__always)
    private mutating func append(_ letter: UInt32) {
        isInWord = true
        sink.append(letter)
    }

    @inline(__always)
    private mutating func cut() {
        guard isInWord else { return }
        isInWord = false
        sink.endWord()
    }

    // MARK: - Beyond ASCII

    private mutating func scanScalar(in bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int) {
        guard let (scalar, length) = UTF8Decoding.scalar(in: bytes, at: next) else {
            next += 1
            return cut()
        }
        next += length
        add(scalar, in: bytes, &next)
    }

    private mutating func add(
        _ scalar: Unicode.Scalar, in bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int
    ) {
        switch ScalarKind.of(scalar) {
        case .vanishing: break
        case .mark: cut()
        case .letter, .jamo, .unsettled, .cut:
            if extends(bytes, at: next) {
                scanSequence(scalar.value, in: bytes, &next)
            } else {
                addAlone(scalar)
            }
        }
    }

    private mutating func addAlone(_ scalar: Unicode.Scalar) {
        switch ScalarKind.of(scalar) {
        case .letter, .jamo: append(scalar.value)
        case .unsettled: appendNormalForm([scalar.value])
        case .cut, .mark, .vanishing: cut()
        }
    }

    /// Whether the scalar here may melt into the one before it.
    private func extends(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        guard place < bytes.count, bytes[place] >= 0xCC,
            let (scalar, _) = UTF8Decoding.scalar(in: bytes, at: place)
        else { return false }
        return ScalarKind.of(scalar).extends
    }

    private mutating func scanSequence(
        _ base: UInt32, in bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int
    ) {
        var sequence = [base]
        while sequence.count < Self.longestSequence, next < bytes.count,
            let (scalar, length) = UTF8Decoding.scalar(in: bytes, at: next),
            ScalarKind.of(scalar).extends
        {
            sequence.append(scalar.value)
            next += length
        }
        appendNormalForm(sequence)
    }

    private mutating func appendNormalForm(_ sequence: [UInt32]) {
        for scalar in normalForm(sequence) {
            guard let scalar = Unicode.Scalar(scalar) else { continue }
            switch ScalarKind.of(scalar) {
            case .letter, .jamo: append(scalar.value)
            // A letter that folding would change further, such as "ß", is done with here.
            case .unsettled: Self.isLetter(scalar) ? append(scalar.value) : cut()
            case .cut, .mark, .vanishing: cut()
            }
        }
    }

    private mutating func normalForm(_ sequence: [UInt32]) -> [UInt32] {
        let key = sequence.count > 2 ? nil : sequence.reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
        if let key, let known = normalForms[key] { return known }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: sequence.compactMap { Unicode.Scalar($0) })
        let form = String(text).precomposedStringWithCompatibilityMapping.lowercased()
            .unicodeScalars.map(\.value)
        if let key {
            if normalForms.count >= Self.mostNormalForms { normalForms.removeAll() }
            normalForms[key] = form
        }
        return form
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static var longestSequence: Int { 32 }
    private static var mostNormalForms: Int { 4_096 }

    // MARK: - Escapes

    private mutating func scanEscape(in bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int) {
        next += 1
        guard next < bytes.count else { return cut() }
        switch bytes[next] {
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"):
            next += 1
            cut()
        case UInt8(ascii: "u"):
            guard let value = ASCII.hexValue(bytes, from: next + 1, digits: 4) else { return cut() }
            next += 5
            guard let scalar = Unicode.Scalar(value) else { return cut() }
            add(scalar, in: bytes, &next)
        default: cut()
        }
    }
}

/// What a scalar does to the word it stands in.
private enum ScalarKind: UInt8 {
    case cut
    /// Its own NFKC and its own lower case.
    case letter
    /// To be normalised first.
    case unsettled
    /// Melts into the scalar before it, else cuts.
    case mark
    /// A letter that melts likewise: the vowels and final consonants of decomposed Hangul.
    case jamo
    case vanishing

    var extends: Bool { self == .mark || self == .jamo }

    @inline(__always)
    static func of(_ scalar: Unicode.Scalar) -> ScalarKind {
        scalar.value < 0x10000
            ? ScalarKinds.ofFirstPlane[Int(scalar.value)] : ScalarKind(classifying: scalar)
    }

    init(classifying scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0xAD, 0x200C, 0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF:
            self = .vanishing
            return
        case 0x1161...0x11FF:
            self = .jamo
            return
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            // What full case folding leaves alone is its own NFKC and its own lower case.
            self = scalar.properties.changesWhenNFKCCaseFolded ? .unsettled : .letter
        default: self = scalar.properties.changesWhenNFKCCaseFolded ? .unsettled : .cut
        }
    }
}

private enum ScalarKinds {
    /// Made once, in milliseconds: asking Unicode's tables anew costs more than all the rest.
    static let ofFirstPlane = (UInt32(0)..<0x10000).map { value in
        Unicode.Scalar(value).map(ScalarKind.init(classifying:)) ?? .cut
    }
}

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
