import Statistics
import Vocabulary

/// The rules of a gate, one by one.
struct GateRules {
    let difference: JudgeDifference
    let thresholds: GateThresholds

    private func isBelowLevel(_ p: Double?) -> Bool {
        p.map { $0 <= thresholds.significance } ?? false
    }

    /// Only for a judge that rules otherwise than before.
    private func isBeyondNoise(_ p: Double?) -> Bool {
        isBelowLevel(difference.change?.pOfVerdicts) && isBelowLevel(p)
    }

    // MARK: - Gold

    var gold: JudgeGate.State {
        guard let gold = difference.gold else { return .notApplied(.noGold) }
        if let obstacle = obstacle(answers: gold.answers, thresholds.gold.isStrict) {
            return .notApplied(obstacle)
        }
        return state(thresholds.gold.isStrict ? strictLosses(gold) : losses(gold))
    }

    private func losses(_ gold: GoldChange) -> [JudgeGate.Reason] {
        gold.losses.filter { $0.change < 0 }.compactMap { loss in
            if isBeyondNoise(loss.pByAnswers), isBelowMargin(loss) {
                return .loss(loss, evidence: .answers)
            }
            let isLarge = loss.change * 100 < -thresholds.gold.largestLossPoints
            return isLarge && isBeyondNoise(loss.pByRepeats)
                ? .loss(loss, evidence: .repeats) : nil
        }
    }

    private func strictLosses(_ gold: GoldChange) -> [JudgeGate.Reason] {
        gold.losses.filter { $0.subject == .balancedAccuracy && isBelowMargin($0) }.map {
            .loss($0, evidence: .limit)
        }
    }

    /// Without an interval the change itself stands for its limit.
    private func isBelowMargin(_ loss: GoldChange.Loss) -> Bool {
        (loss.interval?.low ?? loss.change) * 100 < -thresholds.gold.marginPoints
    }

    // MARK: - Scores and ranks

    var scores: JudgeGate.State {
        guard let scores = difference.scores else { return .notApplied(.noScores) }
        let isStrict = thresholds.scores.isStrict
        if let obstacle = obstacle(answers: scores.answers, isStrict) {
            return .notApplied(obstacle)
        }
        let shifts = [scores.overall] + scores.configurations
        return state(
            shifts.filter(isStrict ? isStrictlyTooLarge : isTooLarge).map { .shift($0) })
    }

    private func isTooLarge(_ shift: ScoreShifts.Shift) -> Bool {
        abs(shift.shift) * 100 > thresholds.scores.leastShiftPoints
            && isBeyondNoise(shift.pValue)
    }

    private func isStrictlyTooLarge(_ shift: ScoreShifts.Shift) -> Bool {
        let points = abs(shift.shift) * 100
        let isSure = shift.difference.interval().map { !$0.contains(0) } ?? true
        return points > thresholds.scores.largestShiftPoints
            || (points > thresholds.scores.leastShiftPoints && isSure)
    }

    var ranks: JudgeGate.State {
        guard let scores = difference.scores else { return .notApplied(.noScores) }
        guard scores.configurations.count > 1 else { return .notApplied(.oneConfiguration) }
        let isStrict = thresholds.ranks.isStrict
        if let obstacle = obstacle(answers: scores.answers, isStrict) {
            return .notApplied(obstacle)
        }
        let swaps = scores.swaps.filter { isStrict || isBeyondNoise($0.pValue) }
        let reversals = scores.lifts.filter {
            $0.isReversed && (isStrict || isBeyondNoise($0.pOfReversal))
        }
        return state(swaps.map { .swap($0) } + reversals.map { .reversal($0) })
    }

    // MARK: - Sentinels and missing verdicts

    static func sentinels(_ sentinels: JudgeGate.Sentinels?) -> JudgeGate.State {
        guard let sentinels, sentinels.count > 0 else { return .notApplied(.noSentinels) }
        return sentinels.failed.isEmpty
            ? .passed : .failed([.sentinels(sentinels.failed, of: sentinels.count)])
    }

    var missing: JudgeGate.State {
        guard let missing = difference.missing, let rise = missing.change.estimate else {
            return .notApplied(.noQuestions)
        }
        let isBeyond =
            rise * 100 > thresholds.missing.largestRisePoints
            && (thresholds.missing.isStrict || isBelowLevel(difference.change?.pOfOwed))
        return isBeyond
            ? .failed([.missing(missing, p: difference.change?.pOfOwed)]) : .passed
    }

    // MARK: - What stands in the way

    private func state(_ reasons: [JudgeGate.Reason]) -> JudgeGate.State {
        reasons.isEmpty ? .passed : .failed(reasons)
    }

    private func obstacle(answers: Int, _ isStrict: Bool) -> JudgeGate.Obstacle? {
        if difference.repeats < thresholds.leastRepeats { return .fewRepeats(difference.repeats) }
        let least = RepeatPermutation.least(
            answers: answers, old: difference.old.repeats, new: difference.new.repeats,
            permutations: difference.precision.permutations)
        return !isStrict && least > thresholds.significance ? .fewAnswers(answers) : nil
    }
}
