/// The start of sealed bytes. All of it is authenticated with what follows.
///
/// | bytes | what |
/// |---|---|
/// | 16 | the words `dracobench seal` and a newline |
/// | 1 | version, 1: scrypt, AES-256-GCM |
/// | 3 | scrypt's log₂ N, r and p |
/// | 8 | how many bytes were sealed, the highest byte first |
/// | 16 | scrypt's salt |
/// | 12 | the cipher's nonce |
/// | 16 | bytes 32 to 47 of the derived key, which tell a wrong passphrase from damage |
struct SealHeader: Equatable {
    var cost: SealingCost
    var plainCount: Int
    var salt: [UInt8]
    var nonce: [UInt8]
    var check: [UInt8]

    static let magic = Array("dracobench seal\n".utf8)
    static let version = 1
    static let saltCount = 16
    static let nonceCount = 12
    static let checkCount = 16
    static let count = magic.count + 4 + 8 + saltCount + nonceCount + checkCount
    /// The tag of the cipher, at the end of the sealed bytes.
    static let tagCount = 16
    /// Bytes that can be sealed at most.
    static let longestPlain = 1 << 30

    var bytes: [UInt8] {
        let numbers = [Self.version, cost.log2N, cost.r, cost.p].map { UInt8($0) }
        let length = (0..<8).map { UInt8(truncatingIfNeeded: plainCount >> (56 - 8 * $0)) }
        return Self.magic + numbers + length + salt + nonce + check
    }
}

extension SealHeader {
    /// The header of sealed bytes, whose length must be the one that it says.
    init(of sealed: [UInt8]) throws(SealingError) {
        var rest = sealed[...]
        guard rest.starts(with: Self.magic) else { throw .notSealed }
        rest = rest.dropFirst(Self.magic.count)
        if let version = rest.first, version != Self.version {
            throw .unknownVersion(Int(version))
        }
        guard sealed.count >= Self.count + Self.tagCount else {
            throw .truncated(bytes: sealed.count, expected: Self.count + Self.tagCount)
        }
        func take(_ count: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let numbers = take(4).map { Int($0) }
        guard let cost = SealingCost(log2N: numbers[1], r: numbers[2], p: numbers[3]) else {
            throw .absurdCost
        }
        let length = take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(Self.longestPlain) else { throw .damaged }
        let expected = Self.count + Int(length) + Self.tagCount
        guard sealed.count == expected else {
            throw .truncated(bytes: sealed.count, expected: expected)
        }
        self.init(
            cost: cost, plainCount: Int(length), salt: take(Self.saltCount),
            nonce: take(Self.nonceCount), check: take(Self.checkCount))
    }
}
