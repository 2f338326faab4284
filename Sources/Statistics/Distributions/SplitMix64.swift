/// A small random generator with the same numbers on every machine and in every version of this
/// program (Steele, Lea & Flood 2014). For resampling, never for secrets.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// The generators of so many replicates, each of its own: the same numbers come out whether
    /// the replicates are computed one after the other or side by side.
    package static func streams(seed: UInt64, count: Int) -> [SplitMix64] {
        var master = SplitMix64(seed: seed)
        return (0..<count).map { _ in SplitMix64(seed: master.next()) }
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number in 0..<bound, each with the same chance (Lemire 2019).
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "there is no number below 0")
        let range = UInt64(bound)
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (0 &- range) % range
            while product.low < threshold { product = next().multipliedFullWidth(by: range) }
        }
        return Int(product.high)
    }

    /// A number in 0..<1, a multiple of 2⁻⁵³.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
