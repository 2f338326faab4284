import Statistics
import Vocabulary

/// What a judging took, and what did not come of it.
package struct JudgeEffort: Sendable {
    package let usage: JudgeTrial.Usage
    /// Verdicts that were asked for, and those that came, over all repeats.
    package let planned: Int
    package let obtained: Int
    /// Verdicts that are missing, by whose fault it is.
    package let missing: [VerdictRecord.Failure: Int]

    package init(_ trial: JudgeTrial) {
        usage = trial.usage
        let rulings = trial.questions.flatMap(\.rulings)
        planned = rulings.count
        obtained = rulings.count { $0.verdict != nil }
        missing = rulings.reduce(into: [:]) { missing, ruling in
            if ruling.verdict == nil, let failure = ruling.failure {
                missing[failure, default: 0] += 1
            }
        }
    }

    package var missingCount: Int { planned - obtained }
    /// Missing verdicts for which nobody wrote down a reason.
    package var missingWithoutReason: Int { missingCount - missing.values.reduce(0, +) }
    /// 0…1; nil where nothing was asked.
    package var missingShare: Double? {
        planned > 0 ? Double(missingCount) / Double(planned) : nil
    }

    /// For 1,000 verdicts that came, those included that were asked for in vain; nil where any
    /// cost is unknown, and without a verdict.
    package var costPerThousand: USD? {
        guard obtained > 0 else { return nil }
        return usage.cost.map { USD($0.dollars * 1000 / Double(obtained)) }
    }

    /// Of the calls that came back, in seconds; nil for none.
    package func latency(_ quantile: Double) -> QuantileEstimate? {
        QuantileEstimate(quantile, of: usage.latencies)
    }
}
