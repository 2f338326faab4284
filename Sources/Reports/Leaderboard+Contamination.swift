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

            Kept away, metadata, question and answer key count answers: something was kept from the \
            model, or it saw that. Tainted tasks rest on a scored answer that saw what the \
            benchmark asks or wants to hear; mere words in common do not count. Without tainted: \
            \(Self.clean(effect.cleanTasks.count)) Tainted as 0: the row's own tainted tasks for \
            nothing, the worst case. Over full exclusion: against the same configuration under the \
            list in full, paired by task, with its 95 % interval. Effect: how much further ahead of \
            the rows without any tainted task the row is on its tainted tasks than on the others; \
            p by permuting which tasks are tainted. `dracobench contamination audit` lists the \
            evidence, `dracobench run SUITE --redo tainted` asks again.
            """
    }

    private static func clean(_ tasks: Int) -> String {
        switch tasks {
        case 0: "no task is clean for all rows."
        case 1: "every row on the one task that is clean for all of them."
        default: "every row over the same \(tasks) tasks that are clean for all of them."
        }
    }

    private static func inflation(_ difference: PairedDifference?) -> String {
        guard let difference else { return "–" }
        let interval = difference.interval().map { " (\(Figures.points($0)))" } ?? ""
        return Figures.points(difference.mean) + interval
    }
}
