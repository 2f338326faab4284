import CIDN

/// Host names as name resolution sees them, whatever they are written like.
enum HostName {
    /// Lower-case ASCII without port and trailing dots: A-labels for international names, four
    /// decimal numbers for IPv4; nil for what is no host.
    ///
    /// - Parameter authority: without the user.
    static func canonical(_ authority: ArraySlice<UInt8>) -> [UInt8]? {
        let decoded =
            PercentEncoding.decodings(Array(authority)) { $0 }.last ?? Array(authority)
        guard var host = withoutPort(decoded[...]) else { return nil }
        while host.last == UInt8(ascii: ".") { host.removeLast() }
        guard !host.isEmpty else { return nil }
        if host.first == UInt8(ascii: "[") { return addressInBrackets(host) }
        guard var name = asciiName(Array(host)) else { return nil }
        while name.last == UInt8(ascii: ".") { name.removeLast() }
        guard !name.isEmpty, name.count <= longestNameBytes,
            name.allSatisfy({ !isForbidden[Int($0)] })
        else { return nil }
        return endsInNumber(name) ? numericAddress(name) : name
    }

    /// As DNS has it.
    private static let longestNameBytes = 253

    private static func withoutPort(_ host: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard host.last != UInt8(ascii: "]"), let colon = host.lastIndex(of: UInt8(ascii: ":"))
        else { return host }
        let port = host[(colon + 1)...]
        guard port.count <= 5, port.allSatisfy(isDigit) else { return nil }
        return host[..<colon]
    }

    /// Bytes that no host has: controls, spaces and what ends or parts an address.
    private static let isForbidden: [Bool] = {
        var forbidden = [Bool](repeating: false, count: 256)
        for byte in 0..<0x21 { forbidden[byte] = true }
        for byte in 0x7F..<0x100 { forbidden[byte] = true }
        for byte in "/?#@\\%<>^|:[]\"`{}".utf8 { forbidden[Int(byte)] = true }
        return forbidden
    }()

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func addressInBrackets(_ host: ArraySlice<UInt8>) -> [UInt8]? {
        let address = PlainText.of(Array(host))
        let inside = address.dropFirst().dropLast()
        guard address.last == UInt8(ascii: "]"), inside.contains(UInt8(ascii: ":")),
            inside.allSatisfy({
                isDigit($0) || (0x61...0x66).contains($0) || ".:".utf8.contains($0)
            })
        else { return nil }
        return address
    }

    // MARK: - International names

    private static func asciiName(_ host: [UInt8]) -> [UInt8]? {
        guard host.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        var name = host
        if host.contains(where: { $0 >= 0x80 }) {
            guard String(validating: host, as: UTF8.self) != nil else { return nil }
            name = PlainText.of(host)
            guard name.allSatisfy({ $0 < 0x80 }) else { return lookup(name).name }
        } else {
            for index in name.indices where (0x41...0x5A).contains(name[index]) {
                name[index] |= 0x20
            }
        }
        return hasEncodedLabel(name) ? checked(name) : name
    }

    private static func hasEncodedLabel(_ name: [UInt8]) -> Bool {
        var index = 0
        while let found = name[index...].firstIndex(of: UInt8(ascii: "x")) {
            if name[found...].starts(with: "xn--".utf8),
                found == 0 || name[found - 1] == UInt8(ascii: ".")
            {
                return true
            }
            index = found + 1
        }
        return false
    }

    /// The name, unless an A-label in it is no Punycode. Symbols, which IDNA 2008 has no place
    /// for and browsers show all the same, are let be: what matters is that they stay themselves.
    private static func checked(_ name: [UInt8]) -> [UInt8]? {
        let broken = [
            IDN2_PUNYCODE_BAD_INPUT, IDN2_PUNYCODE_BIG_OUTPUT, IDN2_PUNYCODE_OVERFLOW,
            IDN2_ALABEL_ROUNDTRIP_FAILED,
        ].map(\.rawValue)
        return broken.contains(lookup(name).code) ? nil : name
    }

    /// UTS-46, non-transitional.
    private static func lookup(_ name: [UInt8]) -> (name: [UInt8]?, code: Int32) {
        var result: UnsafeMutablePointer<UInt8>?
        let flags = Int32(bitPattern: IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        let code = idn2_lookup_u8(name + [0], &result, flags)
        guard let result else { return (nil, code) }
        defer { idn2_free(result) }
        guard code == IDN2_OK.rawValue else { return (nil, code) }
        var bytes: [UInt8] = []
        var next = result
        while next.pointee != 0 {
            bytes.append(next.pointee)
            next += 1
        }
        return (bytes, code)
    }

    // MARK: - Numeric addresses

    /// Whether the last label is a number, which makes the whole an IPv4 address or nothing.
    private static func endsInNumber(_ name: [UInt8]) -> Bool {
        let label = name[((name.lastIndex(of: UInt8(ascii: ".")) ?? -1) + 1)...]
        return label.first.map(isDigit) == true
            && (label.allSatisfy(isDigit) || number(label) != nil)
    }

    /// `127.1`, `0x7f.1` and `2130706433` are all 127.0.0.1: one to four numbers, each decimal,
    /// octal or hexadecimal, of which the last fills the bytes that are left.
    private static func numericAddress(_ name: [UInt8]) -> [UInt8]? {
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        var value: UInt64 = 0
        guard labels.count <= 4 else { return nil }
        for (index, label) in labels.enumerated() {
            guard let number = number(label) else { return nil }
            let isLast = index == labels.count - 1
            let bits = isLast ? 8 * UInt64(5 - labels.count) : 8
            guard number < 1 << bits else { return nil }
            value = value << bits | number
        }
        let bytes = [24, 16, 8, 0].map { String(value >> $0 & 0xFF) }
        return Array(bytes.joined(separator: ".").utf8)
    }

    private static func number(_ label: ArraySlice<UInt8>) -> UInt64? {
        let text = String(decoding: label, as: UTF8.self)
        guard text.first != "+", text.first != "-", !text.isEmpty else { return nil }
        if text.hasPrefix("0x") {
            return text.count == 2 ? 0 : UInt64(text.dropFirst(2), radix: 16)
        }
        if text.count > 1, text.first == "0" { return UInt64(text, radix: 8) }
        return UInt64(text)
    }
}
