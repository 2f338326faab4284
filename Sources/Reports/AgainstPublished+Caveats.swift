import Vocabulary

extension AgainstPublished {
    /// A reason to read the comparison with care, or not at all.
    enum Caveat: Sendable, Equatable {
        case simulated
        case otherDataset(theirs: String, ours: String)
        case unknownJudge(theirs: String)
        /// - Parameter largestShift: points by which the judge alone moves a published row, where
        ///   the source has several judges.
        case otherJudge(theirs: String, ours: String, largestShift: Double?)
        case otherPrompt(theirs: String, ours: String)
        case otherTaskCount(theirs: Int, ours: Int)
        case otherModels(ids: [String])
        case promptNotStated(ours: String?)
        case otherPasses(theirs: Int, ours: Int)
        case shortRows(names: [String])
        case ownShortRows(ids: [String])
        case otherHarness
        case noInterval(hasPassDeviation: Bool)

        /// Whether differences of scores are then no findings.
        var forbidsLevels: Bool {
            switch self {
            case .simulated, .otherDataset, .unknownJudge, .otherJudge, .otherPrompt,
                .otherTaskCount:
                true
            case .otherModels, .promptNotStated, .otherPasses, .shortRows, .ownShortRows,
                .otherHarness, .noInterval:
                false
            }
        }

        /// Whether differences of lifts are then no findings. The judge is the same on both sides
        /// of a lift, so most of its leniency cancels.
        var forbidsLifts: Bool {
            switch self {
            case .simulated, .otherDataset: true
            case .unknownJudge, .otherJudge, .otherPrompt, .otherTaskCount, .otherModels,
                .promptNotStated, .otherPasses, .shortRows, .ownShortRows, .otherHarness,
                .noInterval:
                false
            }
        }

        /// The word for programs.
        var code: String {
            switch self {
            case .simulated: "simulated"
            case .otherDataset: "other_dataset"
            case .unknownJudge: "unknown_judge"
            case .otherJudge: "other_judge"
            case .otherPrompt: "other_prompt"
            case .otherTaskCount: "other_task_count"
            case .otherModels: "other_models"
            case .promptNotStated: "prompt_not_stated"
            case .otherPasses: "other_passes"
            case .shortRows: "short_rows"
            case .ownShortRows: "own_short_rows"
            case .otherHarness: "other_harness"
            case .noInterval: "no_interval"
            }
        }

        var sentence: String {
            switch self {
            case .simulated:
                return """
                    Our rows are simulated: they say nothing about these models, whatever names \
                    appear.
                    """
            case .otherDataset(let theirs, let ours):
                return "The datasets differ: theirs is \(theirs), ours is \(ours)."
            case .unknownJudge(let theirs):
                return """
                    Theirs were judged by \(theirs) and who judged ours is not known, so levels \
                    must not be compared.
                    """
            case .otherJudge(let theirs, let ours, let largestShift):
                let shift = largestShift.map {
                    " In their own table the judge alone moves a row by up to "
                        + "\(Figures.fixed($0, 1)) points."
                }
                return """
                    The judges differ, so levels must not be compared: theirs is \(theirs), ours \
                    is \(ours).\(shift ?? "")
                    """
            case .otherPrompt(let theirs, let ours):
                return """
                    The judge prompts differ, so levels must not be compared: theirs is \
                    \(theirs), ours is \(ours).
                    """
            case .otherTaskCount(let theirs, let ours):
                return """
                    The tasks differ: theirs were to be \(theirs), ours \(ours), so the means are \
                    over other tasks.
                    """
            case .otherModels(let ids):
                return """
                    Of the same name but of other models than theirs: \
                    \(ids.joined(separator: ", ")). They are no counterparts.
                    """
            case .promptNotStated(let ours):
                let own = ours.map { "; ours is \($0)" } ?? ""
                return """
                    Their judge prompt is not stated\(own). Another prompt alone can move scores \
                    by points.
                    """
            case .otherPasses(let theirs, let ours):
                return """
                    They judged each answer \(Self.times(theirs)), we \(Self.times(ours)): that \
                    changes the judge's noise, not the level.
                    """
            case .shortRows(let names):
                return """
                    Theirs left tasks out of the mean of \(names.joined(separator: "; ")). Under \
                    "all tasks" the missing ones count as 0, with the bounds they allow beside.
                    """
            case .ownShortRows(let ids):
                return "Ours counts missing tasks as 0 too, in \(ids.joined(separator: ", "))."
            case .otherHarness:
                return """
                    Their answers came from other tools and prompts, and models change behind \
                    their names: that alone moves scores.
                    """
            case .noInterval(let hasPassDeviation):
                let what =
                    hasPassDeviation
                    ? "a deviation between judging passes, and no interval over tasks"
                    : "no interval"
                return "Their rows have \(what), so no difference here can be called significant."
            }
        }

        private static func times(_ count: Int) -> String {
            count == 1 ? "once" : "\(count) times"
        }
    }
}

extension AgainstPublished.Caveat {
    /// All that apply, those that forbid a comparison first.
    static func all(
        published: PublishedResults, own: AgainstPublished.OwnRun, judge: PublishedJudge,
        pairs: [AgainstPublished.Pair]
    ) -> [Self] {
        var caveats: [Self] = own.isSimulated ? [.simulated] : []
        if published.dataset.name.lowercased() != own.datasetName.lowercased() {
            caveats.append(.otherDataset(theirs: published.dataset.name, ours: own.datasetName))
        }
        caveats += judging(published, own, judge)
        if !own.rows.isEmpty, own.tasks != published.dataset.tasks {
            caveats.append(.otherTaskCount(theirs: published.dataset.tasks, ours: own.tasks))
        }
        let renamed = pairs.filter { !$0.hasSameModels }.map(\.own.id)
        if !renamed.isEmpty { caveats.append(.otherModels(ids: renamed)) }
        if judge.prompt == nil { caveats.append(.promptNotStated(ours: own.judgePrompt)) }
        if let passes = judge.passes, passes != own.passes {
            caveats.append(.otherPasses(theirs: passes, ours: own.passes))
        }
        let short = published.rows.filter { $0.completed < published.dataset.tasks }
        if !short.isEmpty { caveats.append(.shortRows(names: short.map(\.name))) }
        let ownShort = pairs.map(\.own).filter { $0.completed < $0.tasks }
        if !ownShort.isEmpty { caveats.append(.ownShortRows(ids: ownShort.map(\.id))) }
        if !pairs.isEmpty { caveats.append(.otherHarness) }
        caveats.append(
            .noInterval(hasPassDeviation: published.rows.contains { $0.passDeviation != nil }))
        return caveats
    }

    private static func judging(
        _ published: PublishedResults, _ own: AgainstPublished.OwnRun, _ judge: PublishedJudge
    ) -> [Self] {
        guard let model = own.judgeModel else { return [.unknownJudge(theirs: judge.model)] }
        var caveats: [Self] = []
        if !ModelName.areEqual(model, judge.model) {
            let shifts = published.rows.flatMap { row in
                row.scoresByJudge.map { abs($0.score - row.score) }
            }
            caveats.append(
                .otherJudge(theirs: judge.model, ours: model, largestShift: shifts.max()))
        }
        if let theirs = judge.prompt, let ours = own.judgePrompt, theirs != ours {
            caveats.append(.otherPrompt(theirs: theirs, ours: ours))
        }
        return caveats
    }
}
