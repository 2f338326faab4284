import ArgumentParser
import Catalog
import JSONText
import Reports
import Statistics
import Vocabulary

/// `dracobench score`
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores verdicts from anywhere. No network, no database.",
        discussion: """
            Tasks without any verdict are not scored, and counted. In a task that has some, a \
            missing verdict is an error that names the criterion; with '--missing bounds' the \
            score is given as the two values between which it must lie.
            """)

    @Option(help: "The tasks file, or a dataset's name.")
    var tasks: String

    @Option(help: "The verdict file, JSONL.")
    var verdicts: String

    @Option(help: "What to do about missing verdicts: error or bounds.")
    var missing = Missing.error

    @Option(help: "markdown or json.")
    var format = TableFormat.markdown

    @Flag(
        help: """
            Show every criterion's requirement and verdict, under a canary line; with --format \
            json. Nothing else that is printed holds requirements.
            """)
    var includeRubrics = false

    @OptionGroup var home: WorkspaceOptions

    func validate() throws {
        if includeRubrics, format != .json {
            throw ValidationError("--include-rubrics goes with --format json.")
        }
    }

    enum Missing: String, ExpressibleByArgument, CaseIterable {
        case error
        case bounds
    }

    func run() throws {
        let dataset = try ResultsOptions.dataset(tasks, home)
        let rulings = try VerdictFileReader.read(verdicts, tasks: dataset.tasks)
        let sheet = ScoreSheet(
            entries: try entries(dataset, rulings),
            unscoredTasks: dataset.tasks.count - Set(rulings.map(\.taskID)).count)
        switch format {
        case .json: Terminal.print(sheet.json().prettyText)
        case .markdown: Terminal.print(sheet.markdown())
        case .csv: throw CommandFailure("score prints markdown or json; choose one of them.")
        }
    }

    /// Every answer that has a verdict, in the order of the tasks and then of the verdict file.
    private func entries(
        _ dataset: Dataset, _ rulings: [ImportedVerdict]
    ) throws -> [ScoreSheet.Entry] {
        let byTask = Dictionary(grouping: rulings, by: \.taskID)
        return try dataset.tasks.flatMap { task -> [ScoreSheet.Entry] in
            let own = byTask[task.id] ?? []
            let passes = own.reduce(into: [Pass]()) { passes, ruling in
                let pass = Pass(ruling)
                if !passes.contains(pass) { passes.append(pass) }
            }
            let byPass = Dictionary(grouping: own, by: Pass.init)
            return try passes.map { try entry(task, $0, byPass[$0] ?? []) }
        }
    }

    private struct Pass: Hashable {
        let configuration: String
        let generation: Int
        let number: Int

        init(_ ruling: ImportedVerdict) {
            configuration = ruling.configuration
            generation = ruling.generation
            number = ruling.pass
        }
    }

    private func entry(
        _ task: ResearchTask, _ pass: Pass, _ rulings: [ImportedVerdict]
    ) throws -> ScoreSheet.Entry {
        let verdicts = Dictionary(
            rulings.map { ($0.criterionID, $0.verdict) }, uniquingKeysWith: { first, _ in first })
        let result: ScoreSheet.Result
        switch missing {
        case .bounds:
            result = .bounds(ScoreBounds(task.rubric) { verdicts[$0] })
        case .error:
            do {
                result = .score(try TaskScore(task.rubric) { verdicts[$0] })
            } catch {
                throw CommandFailure(
                    """
                    \(self.verdicts): task \(task.id), configuration \(pass.configuration), pass \
                    \(pass.number): \(error); add it, or use --missing bounds.
                    """)
            }
        }
        return ScoreSheet.Entry(
            taskID: task.id, configuration: pass.configuration, generation: pass.generation,
            pass: pass.number, result: result,
            rulings: includeRubrics
                ? task.rubric.criteria.map { .init($0, verdicts[$0.id]) } : [])
    }
}
