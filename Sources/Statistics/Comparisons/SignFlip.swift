/// The permutation test of a mean difference by flipping signs: under "no difference", a task's
/// difference is as likely to have the other sign. Assumes nothing of its distribution but that
/// symmetry. (Fisher 1935; Phipson & Smyth 2010 for the p of random flips.)
///
/// With S the sum of the differences, S* that of flipped ones, p is the share of flips with
/// |S*| ≥ |S|, or S* ≥ S for one side; random ones count the flip that was observed with them.
package struct SignFlip: Sendable, Equatable {
    /// Two-sided, and of d ≤ 0 against d > 0.
    package let pValue: Double
    package let pGreater: Double
    /// Whether all 2ⁿ flips were counted.
    package let isExact: Bool

    /// The smallest two-sided p that so many tasks can give, with the random flips of `defaultFlips`
    /// beyond `exactCount`: 2 ÷ 2ⁿ.
    package static func least(count: Int) -> Double {
        count > exactCount
            ? 1 / Double(1 + defaultFlips) : min(1, 2 / Double(1 << max(0, count)))
    }

    /// Up to so many tasks, all flips are counted.
    package static let exactCount = 20
    package static let defaultFlips = 9_999
    private static let greatestExact = 26

    /// - Parameters:
    ///   - differences: one per task.
    ///   - seed: of the random flips.
    ///   - flips: random flips beyond `exactCount` tasks; p = (1 + hits) ÷ (1 + flips).
    ///   - exact: whether to count all flips; nil: up to `exactCount` tasks. Beyond 26,
    ///     where they are too many, flips are random all the same.
    /// - Returns: nil for no differences, and where one or their sum is not finite.
    package init?(
        _ differences: [Double], seed: UInt64, flips: Int = defaultFlips, exact: Bool? = nil
    ) {
        guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
        precondition(flips > 0, "a test by random flips has some")
        let isExact =
            (exact ?? (differences.count <= Self.exactCount))
            && differences.count <= Self.greatestExact
        let observed = differences.reduce(0, +)
        // A sum that is equal on paper counts, whatever its last digit.
        let size = differences.reduce(0) { $0 + abs($1) }
        guard size.isFinite else { return nil }
        let slack = 1e-12 * size
        var twoSided = 0
        var greater = 0
        func count(_ sum: Double) {
            if abs(sum) >= abs(observed) - slack { twoSided += 1 }
            if sum >= observed - slack { greater += 1 }
        }
        self.isExact = isExact
        if isExact {
            Self.forEveryFlip(of: differences, count)
            let all = Double(1 << differences.count)
            pValue = Double(twoSided) / all
            pGreater = Double(greater) / all
        } else {
            var master = SplitMix64(seed: seed)
            for _ in 0..<flips {
                var generator = SplitMix64(seed: master.next())
                count(
                    differences.reduce(0) { sum, difference in
                        generator.next() >> 63 == 1 ? sum - difference : sum + difference
                    })
            }
            pValue = Double(1 + twoSided) / Double(1 + flips)
            pGreater = Double(1 + greater) / Double(1 + flips)
        }
    }

    /// Every sum of ±d, each from halves that are added up once: 2ⁿ additions in all.
    private static func forEveryFlip(of differences: [Double], _ body: (Double) -> Void) {
        func sums(_ part: ArraySlice<Double>) -> [Double] {
            part.reduce([0]) { sums, difference in
                sums.flatMap { [$0 + difference, $0 - difference] }
            }
        }
        let middle = differences.count / 2
        let right = sums(differences[middle...])
        for left in sums(differences[..<middle]) {
            for sum in right { body(left + sum) }
        }
    }
}

/// Step-down max-T: adjusts many correlated contrasts on the same tasks by flipping the signs of
/// a task's differences all together, which keeps what the contrasts have in common. Less strict
/// than Holm where they do. (Westfall & Young 1993; Romano & Wolf 2005.)
///
/// With contrasts in falling order of |t|, a contrast's p is the share of flips in which the
/// greatest |t| of it and all after it is at least its own; no p is below the one before. Up to 12
/// tasks all flips are counted.
package enum MaximumT {
    /// - Parameter differences: by contrast, one per task.
    /// - Returns: one adjusted p per contrast; nil where a contrast has no spread or a value that
    ///   is not finite.
    package static func adjusted(
        _ differences: [[Double]], seed: UInt64, flips: Int = SignFlip.defaultFlips
    ) -> [Double]? {
        guard let tasks = differences.first?.count,
            differences.allSatisfy({ PairedDifference(differences: $0)?.t != nil })
        else { return nil }
        precondition(differences.allSatisfy { $0.count == tasks }, "contrasts have tasks in common")
        precondition(flips > 0, "a test by random flips has some")
        let scaled = differences.map(scaled)
        let observed = scaled.map { abs($0.reduce(0, +)) }
        let order = observed.indices.sorted { (observed[$1], $0) < (observed[$0], $1) }
        var hits = [Int](repeating: 0, count: order.count)
        let total = Self.forFlips(tasks: tasks, seed: seed, flips: flips) { signs in
            var greatest = 0.0
            for place in order.indices.reversed() {
                greatest = max(greatest, statistic(scaled[order[place]], signs))
                // The flip that was observed counts, whatever its last digit.
                if greatest >= observed[order[place]] - 1e-12 { hits[place] += 1 }
            }
        }
        var adjusted = [Double](repeating: 0, count: order.count)
        var before = 0.0
        for (place, contrast) in order.enumerated() {
            before = max(before, Double(hits[place] + total.extra) / Double(total.count))
            adjusted[contrast] = before
        }
        return adjusted
    }

    /// d ÷ √(n·Σd²). With u = |Σ ±d| ÷ √(n·Σd²), which is 0…1, t² = (n − 1)·u² ÷ (1 − u²): u rises
    /// with |t| and keeps its digits where t is a small difference of large numbers.
    private static func scaled(_ differences: [Double]) -> [Double] {
        let greatest = differences.reduce(0) { max($0, abs($1)) }
        let parts = differences.map { $0 / greatest }
        let length = (Double(parts.count) * parts.reduce(0) { $0 + $1 * $1 }).squareRoot()
        return parts.map { $0 / length }
    }

    private static func statistic(_ scaled: [Double], _ signs: [Double]) -> Double {
        var sum = 0.0
        for task in scaled.indices { sum += scaled[task] * signs[task] }
        return abs(sum)
    }

    private static func forFlips(
        tasks: Int, seed: UInt64, flips: Int, _ body: ([Double]) -> Void
    ) -> (count: Int, extra: Int) {
        var signs = [Double](repeating: 1, count: tasks)
        if tasks <= 12 {
            for pattern in 0..<(1 << tasks) {
                for task in signs.indices { signs[task] = pattern >> task & 1 == 1 ? -1 : 1 }
                body(signs)
            }
            return (1 << tasks, 0)
        }
        var master = SplitMix64(seed: seed)
        for _ in 0..<flips {
            var generator = SplitMix64(seed: master.next())
            for task in signs.indices { signs[task] = generator.next() >> 63 == 1 ? -1 : 1 }
            body(signs)
        }
        return (flips + 1, 1)
    }
}
