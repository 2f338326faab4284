/// Whether two judges differ by more than their own repeats do, on the very answers that both
/// judged several times.
///
/// If the two are one and the same, the repeats of an answer are exchangeable between them: every
/// split of its m + n repeats into m and n is as likely as the one that was made. All that belongs
/// to a repeat stays together, whatever it has in common. With S a statistic that is a sum over
/// answers, such as that of the differences of means,
///
///     z = (S − Σ mean of S_k over splits) ÷ √(Σ variance of S_k over splits)
///
/// and p is the share of splits whose z is at least the observed one; in a family of contrasts, the
/// share whose greatest z of all is, which keeps the chance of any false alarm among them at the
/// level (Westfall & Young 1993, one step).
/// With one repeat each, splits are flips of signs. Says that these answers are judged otherwise,
/// and nothing of other answers: for those, flip the signs of whole answers.
package enum RepeatPermutation {
    /// One answer with what some measures are of a split of its repeats.
    package struct Unit: Sendable {
        fileprivate let measures: [Int]
        fileprivate let oldCount: Int
        fileprivate let newCount: Int
        fileprivate let statistic: @Sendable (_ old: [Int]) -> [Double]

        /// - Parameters:
        ///   - measures: what the statistic is of, as places from 0.
        ///   - old, new: repeats on either side; at least one. The old ones come first.
        ///   - statistic: a value for each of the measures, if those repeats were the old ones.
        package init(
            measures: [Int], old: Int, new: Int,
            statistic: @escaping @Sendable (_ old: [Int]) -> [Double]
        ) {
            precondition(old > 0 && new > 0, "both sides have a repeat")
            self.measures = measures
            oldCount = old
            newCount = new
            self.statistic = statistic
        }

        /// Of which the mean of the new repeats − that of the old ones counts.
        ///
        /// - Parameters old, new: by repeat, a value for each of the measures.
        package init(measures: [Int], old: [[Double]], new: [[Double]]) {
            let values = old + new
            let totals = measures.indices.map { place in Averages.sum(values.map { $0[place] }) }
            let (m, n) = (Double(old.count), Double(new.count))
            self.init(measures: measures, old: old.count, new: new.count) { split in
                totals.indices.map { place in
                    let part = split.reduce(0) { $0 + values[$1][place] }
                    return (totals[place] - part) / n - part / m
                }
            }
        }
    }

    /// A sum of measures, and on which side of its mean it counts.
    package struct Contrast: Sendable {
        package let factors: [Double]
        package let side: Side

        /// - Parameter factors: one for every measure.
        package init(_ factors: [Double], side: Side = .either) {
            self.factors = factors
            self.side = side
        }
    }

    package enum Side: Sendable {
        case either
        case above
        case below

        fileprivate func size(_ z: Double) -> Double {
            switch self {
            case .either: abs(z)
            case .above: z
            case .below: -z
            }
        }
    }

    /// - Parameters:
    ///   - isFamily: adjust p over all contrasts; otherwise each is a test of its own.
    ///   - permutations: random splits; p = (1 + hits) ÷ (1 + permutations).
    /// - Returns: one p per contrast; nil where every split gives the same.
    package static func pValues(
        _ units: [Unit], contrasts: [Contrast], isFamily: Bool = true, seed: UInt64,
        permutations: Int = SignFlip.defaultFlips
    ) -> [Double?] {
        precondition(permutations > 0, "a test by random splits has some")
        let measures = contrasts.first?.factors.count ?? 0
        var tables = SplitTables(seed: seed)
        let outcomes = units.map { Outcomes($0, of: tables.splits(of: $0), measures: measures) }
            .filter(\.vary)
        let errors = contrasts.map { contrast in
            Averages.sum(outcomes.map { $0.variance(of: contrast.factors) }).squareRoot()
        }
        let live = contrasts.indices.filter { errors[$0] > 1e-12 }
        let scaled = live.map { place in
            (
                factors: contrasts[place].factors.map { $0 / errors[place] },
                side: contrasts[place].side
            )
        }
        func sizes(_ sums: [Double]) -> [Double] {
            scaled.map { contrast in
                var z = 0.0
                for measure in sums.indices { z += contrast.factors[measure] * sums[measure] }
                return contrast.side.size(z)
            }
        }
        var observed = [Double](repeating: 0, count: measures)
        for unit in outcomes { unit.add(unit.observed, to: &observed) }
        let own = sizes(observed)
        var hits = [Int](repeating: 0, count: live.count)
        var master = SplitMix64(seed: seed)
        for _ in 0..<permutations {
            var generator = SplitMix64(seed: master.next())
            var sums = [Double](repeating: 0, count: measures)
            for unit in outcomes {
                unit.add(unit.table[generator.below(unit.table.count)], to: &sums)
            }
            let drawn = sizes(sums)
            let greatest = drawn.max() ?? 0
            for place in hits.indices {
                let rival = isFamily ? greatest : drawn[place]
                // The split that was made counts, whatever its last digit.
                if rival >= own[place] - 1e-9 { hits[place] += 1 }
            }
        }
        var pValues = [Double?](repeating: nil, count: contrasts.count)
        for (place, contrast) in live.enumerated() {
            pValues[contrast] = Double(1 + hits[place]) / Double(1 + permutations)
        }
        return pValues
    }

    /// The smallest p that so many answers can give: the share of one of all their splits, of two
    /// where the sides can be exchanged.
    package static func least(
        answers: Int, old: Int, new: Int, permutations: Int = SignFlip.defaultFlips
    ) -> Double {
        let splits = SplitTables.count(of: old + new, choosing: old)
        var all = 1.0
        for _ in 0..<answers where all < 1e12 { all *= splits }
        return min(1, max((old == new ? 2 : 1) / all, 1 / Double(1 + permutations)))
    }
}

