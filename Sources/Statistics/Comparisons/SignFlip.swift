/// The permutation test of a mean difference by flipping signs: under "no difference", a task's
/// difference is as likely to have the other sign. Assumes nothing of its distribution but that
/// symmetry. (Fisher 1935; Phipson & Smyth 2010 for the p of random flips.)
package struct SignFlip: Sendable, Equatable {
    /// Two-sided, and of d ≤ 0 against d > 0.
    package let pValue: Double
    package let pGreater: Double
    /// Whether all 2ⁿ flips were counted.
    package let isExact: Bool

    /// Up to so many tasks, all flips are counted.
    package static let exactCount = 20
    package static let defaultFlips = 9_999

    /// - Parameter flips: random flips beyond `exactCount` tasks; p = (1 + hits) ÷ (1 + flips).
    /// - Returns: nil for no differences.
    package init?(
        _ differences: [Double], seed: UInt64, flips: Int = defaultFlips, exact: Bool? = nil
    ) {
        guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
        let isExact = exact ?? (differences.count <= Self.exactCount)
        let observed = differences.reduce(0, +)
        // A sum that is equal on paper counts, whatever its last digit.
        let slack = 1e-12 * max(1, differences.reduce(0) { max($0, abs($1)) })
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
package enum MaximumT {
    /// - Parameter differences: by contrast, one per task.
    /// - Returns: one adjusted p per contrast; nil where a contrast has no spread.
    package static func adjusted(
        _ differences: [[Double]], seed: UInt64, flips: Int = SignFlip.defaultFlips
    ) -> [Double]? {
        let observed = differences.compactMap { PairedDifference(differences: $0)?.t.map(abs) }
        guard observed.count == differences.count, let tasks = differences.first?.count else {
            return nil
        }
        let order = observed.indices.sorted { observed[$0] > observed[$1] }
        var hits = [Int](repeating: 0, count: order.count)
        let total = Self.forFlips(tasks: tasks, seed: seed, flips: flips) { signs in
            var greatest = 0.0
            for place in order.indices.reversed() {
                greatest = max(greatest, statistic(differences[order[place]], signs))
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

    /// |t| of flipped differences, ∞ where they have no spread.
    private static func statistic(_ differences: [Double], _ signs: [Double]) -> Double {
        let n = Double(differences.count)
        var sum = 0.0
        var squares = 0.0
        for (difference, sign) in zip(differences, signs) {
            sum += difference * sign
            squares += difference * difference
        }
        let variance = (squares - sum * sum / n) / (n - 1)
        return variance > 0 ? abs(sum / n) / (variance / n).squareRoot() : .infinity
    }

    private static func forFlips(
        tasks: Int, seed: UInt64, flips: Int, _ body: ([Double]) -> Void
    ) -> (count: Int, extra: Int) {
        if tasks <= 12 {
            for pattern in 0..<(1 << tasks) {
                body((0..<tasks).map { pattern >> $0 & 1 == 1 ? -1 : 1 })
            }
            return (1 << tasks, 0)
        }
        var master = SplitMix64(seed: seed)
        for _ in 0..<flips {
            var generator = SplitMix64(seed: master.next())
            body((0..<tasks).map { _ in generator.next() >> 63 == 1 ? -1 : 1 })
        }
        return (flips + 1, 1)
    }
}
