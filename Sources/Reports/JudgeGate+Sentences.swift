import Comparison
import Statistics
import Vocabulary

extension JudgeGate {
    /// The outcome in a word.
    var word: String {
        switch outcome {
        case .passed: "PASS"
        case .failed: "FAIL"
        case .undecided: "CAN'T DECIDE"
        }
    }

    /// Why the outcome is what it is, a sentence each. In plain text: names in it are as they came.
    package var sentences: [String] {
        var sentences = reasons.map { $0.sentence(thresholds) }
        if let share = insufficientMatch {
            sentences.append(
                """
                Only \(Figures.percent(share)) % of the questions were asked of both judges, and \
                \(Figures.percent(thresholds.leastMatched)) % are needed; judge the same answers \
                with the same criteria.
                """)
        }
        for finding in findings {
            guard case .notApplied(let obstacle) = finding.state,
                thresholds.required.contains(finding.rule)
            else { continue }
            sentences.append(
                "The rule '\(finding.rule.rawValue)' is required and could not be applied: "
                    + "\(obstacle.clause(thresholds)).")
        }
        if sentences.isEmpty, outcome == .undecided {
            sentences.append("No rule could be applied; the table says why.")
        }
        return sentences
    }
}

extension JudgeGate.Reason {
    /// With the numbers that it goes by.
    func sentence(_ thresholds: GateThresholds) -> String {
        switch self {
        case .loss(let loss, let evidence):
            "\(loss.subject.title) against gold changed by \(Figures.points(loss.change)) points"
                + " (95 % interval \(Figures.points(loss.interval))); "
                + evidence.clause(loss, thresholds.gold) + "."
        case .shift(let shift):
            "The \(shift.configurationID.map { "score of \($0)" } ?? "mean score") shifted by "
                + "\(Figures.points(shift.shift)) points"
                + " (95 % interval over tasks \(Figures.points(shift.difference.interval())), "
                + "p = \(Figures.probability(shift.pValue))); "
                + "\(Figures.fixed(thresholds.scores.leastShiftPoints, 1)) are allowed."
        case .swap(let swap):
            "\(swap.first) was \(Figures.points(swap.old)) points ahead of \(swap.second) and is now "
                + "\(Figures.points(swap.new)) (p = \(Figures.probability(swap.pValue)))."
        case .reversal(let lift):
            "The lift of \(lift.fusionID) turned from \(Figures.points(lift.old)) points over "
                + "\(lift.oldBest) to \(Figures.points(lift.new)) over \(lift.newBest)"
                + " (p = \(Figures.probability(lift.pOfReversal)))."
        case .sentinels(let failed, let count):
            "\(failed.count) of \(count) sentinels failed: \(failed.joined(separator: ", "))."
        case .missing(let missing, let p):
            "Verdicts that the judge owes rose from \(Figures.percent(missing.old.owedShare)) % to "
                + "\(Figures.percent(missing.new.owedShare)) %"
                + " (p = \(Figures.probability(p))); a rise of "
                + "\(Figures.fixed(thresholds.missing.largestRisePoints, 1)) points is allowed."
        }
    }
}

extension JudgeGate.Evidence {
    fileprivate func clause(_ loss: GoldChange.Loss, _ gold: GateThresholds.Gold) -> String {
        let margin = "a lower limit below -\(Figures.fixed(gold.marginPoints, 1))"
        switch self {
        case .answers:
            return "other answers would show it too (p = \(Figures.probability(loss.pByAnswers))), "
                + "with \(margin)"
        case .repeats:
            return "more than \(Figures.fixed(gold.largestLossPoints, 1)), and beyond the noise of "
                + "repeats (p = \(Figures.probability(loss.pByRepeats)))"
        case .limit: return "it has \(margin)"
        }
    }
}

extension JudgeGate.Obstacle {
    /// Without a full stop.
    func clause(_ thresholds: GateThresholds) -> String {
        switch self {
        case .noQuestions: "no question was asked of both judges"
        case .noGold: "no question has a gold verdict and verdicts of both judges"
        case .noScores: "no configuration has a task that both judges scored"
        case .oneConfiguration: "there is one configuration, and no order"
        case .noSentinels: "no sentinel ran"
        case .fewRepeats(let count):
            "each answer was judged \(count == 1 ? "once" : "\(count) times") by a judge, and "
                + "\(thresholds.leastRepeats) times are needed"
        case .fewAnswers(let count):
            "\(count) \(count == 1 ? "answer is" : "answers are") too few to tell any change "
                + "from noise"
        }
    }
}

extension GoldChange.Loss.Subject {
    var title: String {
        switch self {
        case .balancedAccuracy: "Balanced accuracy"
        case .accuracy(let polarity): "Accuracy on \(polarity.rawValue) criteria"
        }
    }

    var key: String {
        switch self {
        case .balancedAccuracy: "balanced_accuracy"
        case .accuracy(let polarity): "\(polarity.rawValue)_accuracy"
        }
    }
}
