import Comparison
import Statistics
import Vocabulary

/// What the research and the texts of a run have to do with the benchmark, configuration by
/// configuration and model by model, with the evidence.
package struct AuditReport: RenderedReport, Sendable {
    let results: RunResults
    let answers: [Answer]

    /// One answer with everything that was found.
    package struct Answer: Sendable {
        package let unit: AnswerUnitRecord
        package let isScored: Bool
        package let findings: [TextFinding]

        package init(unit: AnswerUnitRecord, isScored: Bool, findings: [TextFinding]) {
            self.unit = unit
            self.isScored = isScored
            self.findings = findings
        }

        var isTainted: Bool { isScored && findings.contains { $0.finding.taints } }
    }

    /// - Parameter answers: of the results, in plan order.
    package init(results: RunResults, answers: [Answer]) {
        self.results = results
        self.answers = answers
    }

    /// Whether a scored answer rests on benchmark material.
    package var isTainted: Bool { answers.contains(where: \.isTainted) }

    // MARK: - Figures

    /// Answers of one configuration, or of one model wherever it took part.
    struct Row: Sendable {
        let name: String
        var answers = 0
        var tainted = 0
        var keptAway = 0
        var seen: [LeakFinding.Severity: Int] = [:]
        /// Answers whose research can't be looked into.
        var unseen = 0

        mutating func add(_ findings: [LeakFinding], isTainted: Bool) {
            answers += 1
            if isTainted { tainted += 1 }
            if findings.contains(where: \.wasKeptAway) { keptAway += 1 }
            for severity in LeakFinding.Severity.allCases
            where findings.contains(where: { !$0.wasKeptAway && $0.severity == severity }) {
                seen[severity, default: 0] += 1
            }
        }
    }

    /// In suite order.
    var configurations: [Row] {
        results.configurations.map { configuration in
            var row = Row(name: configuration.id)
            for answer in answers where answer.unit.configurationID == configuration.id {
                row.add(answer.findings.map(\.finding), isTainted: answer.isTainted)
                if configuration.kind == "answers" { row.unseen += 1 }
            }
            return row
        }
    }

    /// Models that researched, in the order in which they come first.
    var models: [Row] {
        var rows: [Row] = []
        for configuration in results.configurations where configuration.kind != "answers" {
            for answer in answers where answer.unit.configurationID == configuration.id {
                for (place, model) in configuration.models.enumerated() {
                    let own = answer.findings.filter {
                        $0.member == (configuration.isFusion ? place : nil)
                    }.map(\.finding)
                    let index =
                        rows.firstIndex { $0.name == model }
                        ?? {
                            rows.append(Row(name: model))
                            return rows.count - 1
                        }()
                    rows[index].add(
                        own, isTainted: answer.isScored && own.contains(where: \.taints))
                }
            }
        }
        return rows
    }

    // MARK: - Markdown

    package func markdown() -> String {
        [
            ReportHeader(results: results).markdown, "## Audit", verdict,
            Self.table("Configuration", "Answers", configurations),
            Self.table("Model", "Answers and drafts", models), exposure, evidenceSection, limits,
        ].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var verdict: String {
        let tainted = answers.count(where: \.isTainted)
        let scored = answers.count(where: \.isScored)
        if scored == 0 { return "No answer is scored, so none counts as tainted." }
        let share = "\(tainted) of \(scored) scored answers \(tainted == 1 ? "is" : "are") tainted"
        return tainted == 0
            ? "\(share): none shows the benchmark's questions or answers."
            : "**\(share):** research, drafts or text show what the benchmark asks or "
                + "wants to hear."
    }

    /// - Parameter counted: what a row counts. Empty without rows.
    private static func table(_ title: String, _ counted: String, _ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "" }
        var table = MarkdownTable([
            (title, .left), (counted, .right), ("Tainted", .right), ("Kept away", .right),
            ("Metadata seen", .right), ("Question seen", .right), ("Answer key seen", .right),
        ])
        for row in rows {
            table.add(
                [
                    Escape.markdown(row.name), "\(row.answers)", "\(row.tainted)",
                    "\(row.keptAway)",
                ] + LeakFinding.Severity.allCases.map { "\(row.seen[$0] ?? 0)" })
        }
        return table.text
    }

    /// What a panel's size does to its chance of meeting the benchmark.
    private var exposure: String {
        let shares = models.map { Double($0.tainted) / Double($0.answers) }
        guard let mean = Averages.mean(shares), mean > 0 else { return "" }
        let panels = [2, 3, 4].map { size in
            let chance = TaintedContrast.exposure(chance: mean, panelSize: size)
            return "\(Figures.percent(chance)) % of panels of \(size)"
        }
        return """
            On average over these models, \(Figures.percent(mean)) % of a model's answers and \
            drafts are tainted. \
            If each met the benchmark by itself, that would be \(panels.joined(separator: ", ")). \
            A panel reads more, so it meets more, and that looks like lift.
            """
    }

    /// Overlap is told from chance by the rubrics of other tasks.
    private var overlap: String {
        results.tasks.count >= Self.leastRubrics
            ? ""
            : " Words in common with a rubric are not judged with fewer than "
                + "\(Self.leastRubrics) tasks."
    }

    private static let leastRubrics = 20

    private var limits: String {
        let unseen = configurations.filter { $0.unseen > 0 }
        let imported =
            unseen.isEmpty
            ? ""
            : " How \(unseen.map { Escape.markdown($0.name) }.joined(separator: ", ")) came by "
                + "its answers can't be seen; only the texts are looked into."
        return """
            Kept away: answers whose research ran into something that was kept from the model. \
            Tainted: the answer is scored, and what got through shows the question or the answer \
            key; words in common with a rubric (overlap) are a reason to look and no proof, and do \
            not count. A draft that a panel took from a solo answer counts in both rows. \
            Paraphrases, translations and pictures are not recognised.\(overlap)\(imported)
            """
    }
}
