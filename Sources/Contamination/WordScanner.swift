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
