/// How a judge's verdicts fall on gold ones, counted. MET is the positive class; on a negative
/// criterion that means the fault was found.
///
/// Counts of several answers, axes or polarities can be added up. Show the polarities apart: most
/// negative criteria are UNMET, and a judge who never sees a fault agrees with gold on them.
package struct AgreementCounts: Sendable, Equatable, Hashable {
    /// MET by both.
    package private(set) var truePositives: Int
    /// MET by the judge alone.
    package private(set) var falsePositives: Int
    /// MET by gold alone.
    package private(set) var falseNegatives: Int
    /// UNMET by both.
    package private(set) var trueNegatives: Int

    package init(
        truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int
    ) {
        precondition(
            min(truePositives, falsePositives, falseNegatives, trueNegatives) >= 0,
            "there is no negative count")
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
        self.trueNegatives = trueNegatives
    }

    /// - Parameter verdicts: one per criterion, true for MET.
    package init(_ verdicts: some Sequence<(gold: Bool, judge: Bool)>) {
        self = .zero
        for verdict in verdicts {
            switch (verdict.gold, verdict.judge) {
            case (true, true): truePositives += 1
            case (false, true): falsePositives += 1
            case (true, false): falseNegatives += 1
            case (false, false): trueNegatives += 1
            }
        }
    }

    /// Criteria.
    package var count: Int { goldMet + goldUnmet }
    package var goldMet: Int { truePositives + falseNegatives }
    package var goldUnmet: Int { falsePositives + trueNegatives }
    package var judgeMet: Int { truePositives + falsePositives }
    package var judgeUnmet: Int { falseNegatives + trueNegatives }

    /// The same criteria with judge and gold in each other's place.
    package var swapped: AgreementCounts {
        AgreementCounts(
            truePositives: truePositives, falsePositives: falseNegatives,
            falseNegatives: falsePositives, trueNegatives: trueNegatives)
    }

    /// The same criteria with UNMET as the positive class.
    package var inverted: AgreementCounts {
        AgreementCounts(
            truePositives: trueNegatives, falsePositives: falseNegatives,
            falseNegatives: falsePositives, trueNegatives: truePositives)
    }
}

extension AgreementCounts: Poolable {
    package static let zero = AgreementCounts(
        truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0)

    package mutating func add(_ other: AgreementCounts, times: Int) {
        truePositives += other.truePositives * times
        falsePositives += other.falsePositives * times
        falseNegatives += other.falseNegatives * times
        trueNegatives += other.trueNegatives * times
    }

    package static func + (a: AgreementCounts, b: AgreementCounts) -> AgreementCounts {
        pooled([a, b])
    }
}
