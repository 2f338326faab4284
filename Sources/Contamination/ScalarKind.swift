/// What a scalar does to the word it stands in.
enum ScalarKind: UInt8 {
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
