/// Whether a correction for known judge errors may be shown, and if not, why.
///
/// A correction divides by J, so a weak judge makes it noise; and one calibration for two systems
/// on which the judge errs differently can turn their order round (Fiedler 2026). Where an obstacle
/// stands, show the uncorrected paired difference. Where none does, the corrected numbers stand
/// beside it, and never in the leaderboard.
package struct CorrectionConditions: Sendable, Equatable {
    package enum Obstacle: Sendable, Equatable {
        /// Gold has no MET or no UNMET criterion for the system at that place.
        case unknownErrorRates(system: Int)
        /// J of the system at that place is below the least.
        case weakJudge(system: Int, youden: Double)
        /// How far J parts between two systems could not be bounded.
        case unknownGap(first: Int, second: Int)
        /// J may part by more than the greatest gap between two systems.
        case unequalJudging(first: Int, second: Int, gap: Interval)
    }

    /// How far J may part between two systems.
    package struct Gap: Sendable, Equatable {
        /// Places of the systems.
        package let first: Int
        package let second: Int
        /// Of J(first) − J(second), from resampled answers; nil: unknown.
        package let interval: Interval?

        package init(first: Int, second: Int, interval: Interval?) {
            self.first = first
            self.second = second
            self.interval = interval
        }
    }

    package static let leastYouden = 0.6
    /// An interval that reaches beyond it on either side does not show that J is the same.
    package static let greatestGap = 0.1

    /// In the order of the systems, then of the gaps.
    package let obstacles: [Obstacle]

    package var allowCorrection: Bool { obstacles.isEmpty }

    /// - Parameters:
    ///   - youden: J on the answers of each system; nil where it is undefined.
    ///   - gaps: of every pair of systems that is compared. A pair without one is an obstacle.
    package init(youden: [Double?], gaps: [Gap]) {
        let levels = youden.enumerated().compactMap { system, youden -> Obstacle? in
            guard let youden else { return .unknownErrorRates(system: system) }
            // A J that is the least on paper is not below it.
            return youden < Self.leastYouden - 1e-12
                ? .weakJudge(system: system, youden: youden) : nil
        }
        let pairs = youden.indices.flatMap { first in
            youden.indices.dropFirst(first + 1).map { second in (first, second) }
        }
        let differences = pairs.compactMap { first, second -> Obstacle? in
            let gap = gaps.first {
                ($0.first, $0.second) == (first, second)
                    || ($0.first, $0.second) == (second, first)
            }
            guard let interval = gap?.interval, let low = interval.low, let high = interval.high
            else { return .unknownGap(first: first, second: second) }
            guard max(abs(low), abs(high)) > Self.greatestGap else { return nil }
            let isTurned = gap?.first == second
            return .unequalJudging(
                first: first, second: second,
                gap: isTurned ? Interval(low: -high, high: -low) : interval)
        }
        obstacles = levels + differences
    }
}
