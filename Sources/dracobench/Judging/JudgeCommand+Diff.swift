import ArgumentParser
import Catalog
import Comparison
import JSONText
import Reports
import Vocabulary

extension JudgeCommand {
    /// `dracobench judge diff`
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "An old judge against a new one: what changed, and does it do harm?",
            discussion: """
                With --gold, which of the two is right more often; with --run, what becomes of the \
                scores, ranks and lifts of a stored run. Every answer is judged several times by \
                both, so that a change is told from a judge's own noise. With --gate it ends with 1 \
                when the new judge does harm, and says why.
                """)

        @Argument(help: "The old judge: a name under rubrics/judges, or the path of a file.")
        var old: String

        @Argument(help: "The new judge.")
        var new: String

        @Option(help: "Compare on the answers of this stored run.")
        var run: String?

        @Option(help: "With --run, the results file. Default: the usual one.")
        var results: String?

        @Option(help: "With --run, so many of its tasks.")
        var tasks: Int?

        @Option(help: "Independent judgings of every answer by each judge; 3 at least tell noise.")
        var repeats = JudgeOptions.usualRepeats

        @Option(help: "The new judge's model, in place of the old one's.")
        var newModel: String?

        @Flag(help: "End with 1 when the new judge does harm.")
        var gate = false

        @Option(help: "The gate's thresholds: a name under rubrics/gates, or the path of a file.")
        var thresholds = "default"

        @Flag(inversion: .prefixedNo, help: "With --gold, put sentinels to both judges as well.")
        var sentinels = true

        @Option(help: "markdown or json.")
        var format = TableFormat.markdown

        @OptionGroup var source: GoldOptions
        @OptionGroup var options: JudgeOptions

        func validate() throws {
            try JudgeCommand.check(repeats: repeats, format: format)
            guard (source.gold == nil) != (run == nil) else {
                throw ValidationError("Compare on --gold FILE or on --run RUN; give one of them.")
            }
            if let tasks, tasks < 1 { throw ValidationError("--tasks must be above 0.") }
        }

        func run() async throws {
            let workspace = try options.home.workspace()
            let thresholds = try workspace.gateThresholds(thresholds)
            let (trials, spec) = try options.trials(in: workspace)
            let before = JudgeOnTrial(spec: spec, definition: try workspace.judge(old))
            var after = JudgeOnTrial(spec: spec, definition: try workspace.judge(new))
            if let newModel { after.spec.model = newModel }
            // The same judge twice is asked twice: its second opinion shows the noise.
            let isSame =
                before.spec.model == after.spec.model
                && before.definition.sha256 == after.definition.sha256
            if isSame { after.salt = "again" }

            let gold = try source.source(in: workspace)
            let stored =
                gold == nil
                ? try await StoredRun(runID: run, results, in: workspace).material(tasks: tasks)
                : nil
            guard let material = gold?.material ?? stored?.material else {
                preconditionFailure("validated: one of the two is given")
            }
            let old = try await trials.trial(of: before, on: material, repeats: repeats)
            let new = try await trials.trial(of: after, on: material, repeats: repeats)
            var held: JudgeGate.Sentinels?
            if let gold, sentinels {
                // What the old judge fails as well is nothing that the new one brings.
                let known = try await trials.sentinels(
                    of: before, on: gold, old, repeats: repeats)
                let outcomes = try await trials.sentinels(
                    of: after, on: gold, new, repeats: repeats)
                let failed = outcomes.filter { $0.isWorse(than: known) }
                held = .init(count: outcomes.count, failed: failed.map(\.kind))
            }
            let difference = JudgeDifference(
                from: old, to: new, fusions: stored?.fusions ?? [:],
                precision: .init(seed: trials.suite.seed))
            let judgement = JudgeGate(difference, sentinels: held, thresholds: thresholds)
            let report = JudgeDiffReport(difference: difference, gate: judgement)
            Terminal.print(format == .json ? report.json().prettyText : report.markdown())
            try end(judgement.outcome)
        }

        private func end(_ outcome: JudgeGate.Outcome) throws {
            guard gate else { return }
            switch outcome {
            case .passed: return
            case .failed:
                throw CommandFailure(
                    "The gate stops the new judge; see the report.", code: .checkFailed)
            case .undecided:
                throw CommandFailure(
                    "The gate can't decide, so it does not let the new judge in; see the report.",
                    code: .checkFailed)
            }
        }
    }
}

extension SentinelOutcome {
    /// Whether the kind fails here and did not with the old judge, by more than a case or two that
    /// chance moves over the edge: a one-sided test of the two shares of passed cases at 1 %.
    fileprivate func isWorse(than old: [SentinelOutcome]) -> Bool {
        guard isFailed else { return false }
        guard let before = old.first(where: { $0.kind == kind }) else { return true }
        guard !before.isFailed else { return false }
        let counts = [(before.passed, before.obtained), (passed, obtained)]
        let total = counts.reduce(0) { $0 + $1.1 }
        let share = Double(counts.reduce(0) { $0 + $1.0 }) / Double(max(1, total))
        let variance =
            share * (1 - share)
            * counts.reduce(0.0) { $0 + 1 / Double(max(1, $1.1)) }
        let shares = counts.map { Double($0.0) / Double(max(1, $0.1)) }
        return variance == 0 || (shares[0] - shares[1]) / variance.squareRoot() > 2.326
    }
}
