/// Chance that is the same every time: a number made of everything that it may depend on, so that
/// results do not depend on the order in which requests come.
struct Draws: Sendable {
    private let state: UInt64

    init(seed: UInt64) { state = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15) }

    private init(state: UInt64) { self.state = state }

    /// Draws that also depend on a text.
    func with(_ text: some StringProtocol) -> Draws {
        Draws(state: Self.hash(text.utf8, from: state))
    }

    /// Draws that also depend on bytes.
    func with(bytes: some Sequence<UInt8>) -> Draws { Draws(state: Self.hash(bytes, from: state)) }

    /// Draws that also depend on a number.
    func with(_ number: some BinaryInteger) -> Draws {
        Draws(
            state: Self.mixed(state ^ UInt64(truncatingIfNeeded: number) &* 0xD6E8_FEB8_6659_FD93))
    }

    /// 64 bits.
    var bits: UInt64 { Self.mixed(state) }

    /// In 0..<1.
    var uniform: Double { Double(bits >> 11) * 0x1p-53 }

    /// In 0..<count.
    func index(below count: Int) -> Int { Int(bits % UInt64(count)) }

    /// FNV-1a, finished with a mixer: not for secrets, only for spreading.
    private static func hash(_ bytes: some Sequence<UInt8>, from start: UInt64) -> UInt64 {
        var hash = start ^ 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return mixed(hash)
    }

    /// The finalizer of SplitMix64 (Steele, Lea & Flood 2014).
    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
