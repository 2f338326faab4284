import CCrypto

/// A passphrase or a key: bytes that are never copied out, never printed, and overwritten when the
/// last holder lets go of them.
///
/// `@unchecked Sendable`, since the buffer is written in `init` alone.
package final class SecretBytes: @unchecked Sendable {
    private let buffer: UnsafeMutableRawBufferPointer

    /// - Parameter fill: writes the secret into a buffer of zeros.
    package init<Failure>(
        count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        buffer = .allocate(byteCount: count, alignment: 1)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        try fill(buffer)
    }

    /// A copy; the original is the caller's to overwrite.
    package convenience init(_ bytes: some Collection<UInt8>) {
        self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    deinit {
        OPENSSL_cleanse(buffer.baseAddress, buffer.count)
        buffer.deallocate()
    }

    package var count: Int { buffer.count }

    /// The first bytes as a secret of their own.
    package func prefix(_ count: Int) -> SecretBytes { SecretBytes(buffer[..<count]) }

    /// Whether two secrets are the same, in a time that does not depend on where they differ.
    package func isEqual(to other: SecretBytes) -> Bool {
        count == other.count
            && CRYPTO_memcmp(buffer.baseAddress, other.buffer.baseAddress, count) == 0
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(buffer))
    }
}

extension SecretBytes: CustomStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
