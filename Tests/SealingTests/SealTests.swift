import Testing

@testable import Sealing

@Suite("A seal")
struct SealTests {
    private static let passphrase = SecretBytes("correct horse battery".utf8)

    /// Cheap, since every byte is tried.
    private static func cheap() throws -> SealingCost {
        try #require(SealingCost(log2N: 10, r: 1, p: 1))
    }

    private static func sealed(_ plain: [UInt8]) throws -> [UInt8] {
        try Seal.close(plain, with: passphrase, cost: cheap())
    }

    @Test("What was sealed is had back", arguments: [0, 1, 15, 16, 17, 5_000])
    func back(count: Int) throws {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let sealed = try Self.sealed(plain)
        #expect(sealed.count == SealHeader.count + count + 16)
        #expect(try Seal.open(sealed, with: Self.passphrase) == plain)
    }

    @Test("The usual cost is 128 MiB, and works")
    func usual() throws {
        #expect(SealingCost.usual == SealingCost(log2N: 17, r: 8, p: 1))
        let sealed = try Seal.close([1, 2, 3], with: Self.passphrase)
        #expect(sealed[16..<20] == [1, 17, 8, 1])
        #expect(try Seal.open(sealed, with: Self.passphrase) == [1, 2, 3])
    }

    @Test("Nothing of the plain bytes is in the sealed ones, which differ every time")
    func hidden() throws {
        let plain = Array("the answer names the year 1987".utf8)
        let (one, two) = (try Self.sealed(plain), try Self.sealed(plain))
        #expect(one != two)
        let body = one[SealHeader.count...]
        #expect(!body.indices.contains { body[$0...].starts(with: plain.prefix(4)) })
        let (first, second) = (try SealHeader(of: one), try SealHeader(of: two))
        #expect(first.salt != second.salt)
        #expect(first.nonce != second.nonce)
    }

    @Test("A change to any byte is noticed, in the header, the body and the tag")
    func flipped() throws {
        let sealed = try Self.sealed(Array("some tasks".utf8))
        for index in sealed.indices {
            for mask in [UInt8(0x01), 0x80] {
                var changed = sealed
                changed[index] ^= mask
                #expect(throws: SealingError.self, "byte \(index), mask \(mask)") {
                    try Seal.open(changed, with: Self.passphrase)
                }
            }
        }
    }

    @Test("Bytes that are cut short or go on too long are refused, at any length")
    func cut() throws {
        let sealed = try Self.sealed(Array("some tasks".utf8))
        for count in 0..<sealed.count {
            #expect(throws: SealingError.self, "\(count) bytes") {
                try Seal.open(Array(sealed.prefix(count)), with: Self.passphrase)
            }
        }
        #expect(throws: SealingError.truncated(bytes: sealed.count + 1, expected: sealed.count)) {
            try Seal.open(sealed + [0], with: Self.passphrase)
        }
    }

    @Test("A wrong passphrase is told from damage")
    func wrongOrDamaged() throws {
        let sealed = try Self.sealed(Array("some tasks".utf8))
        #expect(throws: SealingError.wrongPassphrase) {
            try Seal.open(sealed, with: SecretBytes("correct horse batterz".utf8))
        }
        #expect(throws: SealingError.wrongPassphrase) {
            try Seal.open(sealed, with: SecretBytes([]))
        }
        var damaged = sealed
        damaged[SealHeader.count] ^= 1
        #expect(throws: SealingError.damaged) {
            try Seal.open(damaged, with: Self.passphrase)
        }
    }

    @Test("A header field that was exchanged for another valid one is noticed")
    func exchanged() throws {
        let (one, two) = (try Self.sealed([1, 2, 3]), try Self.sealed([1, 2, 3]))
        // Cost, length, salt, nonce, check.
        for field in [17..<18, 18..<19, 19..<20, 20..<28, 28..<44, 44..<56, 56..<72] {
            var changed = one
            switch field.count {
            case 1: changed[field.lowerBound] += 1
            case 8: changed[27] -= 1
            default: changed.replaceSubrange(field, with: two[field])
            }
            #expect(throws: SealingError.self, "bytes \(field)") {
                try Seal.open(changed, with: Self.passphrase)
            }
        }
    }

    @Test("The body opens only with the header that it was sealed with", arguments: 0..<72)
    func associated(byte: Int) throws {
        let sealed = try Self.sealed(Array("some tasks".utf8))
        var header = Array(sealed[..<SealHeader.count])
        let (key, nonce) = (SecretBytes(1...32), Array(sealed[44..<56]))
        let body = try GCM(key, nonce: nonce, associated: header).encrypt([1, 2, 3])
        #expect(try GCM(key, nonce: nonce, associated: header).decrypt(body[...]) == [1, 2, 3])
        header[byte] ^= 1
        #expect(throws: SealingError.damaged) {
            try GCM(key, nonce: nonce, associated: header).decrypt(body[...])
        }
    }

    @Test("A short passphrase seals nothing")
    func short() throws {
        #expect(throws: SealingError.shortPassphrase(least: 12)) {
            try Seal.close([1], with: SecretBytes("elevenbytes".utf8))
        }
    }
}
