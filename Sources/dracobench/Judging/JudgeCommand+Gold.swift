import ArgumentParser
import Catalog
import Vocabulary

extension JudgeCommand {
    /// `dracobench judge gold`
    struct Gold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verdicts that people are sure of.",
            subcommands: [Check.self, Import.self])

        struct Check: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Says what a gold set holds and what it is too small for.")

            @OptionGroup var source: GoldOptions

            func run() async throws {
                let gold = try source.read().gold
                Terminal.print(Self.summary(of: gold))
                for warning in gold.warnings { Terminal.say("Warning: \(warning)") }
            }

            static func summary(of gold: GoldSet) -> String {
                let counts = Polarity.allCases.map { polarity in
                    let own = gold.labels.filter { $0.polarity == polarity }
                    let met = own.count { $0.gold == .met }
                    return "\(polarity.rawValue): \(met) MET, \(own.count - met) UNMET"
                }
                return """
                    Gold set \(gold.name): \(gold.labels.count) verdicts on \(gold.answerCount) \
                    answers
                    \(counts.joined(separator: "\n"))
                    """
            }
        }

        struct Import: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Takes a CSV or JSONL file into rubrics/gold, checked and in one form.")

            @OptionGroup var source: GoldOptions

            @Option(help: "The name that it gets.")
            var name: String

            func run() async throws {
                let (gold, _, workspace) = try source.read()
                let files = try GoldSetWriter.write(gold, as: name, to: workspace.gold)
                Terminal.print(Check.summary(of: gold))
                for warning in gold.warnings { Terminal.say("Warning: \(warning)") }
                Terminal.say("Written to \(files.labels) and \(files.answers).")
            }
        }
    }
}

/// A gold set and the tasks it is about.
struct GoldOptions: ParsableArguments {
    @Option(help: "A gold set: a name under rubrics/gold, or the path of a .jsonl or .csv file.")
    var gold: String

    @Option(help: "The dataset that its tasks are of: a name or the path of a tasks file.")
    var dataset = "sample"

    @OptionGroup var home: WorkspaceOptions

    func read() throws -> (gold: GoldSet, tasks: [ResearchTask], workspace: Workspace) {
        let workspace = try home.workspace()
        let tasks = try workspace.dataset(dataset).tasks
        return (try workspace.goldSet(gold, tasks: tasks), tasks, workspace)
    }
}
