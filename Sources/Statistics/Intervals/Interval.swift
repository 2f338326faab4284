/// A range of values, ends included; an end that is nil has no limit.
package struct Interval: Sendable, Equatable {
    package let low: Double?
    package let high: Double?

    package init(low: Double?, high: Double?) {
        self.low = low
        self.high = high
    }

    /// Estimate ± margin.
    package init(_ estimate: Double, margin: Double) {
        self.init(low: estimate - margin, high: estimate + margin)
    }

    package func contains(_ value: Double) -> Bool {
        (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
    }

    /// Both ends times a positive factor.
    package func scaled(by factor: Double) -> Interval {
        Interval(low: low.map { $0 * factor }, high: high.map { $0 * factor })
    }

    /// Cut to what the quantity can be; a share is never below 0.
    package func clamped(to range: ClosedRange<Double>) -> Interval {
        func held(_ value: Double) -> Double { min(max(value, range.lowerBound), range.upperBound) }
        return Interval(low: low.map(held), high: high.map(held))
    }
}

/// How sure an interval is to be, unless a caller says otherwise.
package enum Confidence {
    package static let level = 0.95
}
