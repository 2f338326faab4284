import Testing

@testable import Sealing

@Suite("Secret bytes")
struct SecretBytesTests {
    @Test("They are not shown, however they are printed")
    func unseen() {
        let secret = SecretBytes("correct horse battery".utf8)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("horse"))
        }
    }

    @Test(
        "They are compared as a whole",
        arguments: [("abc", "abc", true), ("abc", "abd", false), ("abc", "ab", false)])
    func compared(one: String, two: String, areEqual: Bool) {
        #expect(SecretBytes(one.utf8).isEqual(to: SecretBytes(two.utf8)) == areEqual)
    }
}
