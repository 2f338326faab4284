/// A quantity that is not known yet: what is expected, and how little and how much it may well be.
package struct EstimatedRange: Sendable, Equatable {
    package let low: Double
    package let expected: Double
    package let high: Double

    package init(low: Double, expected: Double, high: Double) {
        self.low = low
        self.expected = expected
        self.high = high
    }

    package static let zero = EstimatedRange(low: 0, expected: 0, high: 0)

    /// End by end, as if both were off in the same direction, so that a sum is never held for surer
    /// than its parts.
    package static func + (a: EstimatedRange, b: EstimatedRange) -> EstimatedRange {
        EstimatedRange(low: a.low + b.low, expected: a.expected + b.expected, high: a.high + b.high)
    }

    package static func * (range: EstimatedRange, factor: Double) -> EstimatedRange {
        EstimatedRange(
            low: range.low * factor, expected: range.expected * factor, high: range.high * factor)
    }

    /// The larger one, end by end: of what goes on side by side.
    package static func max(_ a: EstimatedRange, _ b: EstimatedRange) -> EstimatedRange {
        EstimatedRange(
            low: Swift.max(a.low, b.low), expected: Swift.max(a.expected, b.expected),
            high: Swift.max(a.high, b.high))
    }
}
