import ArgumentParser
import Comparison
import JSONText
import Reports
import Vocabulary

/// `dracobench compare RUN A B`
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares two configurations task by task, or all pairs.",
        usage: """
            dracobench compare [RUN] A B [--margin POINTS] [--format json]
            dracobench compare [RUN] --all
            dracobench compare --tasks FILE --verdicts FILE A B
            """,
        discussion: """
            Paired over the tasks that both have scores for. Differences are A less B, in points \
            on the scale of 0 to 100.
            """)

    @Argument(
        help: """
            The run's id, where the file has several, and the ids of the two configurations; with \
            --all, the run's id alone.
            """)
    var names: [String] = []

    @Flag(help: "Compare all pairs, with p corrected over them.")
    var all = false

    @Option(help: "Points by which A may be worse and still be as good, fixed beforehand.")
    var margin: Double?

    @Option(help: "markdown or json.")
    var format = TableFormat.markdown

    @OptionGroup var source: ResultsOptions

    func validate() throws {
        if !all, names.count < 2 {
            throw ValidationError("Name two configurations, or ask for --all.")
        }
        if !all, names.suffix(2).first == names.last {
            throw ValidationError("A configuration compares with another one, not with itself.")
        }
        if !source.takesVerdicts, names.count > (all ? 1 : 3) {
            throw ValidationError("Give a run and two configurations, or a run and --all.")
        }
        if format == .csv {
            throw ValidationError("compare prints markdown or json; choose one of them.")
        }
        if let margin, !(margin > 0 && margin <= 100) {
            throw ValidationError("--margin must be above 0 and at most 100 points.")
        }
    }

    func run() async throws {
        let pair = all ? [] : Array(names.suffix(2))
        let rest = Array(names.dropLast(pair.count))
        let results =
            source.takesVerdicts
            ? try await source.results(runID: nil, moreVerdicts: rest)
            : try await source.results(runID: rest.first)
        if all {
            print(AllComparisons(results: results, margin: margin))
        } else {
            print(
                ComparisonReport(
                    results: results, a: try results.scores(of: pair[0]),
                    b: try results.scores(of: pair[1]), margin: margin))
        }
    }

    private func print(_ report: some RenderedReport) {
        Terminal.print(format == .json ? report.json().prettyText : report.markdown())
    }
}
