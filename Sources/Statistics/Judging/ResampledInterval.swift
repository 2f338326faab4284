/// A statistic with the percentile interval of its values in resampled clusters.
///
/// A statistic may be undefined in a resample, such as the sensitivity where no criterion that was
/// drawn is MET by gold. Such replicates are left out of the interval and counted; where more than
/// a tenth of them are, the rest would be a choice of lucky draws, and there is no interval. Nor is
/// there one for a single cluster, or where the statistic itself is undefined. Too narrow for fewer
/// than about twenty clusters: see `BootstrapInterval`.
package struct ResampledInterval: Sendable, Equatable {
    /// With every cluster once; nil where it is undefined.
    package let estimate: Double?
    package let interval: Interval?
    /// Replicates in which the statistic was undefined, out of all.
    package let undefined: Int
    package let replicates: Int

    /// The share of undefined replicates beyond which there is no interval.
    package static let greatestUndefinedShare = 0.1

    fileprivate init(
        estimate: Double?, distribution: [Double], clusters: Int, replicates: Int,
        confidence: Double
    ) {
        self.estimate = estimate
        self.replicates = replicates
        undefined = replicates - distribution.count
        let isUsable =
            estimate != nil && clusters > 1
            && Double(undefined) <= Self.greatestUndefinedShare * Double(replicates)
        interval =
            isUsable ? BootstrapInterval.percentile(distribution, confidence: confidence) : nil
    }
}

/// Here the drawn units are clusters, such as answers with all their criteria, which share what is
/// easy or hard about the answer and must stay together.
extension TaskResamples {
    /// Intervals of statistics that are computed from how often each cluster was drawn.
    ///
    /// - Parameter statistics: as many values for every draw; nil, or a value that is not finite:
    ///   undefined.
    /// - Returns: in the order of the values.
    package func intervals(
        confidence: Double = Confidence.level, _ statistics: (_ draws: [Int]) -> [Double?]
    ) -> [ResampledInterval] {
        func known(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        let estimates = statistics([Int](repeating: 1, count: taskCount)).map(known)
        var distributions = estimates.map { _ in [Double]() }
        for place in distributions.indices { distributions[place].reserveCapacity(replicates) }
        forEach { _, draws in
            let values = statistics(draws)
            precondition(values.count == distributions.count, "every draw has all statistics")
            for place in values.indices {
                if let value = known(values[place]) { distributions[place].append(value) }
            }
        }
        return estimates.indices.map { place in
            ResampledInterval(
                estimate: estimates[place], distribution: distributions[place],
                clusters: taskCount, replicates: replicates, confidence: confidence)
        }
    }

    /// Intervals of statistics that follow from what the clusters add up to.
    ///
    /// - Parameter clusters: one per drawn unit.
    package func intervals<Cluster: Poolable>(
        pooling clusters: [Cluster], confidence: Double = Confidence.level,
        _ statistics: (Cluster) -> [Double?]
    ) -> [ResampledInterval] {
        precondition(clusters.count == taskCount, "a cluster is a drawn unit")
        return intervals(confidence: confidence) { statistics(.pooled(clusters, draws: $0)) }
    }

    /// Intervals of statistics that need the values themselves, such as a rank correlation: each
    /// value is there as often as it was drawn.
    ///
    /// - Parameter values: one per drawn unit.
    package func intervals<Value>(
        repeating values: [Value], confidence: Double = Confidence.level,
        _ statistics: ([Value]) -> [Double?]
    ) -> [ResampledInterval] {
        precondition(values.count == taskCount, "a value is a drawn unit")
        return intervals(confidence: confidence) { draws in
            var drawn: [Value] = []
            drawn.reserveCapacity(values.count)
            for place in values.indices {
                for _ in 0..<draws[place] { drawn.append(values[place]) }
            }
            return statistics(drawn)
        }
    }
}
