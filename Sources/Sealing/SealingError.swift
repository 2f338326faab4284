/// Why bytes can't be sealed or opened: a clause that says what to do.
package enum SealingError: Error, Sendable, Equatable, CustomStringConvertible {
    case notSealed
    case truncated(bytes: Int, expected: Int)
    case unknownVersion(Int)
    case absurdCost
    case wrongPassphrase
    case damaged
    case tooLong(limit: Int)
    case shortPassphrase(least: Int)
    case noMemory
    case noRandomness

    package var description: String {
        switch self {
        case .notSealed:
            "the file does not start as a sealed one does; restore it from a copy"
        case .truncated(let bytes, let expected):
            "the file has \(bytes) bytes and should have \(expected); restore it from a copy"
        case .unknownVersion(let version):
            "the file is sealed in version \(version), which is not known here; use a newer program"
        case .absurdCost:
            """
            the file asks for a key derivation that no file of this program has; restore it from \
            a copy
            """
        case .wrongPassphrase:
            """
            the passphrase is not the one it was sealed with, or the start of the file is \
            damaged; try the right passphrase
            """
        case .damaged:
            "the file was changed or damaged after it was sealed; restore it from a copy"
        case .tooLong(let limit):
            "there are more than \(limit) bytes to seal; seal less"
        case .shortPassphrase(let least):
            "the passphrase has fewer than \(least) bytes; choose a longer one"
        case .noMemory:
            "there is not the memory to make a key of the passphrase; free some and try again"
        case .noRandomness:
            "the system has no random numbers to seal with; try again later"
        }
    }
}
