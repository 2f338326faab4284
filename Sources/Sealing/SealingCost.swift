import CCrypto

/// How much work and memory it takes to make a key of a passphrase, as scrypt counts them
/// (RFC 7914): 128 · N · r bytes, and p times the work.
package struct SealingCost: Sendable, Equatable {
    /// N is 2 to this power.
    package let log2N: Int
    package let r: Int
    package let p: Int

    /// Nil where the numbers make a key that is cheaper or dearer than any that this program makes:
    /// a file from elsewhere may not ask for more than 1 GiB, nor for more than eight times the
    /// usual work.
    package init?(log2N: Int, r: Int, p: Int) {
        guard (10...20).contains(log2N), (1...16).contains(r), (1...8).contains(p),
            (r * p) << log2N <= 8 << 20
        else { return nil }
        self.log2N = log2N
        self.r = r
        self.p = p
    }

    private init(usualLog2N: Int) {
        log2N = usualLog2N
        r = 8
        p = 1
    }

    /// N = 2¹⁷, r = 8, p = 1: 128 MiB and about half a second for each guess.
    package static let usual = SealingCost(usualLog2N: 17)

    /// - Throws: where libcrypto can't have the memory.
    func stretch(
        _ passphrase: SecretBytes, salt: [UInt8], count: Int
    ) throws(SealingError) -> SecretBytes {
        try Scrypt.key(
            passphrase, salt: salt, n: 1 << UInt64(log2N), r: UInt64(r), p: UInt64(p),
            count: count)
    }
}

/// scrypt (Percival 2009; RFC 7914), by libcrypto.
enum Scrypt {
    static func key(
        _ passphrase: SecretBytes, salt: [UInt8], n: UInt64, r: UInt64, p: UInt64, count: Int
    ) throws(SealingError) -> SecretBytes {
        // What the algorithm needs, and some more for what libcrypto counts besides.
        let memory = 128 * r * (n + p + 2) + (1 << 16)
        return try SecretBytes(count: count) { key throws(SealingError) in
            let done = passphrase.withBytes { secret in
                EVP_PBE_scrypt(
                    secret.baseAddress, secret.count, salt, salt.count, n, r, p, memory,
                    key.baseAddress, key.count)
            }
            guard done == 1 else { throw .noMemory }
        }
    }
}
