import Comparison
import Statistics
import Vocabulary

extension JudgeDiffReport {
    // MARK: - Gold

    var goldSection: String {
        guard let gold = difference.gold else { return "" }
        var table = MarkdownTable([
            ("Against gold", .left), ("Criteria", .left), ("Old", .right), ("New", .right),
            ("Change", .right), ("95 % interval", .right),
        ])
        for measure in gold.measures {
            table.add([
                measure.coefficient.title, measure.polarity?.rawValue ?? "all",
                Self.percent(measure.old), Self.percent(measure.new),
                Figures.points(measure.change.estimate), Figures.points(measure.change.interval),
            ])
        }
        var tests = MarkdownTable([
            ("Loss", .left), ("Change", .right), ("p over answers", .right),
            ("p on these answers", .right),
        ])
        for loss in gold.losses {
            tests.add([
                loss.subject.title, Figures.points(loss.change),
                Figures.probability(loss.pByAnswers), Figures.probability(loss.pByRepeats),
            ])
        }
        let unjudged =
            gold.unjudged == 0 ? "" : " \(gold.unjudged) more have no verdict of one judge."
        return """
            ## Gold

            \(gold.questions) questions about \(gold.answers) answers have a gold \
            verdict.\(unjudged) By the majority of repeats, the old judge alone is right on \
            b = \(gold.oldRightOnly), the new one alone on c = \(gold.newRightOnly): \
            p = \(Figures.probability(gold.signFlip?.pValue)) by flipping the signs of answers, \
            \(Figures.probability(gold.mcNemar.durkalski?.pValue)) by Durkalski; as if criteria \
            were independent, McNemar \(Figures.probability(gold.mcNemar.pooled.exactP)) exact, \
            \(Figures.probability(gold.mcNemar.pooled.midP)) mid-p.

            \(table.text)

            In points of 100; intervals by resampling answers.

            \(tests.text)

            Over answers: whether other answers would show a difference, two-sided and adjusted \
            over the rows. On these answers: whether there is a loss beyond the noise of repeats, \
            row by row.
            """
    }

    private static func percent(_ share: Double?) -> String { Figures.percent(share) }

    // MARK: - Flips

