import ArgumentParser
import Catalog
import Comparison
import FoundationEssentials
import JSONText
import Reports
import Vocabulary

extension JudgeCommand {
    /// `dracobench judge test`
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Holds a judge against gold verdicts and sentinels.",
            discussion: """
                Agreement with intervals over answers, error of scores in points, stability over \
                repeats, and sentinels: answers that were changed so that the right verdict is \
                known. Ends with 1 when a sentinel or a limit fails.
                """)

        @Option(help: "The judge's definition: a name under rubrics/judges, or the path of a file.")
        var judge: String

        @Option(help: "Independent judgings of every answer.")
        var repeats = JudgeOptions.usualRepeats

        @Flag(inversion: .prefixedNo, help: "Put sentinels to the judge as well.")
        var sentinels = true

        @Option(
            help: """
                A limit that the judge is held to, as MEASURE=VALUE, such as balanced_accuracy=0.9; \
                may be given again. Measures: \(JudgeThreshold.Measure.all).
                """)
        var limit: [JudgeThreshold] = []

        @Option(help: "Points by which the score of any gold answer may be wrong.")
        var answerErrorLimit: Double?

        @Option(help: "markdown or json.")
        var format = TableFormat.markdown

        @Option(help: "Also write JUnit XML there, for build servers.")
        var junit: String?

        @OptionGroup var source: GoldOptions
        @OptionGroup var options: JudgeOptions

        func validate() throws {
            try JudgeCommand.check(repeats: repeats, format: format)
        }

        func run() async throws {
            let workspace = try options.home.workspace()
            let source = try source.required(in: workspace)
            let (trials, spec) = try options.trials(in: workspace)
            let judge = JudgeOnTrial(spec: spec, definition: try workspace.judge(judge))
            let trial = try await trials.trial(of: judge, on: source.material, repeats: repeats)
            let outcomes =
                sentinels
                ? try await trials.sentinels(of: judge, on: source, trial, repeats: repeats) : []
            let report = JudgeTestReport(
                quality: JudgeQuality(trial, seed: trials.suite.seed),
                gold: .init(
                    name: source.gold.name, sha256: source.gold.sha256,
                    warnings: source.gold.warnings.map(\.description)),
                sentinels: outcomes, thresholds: limit, answerErrorLimit: answerErrorLimit,
                annotators: AnnotatorAgreement(source.gold, trial))
            Terminal.print(format == .json ? report.json().prettyText : report.markdown())
            if let junit {
                try JudgeCommand.write(report.junitXML(), to: junit)
            }
            guard report.isPassed else {
                throw CommandFailure("The judge does not pass; see the report.", code: .checkFailed)
            }
            try JudgeCommand.requireVerdicts(of: trial)
            let unheard = outcomes.filter { $0.obtained == 0 && $0.cases > 0 }
            guard unheard.isEmpty else {
                throw CommandFailure(
                    """
                    Nothing is known of the sentinels \(unheard.map(\.kind).joined(separator: ", ")): \
                    the judge gave no verdict on them.
                    """, code: .incomplete)
            }
        }
    }

    static func check(repeats: Int, format: TableFormat) throws {
        guard (1...100).contains(repeats) else {
            throw ValidationError("--repeats must lie between 1 and 100.")
        }
        if format == .csv {
            throw ValidationError("This report prints markdown or json; choose one of them.")
        }
    }

    /// A trial with gaps says too little to rest anything on.
    static func requireVerdicts(of trial: JudgeTrial) throws {
        let rulings = trial.questions.flatMap(\.rulings)
        let missing = trial.questions.count * trial.repeats - rulings.count { $0.verdict != nil }
        guard missing > 0 else { return }
        throw CommandFailure(
            """
            \(missing) of \(trial.questions.count * trial.repeats) verdicts are missing; the same \
            command again asks only for those. Where most replies can't be read, compare what the \
            judge's instructions ask for with 'reply' in its front matter.
            """, code: .incomplete)
    }

    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure("\(path) can't be written; check the folder and its rights.")
        }
    }
}

extension JudgeTrials {
    /// What the judge made of the sentinels that a gold set allows.
    func sentinels(
        of judge: JudgeOnTrial, on source: GoldOptions.Source, _ goldTrial: JudgeTrial,
        repeats: Int
    ) async throws -> [SentinelOutcome] {
        let sentinels = SentinelTrial(
            source.material, labels: source.gold.labels, seed: suite.seed)
        let trial = try await trial(of: judge, on: sentinels.material, repeats: repeats)
        return sentinels.evaluate(trial, goldTrial, mode: judge.definition.mode)
    }
}

extension AnnotatorAgreement {
    /// Nil where nobody but the label says anything.
    init?(_ gold: GoldSet, _ trial: JudgeTrial) {
        let rulings = Dictionary(
            trial.questions.map {
                ("\($0.answerID)\n\($0.criterion.id)", $0.rulings.compactMap(\.verdict))
            }, uniquingKeysWith: { first, _ in first })
        self.init(
            gold.labels.map { label in
                AnnotatedLabel(
                    label: label.gold, by: label.annotators,
                    judge: rulings["\(label.answerID)\n\(label.criterionID)"] ?? [])
            })
    }
}

extension JudgeThreshold: ExpressibleByArgument {
    public init?(argument: String) {
        let halves = argument.split(separator: "=")
        guard halves.count == 2, let measure = Measure(rawValue: String(halves[0])),
            let limit = Double(halves[1]), limit.isFinite
        else { return nil }
        self.init(measure, limit: limit)
    }
}

extension JudgeThreshold.Measure {
    fileprivate static var all: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
