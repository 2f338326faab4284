import Vocabulary

extension AgainstPublished {
    package func markdown() -> String {
        let sections = [
            header, verdict, scoreSection, liftSection, unmatchedSection, claimSection, noteSection,
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var header: String {
        """
        # Ours beside \(Escape.markdown(published.id))

        - Published: \(Escape.markdown(published.title)), \(Escape.markdown(published.publisher)), \
        \(published.date), <\(published.url)>
        - Their judge: \(Escape.markdown(judge.settings))
        - Our judge: \(Escape.markdown(own.judgeSettings))
        - Dataset: theirs \(Escape.markdown(published.dataset.name)), \(published.dataset.tasks) \
        tasks; ours \(Escape.markdown(own.datasetName)), \(own.tasks) tasks
        """
    }

    /// What may be compared, before any number.
    private var verdict: String {
        let claim =
            if !areLiftsComparable {
                """
                **Neither levels nor lifts may be compared.** Differences stand in brackets and \
                are no findings.
                """
            } else if !areLevelsComparable {
                """
                **Levels must not be compared.** Differences of scores stand in brackets and are \
                no findings; lifts compare better, since both sides of one have the same judge.
                """
            } else {
                "Levels may be compared, with what follows in mind."
            }
        let list = caveats.map { "- \(Escape.markdown($0.sentence))" }.joined(separator: "\n")
        return claim + "\n\n" + list
    }

    // MARK: - Tables

    private var scoreSection: String {
        guard !pairs.isEmpty else {
            return "## Scores\n\nNone of our rows is one of theirs."
        }
        var table = MarkdownTable([
            ("Theirs", .left), ("Ours", .left), ("Their score", .right), ("Their tasks", .right),
            ("All tasks", .right), ("Our score", .right), ("Our 95 %", .right),
            ("Our tasks", .right),
            ("Difference", .right),
        ])
        for pair in pairs {
            table.add([
                Escape.markdown(pair.published.name), Escape.markdown(pair.own.id),
                Figures.percent(pair.theirs?.score),
                "\(pair.published.completed)/\(published.dataset.tasks)",
                Self.allTasks(pair.theirs), Figures.percent(pair.own.score),
                Self.range(pair.own.interval), "\(pair.own.completed)/\(pair.own.tasks)",
                Self.points(pair.difference, isFinding: isComparable(pair)),
            ])
        }
        return """
            ## Scores

            \(table.text)

            "All tasks" is their mean with missing tasks as 0, as ours is, and where tasks are \
            missing the bounds within which the mean over all tasks must lie. The difference is \
            ours minus that.
            """
    }

    private var liftSection: String {
        guard !lifts.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Fusion", .left), ("Their best member", .left), ("Their lift", .right),
            ("All tasks", .right), ("Our best member", .left), ("Our lift", .right),
            ("Difference", .right),
        ])
        for lift in lifts {
            table.add([
                Escape.markdown(lift.fusion.name), Escape.markdown(lift.member.name),
                Figures.points(lift.published), Figures.points(lift.publishedAllTasks),
                lift.own.map { Escape.markdown($0.memberID) } ?? "–",
                lift.own.map { Figures.points($0.lift) } ?? "–",
                Self.points(lift.difference, isFinding: areLiftsComparable),
            ])
        }
        return """
            ## Lift over the best member

            \(table.text)

            Ours is the difference of two scores above, over our own best member, where the fusion \
            and every member have a row. The leaderboard has lifts with intervals.
            """
    }

    private var unmatchedSection: String {
        func names(_ names: [String]) -> String {
            names.isEmpty ? "none" : Escape.markdown(names.joined(separator: "; "))
        }
        return """
            ## Without a counterpart

            - Theirs: \(names(publishedOnly.map(\.name)))
            - Ours: \(names(ownOnly.map(\.id)))
            """
    }

    private var noteSection: String {
        let rows = published.rows.compactMap { row in row.note.map { "\(row.name): \($0)" } }
        let notes = published.notes + rows
        guard !notes.isEmpty else { return "" }
        return "## About the published rows\n\n"
            + notes.map { "- \(Escape.markdown($0))" }.joined(separator: "\n")
    }

    // MARK: - Cells

    private static func allTasks(_ theirs: Published?) -> String {
        guard let theirs else { return Figures.percent(nil) }
        let mean = Figures.percent(theirs.allTasks)
        return theirs.bounds.lowerBound == theirs.bounds.upperBound
            ? mean : "\(mean) (\(range(theirs.bounds)))"
    }

    private static func range(_ range: ClosedRange<Double>?) -> String {
        guard let range else { return "–" }
        return "\(Figures.percent(range.lowerBound))–\(Figures.percent(range.upperBound))"
    }

    /// In brackets where it is no finding.
    private static func points(_ difference: Double?, isFinding: Bool) -> String {
        guard let difference else { return "–" }
        let text = Figures.points(difference)
        return isFinding ? text : "(\(text))"
    }
}

extension PublishedJudge {
    /// The judge in words; what is not stated says so.
    fileprivate var settings: String {
        let parts = [
            model, prompt.map { "prompt \($0)" } ?? "prompt not stated",
            reasoning.map { "reasoning \($0)" }, temperature.map { "temperature \($0)" },
            passes.map { $0 == 1 ? "1 pass" : "\($0) passes" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension AgainstPublished.OwnRun {
    fileprivate var judgeSettings: String {
        let parts = [
            judgeModel ?? "not known", judgePrompt.map { "prompt \($0)" },
            passes == 1 ? "1 pass" : "\(passes) passes",
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