    var flipSection: String {
        guard !difference.flips.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Criteria", .left), ("Questions", .right), ("Raw flips %", .right),
            ("Old %", .right), ("New %", .right), ("Excess", .right), ("95 % interval", .right),
            ("MET rate", .right), ("95 % interval", .right),
        ])
        for flips in difference.flips {
            table.add([
                flips.group.title, "\(flips.questions)", Figures.percent(flips.raw.estimate),
                Figures.percent(flips.within?.old.estimate),
                Figures.percent(flips.within?.new.estimate),
                Figures.points(flips.within?.excess.estimate),
                Figures.points(flips.within?.excess.interval),
                Figures.points(flips.leniency.estimate), Figures.points(flips.leniency.interval),
            ])
        }
        let few =
            difference.repeats < JudgeDifference.usualRepeats
            ? " With fewer than \(JudgeDifference.usualRepeats) repeats, noise can't be told." : ""
        return """
            ## Flips

            \(table.text)

            Raw: how often a repeat of one judge and one of the other part; old and new: how often \
            two repeats of one judge do. Excess is what is beyond the mean of these, about 0 where \
            nothing changed. MET rate: its change, in points.\(few)
            """
    }

    // MARK: - Scores

    var scoreSection: String {
        guard let scores = difference.scores else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Old", .right), ("New", .right), ("Shift", .right),
            ("95 % interval", .right), ("p", .right),
        ])
        for shift in scores.configurations + [scores.overall] {
            table.add([
                shift.configurationID.map(Escape.markdown) ?? "Mean of all",
                Figures.percent(shift.old), Figures.percent(shift.new),
                Figures.points(shift.shift), Figures.points(shift.difference.interval()),
                Figures.probability(shift.pValue),
            ])
        }
        return """
            ## Scores

            \(table.text)

            On \(scores.tasks.count) tasks that every configuration has scores for by both \
            judges\(Self.leftOut(scores)). Intervals over tasks; p by the noise of repeats, \
            adjusted over configurations and their pairs.

            \(Self.order(scores))
            """
    }

    private static func leftOut(_ scores: ScoreShifts) -> String {
        var parts: [String] = []
        if !scores.droppedTasks.isEmpty { parts.append("\(scores.droppedTasks.count) tasks") }
        if !scores.unscored.isEmpty {
            parts.append(
                "the configurations " + scores.unscored.map(Escape.markdown).joined(separator: ", ")
            )
        }
        return parts.isEmpty ? "" : "; left out: " + parts.joined(separator: " and ")
    }

    private static func order(_ scores: ScoreShifts) -> String {
        guard scores.configurations.count > 1 else { return "" }
        func names(_ ids: [String]) -> String {
            ids.map(Escape.markdown).joined(separator: ", ")
        }
        guard scores.oldOrder != scores.newOrder || !scores.lifts.isEmpty else {
            return "Both judges put them in the order \(names(scores.oldOrder))."
        }
        var lines = [
            "Old order: \(names(scores.oldOrder)).  ", "New order: \(names(scores.newOrder)).",
        ]
        for swap in scores.swaps {
            lines.append(
                "- \(Escape.markdown(swap.first)) over \(Escape.markdown(swap.second)): "
                    + "\(Figures.points(swap.old)), now \(Figures.points(swap.new)) (change "
                    + "\(Figures.points(swap.difference.interval())), "
                    + "p = \(Figures.probability(swap.pValue)))")
        }
        for lift in scores.lifts {
            lines.append(
                "- Lift of \(Escape.markdown(lift.fusionID)): \(Figures.points(lift.old)) over "
                    + "\(Escape.markdown(lift.oldBest)), now \(Figures.points(lift.new)) over "
                    + "\(Escape.markdown(lift.newBest))\(lift.isReversed ? ": it turns" : "")")
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - Missing verdicts

    var missingSection: String {
        guard let missing = difference.missing else { return "" }
        var table = MarkdownTable([
            ("Judge", .left), ("Rulings", .right), ("Owed %", .right), ("Unreadable %", .right),
            ("Lost on the way", .right), ("Unreadable replies", .right),
        ])
        let sides = [("old", missing.old, difference.old), ("new", missing.new, difference.new)]
        for (name, counts, trial) in sides {
            table.add([
                name, "\(counts.rulings)", Figures.percent(counts.owedShare),
                Figures.percent(counts.unreadableShare), "\(counts.lost)",
                "\(trial.usage.unreadableReplies)",
            ])
        }
        return """
            ## Missing verdicts

            \(table.text)

            Owed: \(Figures.points(missing.change.estimate)) points \
            (\(Figures.points(missing.change.interval))), of which unreadable \
            \(Figures.points(missing.unreadableChange.estimate)) \
            (\(Figures.points(missing.unreadableChange.interval))). Unreadable replies count those \
            that were asked for again.
            """
    }
}

extension GoldChange.Coefficient {
    var title: String {
        switch self {
        case .balancedAccuracy: "Balanced accuracy"
        case .kappa: "Cohen's κ"
        case .gwetAC1: "Gwet's AC1"
        case .matthews: "MCC"
        case .agreement: "Agreement"
        case .sensitivity: "Sensitivity"
        case .specificity: "Specificity"
        }
    }
}

extension FlipChange.Group {
    var title: String {
        switch self {
        case .all: "all"
        case .polarity(let polarity): polarity.rawValue
        case .axis(let axis): axis.shortTitle
        }
    }

    var key: String {
        switch self {
        case .all: "all"
        case .polarity(let polarity): polarity.rawValue
        case .axis(let axis): axis.rawValue
        }
    }
}
