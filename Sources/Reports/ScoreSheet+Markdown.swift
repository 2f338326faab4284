import Statistics
import Vocabulary

extension ScoreSheet {
    package func markdown() -> String {
        var table = MarkdownTable(
            [
                ("Configuration", .left), ("Pass", .right), ("Tasks", .right), ("Score", .right),
                ("Pass rate", .right),
            ] + Axis.allCases.map { ($0.shortTitle, .right) })
        for group in groups {
            table.add(
                [Escape.markdown(group.configuration), "\(group.pass)", "\(group.summary.tasks)"]
                    + Self.cells(group.summary))
        }
        let overall = Summary(entries: entries)
        table.add(["overall", "all", "\(overall.tasks)"] + Self.cells(overall))
        var paragraphs = [table.text]
        if hasBounds {
            paragraphs.append(
                "Ranges are bounds: it lies between, whatever the missing verdicts are.")
        }
        if unscoredTasks > 0 {
            let tasks = unscoredTasks == 1 ? "1 task has" : "\(unscoredTasks) tasks have"
            paragraphs.append("\(tasks) no verdict and no score.")
        }
        return paragraphs.joined(separator: "\n\n") + "\n"
    }

    private static func cells(_ summary: Summary) -> [String] {
        let axes = Axis.allCases.map { axis in
            summary.mean { score in score.axes.first { $0.axis == axis }?.score }
        }
        return ([summary.mean(\.normalized), summary.mean(\.passRate)] + axes).map { value in
            guard let value else { return Figures.percent(nil) }
            return value.low == value.high
                ? Figures.percent(value.low)
                : "\(Figures.percent(value.low))–\(Figures.percent(value.high))"
        }
    }
}
