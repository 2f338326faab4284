import Testing

@testable import Sealing

@Suite("What a key costs")
struct SealingCostTests {
    /// RFC 7914, section 12.
    @Test(
        "scrypt gives the published keys",
        arguments: [
            (
                "", "", UInt64(16), UInt64(1), UInt64(1),
                """
                77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
                fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
                """
            ),
            (
                "password", "NaCl", 1024, 8, 16,
                """
                fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
                2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                """
            ),
            (
                "pleaseletmein", "SodiumChloride", 16384, 8, 1,
                """
                7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
                d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                """
            ),
        ])
    func published(
        passphrase: String, salt: String, n: UInt64, r: UInt64, p: UInt64, key: String
    ) throws {
        let made = try Scrypt.key(
            SecretBytes(passphrase.utf8), salt: Array(salt.utf8), n: n, r: r, p: p, count: 64)
        let digits = made.withBytes { bytes in
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(digits == key)
    }

    @Test(
        "More than 1 GiB, more than eight times the usual work, or next to none is no cost",
        arguments: [
            (20, 8, 1, true), (17, 8, 8, true), (10, 1, 1, true), (20, 9, 1, false),
            (20, 8, 2, false), (18, 8, 8, false), (21, 1, 1, false), (9, 8, 1, false),
            (17, 0, 1, false), (17, 8, 0, false), (17, 17, 1, false), (-1, 8, 1, false),
        ])
    func bounds(log2N: Int, r: Int, p: Int, isAllowed: Bool) {
        #expect((SealingCost(log2N: log2N, r: r, p: p) != nil) == isAllowed)
    }
}
