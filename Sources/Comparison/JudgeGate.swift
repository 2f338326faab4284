import Statistics
import Vocabulary

/// Whether a new judge may take the place of an old one.
///
/// First, whether the judge does anything otherwise than before, by more than its repeats part among
/// themselves (`AnyChange`): if it does not, no rule stops it, however small the material. So a
/// judge that is the same as the old one is stopped by all rules together no more often than
/// `GateThresholds.significance` says. If it does, every rule asks at that level whether the change
/// does harm. Rules that are strict are not held to either.
///
/// Measured over 200 seeds, with verdicts that deviate 3 to 5 times in a hundred, a tenth of the
/// criteria unstable, three repeats, and 40 gold answers of 8 criteria, or 6 configurations on 10
/// tasks of 12 criteria: a judge that is the same is stopped in 2.5 % and 1 %; one that takes a
/// tenth of the faults for there in 93 % and 96 %; one that errs on other gold labels but on no
/// more of them in 4.5 %. The strict rules stopped most judges that were the same.
package struct JudgeGate: Sendable {
    package let thresholds: GateThresholds
    /// One for every rule, in their order.
    package let findings: [Finding]
    /// Matched questions of all that either judge was asked, where these are too few to decide by.
    package let insufficientMatch: Double?

    package struct Finding: Sendable {
        package let rule: GateThresholds.Rule
        package let state: State
    }

    package enum State: Sendable {
        case passed
        /// At least one reason.
        case failed([Reason])
        case notApplied(Obstacle)
    }

    /// Why a judge is stopped.
    package enum Reason: Sendable {
        case loss(GoldChange.Loss, evidence: Evidence)
        case shift(ScoreShifts.Shift)
        case swap(ScoreShifts.Swap)
        case reversal(ScoreShifts.Lift)
        /// Names of sentinels that failed, of so many.
        case sentinels([String], of: Int)
        case missing(MissingChange, p: Double?)
    }

    /// What makes a loss count.
    package enum Evidence: Sendable {
        /// Other answers would show it, and its limit is below the margin.
        case answers
        /// It is beyond the noise of repeats, and above the largest that is allowed.
        case repeats
        /// Its limit is below the margin: the strict rule.
        case limit
    }

    /// Why a rule could not be applied.
    package enum Obstacle: Sendable, Equatable {
        case noQuestions
        case noGold
        case noScores
        case oneConfiguration
        case noSentinels
        case fewRepeats(Int)
        /// Not even a change in all of so many could be told from noise.
        case fewAnswers(Int)
    }

    /// Tests of a judge whose outcome is known beforehand.
    package struct Sentinels: Sendable, Equatable {
        package let count: Int
        /// Names of those with another outcome.
        package let failed: [String]

        package init(count: Int, failed: [String]) {
            self.count = count
            self.failed = failed
        }
    }

    package enum Outcome: String, Sendable {
        case passed
        case failed
        case undecided
    }

    /// - Parameter sentinels: of the new judge; nil where none ran.
    package init(
        _ difference: JudgeDifference, sentinels: Sentinels?, thresholds: GateThresholds
    ) {
        self.thresholds = thresholds
        let matched = difference.matchedShare ?? 0
        insufficientMatch =
            difference.pairs.isEmpty || matched < thresholds.leastMatched ? matched : nil
        let rules = GateRules(difference: difference, thresholds: thresholds)
        findings = GateThresholds.Rule.allCases.map { rule in
            let state: State =
                switch rule {
                case .gold: rules.gold
                case .scores: rules.scores
                case .ranks: rules.ranks
                case .sentinels: GateRules.sentinels(sentinels)
                case .missing: rules.missing
                }
            return Finding(rule: rule, state: state)
        }
    }

    /// Failed where any rule is; otherwise undecided where a required one, or all, could not be
    /// applied, or too few questions are matched.
    package var outcome: Outcome {
        if findings.contains(where: \.hasFailed) { return .failed }
        if insufficientMatch != nil || !unmetRequirements.isEmpty { return .undecided }
        return findings.allSatisfy { !$0.isApplied } ? .undecided : .passed
    }

    /// Required rules that could not be applied.
    package var unmetRequirements: [GateThresholds.Rule] {
        findings.filter { thresholds.required.contains($0.rule) && !$0.isApplied }.map(\.rule)
    }

    package var reasons: [Reason] {
        findings.flatMap { finding -> [Reason] in
            guard case .failed(let reasons) = finding.state else { return [] }
            return reasons
        }
    }
}

extension JudgeGate.Finding {
    package var hasFailed: Bool {
        if case .failed = state { true } else { false }
    }

    package var isApplied: Bool {
        if case .notApplied = state { false } else { true }
    }
}
