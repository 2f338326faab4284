import CCrypto

/// Bytes under a passphrase: AES-256-GCM with a key that scrypt makes of the passphrase.
///
/// Salt and nonce are drawn anew each time, so the same bytes never look the same twice.
package enum Seal {
    /// Bytes that a passphrase must have at least where it is chosen.
    package static let shortestPassphrase = 12

    package static func close(
        _ plain: [UInt8], with passphrase: SecretBytes, cost: SealingCost = .usual
    ) throws(SealingError) -> [UInt8] {
        guard passphrase.count >= shortestPassphrase else {
            throw .shortPassphrase(least: shortestPassphrase)
        }
        guard plain.count <= SealHeader.longestPlain else {
            throw .tooLong(limit: SealHeader.longestPlain)
        }
        var header = SealHeader(
            cost: cost, plainCount: plain.count, salt: try random(SealHeader.saltCount),
            nonce: try random(SealHeader.nonceCount), check: [])
        let keys = try Keys(passphrase, header)
        header.check = keys.check
        let body = try GCM(keys.cipherKey, nonce: header.nonce, associated: header.bytes)
            .encrypt(plain)
        return header.bytes + body
    }

    package static func open(
        _ sealed: [UInt8], with passphrase: SecretBytes
    ) throws(SealingError) -> [UInt8] {
        let header = try SealHeader(of: sealed)
        let keys = try Keys(passphrase, header)
        guard CRYPTO_memcmp(keys.check, header.check, SealHeader.checkCount) == 0 else {
            throw .wrongPassphrase
        }
        return try GCM(keys.cipherKey, nonce: header.nonce, associated: header.bytes)
            .decrypt(sealed[SealHeader.count...])
    }

    private static func random(_ count: Int) throws(SealingError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw .noRandomness }
        return bytes
    }
}

/// What scrypt makes of a passphrase: a key for the cipher, and bytes independent of it that may be
/// shown.
private struct Keys {
    let cipherKey: SecretBytes
    let check: [UInt8]

    init(_ passphrase: SecretBytes, _ header: SealHeader) throws(SealingError) {
        let derived = try header.cost.stretch(
            passphrase, salt: header.salt, count: GCM.keyCount + SealHeader.checkCount)
        cipherKey = derived.withBytes { bytes in
            SecretBytes(count: GCM.keyCount) { $0.copyMemory(from: .init(rebasing: bytes[..<32])) }
        }
        check = derived.withBytes { Array($0[GCM.keyCount...]) }
    }
}

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D), by libcrypto, which also compares the tags.
struct GCM {
    static let keyCount = 32

    let key: SecretBytes
    let nonce: [UInt8]
    let associated: [UInt8]

    init(_ key: SecretBytes, nonce: [UInt8], associated: [UInt8]) {
        self.key = key
        self.nonce = nonce
        self.associated = associated
    }

    /// The encrypted bytes, then the tag.
    func encrypt(_ plain: [UInt8]) throws(SealingError) -> [UInt8] {
        guard let context = EVP_CIPHER_CTX_new() else { throw .noMemory }
        defer { EVP_CIPHER_CTX_free(context) }
        var body = [UInt8](repeating: 0, count: plain.count + SealHeader.tagCount)
        var (length, ended) = (Int32(0), Int32(0))
        let done = body.withUnsafeMutableBufferPointer { body in
            let tag = body.baseAddress.map { $0 + plain.count }
            return key.withBytes {
                EVP_EncryptInit_ex(
                    context, EVP_aes_256_gcm(), nil, $0.bindMemory(to: UInt8.self).baseAddress,
                    nonce)
            } == 1
                && EVP_EncryptUpdate(context, nil, &length, associated, Int32(associated.count))
                    == 1
                && EVP_EncryptUpdate(
                    context, body.baseAddress, &length, plain, Int32(plain.count)) == 1
                && EVP_EncryptFinal_ex(context, tag, &ended) == 1
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_GET_TAG, Int32(SealHeader.tagCount), tag) == 1
        }
        precondition(done && Int(length) == plain.count, "libcrypto could not encrypt")
        return body
    }

    /// Nothing of the bytes is handed out unless the tag is theirs.
    func decrypt(_ body: ArraySlice<UInt8>) throws(SealingError) -> [UInt8] {
        guard let context = EVP_CIPHER_CTX_new() else { throw .noMemory }
        defer { EVP_CIPHER_CTX_free(context) }
        let count = body.count - SealHeader.tagCount
        var tag = Array(body.suffix(SealHeader.tagCount))
        // A byte more than is needed, so that the buffer has an address when nothing was sealed.
        var plain = [UInt8](repeating: 0, count: count + 1)
        var (length, ended) = (Int32(0), Int32(0))
        let isGenuine =
            body.withUnsafeBufferPointer { body in
                key.withBytes {
                    EVP_DecryptInit_ex(
                        context, EVP_aes_256_gcm(), nil, $0.bindMemory(to: UInt8.self).baseAddress,
                        nonce)
                } == 1
                    && EVP_DecryptUpdate(
                        context, nil, &length, associated, Int32(associated.count)) == 1
                    && EVP_DecryptUpdate(
                        context, &plain, &length, body.baseAddress, Int32(count)) == 1
                    && EVP_CIPHER_CTX_ctrl(
                        context, EVP_CTRL_AEAD_SET_TAG, Int32(SealHeader.tagCount), &tag) == 1
            } && EVP_DecryptFinal_ex(context, nil, &ended) == 1
        guard isGenuine, Int(length) == count else { throw .damaged }
        plain.removeLast()
        return plain
    }
}
