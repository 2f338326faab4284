import Comparison
import Statistics
import Vocabulary

/// One run as several judges see it, side by side and never averaged.
package struct SeveralJudgesReport: RenderedReport, Sendable {
    let several: SeveralJudges

    package init(_ several: SeveralJudges) { self.several = several }

    var isSimulated: Bool { several.judges.contains { $0.results.isSimulated } }

    package func markdown() -> String {
        [
            header, summary, familySection, scoreSection, agreementSection, dependenceSection,
            preferenceSection, claimSection,
        ].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var header: String {
        let run = several.judges[0].results.run
        let simulated =
            isSimulated
            ? """
            **Simulated.** Every model, page and judge behind these numbers is made up by the \
            built-in simulator. They say nothing about real models, whatever names appear.


            """ : ""
        let judges = several.judges.map { judge in
            "- Judge: \(Escape.markdown(judge.name)), verdicts in pass 1: \(judge.verdicts.count)"
        }
        return """
            # \(Escape.markdown(run?.name ?? "Verdicts from files")), as \(several.judges.count) \
            judges see it

            \(simulated)\(judges.joined(separator: "\n"))
            """
    }

    /// What holds whoever judges, in a sentence or two.
    private var summary: String {
        let claims = several.claims
        guard !claims.isEmpty else {
            return "There are no two configurations with scores to say anything about."
        }
        func count(_ standing: JudgedClaim.Standing) -> Int {
            claims.count { $0.standing == standing }
        }
        let changed = claims.count(where: \.changesSign)
        let uneven =
            several.unevenAnswers > 0
            ? """
             **Not all judges have scored the same answers:** \(several.unevenAnswers) lack a \
            score of some judge, so differences between judges may be differences between answers.
            """ : ""
        return """
            Of \(claims.count) pairs and lifts, **\(count(.underAll)) are shown under every judge**, \
            \(count(.underSome)) under some only, and \(count(.reverses)) are shown one way by one \
            judge and the other way by another; \(count(.underNone)) are shown under none. In \
            \(changed) of them, shown or not, judges put the difference on different sides of 0.\(uneven)
            """
    }

    private var familySection: String {
        guard !several.sharedFamilies.isEmpty else { return "" }
        let lines = several.sharedFamilies.map { shared in
            let roles = shared.roles.map(\.words).joined(separator: " and ")
            return "- \(Escape.markdown(shared.judge)) shares its family, "
                + "\(Escape.markdown(shared.family)), with \(roles) of "
                + "\(Escape.markdown(shared.configuration))."
        }
        return """
            ## Judges of the family of what they judge

            **Judges tend to be kinder to their own.** Read these rows under a judge of another \
            family.

            \(lines.joined(separator: "\n"))
            """
    }

    private var scoreSection: String {
        var table = MarkdownTable(
            [("Configuration", .left)]
                + several.judges.flatMap { judge -> [(String, MarkdownTable.Alignment)] in
                    [
                        (Escape.markdown(judge.name), .right), ("95 % interval", .right),
                        ("Rank", .right),
                    ]
                })
        for configuration in several.configurations {
            let cells = several.judges.flatMap { judge -> [String] in
                let row = judge.row(configuration)
                let isOwn = several.sharedFamilies.contains {
                    $0.judge == judge.name && $0.configuration == configuration.id
                        && $0.roles.contains(.author)
                }
                return [
                    Figures.percent(row?.scores.score) + (isOwn ? " †" : ""),
                    Figures.percents(row?.scores.interval),
                    row?.standing.map { standing in
                        let ranks = standing.ranks
                        return ranks.count == 1
                            ? "\(ranks.lowerBound)" : "\(ranks.lowerBound)–\(ranks.upperBound)"
                    } ?? "–",
                ]
            }
            table.add([Escape.markdown(configuration.id)] + cells)
        }
        let dagger =
            several.sharedFamilies.contains { $0.roles.contains(.author) }
            ? " †: written by a model of that judge's family." : ""
        return """
            ## Scores by judge

            \(table.text)

            Levels of different judges do not compare; ranks and differences do. A mean over judges \
            would hide where they part, so there is none.\(dagger)
            """
    }

    private var agreementSection: String {
        var table = MarkdownTable([
            ("Judge", .left), ("Judge", .left), ("Verdicts", .right), ("Agreement", .right),
            ("κ", .right), ("AC1", .right), ("κ, positive", .right), ("AC1, positive", .right),
            ("κ, negative", .right), ("AC1, negative", .right), ("τ of scores", .right),
        ])
        let figure = JudgeTestReport.coefficient
        for pair in several.pairs {
            let (positive, negative) = (pair.byPolarity[.positive], pair.byPolarity[.negative])
            table.add([
                Escape.markdown(pair.first), Escape.markdown(pair.second), "\(pair.counts.count)",
                Figures.percent(pair.counts.agreement), figure(pair.counts.kappa),
                figure(pair.counts.gwetAC1), figure(positive?.kappa), figure(positive?.gwetAC1),
                figure(negative?.kappa), figure(negative?.gwetAC1), figure(pair.kendall),
            ])
        }
        return """
            ## How far they say the same

            \(table.text)

            Verdicts: of the first pass, where both have one. τ: Kendall's τ_b of the \
            configurations' scores. Judges who agree can be wrong together.
            """
    }

    private var dependenceSection: String {
        let dependence = several.dependence
        guard dependence.common > 0 else { return "" }
        let verdicts =
            dependence.effectiveByVerdicts.map { count in
                """
                Their verdicts go together with a correlation of \
                \(JudgeTestReport.coefficient(dependence.verdictCorrelation)), as those of \
                \(Figures.fixed(count, 1)) independent judges would. Judges also agree because they are \
                right, so this makes them look fewer than they are; errors that all of them share \
                can't be seen in it at all.
                """
            } ?? "How their verdicts go together can't be said: they do not vary."
        let errors: String
        if dependence.withGold == 0 {
            errors = "Without gold labels nobody knows how far their errors go together."
        } else if let count = dependence.effectiveByErrors {
            errors = """
                On the \(dependence.withGold) of them with a gold label, their errors correlate at \
                \(JudgeTestReport.coefficient(dependence.errorCorrelation)): \
                \(dependence.judges) judges are worth \(Figures.fixed(count, 1)).
                """
        } else {
            errors = """
                On the \(dependence.withGold) of them with a gold label there are too few errors to \
                say how far these go together.
                """
        }
        return """
            ## What they are worth together

            On \(dependence.common) criteria of answers all of them have a verdict. \(verdicts) \
            \(errors)
            """
    }

    private var preferenceSection: String {
        guard !several.preferences.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Judge", .left), ("Against", .left), ("Its family", .left), ("Own", .right),
            ("Others", .right), ("Tasks", .right), ("Kinder by", .right),
            ("95 % interval", .right), ("p", .right), ("p, sign flip", .right),
        ])
        for preference in several.preferences {
            table.add([
                Escape.markdown(preference.judge), Escape.markdown(preference.otherJudge),
                Escape.markdown(preference.family), "\(preference.own.count)",
                "\(preference.others.count)\(preference.isMutual ? " ‡" : "")",
                "\(preference.difference.count)", Figures.points(preference.difference.mean),
                Figures.points(preference.difference.interval()),
                Figures.probability(preference.difference.pValue),
                Figures.probability(preference.signFlipP),
            ])
        }
        let mutual =
            several.preferences.contains(where: \.isMutual)
            ? " ‡: all others are of the other judge's family, whose own preference is in it too."
            : ""
        return """
            ## Self-preference

            \(table.text)

            Kinder by: points that the judge gives answers written by its own family beyond those \
            by others, less what the other judge does; means per task. Levels of the judges cancel. \
            Without gold it can't be told which of the two is right.\(mutual)
            """
    }
}

extension SharedFamily.Role {
    /// Who it is.
    fileprivate var words: String {
        switch self {
        case .author: "the author"
        case .analyst: "the analyst"
        case .member: "a panel member"
        }
    }
}
