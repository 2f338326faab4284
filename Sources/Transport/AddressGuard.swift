#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells addresses of the public internet from all others, by the registries of special-purpose
/// addresses (RFC 6890 and its successors).
enum AddressGuard {
    /// Whether a socket address may be connected to under `.publicOnly`. Unknown families may not.
    static func isPublic(_ address: UnsafePointer<sockaddr>) -> Bool {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                isPublic(ipv4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
            }
        case AF_INET6:
            return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { isPublic(ipv6: Array($0)) }
            }
        default: return false
        }
    }

    /// - Parameter address: in host byte order.
    static func isPublic(ipv4 address: UInt32) -> Bool {
        !special4.contains { network, bits in
            (address ^ network) >> (32 - bits) == 0
        }
    }

    /// - Parameter bytes: 16, in network order.
    static func isPublic(ipv6 bytes: [UInt8]) -> Bool {
        let words = stride(from: 0, to: 16, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        let last4 = UInt32(words[6]) << 16 | UInt32(words[7])
        let startsWithZeros = words[..<5].allSatisfy { $0 == 0 }
        if startsWithZeros, words[5] == 0xFFFF || words[5] == 0 {
            // IPv4-mapped; IPv4-compatible, which includes :: and ::1, is refused below.
            return words[5] == 0xFFFF && isPublic(ipv4: last4)
        }
        // NAT64 and 6to4 carry an IPv4 address that is reached in the end.
        if words[0] == 0x64, words[1] == 0xFF9B { return isPublic(ipv4: last4) }
        if words[0] == 0x2002 {
            return isPublic(ipv4: UInt32(words[1]) << 16 | UInt32(words[2]))
        }
        let isGlobalUnicast = words[0] >> 13 == 0b001
        let isTeredoOrTest = words[0] == 0x2001 && (words[1] < 0x0200 || words[1] == 0x0DB8)
        return isGlobalUnicast && !isTeredoOrTest && words[0] != 0x3FFF
    }

    /// Network and length of every IPv4 block that is not plain public unicast.
    private static let special4: [(UInt32, UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8),
        (0xA9FE_0000, 16), (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24),
        (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
        (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]
}
