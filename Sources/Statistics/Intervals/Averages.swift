/// Sums and quantiles whose result does not depend on who computes them. Undefined is nil, never
/// 0 and never NaN.
package enum Averages {
    /// Neumaier's compensated sum, in the order given: its error does not grow with the number of
    /// terms (Neumaier 1974). 0 for no values; no number to go by where a value is not finite.
    package static func sum(_ values: some Sequence<Double>) -> Double {
        var sum = 0.0
        var lost = 0.0
        for value in values {
            let next = sum + value
            lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
            sum = next
        }
        return sum + lost
    }

    /// Σ x ÷ n; nil for no values, and where the sum is not finite.
    package static func mean(_ values: some Collection<Double>) -> Double? {
        guard !values.isEmpty else { return nil }
        let mean = sum(values) / Double(values.count)
        return mean.isFinite ? mean : nil
    }

    /// The q-quantile by linear interpolation between order statistics at h = (n − 1)·q, the
    /// type 7 of Hyndman & Fan 1996; nil for no values, and where one is not finite. The median of
    /// 1, 2, 3, 4 is 2.5.
    package static func quantile(_ q: Double, of values: some Collection<Double>) -> Double? {
        precondition((0...1).contains(q), "a quantile lies between 0 and 1")
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
        return quantile(q, ofSorted: values.sorted())
    }

    /// Likewise of values in ascending order, of which there is at least one.
    package static func quantile(_ q: Double, ofSorted sorted: [Double]) -> Double {
        precondition(!sorted.isEmpty && (0...1).contains(q), "there is no such quantile")
        let place = Double(sorted.count - 1) * q
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }

    /// A mean as it is compared with others: to nine decimals, so that means which are equal on
    /// paper are equal here, in whatever order their parts were added and divided.
    /// Beyond a million, where a double has no more than that, as it is.
    package static func comparable(_ mean: Double) -> Double {
        abs(mean) < 1e6 ? (mean * 1e9).rounded() / 1e9 : mean
    }
}
