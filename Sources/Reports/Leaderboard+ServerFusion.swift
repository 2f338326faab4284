import Comparison
import JSONText
import Statistics
import Vocabulary

extension Leaderboard {
    /// Whether the provider ran the fusions that it was asked for; nothing where it was asked for
    /// none.
    var serverFusionSection: String {
        let outcomes = standings.serverFusions
        guard !outcomes.isEmpty else { return "" }
        let statuses = ServerFusionRecord.Status.allCases
        var table = MarkdownTable(
            [("Configuration", .left)] + statuses.map { ($0.heading, .right) } + [
                ("Not told", .right), ("Without analysis", .right), ("Drafts lost", .right),
                ("Panel, answered or failed", .left),
            ])
        for outcome in outcomes {
            table.add(
                [Escape.markdown(outcome.configuration.id)]
                    + statuses.map { "\(outcome.counts[$0] ?? 0)" } + [
                        "\(outcome.untold)", "\(outcome.withoutAnalysis)",
                        "\(outcome.lostDrafts)", Self.panels(of: outcome),
                    ])
        }
        return """
            ## Fusion by the provider

            \(table.text)

            Counted by answer, from what the provider tells of its own work: complete, with exactly \
            the panel that was asked for; partial, with members that failed; another panel; failed, \
            with nothing to use; capped, called again in the same turn; not run, so that the outer \
            model answered alone. Their scores count all the same. Costs are what was billed for the \
            whole; tokens of the inner calls are not told.
            """
    }

    private static func panels(of outcome: ServerFusionOutcome) -> String {
        let shown = outcome.panels.prefix(3).map { panel in
            let names = panel.models.map(Escape.markdown).joined(separator: ", ")
            return "\(names.isEmpty ? "not told" : names) (\(panel.answers))"
        }
        let more = outcome.panels.count - shown.count
        return shown.isEmpty
            ? "–" : shown.joined(separator: "; ") + (more > 0 ? "; \(more) more" : "")
    }

    /// How often models took up the fusion that they were offered, and what it brought.
    var escalationSection: String {
        let outcomes = standings.escalations
        guard !outcomes.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Fusion", .left), ("Answers", .right), ("Share", .right),
            ("Score", .right), ("95 % interval", .right), ("$ per answer", .right),
            ("Over solo", .right), ("95 % interval", .right), ("Tasks", .right),
        ])
        for outcome in outcomes {
            let all = outcome.escalated.answers + outcome.alone.answers
            for (name, group) in [("called", outcome.escalated), ("not called", outcome.alone)] {
                let share = all > 0 ? Double(group.answers) / Double(all) : nil
                table.add([
                    Escape.markdown(outcome.configuration.id), name, "\(group.answers)",
                    share.map { "\(Figures.fixed($0 * 100, 0)) %" } ?? "–",
                    Figures.percent(group.score?.mean),
                    Figures.percents(group.score?.interval()?.clamped(to: 0...1)),
                    group.answers == 0 ? "–" : Figures.dollars(group.cost),
                    Figures.points(group.overSolo?.mean),
                    Figures.points(group.overSolo?.interval()),
                    group.overSolo.map { "\($0.count)" } ?? "–",
                ])
            }
        }
        return """
            ## Escalation

            \(table.text)

            The model decides on which tasks it calls the fusion, so that the two rows of a \
            configuration are of different tasks and their scores do not compare. Over solo: against \
            the same model's solo row on the same tasks, paired; "–" where the suite has none. The \
            configuration's own row above holds both.
            """
    }

    var serverFusionJSON: JSONValue {
        .array(
            standings.serverFusions.map { outcome in
                [
                    "configuration": .string(outcome.configuration.id),
                    "statuses": .object(
                        JSONObject(
                            pairs: ServerFusionRecord.Status.allCases.map {
                                ($0.rawValue, .integer(outcome.counts[$0] ?? 0))
                            })),
                    "not_told": .integer(outcome.untold),
                    "without_analysis": .integer(outcome.withoutAnalysis),
                    "lost_drafts": .integer(outcome.lostDrafts),
                    "panels": .array(
                        outcome.panels.map { panel in
                            [
                                "models": .array(panel.models.map { .string($0) }),
                                "answers": .integer(panel.answers),
                            ]
                        }),
                ]
            })
    }

    var escalationJSON: JSONValue {
        .array(
            standings.escalations.map { outcome in
                [
                    "configuration": .string(outcome.configuration.id),
                    "solo": outcome.solo.map { .string($0.id) } ?? .null,
                    "called": outcome.escalated.json, "not_called": outcome.alone.json,
                ]
            })
    }
}

extension EscalationOutcome.Group {
    fileprivate var json: JSONValue {
        [
            "answers": .integer(answers), "score": (score?.mean).percentJSON,
            "interval": (score?.interval()?.clamped(to: 0...1)).percentJSON,
            "cost_per_answer_usd": (cost?.dollars).json,
            "over_solo": (overSolo?.mean).percentJSON,
            "over_solo_interval": (overSolo?.interval()).percentJSON,
            "tasks": .integer(overSolo?.count ?? 0),
        ]
    }
}

extension ServerFusionRecord.Status {
    fileprivate var heading: String {
        switch self {
        case .complete: "Complete"
        case .partial: "Partial"
        case .otherPanel: "Another panel"
        case .failed: "Failed"
        case .capped: "Capped"
        case .notRun: "Not run"
        }
    }
}
