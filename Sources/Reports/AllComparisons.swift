import Comparison
import JSONText
import Statistics
import Vocabulary

/// All pairs of configurations of the same results.
package struct AllComparisons: RenderedReport, Sendable {
    let results: RunResults
    let pairs: [Standings.RankedPair]
    /// By pair, of the tests on common tasks.
    let adjusted: [Double?]
    let margin: Double?

    /// - Parameter margin: in points; nil asks nothing about it.
    package init(results: RunResults, margin: Double?) {
        self.results = results
        self.margin = margin
        pairs = Standings(results, includeInvalid: true, seed: results.seed).pairs
        adjusted = Multiplicity.holm(pairs.map(\.comparison.pValue))
    }

    package func markdown() -> String {
        var table = MarkdownTable(
            [
                ("A", .left), ("B", .left), ("Tasks", .right), ("A − B", .right),
                ("95 % interval", .right), ("p", .right), ("p (Holm)", .right),
                ("p, sign flip", .right),
                ("Won/tied/lost", .right), ("Detectable", .right),
            ] + (margin == nil ? [] : [("At least as good", .left)]))
        for (pair, adjusted) in zip(pairs, adjusted) {
            let comparison = pair.comparison
            let difference = comparison.difference
            let claim = comparison.nonInferiority(margin: margin)
            table.add(
                [
                    Escape.markdown(comparison.a.id), Escape.markdown(comparison.b.id),
                    "\(comparison.common.count)", Figures.points(difference?.mean),
                    Figures.points(difference?.interval()), Figures.probability(comparison.pValue),
                    Figures.probability(adjusted),
                    Figures.probability(comparison.signFlip?.pValue),
                    difference.map { "\($0.wins)/\($0.ties)/\($0.losses)" } ?? "–",
                    comparison.detectable.map { Figures.fixed($0 * 100, 1) } ?? "–",
                ] + (margin == nil ? [] : [claim.map { $0.holds ? "yes" : "not shown" } ?? "–"]))
        }
        let header = ReportHeader(results: results).markdown
        guard !pairs.isEmpty else {
            let nothing = "There are no two configurations with scores to compare."
            return "\(header)\n\n## All pairs\n\n\(nothing)\n"
        }
        return [header, "## All pairs", table.text, method, invalidNotes]
            .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var method: String {
        let claim = margin.map { margin in
            " At least as good: A as B, give or take \(Figures.fixed(margin, 1)) points, each pair "
                + "tested on its own at 5 %."
        }
        return """
            Differences in points over the tasks that both have scores for. p: paired t, or by flipping \
            signs where a difference is the same on every task. Holm: corrected over all pairs. Detectable: the true difference that such a comparison finds four times in five \
            without correction; a smaller one that is not found may well be there.\(claim ?? "")
            """
    }

    private var invalidNotes: String {
        results.configurations.compactMap { configuration in
            let scores = ConfigurationScores(configuration, in: results)
            let findings = scores.findings(results.validity)
            guard !findings.isEmpty else { return nil }
            return "- \(Leaderboard.name(scores)) is invalid: "
                + findings.map(\.sentence).joined(separator: "; ") + "."
        }.joined(separator: "\n")
    }

    /// One object for every pair, as `compare A B` prints it.
    package func json() -> JSONValue {
        .array(
            zip(pairs, adjusted).map { pair, adjusted in
                var object = pair.comparison.json(margin: margin)
                object["p_holm"] = adjusted.json
                return .object(object)
            })
    }
}
