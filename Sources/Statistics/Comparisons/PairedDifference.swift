/// Two configurations on the same tasks: the primary comparison.
///
/// With d = a − b per task, s its standard deviation over n tasks and se = s ÷ √n:
///
///     t = mean(d) ÷ se on n − 1 degrees of freedom     interval = mean(d) ± t(1 − α/2)·se
///
/// Pairing takes out what the tasks have in common; overlap of two separate intervals is no test.
/// Undefined, and nil: everything for no tasks in common, spread and tests for one, tests and
/// interval where all differences are equal. Differences that part by less than 1e-12 of the values
/// that they were taken of are equal on paper, and made so. (Student 1908; Miller 2024.)
package struct PairedDifference: Sendable, Equatable {
    /// a − b, in task order.
    package let differences: [Double]
    package let estimate: MeanEstimate
    /// Pearson's r of the two; nil where either does not vary.
    package let correlation: Double?

    /// - Parameters a, b: one value per common task each, in the same order.
    /// - Returns: nil for no task, and where a value is not finite.
    package init?(_ a: [Double], _ b: [Double]) {
        precondition(a.count == b.count, "paired values come in pairs")
        differences = Self.differences(a, b)
        guard let estimate = MeanEstimate(differences) else { return nil }
        self.estimate = estimate
        correlation = Moments.correlation(a, b)
    }

    /// Of differences that were taken before, such as contrasts of several configurations.
    ///
    /// - Returns: nil for no task, and where a value is not finite.
    package init?(differences: [Double]) {
        self.differences = differences
        guard let estimate = MeanEstimate(differences) else { return nil }
        self.estimate = estimate
        correlation = nil
    }

    /// Tasks in common.
    package var count: Int { estimate.count }
    /// Of the differences, as in `MeanEstimate`.
    package var mean: Double { estimate.mean }
    package var standardDeviation: Double? { estimate.standardDeviation }
    package var standardError: Double? { estimate.standardError }
    /// mean ± t(1 − α/2; n − 1)·se; nil where there is no spread to measure by.
    package func interval(confidence: Double = Confidence.level) -> Interval? {
        estimate.interval(confidence: confidence)
    }

    /// mean ÷ se; nil where there is no spread to measure by.
    package var t: Double? {
        standardError.flatMap { $0 > 0 ? mean / $0 : nil }
    }

    /// p of the two-sided t test.
    package var pValue: Double? { t.map { distribution.twoSided($0) } }

    /// p of the one-sided t test of d ≤ 0 against d > 0.
    package var pGreater: Double? { t.map { distribution.oneSided($0) } }

    /// mean ÷ s, Cohen's d_z.
    package var standardizedEffect: Double? {
        standardDeviation.flatMap { $0 > 0 ? mean / $0 : nil }
    }

    private var distribution: StudentT {
        StudentT(degreesOfFreedom: Double(estimate.degreesOfFreedom))
    }

    /// The mean without each task in turn: how much the result hangs on one task. Empty for one.
    package var leaveOneOut: [Double] {
        count > 1 ? BootstrapInterval.jackknifeMeans(differences) : []
    }
}

extension PairedDifference {
    /// Tasks on which a is better, equal and worse. Differences below 1e-9 are ties.
    package var wins: Int { differences.count { $0 > Self.tie } }
    package var ties: Int { differences.count { abs($0) <= Self.tie } }
    package var losses: Int { differences.count { $0 < -Self.tie } }

    private static let tie = 1e-9

    /// P(a > b) + ½·P(a = b) for a task drawn at random, with Student's interval of the mean of
    /// 1, ½ and 0. (Vargha & Delaney 2000, for pairs.)
    package var superiority: MeanEstimate? {
        MeanEstimate(differences.map { $0 > Self.tie ? 1 : $0 < -Self.tie ? 0 : 0.5 })
    }

    /// p of the sign test on the tasks that are no ties; nil where all are.
    package var signTestP: Double? {
        let decided = wins + losses
        return decided == 0 ? nil : BinomialDistribution.signTest(successes: wins, of: decided)
    }
}

// MARK: - Rounding

extension PairedDifference {
    /// a − b without what is only the rounding of a and b: no spread where there is none on paper.
    fileprivate static func differences(_ a: [Double], _ b: [Double]) -> [Double] {
        let size = zip(a, b).reduce(0) { max($0, abs($1.0), abs($1.1)) }
        return withoutRounding(zip(a, b).map { $0 - $1 }, ofSize: size)
    }

    /// Differences of values of that size, equal where they are so on paper.
    static func withoutRounding(_ differences: [Double], ofSize size: Double) -> [Double] {
        guard let first = differences.first, size.isFinite else { return differences }
        let slack = size * 1e-12
        guard differences.allSatisfy({ abs($0 - first) <= slack }) else { return differences }
        return differences.map { _ in abs(first) <= slack ? 0 : first }
    }
}

/// Whether a is at least as good as b, give or take a margin that was fixed beforehand.
///
/// The claim holds if the lower one-sided limit of d, mean − t(1 − α; n − 1)·se, lies above
/// −margin; p is that of the one-sided t test of d ≤ −margin, t = (mean + margin) ÷ se.
/// (Schuirmann 1987.)
package struct NonInferiority: Sendable, Equatable {
    package let margin: Double
    package let lowerLimit: Double
    package let pValue: Double

    package var holds: Bool { lowerLimit > -margin }

    /// - Parameter margin: positive, in the units of the differences.
    /// - Returns: nil where the differences have no spread to measure by.
    package init?(_ difference: PairedDifference, margin: Double, significance: Double = 0.05) {
        precondition(margin > 0, "a margin is positive")
        guard let error = difference.standardError, error > 0 else { return nil }
        self.margin = margin
        let t = StudentT(degreesOfFreedom: Double(difference.count - 1))
        lowerLimit = difference.mean - t.quantile(1 - significance) * error
        pValue = t.oneSided((difference.mean + margin) / error)
    }
}
