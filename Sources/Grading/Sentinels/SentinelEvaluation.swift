import Vocabulary

/// What a judge ruled on one check of a sentinel, repeat by repeat. An odd number of repeats leaves
/// no check half passed; half counts as failed.
package struct SentinelVerdicts: Sendable, Equatable {
    /// On the original text; empty where the case has none. Nil: could not be had.
    package let original: [Verdict?]
    /// On the changed text.
    package let changed: [Verdict?]

    package init(original: [Verdict?] = [], changed: [Verdict?]) {
        self.original = original
        self.changed = changed
    }
}

/// What the judge's draws are independent of each other by.
package enum SentinelUnit: Sendable {
    /// Each criterion is ruled on in a reply of its own.
    case criterion
    /// One reply rules on many criteria of an answer: what moves it moves them together.
    case answer
}

/// Holds a judge's verdicts against what sentinels expect of them.
package struct SentinelEvaluation: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        case passed
        case failed
        /// A verdict that it takes is missing.
        case notObtained = "not obtained"
        /// The verdict on the original is already what the change should bring about, so that the
        /// change can show nothing.
        case notApplicable = "not applicable"
    }

    package struct CheckResult: Sendable, Equatable {
        /// Index of the case in the list that was evaluated.
        package let caseIndex: Int
        package let criterionID: String
        package let outcome: Outcome
        /// Share of MET among the verdicts that were had on the original; nil where there is none.
        package let originalMet: Double?
        /// The same on the changed text.
        package let changedMet: Double?
    }

    package enum Conclusion: String, Sendable {
        case passed
        case failed
        /// With so few checks, no verdicts at all could have failed it.
        case undecided
    }

    package struct KindResult: Sendable, Equatable {
        package let kind: SentinelKind
        /// Checks by outcome.
        package let passed: Int
        package let failed: Int
        package let notObtained: Int
        package let notApplicable: Int
        /// Passed among those that passed or failed; nil where there is none.
        package var share: Double? {
            passed + failed == 0 ? nil : Double(passed) / Double(passed + failed)
        }
        /// Of kinds that must change nothing: the mean over checks of the share of verdicts that
        /// moved, towards the temptation where there is one, else towards MET, less the share that
        /// moved away. Nil for other kinds.
        package let shift: Double?
        /// Chance of so bad an outcome under a judge that is merely noisy, as `SentinelRule` says;
        /// nil where no check was obtained.
        package let pValue: Double?
        package let conclusion: Conclusion
    }

    /// Check by check, in the order of the cases.
    package let checks: [CheckResult]
    /// Kind by kind, those that occur.
    package let kinds: [KindResult]

    /// - Parameters:
    ///   - unit: what one reply of the judge covers.
    ///   - verdicts: those on a criterion in a case; both lists in the order of repeats.
    package init(
        _ cases: [SentinelCase], rule: SentinelRule = SentinelRule(),
        unit: SentinelUnit = .criterion,
        verdicts: (SentinelCase, _ criterionID: String) -> SentinelVerdicts
    ) {
        var checks: [CheckResult] = []
        var readings: [SentinelKind: [SentinelReading]] = [:]
        for (index, sentinel) in cases.enumerated() {
            for check in sentinel.checks {
                let ruled = verdicts(sentinel, check.criterionID)
                let reading = SentinelReading(
                    check.expectation, ruled, answerID: sentinel.answerID)
                checks.append(
                    CheckResult(
                        caseIndex: index, criterionID: check.criterionID,
                        outcome: reading.outcome, originalMet: Self.share(ruled.original),
                        changedMet: Self.share(ruled.changed)))
                readings[sentinel.kind, default: []].append(reading)
            }
        }
        self.checks = checks
        kinds = SentinelKind.allCases.compactMap { kind in
            readings[kind].map { rule.result(kind, $0, unit: unit) }
        }
    }

    /// Share of MET among the verdicts that were had.
    static func share(_ verdicts: [Verdict?]) -> Double? {
        let had = verdicts.compactMap { $0 }
        guard !had.isEmpty else { return nil }
        return Double(had.count { $0 == .met }) / Double(had.count)
    }
}

/// A check with its verdicts, as the rule counts it.
struct SentinelReading {
    let answerID: String
    let outcome: SentinelEvaluation.Outcome
    /// Of checks that have a right verdict: the share of verdicts that are not it.
    private(set) var wrong = 0.0
    /// Of checks that must stay: pairs of repeats that moved to the temptation less those that
    /// moved from it.
    private(set) var moves = 0
    private(set) var pairs = 0
    /// Whether a temptation gives the moves a bad side.
    private(set) var isTempted = false

    init(
        _ expectation: SentinelExpectation, _ verdicts: SentinelVerdicts, answerID: String
    ) {
        self.answerID = answerID
        switch expectation {
        case .mustBe(let verdict):
            (outcome, wrong) = Self.settle(verdict, verdicts)
        case .mustBecome(let verdict):
            guard let original = SentinelEvaluation.share(verdicts.original) else {
                outcome = .notObtained
                return
            }
            let start = verdict == .met ? 1 - original : original
            (outcome, wrong) = start > 0.5 ? Self.settle(verdict, verdicts) : (.notApplicable, 0)
        case .mustStay(let temptation):
            isTempted = temptation != nil
            // Repeats are compared one with one, so that chance moves them as often to as from.
            for case (let before?, let after?) in zip(verdicts.original, verdicts.changed) {
                pairs += 1
                guard before != after else { continue }
                moves += after == temptation ?? .met ? 1 : -1
            }
            outcome =
                pairs == 0 ? .notObtained : 2 * abs(moves) < pairs ? .passed : .failed
        }
    }

    /// The outcome of a check with a right verdict, which most repeats must have, and the share of
    /// those that have it not.
    private static func settle(
        _ verdict: Verdict, _ verdicts: SentinelVerdicts
    ) -> (SentinelEvaluation.Outcome, wrong: Double) {
        guard let met = SentinelEvaluation.share(verdicts.changed) else { return (.notObtained, 0) }
        let wrong = verdict == .met ? 1 - met : met
        return (wrong < 0.5 ? .passed : .failed, wrong)
    }

    /// Whether it counts: both sides were had, and the change could show something.
    var counts: Bool {
        switch outcome {
        case .passed, .failed: true
        case .notObtained, .notApplicable: false
        }
    }
}
