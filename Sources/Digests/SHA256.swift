import CCrypto

/// An incremental SHA-256, by libcrypto.
///
/// Everything that identifies an input of a result (datasets, prompts, unit keys) goes through here.
package final class SHA256 {
    private let context: OpaquePointer?

    package init() {
        context = EVP_MD_CTX_new()
        let started = EVP_DigestInit_ex(context, EVP_sha256(), nil)
        precondition(started == 1, "libcrypto has no SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes to what is hashed.
    package func update(_ bytes: some Collection<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            _ = EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
        if done == nil {
            Array(bytes).withUnsafeBufferPointer {
                _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count)
            }
        }
    }

    /// The digest of everything added so far, as 64 lower-case hexadecimal digits.
    ///
    /// Call it once: the hash can't be added to afterwards.
    package func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let finished = EVP_DigestFinal_ex(context, &digest, &length)
        precondition(finished == 1 && length == 32, "libcrypto could not finish a SHA-256")
        return String(unsafeUninitializedCapacity: 64) { text in
            for (index, byte) in digest.enumerated() {
                text[2 * index] = Self.digit(byte >> 4)
                text[2 * index + 1] = Self.digit(byte & 15)
            }
            return 64
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// The digest of `bytes` as 64 lower-case hexadecimal digits.
    package static func hex(_ bytes: some Collection<UInt8>) -> String {
        let hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    /// The digest of a list of fields, each preceded by its length so that no two lists collide.
    ///
    /// This is how unit keys are made: `["ab", "c"]` and `["a", "bc"]` differ.
    package static func hex(fields: [String]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fields.reduce(0) { $0 + $1.utf8.count + 8 })
        for field in fields {
            bytes.append(contentsOf: String(field.utf8.count).utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: field.utf8)
        }
        return hex(bytes)
    }

    /// The first 53 bits of the digest of a list of fields: a seed that differs whenever a field
    /// does and survives a trip through a JSON number.
    package static func seed(fields: [String]) -> UInt64 {
        (UInt64(hex(fields: fields).prefix(14), radix: 16) ?? 0) >> 3
    }
}
