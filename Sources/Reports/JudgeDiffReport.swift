import Comparison
import Statistics
import Vocabulary

/// An old judge against a new one, with the verdict of a gate first: for the summary of a pull
/// request's job.
///
/// Explanations come from models that read hostile text; everything that is not ours is escaped and
/// kept to its line.
package struct JudgeDiffReport: RenderedReport, Sendable {
    let difference: JudgeDifference
    let gate: JudgeGate
    let limits: Limits

    /// How much of the flipped verdicts the Markdown shows; JSON has all of them.
    package struct Limits: Sendable, Equatable {
        package var flips: Int
        /// Of the whole text. GitHub takes 1 MiB as a step's summary and drops one that is longer.
        package var bytes: Int
        /// Of an explanation, in Unicode scalars.
        package var explanation: Int

        package init(flips: Int = 50, bytes: Int = 900_000, explanation: Int = 1_000) {
            self.flips = flips
            self.bytes = bytes
            self.explanation = explanation
        }
    }

    package init(difference: JudgeDifference, gate: JudgeGate, limits: Limits = Limits()) {
        self.difference = difference
        self.gate = gate
        self.limits = limits
    }

    package func markdown() -> String {
        let figures = [
            "# Judge change: \(gate.word)", reasons, judges, gateTable, goldSection, flipSection,
            scoreSection, missingSection,
        ].filter { !$0.isEmpty }.joined(separator: "\n\n")
        return figures + "\n" + flipList(room: limits.bytes - figures.utf8.count)
    }

    // MARK: - The verdict and what it is about

    private var reasons: String {
        let sentences = gate.sentences.map { "- " + Escape.markdown($0) }
        return sentences.isEmpty
            ? "No rule of the gate stops the new judge." : sentences.joined(separator: "\n")
    }

    private var judges: String {
        func line(_ title: String, _ trial: JudgeTrial) -> String {
            let judge = trial.judge
            return "\(title): \(Escape.markdown(judge.promptName)) "
                + "\(Escape.markdown(judge.promptVersion)) "
                + "(`\(judge.promptSHA256.prefix(12).filter { $0.isLetter || $0.isNumber })`) by "
                + "\(Escape.markdown(judge.model)), \(trial.repeats) "
                + "\(trial.repeats == 1 ? "repeat" : "repeats"), "
                + "\(trial.usage.calls) calls for \(Figures.dollars(trial.usage.cost))"
        }
        let unmatched = difference.oldOnly + difference.newOnly
        return """
            \(line("Old", difference.old))  
            \(line("New", difference.new))

            \(difference.pairs.count) questions about \(difference.answerCount) answers were asked \
            of both\(unmatched == 0 ? "." : """
                ; \(difference.oldOnly) of the old judge alone and \(difference.newOnly) of the \
                new one alone are left out.
                """) \
            Whether the new judge rules otherwise, beyond the noise of repeats: \
            p = \(Figures.probability(difference.change?.pOfVerdicts)); whether it owes other \
            verdicts: p = \(Figures.probability(difference.change?.pOfOwed)).
            """
    }

    private var gateTable: String {
        var table = MarkdownTable([("Rule", .left), ("Result", .left), ("Why", .left)])
        for finding in gate.findings {
            let isRequired = gate.thresholds.required.contains(finding.rule)
            let rule = finding.rule.rawValue + (isRequired ? " (required)" : "")
            switch finding.state {
            case .passed: table.add([rule, "pass", ""])
            case .failed(let reasons):
                table.add([
                    rule, "**fail**",
                    "\(reasons.count) \(reasons.count == 1 ? "reason" : "reasons")",
                ])
            case .notApplied(let obstacle):
                table.add([rule, "not applied", obstacle.clause(gate.thresholds)])
            }
        }
        let significance = Figures.percent(gate.thresholds.significance)
        return """
            ## Gate \(Escape.markdown(gate.thresholds.name)) \
            \(Escape.markdown(gate.thresholds.version))

            \(table.text)

            A pass means that no harm was found beyond noise at \(significance) %, not that there \
            is none; the intervals below say how much could hide.
            """
    }
}
