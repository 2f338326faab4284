/// Which ranks a configuration may have, as far as the data can tell.
///
/// With all pairs compared and their p adjusted by Holm at level α:
///
///     [1 + number significantly better, K − number significantly worse]
///
/// Covers all true ranks at once with probability 1 − α (Mogstad, Romano, Shaikh & Wilhelm 2024).
/// Configurations share a letter exactly where they are not told apart (Piepho 2004).
package struct RankSets: Sendable, Equatable {
    /// 1-based, ends included, in the order given.
    package let ranks: [ClosedRange<Int>]
    /// As in "ab", in the order given.
    package let letters: [String]

    /// One pair of rows with the mean of first − second and its adjusted p; nil: not to be told.
    package struct Pair: Sendable, Equatable {
        package let first: Int
        package let second: Int
        package let difference: Double
        package let adjustedP: Double?

        package init(first: Int, second: Int, difference: Double, adjustedP: Double?) {
            self.first = first
            self.second = second
            self.difference = difference
            self.adjustedP = adjustedP
        }

        /// Whether the two are told apart: adjusted p < α.
        package func isSignificant(_ significance: Double) -> Bool {
            (adjustedP ?? 1) < significance && difference.magnitude > 0
        }
    }

    /// - Parameters:
    ///   - count: of configurations, the best first.
    ///   - pairs: each pair once at most; those that are missing are not told apart.
    package init(count: Int, pairs: [Pair], significance: Double = 0.05) {
        var better = [Int](repeating: 0, count: count)
        var worse = [Int](repeating: 0, count: count)
        var apart: [(Int, Int)] = []
        let seen = Set(pairs.map { [min($0.first, $0.second), max($0.first, $0.second)] })
        precondition(
            seen.count == pairs.count && pairs.allSatisfy { $0.first != $0.second },
            "a pair of two configurations is compared once")
        for pair in pairs where pair.isSignificant(significance) {
            let (winner, loser) =
                pair.difference > 0 ? (pair.first, pair.second) : (pair.second, pair.first)
            better[loser] += 1
            worse[winner] += 1
            apart.append((pair.first, pair.second))
        }
        ranks = (0..<count).map { (1 + better[$0])...(count - worse[$0]) }
        letters = Self.letters(count: count, apart: apart)
    }

    /// The compact letter display by inserting and absorbing columns.
    ///
    /// - Parameters:
    ///   - count: of rows, the best first.
    ///   - apart: pairs of different rows that are told apart.
    package static func letters(count: Int, apart: [(Int, Int)]) -> [String] {
        var columns: [Set<Int>] = [Set(0..<count)]
        for (a, b) in apart {
            var split: [Set<Int>] = []
            for column in columns {
                if column.contains(a), column.contains(b) {
                    split += [column.subtracting([b]), column.subtracting([a])]
                } else {
                    split.append(column)
                }
            }
            columns = absorbed(split)
        }
        let ordered = columns.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
        return (0..<count).map { row in
            ordered.indices.filter { ordered[$0].contains(row) }.map(letter).joined()
        }
    }

    /// Without those that lie inside another.
    private static func absorbed(_ columns: [Set<Int>]) -> [Set<Int>] {
        columns.enumerated().filter { place, column in
            !columns.enumerated().contains { other, larger in
                other != place && column.isSubset(of: larger)
                    && (column != larger || other < place)
            }
        }.map(\.element)
    }

    /// a…z, then a1…z1 and so on.
    private static func letter(_ place: Int) -> String {
        let base = String(UnicodeScalar(UInt8(97 + place % 26)))
        return place < 26 ? base : base + String(place / 26)
    }
}

/// How often each configuration comes out where, over resamples of the tasks. To be called
/// bootstrap support, not a probability. Means that are equal on paper share their rank. (Goldstein
/// & Spiegelhalter 1996.)
package struct RankSupport: Sendable, Equatable {
    package let meanRank: [Double]
    /// Share of resamples in which it is ahead of all others.
    package let first: [Double]
    /// Ranks at the 2.5 % and 97.5 % quantiles.
    package let ranks: [Interval]
    /// By row and column: share of resamples in which the row is ahead of the column, a tie
    /// counting half.
    package let ahead: [[Double]]

    /// - Parameter means: by configuration, one finite mean per resample, of the same resamples; at
    ///   least one resample.
    package init(means: [[Double]]) {
        let count = means.count
        let replicates = means.first?.count ?? 1
        precondition(
            replicates > 0 && means.allSatisfy { $0.count == replicates },
            "every configuration has a mean in every resample")
        let rounded = means.map { $0.map(Averages.comparable) }
        var ranks = means.map { _ in [Double](repeating: 0, count: replicates) }
        var first = [Int](repeating: 0, count: count)
        var halves = [Int](repeating: 0, count: count * count)
        var own = [Double](repeating: 0, count: count)
        for replicate in 0..<replicates {
            for row in 0..<count { own[row] = rounded[row][replicate] }
            for row in 0..<count {
                var (above, level) = (0, 0)
                for other in 0..<count where other != row {
                    if own[other] > own[row] {
                        above += 1
                    } else if own[other] == own[row] {
                        level += 1
                        halves[row * count + other] += 1
                    } else {
                        halves[row * count + other] += 2
                    }
                }
                ranks[row][replicate] = 1 + Double(above) + Double(level) / 2
                if above == 0, level == 0 { first[row] += 1 }
            }
        }
        func share(_ hits: Int) -> Double { Double(hits) / Double(replicates) }
        meanRank = ranks.map { Averages.sum($0) / Double(replicates) }
        self.first = first.map(share)
        self.ranks = ranks.map {
            BootstrapInterval.percentile($0) ?? Interval(low: nil, high: nil)
        }
        ahead = (0..<count).map { row in
            (0..<count).map { share(halves[row * count + $0]) / 2 }
        }
    }
}
