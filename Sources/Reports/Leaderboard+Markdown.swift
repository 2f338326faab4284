import Comparison
import Statistics
import Vocabulary

extension Leaderboard {
    package func markdown() -> String {
        let sections = [
            ReportHeader(results: results).markdown, scoreTable, validitySection, liftSection,
            serverFusionSection, escalationSection, contaminationSection,
            decompositionSection, coverageSection, shortfallSection, costSection, domainSection,
            noiseSection, readingsSection, footers,
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    // MARK: - What the numbers rest on

    private var validitySection: String {
        let beyond = rows.filter { !$0.findings.isEmpty }
        guard !beyond.isEmpty else { return "" }
        let lines = beyond.map { row in
            "- \(Self.name(row.scores)): "
                + row.findings.map(\.sentence).joined(separator: "; ") + "."
        }
        return """
            ## Invalid

            \(lines.joined(separator: "\n"))

            \(includesInvalid
                ? "They are ranked here because it was asked for."
                : "They take no part in ranks and lifts; `--include-invalid` ranks them all the same.")
            """
    }

    /// For rows that have not every answer scored: what other policies would say.
    private var coverageSection: String {
        let partial = rows.filter { row in
            row.scores.coverage.bounds.map { $0.low != $0.high } ?? false
        }
        guard !partial.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Score", .right), ("Completed only", .right),
            ("Adjusted", .right), ("Scored", .right), ("Coverage, 95 %", .right),
            ("Bounds", .right),
            ("Unresolved", .right), ("Passes incomplete", .right),
        ])
        for row in partial {
            let scores = row.scores
            let coverage = Proportion.wilson(
                successes: scores.scored.count, of: scores.tasks.count)
            table.add([
                Self.name(scores), Figures.percent(scores.score),
                Figures.percent(scores.completed), Figures.percent(row.standing?.adjusted),
                "\(scores.scored.count)/\(scores.tasks.count)", Figures.percents(coverage),
                Figures.percents(scores.coverage.bounds), "\(scores.unresolvedTasks)",
                "\(scores.incompletePasses)",
            ])
        }
        return """
            ## Where tasks are missing

            \(table.text)

            Score counts \(results.run == nil
                ? "a task without verdicts"
                : "an answer that was refused, empty, failed or timed out") as 0. Completed only \
            leaves it out, which flatters whoever fails on hard tasks. Adjusted is what the row \
            would have scored on all tasks if these were as hard for it as for the others. Bounds \
            hold the score whatever the missing answers and the incomplete passes, which are left out \
            of the mean, were worth. Unresolved tasks wait for an answer or a verdict, and are in \
            neither mean.
            """
    }

    private var shortfallSection: String {
        guard results.run != nil else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Refused", .right), ("Empty", .right), ("Failed", .right),
            ("Truncated", .right), ("Unanswered", .right), ("Verdicts missing", .right),
            ("Drafts lost", .right), ("Without analysis", .right), ("URLs blocked", .right),
            ("Asked again", .right),
        ])
        var isWorthShowing = false
        for scores in rows.map(\.scores) {
            let counts = [
                scores.count(of: .refused), scores.count(of: .empty), scores.failedCount,
                scores.count(of: .truncated), scores.unansweredUnits, scores.missingVerdicts,
                scores.lostDrafts, scores.missingAnalyses, scores.blockedURLs,
                scores.answersPutAside,
            ]
            if counts.contains(where: { $0 > 0 }) { isWorthShowing = true }
            table.add([Self.name(scores)] + counts.map(String.init))
        }
        guard isWorthShowing else { return "" }
        return """
            ## What did not come, and what was kept away

            \(table.text)\(asked)
            """
    }

    /// A second draw for those that went wrong alone favours whoever goes wrong.
    private var asked: String {
        rows.contains { $0.scores.answersPutAside > 0 }
            ? """
            \n\nAsked again: answers that `run --redo` put aside. Where only bad ones are drawn anew, \
            scores rise by that alone.
            """ : ""
    }

    private var costSection: String {
        guard results.run != nil else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Answers", .right), ("Judging", .right),
            ("× best solo", .right), ("95 % interval", .right), ("On the frontier", .left),
        ])
        for row in rows {
            let frontier = row.standing?.frontier.map { place in
                "\(place.isOnFrontier ? "yes" : "no") (\(Figures.fixed(place.support * 100, 0)) %)"
            }
            table.add([
                Self.name(row.scores), Figures.dollars(row.scores.totalCost),
                Figures.dollars(row.scores.judgeCost), Figures.ratio(row.costRatio?.ratio),
                Figures.range(row.costRatio?.interval) { Figures.ratio($0) }, frontier ?? "–",
            ])
        }
        return """
            ## Costs

            \(table.text)

            Answers is system cost: what answering takes, failed attempts included; a fusion's \
            include its drafts, also those it took from the solo rows. Judging is evaluation cost: \
            what measuring takes, and no part of a system. \
            "?": not known for at least one call. × best solo: over the tasks where both costs are \
            known. On the frontier: no other row scores as much for \
            less; in parentheses the share of resampled task sets in which that holds.
            """
    }

    private var domainSection: String {
        guard domains.count > 1 else { return "" }
        let counts = domains.map { domain in results.tasks.count { $0.domain == domain } }
        var table = MarkdownTable(
            [("Configuration", .left)]
                + zip(domains, counts).map { domain, count in
                    let mark = count < Self.smallCount ? ", small n" : ""
                    return ("\(Escape.markdown(domain)) (\(count)\(mark))", .right)
                })
        for scores in rows.map(\.scores) {
            table.add(
                [Self.name(scores)]
                    + zip(domains, counts).map { domain, count in
                        guard let own = scores.domain(domain) else { return "–" }
                        let interval = own.interval()?.clamped(to: 0...1)
                        let figure =
                            interval == nil
                            ? Figures.percent(own.mean)
                            : "\(Figures.percent(own.mean)) (\(Figures.percents(interval)))"
                        return own.count == count ? figure : "\(figure), \(own.count) tasks"
                    })
        }
        return """
            ## By domain

            \(table.text)

            Scores with 95 % intervals. Where n is small they move by many points from one set of \
            tasks to the next, and nothing is ranked on them.
            """
    }
}

extension ValidityFinding {
    /// What was found, as the middle of a sentence.
    var sentence: String {
        let whose = model.map { "drafts by \(Escape.markdown($0))" } ?? "answers"
        // As many decimals as it takes to see on which side of the limit it is.
        let decimals = (1...4).first {
            Figures.fixed(share * 100, $0) != Figures.fixed(limit * 100, $0)
        }
        let found = Figures.fixed(share * 100, decimals ?? 4)
        let allowed = Figures.fixed(limit * 100, decimals ?? 4)
        let what =
            switch gate {
            case .truncated: "of \(whose) cut off at the token cap"
            case .empty: "of \(whose) empty"
            case .refused: "of \(whose) refused"
            case .withoutSearch: "of \(whose) written without one search that worked"
            case .panelIncomplete: "of answers written without the whole panel that was asked for"
            case .verdictCoverage: "of the weight judged"
            }
        return gate == .verdictCoverage
            ? "\(found) % \(what), \(allowed) % needed" : "\(found) % \(what), \(allowed) % allowed"
    }
}
