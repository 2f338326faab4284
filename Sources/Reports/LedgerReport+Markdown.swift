import Comparison
import Vocabulary

extension LedgerReport {
    package func markdown() -> String {
        [
            ReportHeader(results: results).markdown + "\n" + progress, callSection, costSection,
            cacheSection, departureSection, failureSection,
        ].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var progress: String {
        let aside =
            answersPutAside == 0
            ? "" : ", \(answersPutAside) were put aside and are asked for again"
        return """
            - Progress: \(storedAnswers) of \(plannedAnswers) answers\(aside); \(scoredPasses) of \
            \(plannedPasses) judging passes over them scored
            """
    }

    private var callSection: String {
        guard !ledger.rows.isEmpty else {
            return "## Calls\n\nNo model was asked for anything yet."
        }
        var table = MarkdownTable([
            ("Configuration", .left), ("Role", .left), ("Model", .left), ("Calls", .right),
            ("Failed", .right), ("Retries", .right), ("Input tokens", .right),
            ("Cached", .right), ("Output tokens", .right), ("Cost", .right), ("Time", .right),
        ])
        for row in ledger.rows {
            let totals = row.totals
            let unknown = totals.unknownUsage > 0 ? " + ?" : ""
            table.add([
                Escape.markdown(row.configurationID), row.role.rawValue,
                Escape.markdown(row.model), "\(totals.calls)", "\(totals.failed)",
                "\(totals.retries)", "\(totals.usage.input)\(unknown)",
                Self.share(totals.usage.cachedShare), "\(totals.usage.output)\(unknown)",
                Self.cost(totals), Figures.duration(totals.latencySeconds),
            ])
        }
        return """
            ## Calls

            \(table.text)

            Every call for this run's answers and for its judge's verdicts on them, answers that \
            were put aside included. Failed: without a completion that could be used; refused and \
            empty ones are among them. Cached: share of the input tokens. "+ ?": some calls do not \
            say. "≥": the cost of some calls is not known. Time: of the calls one after the other.
            """
    }

    private var costSection: String {
        var table = MarkdownTable([
            ("Configuration", .left), ("Answering", .right), ("Judging", .right),
            ("Spent in this run", .right), ("Cost of the system", .right),
        ])
        for portion in configurations {
            table.add([
                Escape.markdown(portion.name), Self.cost(portion.system),
                Self.cost(portion.evaluation), Self.cost(portion.system + portion.evaluation),
                Figures.dollars(portion.systemCost),
            ])
        }
        table.add([
            "**All**", Self.cost(system), Self.cost(evaluation), Self.cost(system + evaluation),
            "–",
        ])
        let aside = (system + evaluation).costPutAside
        let asideNote =
            aside > .zero
            ? " \(Figures.dollars(aside)) of what was spent went into answers that were put aside."
            : ""
        return """
            ## Costs

            \(table.text)

            Answering is system cost: researcher, members, analyst and synthesizer. Judging is \
            evaluation cost. Both are what this run spent. Cost of the system is what the row's \
            answers cost by themselves, as the leaderboard has it: with the drafts that were taken \
            from solo answers, which were paid for once and are in each row that uses them, and \
            without what was put aside. "?": not known for at least one answer.\(asideNote)
            """
    }

    private var cacheSection: String {
        let all = system + evaluation
        guard all.usage.cacheRead + all.usage.cacheWrite > 0 else { return "" }
        let (saved, unpriced) = saving()
        let parts = [("answering", true), ("judging", false)].map { name, isSystem in
            let part = saving { $0.isSystem == isSystem }.0
            let usage = isSystem ? system.usage : evaluation.usage
            return "\(name) \(Self.share(usage.cachedShare)), \(Figures.dollars(part))"
        }
        let unknown =
            unpriced.isEmpty
            ? ""
            : " Not counted, as no price is stored: "
                + unpriced.map(Escape.markdown).joined(separator: ", ") + "."
        return """
            ## Cache

            \(Self.share(all.usage.cachedShare)) of the input tokens came from providers' caches, \
            which saved \(Figures.dollars(saved)) at list price (\(parts.joined(separator: "; "))). \
            What was paid for writing to them is taken off.\(unknown)
            """
    }

    private var departureSection: String {
        let lines = ledger.rows.filter(\.totals.billDeparts).map { row in
            let totals = row.totals
            return """
                - \(Escape.markdown(row.configurationID)), \(row.role.rawValue), \
                \(Escape.markdown(row.model)): billed \(Figures.dollars(totals.billedOfBoth)), \
                \(Figures.dollars(totals.computedOfBoth)) at list price \
                (\(Figures.points(totals.billedDeparture ?? 0)) %)
                """
        }
        guard !lines.isEmpty else { return "" }
        return """
            ## Bills that depart from list price by more than 1 %

            \(lines.joined(separator: "\n"))

            Over the calls that have both. The price in `rubrics/prices.yaml` may be out of date, \
            or the bill has more on it than tokens.
            """
    }

    private var failureSection: String {
        guard !ledger.failures.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Role", .left), ("What happened", .left),
            ("Calls", .right),
        ])
        for failure in ledger.failures {
            table.add([
                Escape.markdown(failure.configurationID), failure.role.rawValue,
                failure.sentence, "\(failure.calls)",
            ])
        }
        return "## Calls that came to nothing\n\n\(table.text)"
    }

    // MARK: - Cells

    private static func cost(_ totals: CallTotals) -> String {
        (totals.unknownCosts > 0 ? "≥ " : "") + Figures.dollars(totals.cost)
    }

    private static func share(_ share: Double?) -> String {
        share.map { Figures.percent($0) + " %" } ?? "–"
    }
}

extension LedgerFailure {
    /// In a few words.
    var sentence: String {
        switch (outcome, httpStatus) {
        case (.refused, _): "refused, or empty"
        case (_, let status?) where status >= 400: "HTTP \(status)"
        case (_, .some): "an error in place of a completion"
        case (_, nil): "no reply"
        }
    }
}