/// What the measures of one answer are for every split, less their mean.
private struct Outcomes {
    let measures: [Int]
    let table: [[Double]]
    let observed: [Double]

    init(_ unit: RepeatPermutation.Unit, of splits: [[Int]], measures all: Int) {
        measures = unit.measures
        precondition(measures.allSatisfy((0..<all).contains), "a contrast has all measures")
        var values = splits.map(unit.statistic)
        var own = unit.statistic(Array(0..<unit.oldCount))
        for place in own.indices {
            var sum = 0.0
            for split in values.indices { sum += values[split][place] }
            let mean = sum / Double(values.count)
            for split in values.indices { values[split][place] -= mean }
            own[place] -= mean
        }
        table = values
        observed = own
    }

    var vary: Bool { table.contains { $0.contains { abs($0) > 1e-12 } } }

    func variance(of factors: [Double]) -> Double {
        var squares = 0.0
        for values in table {
            var value = 0.0
            for place in values.indices { value += factors[measures[place]] * values[place] }
            squares += value * value
        }
        return squares / Double(table.count)
    }

    func add(_ values: [Double], to sums: inout [Double]) {
        for place in values.indices { sums[measures[place]] += values[place] }
    }
}

/// The splits of m + n repeats into m and n.
private struct SplitTables {
    private var tables: [[Int]: [[Int]]] = [:]
    private var generator: SplitMix64

    /// Up to so many, all are there; beyond, so many random ones stand for them.
    private static let greatestTable = 1_000

    init(seed: UInt64) { generator = SplitMix64(seed: ~seed) }

    static func count(of all: Int, choosing part: Int) -> Double {
        (0..<part).reduce(1.0) { $0 * Double(all - $1) / Double($1 + 1) }.rounded()
    }

    mutating func splits(of unit: RepeatPermutation.Unit) -> [[Int]] {
        let (all, part) = (unit.oldCount + unit.newCount, unit.oldCount)
        if let table = tables[[all, part]] { return table }
        let table: [[Int]]
        if Self.count(of: all, choosing: part) <= Double(Self.greatestTable) {
            table = Self.subsets(of: Array(0..<all), choosing: part)
        } else {
            table = (0..<Self.greatestTable).map { _ in random(of: all, choosing: part) }
        }
        tables[[all, part]] = table
        return table
    }

    private static func subsets(of places: [Int], choosing part: Int) -> [[Int]] {
        guard part > 0 else { return [[]] }
        return places.indices.flatMap { first in
            subsets(of: Array(places[(first + 1)...]), choosing: part - 1)
                .map { [places[first]] + $0 }
        }
    }

    private mutating func random(of all: Int, choosing part: Int) -> [Int] {
        var places = Array(0..<all)
        for place in 0..<part {
            places.swapAt(place, place + generator.below(all - place))
        }
        return Array(places[..<part])
    }
}
