import Statistics

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Random inputs of property tests, the same ones in every run.
struct Draws {
    private var generator: SplitMix64

    init(_ seed: Int) { generator = SplitMix64(seed: UInt64(seed) &* 7919 &+ 13) }

    /// What a property is tested with.
    static let seeds = 0..<25

    mutating func unit() -> Double { generator.unit() }
    mutating func below(_ bound: Int) -> Int { generator.below(bound) }
    mutating func count(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }
    mutating func flag(_ chance: Double = 0.5) -> Bool { unit() < chance }

    /// By Box and Muller.
    mutating func normal() -> Double {
        (-2 * log(1 - unit())).squareRoot() * cos(2 * Double.pi * unit())
    }

    /// Scores in 0…1.
    mutating func scores(_ count: Int) -> [Double] { (0..<count).map { _ in unit() } }
    mutating func normals(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }

    /// Multiples of ¼ from −1 to 1, many of them equal, whose sums are exact.
    mutating func coarse(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double(below(9)) / 4 - 1 }
    }
    mutating func rows(_ rows: Int, _ count: Int) -> [[Double]] {
        (0..<rows).map { _ in scores(count) }
    }
}

/// Whether two numbers agree but for rounding, and are numbers.
func agree(_ a: Double?, _ b: Double?, within tolerance: Double = 1e-10) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}

/// Nil, or a number that is finite.
func isDefinedOrNil(_ values: Double?...) -> Bool { values.allSatisfy { $0?.isFinite ?? true } }
