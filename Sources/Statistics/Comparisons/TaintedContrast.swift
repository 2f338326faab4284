/// How much benchmark material that was seen raised a system's scores: a difference in
/// differences.
///
/// With dₜ = system − reference on task t, T the tainted tasks and C the clean ones:
///
///     effect = mean(d over T) − mean(d over C)
///
/// The reference takes out that some tasks are easier. p is that of the one-sided permutation
/// test: the share of all ways to call as many tasks tainted whose effect is as great. It holds
/// where taint has nothing to do with how well the system does on a task for other reasons; tasks
/// are not tainted at random, so a small p is a reason to look, not a proof. (Fisher 1935; Phipson
/// & Smyth 2010 for the p of random labels.)
package struct TaintedContrast: Sendable, Equatable {
    /// The difference in differences.
    package let effect: Double
    /// One-sided, of effect ≤ 0 against effect > 0.
    package let pGreater: Double
    /// How many labellings were counted: all of them, or random ones and the one observed.
    package let permutations: Int
    package let isExact: Bool
    /// Mean system − reference of all tasks, and of the clean ones alone.
    package let meanOfAll: Double
    package let meanOfClean: Double

    /// By how much the tainted tasks raise the mean.
    package var inflation: Double { meanOfAll - meanOfClean }

    package static let defaultLabellings = 99_999
    /// Up to so many labellings, all are counted.
    package static let mostExact = 2_000_000

    /// - Parameters:
    ///   - differences: system − reference, one per task.
    ///   - isTainted: of the same tasks in the same order.
    ///   - labellings: random ones where there are too many to count all.
    /// - Returns: nil unless there are tainted and clean tasks and all values are finite.
    package init?(
        _ differences: [Double], isTainted: [Bool], seed: UInt64,
        labellings: Int = defaultLabellings, mostExact: Int = mostExact
    ) {
        precondition(differences.count == isTainted.count, "every task is tainted or is not")
        let tainted = zip(differences, isTainted).filter { $0.1 }.map(\.0)
        let clean = zip(differences, isTainted).filter { !$0.1 }.map(\.0)
        guard differences.allSatisfy(\.isFinite), let meanOfTainted = Averages.mean(tainted),
            let meanOfClean = Averages.mean(clean), let meanOfAll = Averages.mean(differences)
        else { return nil }
        effect = meanOfTainted - meanOfClean
        self.meanOfAll = meanOfAll
        self.meanOfClean = meanOfClean
        // The total is the same for all labellings, so the effect grows with the tainted sum.
        let observed = tainted.reduce(0, +)
        let slack = 1e-12 * max(1, differences.reduce(0) { max($0, abs($1)) })
        let threshold = observed - slack
        if let count = Self.combinations(
            of: tainted.count, from: differences.count, most: mostExact)
        {
            let hits = Self.sums(of: tainted.count, from: differences, atLeast: threshold)
            pGreater = Double(hits) / Double(count)
            permutations = count
            isExact = true
        } else {
            let hits = SplitMix64.streams(seed: seed, count: labellings).count { stream in
                Self.randomSum(of: tainted.count, from: differences, stream) >= threshold
            }
            pGreater = Double(1 + hits) / Double(1 + labellings)
            permutations = 1 + labellings
            isExact = false
        }
    }

    /// P(at least one tainted retrieval) of a panel whose members each meet one with that chance,
    /// independently: 1 − (1 − p)ᴷ. A panel of three has almost three times a solo's exposure.
    package static func exposure(chance: Double, panelSize: Int) -> Double {
        precondition((0...1).contains(chance), "a chance lies in 0…1")
        precondition(panelSize >= 0, "a panel has no less than no member")
        return 1 - (0..<panelSize).reduce(1.0) { clean, _ in clean * (1 - chance) }
    }
}

// MARK: - Labellings

extension TaintedContrast {
    /// n over k; nil beyond the most.
    private static func combinations(of chosen: Int, from count: Int, most: Int) -> Int? {
        var result = 1
        for step in 1...max(1, min(chosen, count - chosen)) {
            let (product, isTooLarge) = result.multipliedReportingOverflow(by: count - step + 1)
            guard !isTooLarge else { return nil }
            result = product / step
            if result > most { return nil }
        }
        return result
    }

    /// How many sums of `chosen` of the values reach the threshold.
    private static func sums(of chosen: Int, from values: [Double], atLeast threshold: Double)
        -> Int
    {
        var places = Array(0..<chosen)
        var hits = 0
        repeat {
            if places.reduce(0, { $0 + values[$1] }) >= threshold { hits += 1 }
        } while advance(&places, below: values.count)
        return hits
    }

    /// Goes on to the next combination in order: moves the last place that can still move.
    ///
    /// - Returns: false after the last one.
    private static func advance(_ places: inout [Int], below count: Int) -> Bool {
        let room = count - places.count
        guard let last = places.indices.last(where: { places[$0] < $0 + room }) else {
            return false
        }
        let start = places[last] + 1
        for place in last..<places.count { places[place] = start + place - last }
        return true
    }

    /// The sum of `chosen` values drawn without putting back.
    private static func randomSum(
        of chosen: Int, from values: [Double], _ stream: SplitMix64
    ) -> Double {
        var stream = stream
        var values = values
        var sum = 0.0
        for place in 0..<chosen {
            values.swapAt(place, place + stream.below(values.count - place))
            sum += values[place]
        }
        return sum
    }
}
