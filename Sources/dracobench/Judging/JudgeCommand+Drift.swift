import ArgumentParser
import Catalog
import Comparison
import JSONText
import Reports
import Statistics
import Vocabulary

extension JudgeCommand {
    /// `dracobench judge anchor`
    struct Anchor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Freezes graded answers, to see later whether the judge has drifted.")

        @Option(help: "The judge's definition: a name under rubrics/judges, or the path of a file.")
        var judge: String

        @Option(help: "Freeze answers of this stored run.")
        var run: String?

        @Option(help: "With --run, the results file. Default: the usual one.")
        var results: String?

        @Option(help: "With --run, so many of its tasks.")
        var tasks: Int?

        @Option(help: "Independent judgings of every answer; the more, the surer the reference.")
        var repeats = 5

        @Option(help: "The file to write, such as rubrics/anchors/2026-11.jsonl.")
        var to: String

        @OptionGroup var source: GoldOptions
        @OptionGroup var options: JudgeOptions

        func validate() throws {
            try JudgeCommand.check(repeats: repeats, format: .markdown)
            guard (source.gold == nil) != (run == nil) else {
                throw ValidationError("Freeze answers of --gold FILE or of --run RUN; give one.")
            }
        }

        func run() async throws {
            try AnchorFile.checkPlace(to)
            let workspace = try options.home.workspace()
            let (trials, spec) = try options.trials(in: workspace)
            let material: JudgeMaterial
            var dataset = source.dataset
            if let gold = try source.source(in: workspace) {
                material = gold.material
            } else {
                let stored = try await StoredRun(runID: run, results, in: workspace)
                    .material(tasks: tasks)
                (material, dataset) = (stored.material, stored.datasetName)
            }
            let least = JudgeAnchor.enoughAnswers
            guard material.items.count >= least else {
                throw CommandFailure(
                    "There are \(material.items.count) answers and an anchor needs \(least); take more."
                )
            }
            let trial = try await trials.trial(
                of: JudgeOnTrial(spec: spec, definition: try workspace.judge(judge)),
                on: material, repeats: repeats)
            try JudgeCommand.requireVerdicts(of: trial)
            let counts = FrozenAnswers.counts(of: trial)
            let frozen = FrozenAnswers(
                dataset: dataset, judgeID: trial.judge.id, judgeModel: trial.judge.model,
                judgeName: trial.judge.promptName, repeats: repeats, date: wallClock(),
                answers: material.items.map { item in
                    FrozenAnswers.Answer(
                        id: item.answerID, taskID: item.task.id, text: item.text,
                        counts: counts[item.answerID] ?? [:])
                })
            try AnchorFile.write(frozen, to: to)
            Terminal.say("Froze \(frozen.answers.count) answers in \(to).")
        }
    }

    /// `dracobench judge drift`
    struct Drift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judges frozen answers again and charts whether the judge has drifted.",
            discussion: """
                Adds the judging to the anchor's file, and ends with 1 on an alarm. Until the cause \
                is known, scores from before and after an alarm should not be compared.
                """)

        @Argument(help: "The anchor's file.")
        var anchor: String

        @Option(help: "The judge's definition, as when the anchor was made.")
        var judge: String?

        @Option(help: "Independent judgings of every answer.")
        var repeats = JudgeOptions.usualRepeats

        @Flag(help: "Chart another judge's verdicts beside those of the anchor's.")
        var otherJudge = false

        @Flag(help: "Only chart what was judged so far.")
        var chartOnly = false

        @Option(help: "markdown or json.")
        var format = TableFormat.markdown

        @OptionGroup var options: JudgeOptions

        func validate() throws { try JudgeCommand.check(repeats: repeats, format: format) }

        func run() async throws {
            let workspace = try options.home.workspace()
            var tasks: [ResearchTask] = []
            var frozen = try AnchorFile.read(anchor) { name throws(CatalogError) in
                tasks = try workspace.dataset(name).tasks
                return tasks
            }
            if !chartOnly {
                let judging = try await judged(frozen, tasks, workspace)
                try AnchorFile.append(judging, to: anchor)
                frozen.history.append(judging)
            }
            let drift = JudgeDrift(
                reference(of: frozen, tasks), history: frozen.rejudgings(tasks))
            let report = DriftReport(drift)
            Terminal.print(format == .json ? report.json().prettyText : report.markdown())
            guard report.isQuiet else {
                throw CommandFailure("The judge has drifted; see the report.", code: .checkFailed)
            }
        }

        private func judged(
            _ frozen: FrozenAnswers, _ tasks: [ResearchTask], _ workspace: Workspace
        ) async throws -> FrozenAnswers.Rejudging {
            let (trials, spec) = try options.trials(in: workspace)
            let date = wallClock()
            let trial = try await trials.trial(
                of: JudgeOnTrial(
                    spec: spec, definition: try workspace.judge(judge ?? frozen.judgeName),
                    // Asked anew each time, whatever was stored before.
                    salt: "at-\(Int(date * 1000))"),
                on: frozen.material(tasks), repeats: repeats)
            guard trial.judge.id == frozen.judgeID || otherJudge else {
                throw CommandFailure(
                    """
                    This is not the judge of the anchor (\(frozen.judgeName) by \
                    \(frozen.judgeModel)), and a shift could be the difference of the two; nothing \
                    was added. Name that judge, or add --other-judge if its provider has replaced it.
                    """)
            }
            return FrozenAnswers.Rejudging(
                date: date, judgeID: trial.judge.id, counts: FrozenAnswers.counts(of: trial))
        }

        private func reference(
            of frozen: FrozenAnswers, _ tasks: [ResearchTask]
        ) -> JudgeAnchor {
            let byID = tasks.byID
            return JudgeAnchor(
                judge: JudgeRecord(
                    id: frozen.judgeID, model: frozen.judgeModel, promptName: frozen.judgeName,
                    promptVersion: "", promptSHA256: "", reasoning: nil, temperature: nil,
                    maxOutputTokens: nil, endpoint: ""), date: frozen.date,
                answers: frozen.answers.compactMap { answer in
                    guard let rubric = byID[answer.taskID]?.rubric else { return nil }
                    let criteria = rubric.criteria.compactMap { criterion in
                        answer.counts[criterion.id].map { count in
                            JudgeAnchor.Criterion(
                                key: criterion.key, weight: criterion.weight,
                                reference: RepeatedVerdicts(met: count.met, runs: count.runs))
                        }
                    }
                    return JudgeAnchor.Answer(
                        id: answer.id, positiveWeight: Double(rubric.positiveWeight),
                        criteria: criteria)
                })
        }
    }
}

