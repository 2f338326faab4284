import Comparison
import Statistics
import Vocabulary

extension Leaderboard {
    /// Where the noise comes from, for runs that repeat anything.
    var noiseSection: String {
        let parts = rows.compactMap { row in row.scores.variance.map { (row.scores, $0) } }
            .filter { $0.1.generations > 1 || $0.1.passes > 1 }
        guard !parts.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Tasks", .right), ("Between tasks", .right),
            ("Between answers", .right), ("Between passes", .right), ("SE, other tasks", .right),
            ("SE, these tasks again", .right),
        ])
        func sd(_ variance: Double?) -> String { Figures.percent(variance?.squareRoot()) }
        for (scores, parts) in parts {
            table.add([
                Self.name(scores), "\(parts.tasks)", sd(parts.task), sd(parts.generation),
                sd(parts.pass),
                Figures.percent(parts.populationError > 0 ? parts.populationError : nil),
                Figures.percent(parts.fixedBenchmarkError),
            ])
        }
        return """
            ## Where the noise comes from

            \(table.text)

            Standard deviations in points, over the tasks that have all their answers and passes; \
            a part that came out below 0 is held there. With one answer per task, the noise between \
            answers is in that between tasks. SE, other tasks: for tasks of this kind. \
            SE, these tasks again: for another run on the very same ones; it needs more than one \
            answer per task.
            """
    }

    /// The same results under other rules of scoring.
    var readingsSection: String {
        let scored = rows.map(\.scores).filter { $0.unclamped != nil }
        guard !scored.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Score", .right), ("Unclamped", .right),
            ("Clamped passes", .right), ("Mean of domains", .right), ("Pooled", .right),
            ("SE", .right), ("SE within domains", .right),
        ])
        for scores in scored {
            let clamped = scores.clampedPasses
            table.add([
                Self.name(scores), Figures.percent(scores.score),
                Figures.percent(scores.unclamped), "\(clamped.clamped)/\(clamped.all)",
                Figures.percent(scores.domainMean), Figures.percent(scores.pooled?.value),
                Figures.percent(scores.estimate?.standardError.flatMap { $0 > 0 ? $0 : nil }),
                Figures.percent(scores.stratifiedError.flatMap { $0 > 0 ? $0 : nil }),
            ])
        }
        return """
            ## Other readings of the score

            \(table.text)

            Unclamped: errors take a task below 0; over the scored tasks. Mean of domains: each \
            domain alike. Pooled: Σ met·weight ÷ Σ positive weight over all scored tasks, which \
            weighs long rubrics more. SE within domains: with the domains as strata; it needs two \
            tasks in each. None of these ranks.
            """
    }

    /// What a reader must know, by rule.
    var footers: String {
        let isRun = results.run != nil
        let method = """
            Score: Σ met·weight ÷ Σ positive weight, clamped to 0–100 for every task and pass, \
            averaged over passes, then answers, then tasks; \(isRun
                ? "an answer that was refused, empty, failed or timed out counts 0"
                : "a task without verdicts counts 0"). \
            Interval: Student's t over tasks. Rank: the ranks that all pairwise tests of \
            these scores leave open, paired by task and Holm-corrected at 5 %; rows that share a letter are not told apart\(isRun
                ? ", and rows with the same letters stand in order of cost" : ""). \
            Lift at least: the lower limit of the lift over every member. Pass rate and axes: \
            means over the scored tasks. Axis scores apply the score's formula to the axis alone, which is our \
            reading; the DRACO paper gives none.
            """
        let costs = """
            Cost/task: system cost, the mean over the answers asked for, those that failed \
            included; evaluation cost, the judging, is apart. \
            × best solo: times the cost of the solo row with the highest score. p50, p90: the time \
            by which half and nine tenths of the answers had come. Ref/fail/cut: answers refused, \
            failed and cut off.
            """
        let list = notes.map { "- \($0)" }.joined(separator: "\n")
        let text = isRun ? "\(method) \(costs)" : method
        return list.isEmpty ? text : "\(text)\n\n\(list)"
    }

    private var notes: [String] {
        [
            judgeFamilyNote, powerNote, repeatNote, smallCountNote, noScoreNote, undefinedNote,
            unpricedNote,
        ].compactMap { $0 }
    }

    private var judgeFamilyNote: String? {
        let marked = rows.filter(\.sharesJudgeFamily).map { Self.name($0.scores) }
        guard !marked.isEmpty, let judge = results.judgeModel else { return nil }
        return """
            † \(marked.joined(separator: ", ")): written by a model of the judge's family \
            (\(Escape.markdown(judge))). Judges are kinder to their own; confirm with a judge of \
            another family.
            """
    }

    private var powerNote: String? {
        let found = standings.pairs.compactMap(\.comparison.detectable)
        guard let low = found.min(), let high = found.max(),
            let middle = Averages.quantile(0.5, of: found)
        else { return nil }
        let range =
            found.count > 1
            ? " (\(Figures.fixed(low * 100, 1)) to \(Figures.fixed(high * 100, 1)), by pair)" : ""
        return """
            Smallest difference that a pairwise comparison here finds four times in five, without \
            correction: \(Figures.fixed(middle * 100, 1)) points\(range). A smaller one that is \
            not found may well be there.
            """
    }

    private var repeatNote: String? {
        guard let run = results.run, run.generations == 1 else { return nil }
        return """
            One answer per task: no estimate of how far a second run on the same tasks would differ. \
            More answers per task buy more precision than more judging passes.
            """
    }

    private var smallCountNote: String? {
        taskCount < Self.smallCount
            ? """
            Only \(taskCount == 1 ? "one task" : "\(taskCount) tasks"): small n. Intervals are wide, \
            and rest on scores being roughly alike in spread.
            """ : nil
    }

    private var noScoreNote: String? {
        let silent = rows.map(\.scores).filter { $0.score == nil }
        guard !silent.isEmpty else { return nil }
        let names = silent.map { scores in
            let count = scores.unresolvedTasks
            let why =
                switch count {
                case 0: "no tasks"
                case 1: "its task waits for an answer or a verdict"
                default: "\(count) tasks wait for an answer or a verdict"
                }
            return "\(Self.name(scores)) (\(why))"
        }
        return "No score: \(names.joined(separator: ", "))."
    }

    private var undefinedNote: String? {
        let alike = rows.map(\.scores).filter { $0.estimate != nil && $0.interval == nil }
        guard !alike.isEmpty else { return nil }
        let names = alike.map { scores in
            let why =
                scores.estimate?.count == 1 ? "one task" : "the same score on every task"
            return "\(Self.name(scores)) (\(why))"
        }
        return "No interval, because there is no spread to measure: "
            + names.joined(separator: ", ") + "."
    }

    private var unpricedNote: String? {
        guard results.run != nil else { return nil }
        let odd = rows.map(\.scores).filter { scores in
            scores.answered.contains { $0.cost.map { !$0.dollars.isFinite } ?? false }
        }
        return odd.isEmpty
            ? nil
            : "Costs that are no finite numbers, taken as unknown: "
                + odd.map { Self.name($0) }.joined(separator: ", ") + "."
    }
}
