import ArgumentParser
import Store

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
            same command again), 130 interrupted (likewise; 143 by SIGTERM, 129 by SIGHUP).
            """,
        version: CodeVersion.text,
        subcommands: [
            DemoCommand.self, RunCommand.self, EstimateCommand.self, ReportCommand.self,
            CompareCommand.self,
            PlanPowerCommand.self, ScoreCommand.self, JudgeCommand.self,
            DatasetCommand.self, ContaminationCommand.self, RunsCommand.self, DoctorCommand.self,
            SimulateCommand.self,
            CalibrateCommand.self,
        ])

    static func main() async {
        Terminal.surviveFailedWrites()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            await end(with: error)
        }
    }

    /// Prints what there is to say, on stdout for help that was asked for and on stderr
    /// otherwise, and ends the process with the documented code.
    private static func end(with error: any Error) async -> Never {
        let format = LogFormat.asked(in: CommandLine.arguments)
        if let failure = error as? CommandFailure {
            await end(with: failure.sentence, failure.code, format)
        }
        if let failure = error as? StoreError, failure.asksToRunAgain {
            await end(with: failure.description, .incomplete, format)
        }
        switch exitCode(for: error) {
        case .success:
            Terminal.print(fullMessage(for: error))
            Terminal.exit(.done)
        case .validationFailure:
            let sentence = format == .json ? message(for: error) : fullMessage(for: error)
            await end(with: sentence, .badInput, format)
        default: await end(with: "\(error)", .badInput, format)
        }
    }

    private static func end(
        with sentence: String, _ end: ProcessEnd, _ format: LogFormat
    ) async -> Never {
        let talk = Talk(format)
        talk.say(.error(sentence, end))
        await talk.flush()
        Terminal.exit(end)
    }
}

/// What made a result, as far as this program is concerned.
enum CodeVersion {
    static let text = "0.1.0"
}
