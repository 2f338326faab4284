import Statistics
import Vocabulary

extension Leaderboard {
    package func markdown() -> String {
        let sections = [
            header, scoreTable, liftSection, shortfallSection, costSection, domainSection, notes,
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    // MARK: - Header

    private var header: String {
        let run = results.run
        let judge = results.judge
        var lines = ["# \(Escape.markdown(run.name))", ""]
        if let simulation = run.simulation {
            lines += [
                """
                **Simulated.** Every model, page and judge behind these numbers is made up by the \
                built-in simulator (\(Escape.markdown(simulation))). They say nothing about real \
                models, whatever names appear.
                """, "",
            ]
        }
        if run.finishedAt == nil {
            lines += ["**Incomplete.** Run the same suite again to fill what is missing.", ""]
        }
        let revision = run.datasetRevision.map { ", revision \(Escape.markdown($0))" } ?? ""
        let settings = [
            judge.reasoning.map { "reasoning \(Escape.markdown($0))" },
            judge.temperature.map { "temperature \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        lines += [
            """
            - Dataset: \(Escape.markdown(run.datasetName))\(revision), sha256 \
            \(run.datasetSHA256.prefix(12)), \(taskCount) tasks
            """,
            """
            - Judge: \(Escape.markdown(judge.model))\(settings.isEmpty ? "" : " (\(settings))"), \
            one call per criterion, \(run.passes) \(run.passes == 1 ? "pass" : "passes")
            """,
            """
            - Judge prompt: \(Escape.markdown(judge.promptName)) version \
            \(Escape.markdown(judge.promptVersion)), sha256 \(judge.promptSHA256.prefix(12))
            """,
            """
            - Answers: \(run.generations) per task and configuration, seed \(run.seed), exclusion \
            list \(Escape.markdown(run.exclusionName)) (sha256 \(run.exclusionSHA256.prefix(12)))
            """,
            """
            - Run \(Escape.markdown(run.id)), started \(Figures.date(run.startedAt)), dracobench \
            \(Escape.markdown(run.codeVersion)), suite sha256 \(run.suiteSHA256.prefix(12))
            """,
        ]
        return lines.joined(separator: "\n")
    }

    // MARK: - Tables

    private var scoreTable: String {
        var table = MarkdownTable(
            [
                ("#", .right), ("Configuration", .left), ("Score", .right), ("Pass rate", .right),
                ("Tasks", .right),
            ] + Axis.allCases.map { ($0.shortTitle, .right) } + [
                ("Cost/task", .right), ("Median time", .right),
            ])
        for row in rows {
            let scores = row.scores
            table.add(
                [
                    row.rank.map(String.init) ?? "–", Escape.markdown(scores.configuration.id),
                    Figures.percent(scores.normalized), Figures.percent(scores.passRate),
                    "\(scores.scored.count)/\(scores.tasks.count)",
                ] + Axis.allCases.map { Figures.percent(scores.axis($0)) } + [
                    Figures.dollars(scores.costPerAnswer),
                    Figures.duration(scores.medianLatencySeconds),
                ])
        }
        guard hasUnscoredTasks else { return table.text }
        return """
            \(table.text)

            Not every row is scored on all \(taskCount) tasks. Rows that rest on different tasks do \
            not compare as they stand.
            """
    }

    private var liftSection: String {
        guard !lifts.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Fusion", .left), ("Fused score", .right), ("Best member", .left),
            ("Its score", .right), ("Lift", .right), ("Common tasks", .right),
        ])
        for lift in lifts {
            table.add([
                Escape.markdown(lift.configurationID), Figures.percent(lift.fusedScore),
                Escape.markdown(lift.bestMemberID), Figures.percent(lift.bestMemberScore),
                Figures.points(lift.lift), "\(lift.commonTasks)",
            ])
        }
        return """
            ## Lift over the best member

            \(table.text)

            In points, on the tasks that the fusion and all its members with a row of their own \
            have scores for. A point estimate from one run, with no interval yet; the best member \
            is chosen on the same tasks.
            """
    }

    /// What is behind a score that rests on fewer tasks, and what happened on the way.
    private var shortfallSection: String {
        var table = MarkdownTable([
            ("Configuration", .left), ("Refused", .right), ("Empty", .right), ("Failed", .right),
            ("Truncated", .right), ("Unanswered", .right), ("Verdicts missing", .right),
            ("Drafts lost", .right), ("Without analysis", .right), ("URLs blocked", .right),
        ])
        var isWorthShowing = false
        for scores in rows.map(\.scores) {
            let counts = [
                scores.count(of: .refused), scores.count(of: .empty),
                [AnswerStatus.timeout, .modelError, .infraError].reduce(0) {
                    $0 + scores.count(of: $1)
                },
                scores.count(of: .truncated), scores.unansweredUnits,
                scores.missingVerdicts, scores.lostDrafts, scores.missingAnalyses,
                scores.blockedURLs,
            ]
            if counts.contains(where: { $0 > 0 }) { isWorthShowing = true }
            table.add([Escape.markdown(scores.configuration.id)] + counts.map(String.init))
        }
        guard isWorthShowing else { return "" }
        return """
            ## What did not come, and what was kept away

            \(table.text)

            Scores are means over the tasks that have one: an answer that was refused, empty or \
            failed has none, and neither has a pass with a missing verdict.
            """
    }

    private var costSection: String {
        var table = MarkdownTable([
            ("Configuration", .left), ("Answers", .right), ("Judging", .right),
        ])
        for scores in rows.map(\.scores) {
            table.add([
                Escape.markdown(scores.configuration.id), Figures.dollars(scores.totalCost),
                Figures.dollars(scores.judgeCost),
            ])
        }
        return """
            ## Costs

            \(table.text)

            A fusion's answers include its drafts, also those it took from the solo rows. "?": \
            not known for at least one call.
            """
    }

    private var domainSection: String {
        guard domains.count > 1 else { return "" }
        let counts = domains.map { domain in results.tasks.count { $0.domain == domain } }
        var table = MarkdownTable(
            [("Configuration", .left)]
                + zip(domains, counts).map { ("\(Escape.markdown($0)) (\($1))", .right) })
        for scores in rows.map(\.scores) {
            table.add(
                [Escape.markdown(scores.configuration.id)]
                    + zip(domains, counts).map { domain, count in
                        let own = scores.domain(domain)
                        let isWhole = own.tasks == count || own.tasks == 0
                        return Figures.percent(own.mean) + (isWhole ? "" : " (\(own.tasks))")
                    })
        }
        return """
            ## By domain

            \(table.text)

            In parentheses the number of tasks, in a row its own where it has scores for fewer. \
            Means of few tasks move by many points from one run to the next.
            """
    }

    private var notes: String {
        """
        Score: Σ met·weight ÷ Σ positive weight, clamped to 0–100 for every task and pass, averaged \
        over passes, then answers, then tasks. Pass rate: share of criteria that are positive and MET or \
        negative and UNMET. Axis scores apply the score's formula to the axis alone, which is our \
        reading; the DRACO paper gives none. Cost/task: mean over the answers asked for, those \
        that failed included, without judging. Median time: over the answers that came.
        """
    }
}