extension FrozenAnswers {
    /// Verdicts that could be had, by answer and criterion.
    fileprivate static func counts(of trial: JudgeTrial) -> [String: [String: Count]] {
        trial.questions.reduce(into: [:]) { counts, question in
            let verdicts = question.rulings.compactMap(\.verdict)
            guard !verdicts.isEmpty else { return }
            counts[question.answerID, default: [:]][question.criterion.id] = Count(
                met: verdicts.count { $0 == .met }, runs: verdicts.count)
        }
    }

    fileprivate func material(_ tasks: [ResearchTask]) -> JudgeMaterial {
        let byID = tasks.byID
        return JudgeMaterial(
            name: "anchor-\(judgeName)",
            items: answers.compactMap { answer in
                guard let task = byID[answer.taskID] else { return nil }
                return JudgeMaterial.Item(
                    answerID: answer.id, configurationID: nil, task: task,
                    criteria: task.rubric.criteria.filter { answer.counts[$0.id] != nil },
                    text: answer.text, gold: [:])
            })
    }

    /// The later judgings under the keys of criteria.
    fileprivate func rejudgings(_ tasks: [ResearchTask]) -> [JudgeAnchor.Rejudging] {
        let byID = tasks.byID
        let rubrics = Dictionary(
            answers.map { ($0.id, byID[$0.taskID]?.rubric) },
            uniquingKeysWith: { first, _ in first })
        return history.map { judging in
            var verdicts: [String: [String: RepeatedVerdicts]] = [:]
            for (answerID, counts) in judging.counts {
                for criterion in rubrics[answerID]??.criteria ?? [] {
                    guard let count = counts[criterion.id] else { continue }
                    verdicts[answerID, default: [:]][criterion.key] = RepeatedVerdicts(
                        met: count.met, runs: count.runs)
                }
            }
            return JudgeAnchor.Rejudging(date: judging.date, verdicts: verdicts)
        }
    }
}

extension [ResearchTask] {
    fileprivate var byID: [String: ResearchTask] {
        Dictionary(map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
