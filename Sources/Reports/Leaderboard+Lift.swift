import Comparison
import Statistics
import Vocabulary

extension Leaderboard {
    var liftSection: String {
        let lifts = standings.lifts
        let tables = lifts.isEmpty ? [] : [liftTable(lifts), memberTable(lifts)]
        let notes = [liftNotes(lifts), missingLiftNotes].filter { !$0.isEmpty }
        guard !tables.isEmpty || !notes.isEmpty else { return "" }
        return (["## Lift over the members"] + tables + [notes.joined(separator: "\n")])
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Why a ranked fusion is not in the table.
    private var missingLiftNotes: String {
        let known = Set(standings.lifts.map(\.fusion.id))
        let solos = rows.filter { $0.standing != nil && $0.scores.configuration.isSolo }
        return rows.filter { row in
            row.standing != nil && row.scores.configuration.isFusion
                && !known.contains(row.scores.configuration.id)
        }.map { row in
            let panel = row.scores.configuration.models
            let hasMember = solos.contains { solo in
                solo.scores.completed != nil
                    && solo.scores.configuration.enforcement == row.scores.configuration.enforcement
                    && solo.scores.configuration.models.contains(where: panel.contains)
            }
            let why =
                panel.isEmpty
                ? "its panel is the provider's choice; name one under 'panel'"
                : hasMember
                    ? "there is no task that it and its members are all scored on"
                    : "no model of its panel has a valid solo row under the same exclusion"
            return "- \(Self.name(row.scores)): no lift, because \(why)."
        }.joined(separator: "\n")
    }

    private func liftTable(_ lifts: [FusionLift]) -> String {
        var table = MarkdownTable([
            ("Fusion", .left), ("Tasks", .right), ("Score", .right), ("Best member", .left),
            ("Lift over it", .right), ("Its bias", .right), ("Lift, 95 % limits", .right),
            ("p (Holm)", .right),
            ("Beats every member", .left), ("Cross-fitted", .right), ("Over mean member", .right),
            ("Headroom taken", .right),
        ])
        for lift in lifts {
            let estimate = lift.estimate
            let limits = estimate.lowerLimit().map {
                Interval(low: $0, high: estimate.upperLimit())
            }
            table.add([
                Escape.markdown(lift.fusion.id), "\(lift.common.count)",
                Figures.percent(estimate.fusedMean), Escape.markdown(lift.bestMember.id),
                Figures.points(estimate.naive), Figures.points(lift.reselection.bias),
                Figures.points(limits),
                Figures.probability(lift.adjustedP), Self.verdict(lift),
                Figures.points(estimate.crossFit), Figures.points(estimate.overMeanMember),
                Self.headroom(estimate.headroomCaptured),
            ])
        }
        return """
            \(table.text)

            In points, on the tasks that the fusion and all its members with a row of their own are \
            scored on. The limits hold for the best member whichever that is, without choosing it \
            on the same tasks; the lift over the one that came out best is biased downwards where \
            members are close, by about what choosing it anew in every resample takes off. \
            "Beats every member": one-sided p below 0.025 after Holm's correction over the fusions, \
            and without its and its members' tainted tasks, if any, too. Cross-fitted: for every task, \
            over the member that is best on all others. \
            Headroom: the gap between the best member and the best answer of a member to every \
            task.
            """
    }

    /// Members that are close leave hardly any room, and many times of nothing say nothing.
    private static func headroom(_ taken: Double?) -> String {
        guard let taken else { return "–" }
        return taken > 1 ? "> 100 %" : "\(Figures.fixed(taken * 100, 0)) %"
    }

    private static func verdict(_ lift: FusionLift) -> String {
        guard let p = lift.adjustedP else { return "can't be said" }
        return switch lift.isClaimed {
        case true?: "yes"
        case false?: p < FusionLift.significance ? "not without the tainted tasks" : "not shown"
        case nil: "can't be said without the tainted tasks"
        }
    }

    private func memberTable(_ lifts: [FusionLift]) -> String {
        var table = MarkdownTable([
            ("Fusion", .left), ("Member", .left), ("Its score", .right), ("Difference", .right),
            ("95 % interval", .right), ("p", .right), ("Best in", .right),
        ])
        for lift in lifts {
            for (place, member) in lift.members.enumerated() {
                let difference = lift.estimate.differences[place]
                table.add([
                    Escape.markdown(lift.fusion.id), Escape.markdown(member.id),
                    Figures.percent(lift.estimate.memberMeans[place]),
                    Figures.points(difference.mean), Figures.points(difference.interval()),
                    Figures.probability(difference.pValue),
                    "\(Figures.fixed(lift.reselection.frequencies[place] * 100, 0)) %",
                ])
            }
        }
        return """
            \(table.text)

            Fusion less member, paired by task. Best in: share of resampled task sets in which this \
            member is the best of the panel.
            """
    }

    private func liftNotes(_ lifts: [FusionLift]) -> String {
        lifts.flatMap { lift -> [String] in
            let name = Escape.markdown(lift.fusion.id)
            var notes: [String] = []
            if !lift.absentModels.isEmpty {
                let models = lift.absentModels.map(Escape.markdown).joined(separator: ", ")
                notes.append(
                    "- \(name): no solo row to compare with for \(models); the lift is over the rest."
                )
            }
            if !lift.dropped.isEmpty {
                notes.append(
                    "- \(name): \(lift.dropped.count) of \(taskCount) tasks fell out: "
                        + Self.list(lift.dropped) + ".")
            }
            if lift.isBestMemberUnclear, lift.common.count > 1 {
                notes.append(
                    """
                    - \(name): its best member is not identified, members lie within two standard \
                    errors; choosing it anew in every resample moves the lift by \
                    \(Figures.points(lift.reselection.bias)).
                    """)
            }
            if lift.estimate.lowerLimit() == nil {
                notes.append(
                    """
                    - \(name): no limits, because \(lift.common.count == 1
                        ? "one task has no spread"
                        : "a difference is the same on every task").
                    """)
            }
            if let matched = lift.computeMatched, let difference = matched.difference {
                notes.append(
                    """
                    - \(name): against \(Escape.markdown(matched.b.id)), which costs about as much \
                    or more, \(Figures.points(difference.mean)) \
                    (\(Figures.points(difference.interval()))).
                    """)
            }
            return notes
        }.joined(separator: "\n")
    }

    /// Ids one after the other, the first ten of them.
    static func list(_ ids: [String]) -> String {
        let shown = ids.prefix(10).map(Escape.markdown).joined(separator: ", ")
        return ids.count > 10 ? "\(shown) and \(ids.count - 10) more" : shown
    }

    var decompositionSection: String {
        guard !standings.decompositions.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Mixed panel", .left), ("Against", .left), ("Tasks", .right), ("Synthesis", .right),
            ("95 % interval", .right), ("Diversity", .right), ("95 % interval", .right),
            ("Total", .right), ("Synthesis, share", .right),
        ])
        for part in standings.decompositions {
            let effects = part.effects
            table.add([
                Escape.markdown(part.mixed.id),
                part.selfPanels.map { Escape.markdown($0.id) }.joined(separator: ", "),
                "\(part.common.count)", Figures.points(effects.synthesis.mean),
                Figures.points(effects.synthesis.interval()),
                Figures.points(effects.diversity.mean),
                Figures.points(effects.diversity.interval()), Figures.points(effects.total.mean),
                Self.share(effects.synthesisShare),
            ])
        }
        return """
            ## Synthesis and diversity

            \(table.text)

            Synthesis: what self-panels gain over their models. Diversity: what the mixed panel gains \
            over the self-panels; where only one of its models has one, that also holds the change \
            of quality from putting one model's draft for the other's. Total: over the mean of its \
            models. The share has Fieller's interval, and is not identified where the total is not \
            clearly other than 0.
            """
    }

    static func share(_ ratio: RatioEstimate?) -> String {
        guard let ratio, ratio.isIdentified, let interval = ratio.fieller else {
            return "not identified"
        }
        return
            "\(Figures.fixed(ratio.ratio, 2)) (\(Figures.range(interval) { Figures.fixed($0, 2) }))"
    }
}
