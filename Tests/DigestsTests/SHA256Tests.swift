import Testing

@testable import Digests

struct SHA256Tests {
    @Test(
        "agrees with the published vectors",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func vectors(text: String, hex: String) {
        #expect(SHA256.hex(text.utf8) == hex)
    }

    @Test("gives the same digest however the bytes are cut")
    func incremental() {
        let whole = Array("the quick brown fox".utf8)
        for cut in 0...whole.count {
            let hash = SHA256()
            hash.update(whole[..<cut])
            hash.update(whole[cut...])
            #expect(hash.finish() == SHA256.hex(whole))
        }
    }

    @Test("tells lists of fields apart that join to the same text")
    func fields() {
        #expect(SHA256.hex(fields: ["ab", "c"]) != SHA256.hex(fields: ["a", "bc"]))
        #expect(SHA256.hex(fields: ["ab"]) != SHA256.hex(fields: ["ab", ""]))
    }
}
