import Comparison
import JSONText
import Statistics
import Vocabulary

/// What stands under a leaderboard of scores corrected for what the judge is known to get wrong, or
/// why there are none.
package struct CorrectedSection: RenderedReport, Sendable {
    let figures: CorrectedFigures

    package init(_ figures: CorrectedFigures) { self.figures = figures }

    package func markdown() -> String {
        let reasons = obstacles.map { "- \($0)" }.joined(separator: "\n")
        let refusal =
            """
            No scores corrected for the judge's error rates: they could turn the order of \
            configurations round.

            \(reasons)
            """
        let isEmpty =
            !figures.allowCorrection
            && figures.configurations.allSatisfy { $0.predictionPowered == nil }
        let parts =
            isEmpty
            ? [refusal]
            : [figures.allowCorrection ? "" : refusal, table.text, warnings]
        return (["## Corrected for known judge errors"] + parts).filter { !$0.isEmpty }
            .joined(separator: "\n\n") + "\n"
    }

    private var table: MarkdownTable {
        var table = MarkdownTable([
            ("Configuration", .left), ("Answers", .right), ("As judged", .right),
            ("Rogan–Gladen", .right), ("95 % interval", .right), ("PPI", .right),
            ("95 % interval", .right), ("Graded by people", .right),
        ])
        for figure in figures.configurations {
            table.add([
                Escape.markdown(figure.configurationID), "\(figure.answers)",
                Figures.percent(figure.judged?.mean),
                Figures.percent(figure.corrected?.mean.mean),
                Figures.percents(figure.corrected?.interval),
                Figures.percent(figure.predictionPowered?.mean),
                Figures.percents(figure.predictionPowered?.interval()),
                figure.predictionPowered.map { "\($0.labelled)" } ?? "–",
            ])
        }
        return table
    }

    private var warnings: String {
        let incomplete = figures.configurations.reduce(0) { $0 + $1.incomplete }
        let left =
            incomplete > 0
            ? " \(JudgeTestReport.count(incomplete, "answer")) without all verdicts left out." : ""
        return """
            Secondary figures, which rank nothing: unclamped, each answer alike. Rogan–Gladen takes \
            the judge to err on all answers as on those with labels. PPI holds only if the answers \
            that people graded were drawn at random, and needs \
            \(CorrectedFigures.leastGraded) of them.\(left)
            """
    }

    /// Why error rates are not corrected for, a sentence each.
    var obstacles: [String] {
        let names = figures.configurations.map { Escape.markdown($0.configurationID) }
        guard !names.isEmpty else { return ["The run has no judged answers."] }
        return Polarity.allCases.flatMap { polarity -> [String] in
            let obstacles = figures.conditions[polarity]?.obstacles ?? []
            let unlabelled = obstacles.compactMap { obstacle -> String? in
                if case .unknownErrorRates(let system) = obstacle { return names[system] }
                return nil
            }
            let unknown =
                unlabelled.isEmpty
                ? []
                : [
                    """
                    On \(polarity.rawValue) criteria, gold has no MET or no UNMET label for \
                    \(unlabelled.joined(separator: ", ")), so the judge's error rates there are \
                    unknown: label answers of every configuration.
                    """
                ]
            return unknown
                + obstacles.compactMap { obstacle in
                    switch obstacle {
                    case .unknownErrorRates: nil
                    case .weakJudge(let system, let youden):
                        """
                        On \(polarity.rawValue) criteria of \(names[system]), J is \
                        \(Figures.fixed(youden, 2)), below \
                        \(Figures.fixed(CorrectionConditions.leastYouden, 1)): a correction would \
                        be noise.
                        """
                    case .unknownGap(let first, let second):
                        // Said already where one of them has no rates.
                        unlabelled.contains(names[first]) || unlabelled.contains(names[second])
                            ? nil
                            : """
                            On \(polarity.rawValue) criteria, it can't be bounded how far J parts \
                            between \(names[first]) and \(names[second]): label more answers of both.
                            """
                    case .unequalJudging(let first, let second, let gap):
                        """
                        On \(polarity.rawValue) criteria, J may part by more than \
                        \(Figures.fixed(CorrectionConditions.greatestGap, 1)) between \
                        \(names[first]) and \(names[second]) (95 % interval \
                        \(Figures.range(gap) { Figures.fixed($0, 2) })).
                        """
                    }
                }
        }
    }

    /// Scores are percentages.
    package func json() -> JSONValue {
        [
            "allowed": .bool(figures.allowCorrection),
            "obstacles": .array(obstacles.map { .string($0) }),
            "configurations": .array(
                figures.configurations.map { figure in
                    [
                        "configuration": .string(figure.configurationID),
                        "answers": .integer(figure.answers),
                        "incomplete": .integer(figure.incomplete),
                        "judged": (figure.judged?.mean).percentJSON,
                        "rogan_gladen": (figure.corrected?.mean.mean).percentJSON,
                        "rogan_gladen_interval": (figure.corrected?.interval).percentJSON,
                        "ppi": (figure.predictionPowered?.mean).percentJSON,
                        "ppi_interval": (figure.predictionPowered?.interval()).percentJSON,
                        "graded_by_people": .integer(figure.predictionPowered?.labelled ?? 0),
                    ]
                }),
        ]
    }
}

extension CorrectedScores {
    /// mean ± z(1 − α/2)·se with the error rates' part in it; nil for one answer.
    fileprivate var interval: Interval? {
        standardError.flatMap { error in
            guard error > 0 else { return nil }
            return Interval(
                mean.mean,
                margin: NormalDistribution.quantile(1 - (1 - Confidence.level) / 2) * error)
        }
    }
}
