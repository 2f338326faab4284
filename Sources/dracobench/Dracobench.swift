import ArgumentParser

/// The command line. Every command has a file of its own.
@main
struct Dracobench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dracobench",
        abstract: "Measures deep-research AI systems the way the DRACO benchmark does.",
        discussion: """
            Start with 'dracobench demo': it runs solo models and fusion panels of the built-in \
            simulator on the bundled sample tasks and prints the leaderboard. No key, no network.

            Exit codes: 0 done, 1 a check failed, 2 bad usage or input, 3 incomplete (run the \
            same command again), 130 interrupted (likewise).
            """,
        version: CodeVersion.text,
        subcommands: [
            DemoCommand.self, RunCommand.self, ReportCommand.self, CompareCommand.self,
            PlanPowerCommand.self, ScoreCommand.self,
            DatasetCommand.self, ContaminationCommand.self, RunsCommand.self, SimulateCommand.self,
            CalibrateCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// Prints what there is to say, on stdout for help that was asked for and on stderr
    /// otherwise, and ends the process with the documented code.
    private static func end(with error: any Error) -> Never {
        if let failure = error as? CommandFailure {
            Terminal.say(failure.sentence)
            Terminal.exit(failure.code)
        }
        switch exitCode(for: error) {
        case .success:
            Terminal.print(fullMessage(for: error))
            Terminal.exit(.done)
        case .validationFailure:
            Terminal.say(fullMessage(for: error))
            Terminal.exit(.badInput)
        default:
            Terminal.say("\(error)")
            Terminal.exit(.badInput)
        }
    }
}

/// What made a result, as far as this program is concerned.
enum CodeVersion {
    static let text = "0.1.0"
}
