import Comparison
import Statistics
import Vocabulary

extension Leaderboard {
    /// What research that met the benchmark did to the scores; nothing where none did.
    var contaminationSection: String {
        let effect = standings.contamination
        let met = effect.rows.contains { row in row.seen.values.contains { $0 > 0 } }
        guard met else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Exclusion", .left), ("Kept away", .right),
            ("Metadata", .right), ("Question", .right), ("Answer key", .right),
            ("Tainted tasks", .right), ("Score", .right), ("Without tainted", .right),
            ("Tainted as 0", .right), ("Over full exclusion", .right), ("Effect", .right),
            ("p", .right),
        ])
        for row in effect.rows {
            table.add(
                [
                    Escape.markdown(row.configuration.id), row.configuration.enforcement.rawValue,
                    "\(row.keptAway)",
                ] + LeakFinding.Severity.allCases.map { "\(row.seen[$0] ?? 0)" } + [
                    "\(row.tainted.count)", Figures.percent(row.score),
                    Figures.percent(row.withoutTainted), Figures.percent(row.taintedAsZero),
                    Self.inflation(row.overFull), Figures.points(row.contrast?.effect),
                    Figures.probability(row.contrast?.pGreater),
                ])
        }
        return """
            ## Contamination

            \(table.text)

            Answers whose research met the benchmark: kept from the model, or seen, by what was shown. \
            Tainted tasks rest on an answer whose model saw what the benchmark asks or wants to hear. \
            Without tainted: every row over the same \(effect.cleanTasks.count) tasks that are clean \
            for all. Over full exclusion: against the same configuration with the exclusion in full, paired by \
            task, with its 95 % interval. Effect: how much more the row gains on its tainted tasks than on the others, over \
            the mean of the rows without any; p by permuting which tasks are tainted. \
            `dracobench contamination audit` lists the evidence, `run --redo tainted` asks again.
            """
    }

    private static func inflation(_ difference: PairedDifference?) -> String {
        guard let difference else { return "–" }
        let interval = difference.interval().map { " (\(Figures.points($0)))" } ?? ""
        return Figures.points(difference.mean) + interval
    }
}
