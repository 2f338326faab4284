import Comparison
import JSONText
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
            Self.table("Configuration", configurations), Self.table("Model", models), exposure,
            evidence, limits,
        ].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var verdict: String {
        let tainted = answers.count(where: \.isTainted)
        let scored = answers.count(where: \.isScored)
        return tainted == 0
            ? "No scored answer shows a trace of the benchmark's questions or answers, of \(scored)."
            : "**\(tainted) of \(scored) scored answers are tainted:** their research, drafts or text "
                + "show what the benchmark asks or wants to hear."
    }

    private static func table(_ title: String, _ rows: [Row]) -> String {
        var table = MarkdownTable([
            (title, .left), ("Answers", .right), ("Tainted", .right), ("Kept away", .right),
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
        let rates = models.filter { $0.answers > 0 && $0.tainted > 0 }
        guard !rates.isEmpty else { return "" }
        let shares = rates.map { Double($0.tainted) / Double($0.answers) }
        guard let mean = Averages.mean(shares) else { return "" }
        let panels = [1, 2, 3, 4].map { size in
            "\(size): \(Figures.percent(TaintedContrast.exposure(chance: mean, panelSize: size))) %"
        }
        return """
            With the mean chance of these models, an answer of a panel of so many is tainted with \
            \(panels.joined(separator: ", ")). A panel reads more, so it meets more, and that looks \
            like lift.
            """
    }

    private static let mostListed = 60

    private var evidence: String {
        let lines = answers.flatMap { answer in
            answer.findings.filter { !$0.finding.wasKeptAway }.map { (answer, $0) }
        }.enumerated().sorted { a, b in
            let (first, second) = (a.element.1.finding, b.element.1.finding)
            return first.severity != second.severity
                ? first.severity > second.severity : a.offset < b.offset
        }.map(\.element)
        guard !lines.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Task", .left), ("Member", .right), ("Evidence", .left),
            ("Shows", .left), ("Tier", .left), ("Where", .left), ("What", .left),
        ])
        for (answer, found) in lines.prefix(Self.mostListed) {
            let finding = found.finding
            table.add([
                Escape.markdown(answer.unit.configurationID), Escape.markdown(answer.unit.taskID),
                found.member.map { "\($0 + 1)" } ?? "", finding.evidence.rawValue,
                finding.severity.rawValue, finding.tier?.rawValue ?? "",
                Escape.markdown(Self.cut(finding.url ?? "")),
                Escape.markdown(Self.cut(finding.detail)),
            ])
        }
        let rest = lines.count - Self.mostListed
        return "## Evidence that got through\n\n\(table.text)"
            + (rest > 0 ? "\n\nAnd \(rest) more; --format json has them all." : "")
    }

    private static func cut(_ text: String) -> String {
        text.count > 120 ? "\(text.prefix(120))…" : text
    }

    private var limits: String {
        let unseen = configurations.filter { $0.unseen > 0 }
        let imported =
            unseen.isEmpty
            ? ""
            : " How \(unseen.map { Escape.markdown($0.name) }.joined(separator: ", ")) came by "
                + "its answers can't be seen; only the texts are looked into."
        return """
            Kept away: answers whose research ran into something that was kept from the model. Tainted: \
            what got through shows the question or the answer key; words in common with a rubric \
            (overlap) are a reason to look and no proof, and do not count. Paraphrases, translations \
            and pictures are not recognised.\(imported)
            """
    }

    // MARK: - JSON

    package func json() -> JSONValue {
        func list(_ rows: [Row], _ key: String) -> JSONValue {
            .array(
                rows.map { row in
                    [
                        key: .string(row.name), "answers": .integer(row.answers),
                        "tainted": .integer(row.tainted), "kept_away": .integer(row.keptAway),
                        "seen": .object(
                            JSONObject(
                                pairs: LeakFinding.Severity.allCases.map {
                                    ($0.rawValue, .integer(row.seen[$0] ?? 0))
                                })),
                        "unseen_research": .integer(row.unseen),
                    ]
                })
        }
        return [
            "run": results.headerJSON, "tainted": .bool(isTainted),
            "configurations": list(configurations, "configuration"),
            "models": list(models, "model"),
            "findings": .array(
                answers.flatMap { answer in
                    answer.findings.map { found in
                        [
                            "configuration": .string(answer.unit.configurationID),
                            "task_id": .string(answer.unit.taskID),
                            "generation": .integer(answer.unit.generation),
                            "member": found.member.map { .integer($0) } ?? .null,
                            "scored": .bool(answer.isScored),
                            "kept_away": .bool(found.finding.wasKeptAway),
                            "evidence": .string(found.finding.evidence.rawValue),
                            "severity": .string(found.finding.severity.rawValue),
                            "tier": (found.finding.tier?.rawValue).json,
                            "url": found.finding.url.json, "detail": .string(found.finding.detail),
                        ]
                    }
                }),
        ]
    }
}
