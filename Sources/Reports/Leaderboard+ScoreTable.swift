import Comparison
import Statistics
import Vocabulary

extension Leaderboard {
    var scoreTable: String {
        let columns = scoreColumns + (results.run == nil ? [] : runColumns)
        var table = MarkdownTable(columns.map { ($0.title, $0.alignment) })
        for row in rows { table.add(columns.map { $0.cell(row) }) }
        return table.text
    }

    private struct Column {
        let title: String
        var alignment = MarkdownTable.Alignment.right
        let cell: (Standings.Row) -> String
    }

    private var scoreColumns: [Column] {
        let lifts = Dictionary(
            standings.lifts.map { ($0.fusion.id, $0) }, uniquingKeysWith: { first, _ in first })
        return [
            Column(title: "Rank") { $0.standing.map { Self.text($0.ranks) } ?? "–" },
            Column(title: "Tie", alignment: .left) { $0.standing?.letters ?? "" },
            Column(title: "Configuration", alignment: .left) { row in
                Self.name(row.scores) + (row.sharesJudgeFamily ? " †" : "")
                    + (row.findings.isEmpty ? "" : " (invalid)")
            },
            Column(title: "Score") { Figures.percent($0.scores.score) },
            Column(title: "95 % interval") { Figures.percents($0.scores.interval) },
            Column(title: "Scored") { "\($0.scores.scored.count)/\($0.scores.tasks.count)" },
            Column(title: "Pass rate") { Figures.percent($0.scores.passRate) },
        ]
            + Axis.allCases.map { axis in
                Column(title: axis.shortTitle) { Figures.percent($0.scores.axis(axis)) }
            } + [
                Column(title: "Lift at least") { row in
                    Figures.points(lifts[row.scores.configuration.id]?.estimate.lowerLimit())
                }
            ]
    }

    /// What only a run knows.
    private var runColumns: [Column] {
        [
            Column(title: "Cost/task") { Figures.dollars($0.scores.costPerAnswer) },
            Column(title: "× best solo") { Figures.ratio($0.costRatio?.ratio) },
            Column(title: "p50") { Figures.duration($0.scores.latency(0.5)?.seconds) },
            Column(title: "p90") { Figures.duration($0.scores.latency(0.9)?.seconds) },
            Column(title: "Ref/fail/cut") { row in
                [
                    row.scores.count(of: .refused), row.scores.failedCount,
                    row.scores.count(of: .truncated),
                ].map(String.init).joined(separator: "/")
            },
        ]
    }

    private static func text(_ ranks: ClosedRange<Int>) -> String {
        ranks.count == 1 ? "\(ranks.lowerBound)" : "\(ranks.lowerBound)–\(ranks.upperBound)"
    }

    static func name(_ scores: ConfigurationScores) -> String {
        Escape.markdown(scores.configuration.id)
    }
}
