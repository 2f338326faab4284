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
            @OptionGroup var home: WorkspaceOptions

            func run() async throws {
                let gold = try source.required(in: home.workspace()).gold
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

            @OptionGroup var home: WorkspaceOptions

            func run() async throws {
                let workspace = try home.workspace()
                let gold = try source.required(in: workspace).gold
                let files = try GoldSetWriter.write(gold, as: name, to: workspace.gold)
                Terminal.print(Check.summary(of: gold))
                for warning in gold.warnings { Terminal.say("Warning: \(warning)") }
                Terminal.say("Written to \(files.labels) and \(files.answers).")
            }
        }
    }
}
