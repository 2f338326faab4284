import Testing

@testable import Sealing

@Suite("The header of sealed bytes")
struct SealHeaderTests {
    private static func header(plainCount: Int = 3) throws -> SealHeader {
        SealHeader(
            cost: try #require(SealingCost(log2N: 11, r: 2, p: 3)), plainCount: plainCount,
            salt: Array(1...16), nonce: Array(21...32), check: Array(41...56))
    }

    private static func sealed(_ change: (inout [UInt8]) -> Void = { _ in }) throws -> [UInt8] {
        var bytes = try header().bytes + [UInt8](repeating: 0, count: 3 + 16)
        change(&bytes)
        return bytes
    }

    @Test("It is read as it is written, and has the places that the format gives")
    func roundTrip() throws {
        let bytes = try Self.sealed()
        #expect(try SealHeader(of: bytes) == Self.header())
        #expect(SealHeader.count == 72)
        #expect(String(decoding: bytes[..<16], as: UTF8.self) == "dracobench seal\n")
        #expect(Array(bytes[16..<28]) == [1, 11, 2, 3, 0, 0, 0, 0, 0, 0, 0, 3])
        #expect(Array(bytes[28..<72]) == Array(1...16) + Array(21...32) + Array(41...56))
    }

    @Test(
        "What is no header of this version is refused for what it is",
        arguments: [
            (0, UInt8(0), SealingError.notSealed), (16, 0, .unknownVersion(0)),
            (16, 2, .unknownVersion(2)), (16, 255, .unknownVersion(255)),
            (17, 0, .absurdCost), (17, 9, .absurdCost), (17, 21, .absurdCost),
            (17, 255, .absurdCost), (18, 0, .absurdCost), (18, 255, .absurdCost),
            (19, 0, .absurdCost), (19, 255, .absurdCost), (20, 255, .damaged), (20, 1, .damaged),
            (27, 4, .truncated(bytes: 91, expected: 92)),
        ])
    func refused(place: Int, value: UInt8, error: SealingError) throws {
        let bytes = try Self.sealed { $0[place] = value }
        #expect(throws: error) { try SealHeader(of: bytes) }
    }

    @Test("An old version's short file is refused for its version, not for its length")
    func shortVersion() {
        #expect(throws: SealingError.unknownVersion(7)) {
            try SealHeader(of: SealHeader.magic + [7])
        }
    }

    @Test(
        "Every refusal is one clause that says what to do",
        arguments: [
            SealingError.notSealed, .truncated(bytes: 1, expected: 2), .unknownVersion(3),
            .absurdCost, .wrongPassphrase, .damaged, .tooLong(limit: 4),
            .shortPassphrase(least: 5), .noMemory, .noRandomness,
        ])
    func clauses(error: SealingError) {
        #expect(error.description.contains("; "))
        #expect(!error.description.contains("\n"))
        #expect(!error.description.hasSuffix("."))
    }
}
