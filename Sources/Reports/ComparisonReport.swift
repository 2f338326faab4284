import Comparison
import JSONText
import Statistics
import Vocabulary

/// What can be printed for people and for programs.
package protocol RenderedReport {
    func markdown() -> String
    func json() -> JSONValue
}

/// Two configurations of the same results side by side.
package struct ComparisonReport: RenderedReport, Sendable {
    let results: RunResults
    let a: ConfigurationScores
    let b: ConfigurationScores
    let pair: PairComparison
    /// In 0…1 units.
    let nonInferiority: NonInferiority?
    let margin: Double?

    /// - Parameter margin: in points; nil asks nothing about it.
    package init(
        results: RunResults, a: ConfigurationScores, b: ConfigurationScores, margin: Double?
    ) {
        self.results = results
        self.a = a
        self.b = b
        self.margin = margin
        pair = PairComparison(a, b, seed: results.seed)
        nonInferiority = pair.nonInferiority(margin: margin)
    }

    package func markdown() -> String {
        let names = (Escape.markdown(a.configuration.id), Escape.markdown(b.configuration.id))
        var parts = [
            ReportHeader(results: results).markdown, "## \(names.0) against \(names.1)",
            pair.sentence,
        ]
        if pair.difference != nil { parts.append(figures) }
        let notes = notes
        if !notes.isEmpty { parts.append(notes.map { "- \($0)" }.joined(separator: "\n")) }
        if pair.difference != nil { parts.append(taskTable) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var figures: String {
        var table = MarkdownTable([
            ("On common tasks", .left), (Escape.markdown(a.configuration.id), .right),
            (Escape.markdown(b.configuration.id), .right), ("Difference", .right),
        ])
        let first = a.completedByTask
        let second = b.completedByTask
        table.add([
            "Score, \(pair.common.count) \(pair.common.count == 1 ? "task" : "tasks")",
            Figures.percent(Averages.mean(pair.common.compactMap { first[$0] })),
            Figures.percent(Averages.mean(pair.common.compactMap { second[$0] })),
            Figures.points(pair.difference?.mean),
        ])
        table.add(["95 % interval", "", "", Figures.points(pair.difference?.interval())])
        table.add(["p, paired t", "", "", Figures.probability(pair.difference?.pValue)])
        table.add(["p, sign flip", "", "", Figures.probability(pair.signFlip?.pValue)])
        table.add(["p, signed rank", "", "", Figures.probability(pair.wilcoxon?.pValue)])
        if let difference = pair.difference {
            table.add([
                "Tasks won, tied, lost", "", "",
                "\(difference.wins), \(difference.ties), \(difference.losses)",
            ])
            let superiority = difference.superiority
            let share = superiority?.interval()?.clamped(to: 0...1)
            table.add([
                "Chance to win a task, ties half", "", "",
                Figures.percent(superiority?.mean)
                    + (share.map { " (\(Figures.percents($0)))" } ?? ""),
            ])
        }
        if let range = pair.leaveOneOut {
            table.add([
                "With one task left out", "", "",
                "\(Figures.points(range.low.mean)) to \(Figures.points(range.high.mean))",
            ])
        }
        table.add([
            "Detectable four times in five", "", "",
            pair.detectable.map { Figures.fixed($0 * 100, 1) } ?? "–",
        ])
        if let treated = pair.intentionToTreat {
            let (first, second) = (a.scoreByTask, b.scoreByTask)
            let both = a.tasks.map(\.taskID).filter { first[$0] != nil && second[$0] != nil }
            table.add([
                "\(treated.count) tasks, lost answers as 0",
                Figures.percent(Averages.mean(both.compactMap { first[$0] })),
                Figures.percent(Averages.mean(both.compactMap { second[$0] })),
                Figures.points(treated.mean),
            ])
        }
        if let ratio = pair.costRatio {
            table.add([
                "Cost per task, ratio", Figures.dollars(a.costPerAnswer),
                Figures.dollars(b.costPerAnswer),
                Figures.ratio(ratio.ratio)
                    + (ratio.interval.map { " (\(Figures.range($0) { Figures.ratio($0) }))" }
                        ?? ""),
            ])
        }
        return table.text
    }

    private var notes: [String] {
        var notes: [String] = []
        if let margin {
            let asked = Figures.fixed(margin, 1)
            let name = Escape.markdown(a.configuration.id)
            notes.append(
                nonInferiority.map { claim in
                    "\(name) is \(claim.holds ? "" : "not shown to be ")at least as good, give or "
                        + "take \(asked) points: with 95 % confidence the difference is above "
                        + "\(Figures.points(claim.lowerLimit)) (p "
                        + "\(Figures.probability(claim.pValue)))."
                }
                    ?? "Whether \(name) is at least as good, give or take \(asked) points, can't be "
                    + "said: there is no spread to measure by.")
        }
        if let range = pair.leaveOneOut {
            notes.append(
                "With one task left out, the difference is lowest without "
                    + "\(Escape.markdown(range.low.task)) and highest without "
                    + "\(Escape.markdown(range.high.task)).")
        }
        if !pair.dropped.isEmpty {
            notes.append(
                "\(pair.dropped.count) of \(results.tasks.count) tasks fell out, one of the two "
                    + "having no score on them: \(Leaderboard.list(pair.dropped)).")
        }
        let (first, second) = (a.configuration.enforcement, b.configuration.enforcement)
        if first != second {
            notes.append(
                "The exclusion list is applied differently: \(first.rawValue) and "
                    + "\(second.rawValue). The difference holds what it keeps away.")
        }
        for scores in [a, b] where !scores.taintedTasks.isEmpty {
            notes.append(
                "\(Leaderboard.name(scores)): research met the benchmark on "
                    + "\(scores.taintedTasks.count) of \(scores.tasks.count) tasks.")
        }
        for scores in [a, b] {
            let findings = scores.findings(results.validity)
            guard !findings.isEmpty else { continue }
            notes.append(
                "\(Leaderboard.name(scores)) is invalid: "
                    + findings.map(\.sentence).joined(separator: "; ") + ".")
        }
        return notes
    }

    private var taskTable: String {
        var table = MarkdownTable([
            ("Task", .left), ("Domain", .left), (Escape.markdown(a.configuration.id), .right),
            (Escape.markdown(b.configuration.id), .right), ("Difference", .right),
            ("Outcome", .left),
        ])
        for task in tasks {
            table.add([
                Escape.markdown(task.id), Escape.markdown(task.domain), Figures.percent(task.a),
                Figures.percent(task.b), Figures.points(task.difference), task.outcome,
            ])
        }
        return "## Task by task\n\n\(table.text)"
    }

    private struct Task {
        let id: String
        let domain: String
        let a: Double
        let b: Double
        let difference: Double

        var outcome: String { abs(difference) <= 1e-9 ? "tie" : difference > 0 ? "win" : "loss" }
    }

    private var tasks: [Task] {
        let (first, second) = (a.completedByTask, b.completedByTask)
        return results.tasks.compactMap { task in
            guard let a = first[task.id], let b = second[task.id] else { return nil }
            return Task(id: task.id, domain: task.domain, a: a, b: b, difference: a - b)
        }
    }

    /// The comparison with its context and its tasks; the figures are those of `PairComparison`.
    package func json() -> JSONValue {
        var object = pair.json(margin: margin)
        object["tasks"] = .array(
            tasks.map { task in
                [
                    "task_id": .string(task.id), "domain": .string(task.domain),
                    "a": .number(task.a * 100), "b": .number(task.b * 100),
                    "difference": .number(task.difference * 100), "outcome": .string(task.outcome),
                ]
            })
        object["run"] = results.headerJSON
        return .object(object)
    }
}

extension PairComparison {
    /// - Parameter margin: in points.
    func nonInferiority(margin: Double?) -> NonInferiority? {
        guard let margin, let difference else { return nil }
        return NonInferiority(difference, margin: margin / 100)
    }

    /// What it comes to, in a sentence or two.
    var sentence: String {
        let names = (Escape.markdown(a.id), Escape.markdown(b.id))
        guard let difference else {
            return "\(names.0) and \(names.1) have no task in common on which both have a score."
        }
        let tasks = common.count == 1 ? "one common task" : "\(common.count) common tasks"
        guard let interval = difference.interval() else {
            let why = common.count == 1 ? "of one task" : "the difference is the same on every task"
            return """
                \(names.0) scores \(Figures.points(difference.mean)) points against \(names.1) on \
                \(tasks). No interval: there is no spread to measure by, \(why).
                """
        }
        let found = """
            \(Figures.points(difference.mean)) points on \(tasks) (95 % interval \
            \(Figures.points(interval)), p \(Figures.probability(pValue)))
            """
        guard let pValue, pValue < Self.significance else {
            let power = detectable.map {
                " Such a comparison finds differences from \(Figures.fixed($0 * 100, 1)) points "
                    + "four times in five; a smaller one may well be there."
            }
            return "\(names.0) and \(names.1) are not distinguishable: \(found).\(power ?? "")"
                + lostAnswers
        }
        return
            "\(names.0) is \(difference.mean > 0 ? "better" : "worse") than \(names.1): \(found)."
            + flipped + lostAnswers
    }

    /// Where the test that assumes less does not agree.
    private var flipped: String {
        guard let flip = signFlip, flip.pValue >= Self.significance else { return "" }
        let least = Figures.probability(SignFlip.least(count: common.count))
        return
            " Flipping signs, which assumes less, gives p \(Figures.probability(flip.pValue)); on so "
            + "many tasks it can't give less than \(least)."
    }

    /// Where what the two have in common says something else than the scores that are ranked.
    private var lostAnswers: String {
        guard dependsOnLostAnswers, let all = intentionToTreat else { return "" }
        return
            " **With lost answers as 0, as the leaderboard has it, the difference on \(all.count) "
            + "tasks is \(Figures.points(all.mean)) (\(Figures.points(all.interval())), p "
            + "\(Figures.probability(pForRanks))):** which tasks are counted decides."
    }

    /// Points on the scale of 0 to 100; undefined figures are null.
    func json(margin: Double?) -> JSONObject {
        let interval = difference?.interval()
        var object = JSONObject(pairs: [
            ("a", .string(a.id)), ("b", .string(b.id)), ("n_common", .integer(common.count)),
            ("mean_difference", (difference?.mean).percentJSON),
            ("sd", (difference?.standardDeviation).percentJSON), ("t", (difference?.t).json),
            ("p_t", (difference?.pValue).json), ("ci_low", (interval?.low).percentJSON),
            ("ci_high", (interval?.high).percentJSON), ("p_sign_flip", (signFlip?.pValue).json),
            ("wins", .integer(difference?.wins ?? 0)), ("ties", .integer(difference?.ties ?? 0)),
            ("losses", .integer(difference?.losses ?? 0)), ("mde", detectable.percentJSON),
            ("p_wilcoxon", (wilcoxon?.pValue).json),
            ("standard_error", (difference?.standardError).percentJSON),
            ("standardized_effect", (difference?.standardizedEffect).json),
            ("correlation", (difference?.correlation).json),
            ("superiority", (difference?.superiority?.mean).json),
            ("leave_one_out_low", (leaveOneOut?.low.mean).percentJSON),
            ("leave_one_out_high", (leaveOneOut?.high.mean).percentJSON),
            ("mean_difference_all_tasks", (intentionToTreat?.mean).percentJSON),
            ("cost_ratio", (costRatio?.ratio).json),
            ("cost_ratio_low", (costRatio?.interval?.low).json),
            ("cost_ratio_high", (costRatio?.interval?.high).json),
            ("dropped_tasks", .array(dropped.map { .string($0) })),
        ])
        if let margin {
            let claim = nonInferiority(margin: margin)
            object["margin"] = .number(margin)
            object["non_inferior"] = claim.map { .bool($0.holds) } ?? .null
            object["non_inferiority_limit"] = (claim?.lowerLimit).percentJSON
            object["p_non_inferiority"] = (claim?.pValue).json
        }
        return object
    }
}
