import Testing

@testable import Transport

@Suite("Which addresses are public")
struct AddressGuardTests {
    @Test(
        "Private, loopback, link-local, shared, test and multicast addresses are not",
        arguments: [
            (0, 0, 0, 0), (10, 1, 2, 3), (100, 64, 0, 1), (127, 255, 0, 1), (169, 254, 169, 254),
            (172, 16, 0, 1), (172, 31, 255, 255), (192, 0, 0, 8), (192, 0, 2, 1), (192, 168, 1, 1),
            (198, 18, 0, 1), (198, 51, 100, 7), (203, 0, 113, 9), (224, 0, 0, 1),
            (255, 255, 255, 255),
        ] as [(UInt32, UInt32, UInt32, UInt32)])
    func special(a: UInt32, b: UInt32, c: UInt32, d: UInt32) {
        #expect(!AddressGuard.isPublic(ipv4: a << 24 | b << 16 | c << 8 | d))
    }

    @Test(
        "The neighbours of those blocks are",
        arguments: [
            (1, 1, 1, 1), (9, 255, 255, 255), (11, 0, 0, 0), (100, 63, 255, 255), (100, 128, 0, 0),
            (126, 0, 0, 1), (128, 0, 0, 1), (172, 15, 0, 1), (172, 32, 0, 1), (192, 167, 0, 1),
            (223, 255, 255, 255),
        ] as [(UInt32, UInt32, UInt32, UInt32)])
    func ordinary(a: UInt32, b: UInt32, c: UInt32, d: UInt32) {
        #expect(AddressGuard.isPublic(ipv4: a << 24 | b << 16 | c << 8 | d))
    }

    @Test(
        "IPv6 is public only where it is global unicast, and what carries IPv4 follows that",
        arguments: [
            ([0x2606, 0x4700, 0, 0, 0, 0, 0, 0x1111], true), ([0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0, 0, 0, 0, 0, 0, 0, 0], false), ([0xFE80, 0, 0, 0, 0, 0, 0, 1], false),
            ([0xFC00, 0, 0, 0, 0, 0, 0, 1], false), ([0xFF02, 0, 0, 0, 0, 0, 0, 1], false),
            ([0x2001, 0xDB8, 0, 0, 0, 0, 0, 1], false),
            ([0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1], false),
            ([0, 0, 0, 0, 0, 0xFFFF, 0x0101, 0x0101], true),
            ([0x64, 0xFF9B, 0, 0, 0, 0, 0x0A00, 1], false),
            ([0x2002, 0x7F00, 1, 0, 0, 0, 0, 0], false),
        ] as [([UInt16], Bool)])
    func ipv6(words: [UInt16], isPublic: Bool) {
        let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect(AddressGuard.isPublic(ipv6: bytes) == isPublic)
    }
}
