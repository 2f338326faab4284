import Reports
import Statistics

/// A question that every simulated benchmark answers with yes or no.
struct CalibrationProbe: Sendable {
    typealias Scores = SimulatedField.Scores
    typealias Entrant = SimulatedField.Entrant

    let kind: CalibrationReport.Check.Kind
    let title: String
    let nominal: Double
    let goal: ClosedRange<Double>
    /// - Parameter seed: of random sign flips.
    let isHit: @Sendable (_ scores: Scores, _ seed: UInt64) -> Bool

    static func all(_ truth: CalibrationTruth) -> [CalibrationProbe] {
        intervals(truth) + lifts(truth) + comparisons
    }

    // MARK: - Intervals

    private static func intervals(_ truth: CalibrationTruth) -> [CalibrationProbe] {
        func mean(_ title: String, _ entrant: Entrant) -> CalibrationProbe {
            let value = truth.mean(entrant)
            return coverage("Mean, t: \(title)") { scores in
                MeanEstimate(scores[entrant])?.interval()?.contains(value)
            }
        }
        func difference(_ title: String, _ a: Entrant, _ b: Entrant) -> CalibrationProbe {
            let value = truth.mean(a) - truth.mean(b)
            return coverage("Paired difference, t: \(title)") { scores in
                PairedDifference(scores[a], scores[b])?.interval()?.contains(value)
            }
        }
        return [
            mean("strong solo", .ash), mean("weak solo", .weakest),
            mean("panel", .panelOfUnequals),
            difference("strong − weaker solo", .ash, .weaker),
            difference("panel − best member", .panelOfUnequals, .ash),
        ]
    }

    private static func coverage(
        _ title: String, _ isHit: @escaping @Sendable (Scores) -> Bool?
    ) -> CalibrationProbe {
        CalibrationProbe(kind: .coverage, title: title, nominal: 0.95, goal: 0.93...0.97) {
            scores, _ in
            // An interval that could not be had holds nothing.
            isHit(scores) ?? false
        }
    }

    // MARK: - Lift

    /// A fused configuration against members.
    private struct LiftCase: Sendable {
        let title: String
        let fused: Entrant
        let members: [Entrant]

        func estimate(_ scores: Scores) -> LiftEstimate? {
            LiftEstimate(fused: scores[fused], members: members.map { scores[$0] })
        }
    }

    private static let unequal = LiftCase(
        title: "members of different skill", fused: .panelOfUnequals,
        members: Entrant.panelOfUnequals.members)
    private static let equal = LiftCase(
        title: "equal members", fused: .panelOfEquals, members: Entrant.panelOfEquals.members)
    /// The least favourable to the lower limit: with one member in the running, it is no safer
    /// than a plain t limit.
    private static let oneRival = LiftCase(
        title: "no lift, one member as good", fused: .oak, members: [.ash, .weakest])
    private static let threeRivals = LiftCase(
        title: "no lift, all members as good", fused: .oak, members: [.ash, .elm, .fir])

    private static func lifts(_ truth: CalibrationTruth) -> [CalibrationProbe] {
        let cases = [unequal, equal, oneRival, threeRivals]
        let both = cases.map { lift in
            let value = truth.lift(lift.fused, over: lift.members)
            return CalibrationProbe(
                kind: .coverage, title: "Lift, [L, U]: \(lift.title)", nominal: 0.95,
                goal: 0.93...1
            ) { scores, _ in
                guard let estimate = lift.estimate(scores), let low = estimate.lowerLimit(),
                    let high = estimate.upperLimit()
                else { return false }
                return low <= value && value <= high
            }
        }
        let lower = cases.map { lift in
            let value = truth.lift(lift.fused, over: lift.members)
            return CalibrationProbe(
                kind: .coverage, title: "Lift, L alone: \(lift.title)", nominal: 0.975,
                goal: 0.96...1
            ) { scores, _ in
                lift.estimate(scores)?.lowerLimit().map { $0 <= value } ?? false
            }
        }
        return both + lower
    }

    /// The cases whose naive lift is held against the true one.
    static let naiveLifts: [(title: String, fused: Entrant, members: [Entrant])] =
        [equal, threeRivals, unequal].map { ("Naive lift: \($0.title)", $0.fused, $0.members) }

    // MARK: - Comparisons without a difference

    private static var comparisons: [CalibrationProbe] {
        let lifts = [oneRival, threeRivals].map { lift in
            falseAlarms("Panel beats every member, one-sided: \(lift.title)") { scores, _ in
                lift.estimate(scores)?.pValue
            }
        }
        return [
            falseAlarms("Paired t test: equal solos") { scores, _ in
                PairedDifference(scores[.ash], scores[.elm])?.pValue
            },
            falseAlarms("Sign flips: equal solos") { scores, seed in
                PairedDifference(scores[.ash], scores[.elm])
                    .flatMap { SignFlip($0.differences, seed: seed)?.pValue }
            },
        ] + lifts
    }

    private static func falseAlarms(
        _ title: String, _ pValue: @escaping @Sendable (Scores, UInt64) -> Double?
    ) -> CalibrationProbe {
        CalibrationProbe(kind: .falseAlarms, title: title, nominal: 0.05, goal: 0...0.06) {
            scores, seed in
            pValue(scores, seed).map { $0 < 0.05 } ?? false
        }
    }
}
