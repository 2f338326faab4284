/// What is counted per cluster, such as the verdicts on one answer, and can be added up over
/// clusters: counts and sums from which a statistic follows, never the statistic itself.
package protocol Poolable: Sendable {
    /// Of no cluster.
    static var zero: Self { get }
    /// Adds another, as often as it was drawn.
    mutating func add(_ other: Self, times: Int)
}

extension Poolable {
    /// All of them added up.
    package static func pooled(_ clusters: some Sequence<Self>) -> Self {
        clusters.reduce(into: zero) { $0.add($1, times: 1) }
    }

    /// Added up as often as each was drawn.
    ///
    /// - Parameter draws: one per cluster.
    package static func pooled(_ clusters: [Self], draws: [Int]) -> Self {
        precondition(clusters.count == draws.count, "every cluster was drawn so many times")
        var sum = zero
        for place in clusters.indices where draws[place] > 0 {
            sum.add(clusters[place], times: draws[place])
        }
        return sum
    }
}
