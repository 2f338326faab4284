import ArgumentParser
import Catalog
import Simulator
import Vocabulary

/// `dracobench simulate`
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "The simulator alone, for other clients and for 'run --simulator'.",
        discussion: """
            Prints its address on stdout once it listens on 127.0.0.1, and serves \
            /api/v1/chat/completions, /api/v1/responses, /api/v1/messages, /api/v1/models, \
            /search and made-up pages until Ctrl-C. Under /v1 instead of /api/v1 it has the \
            manners of OpenAI and Anthropic.
            """)

    @Option(help: "The dataset whose world it plays: a name or a tasks file.")
    var dataset = "sample"

    @Option(help: "The port; 0 takes a free one.")
    var port = 0

    @Option(help: "Seed of everything it makes up.")
    var seed: UInt64 = 0

    @Option(
        help: """
            A file that gets one JSON line for every completion that was sent whole: digests of \
            request and reply, model, role, attempt, status.
            """)
    var journal: String?

    @Option(
        name: .customLong("key-env"),
        help: """
            The environment variable with a key that requests must carry, as a bearer token or as \
            x-api-key; without, none is asked for.
            """)
    var keyVariable: String?

    @OptionGroup var simulation: SimulationOptions
    @OptionGroup var home: WorkspaceOptions

    func run() async throws {
        guard (0...65535).contains(port) else {
            throw CommandFailure("--port must lie between 0 and 65535.")
        }
        let requiredKey = try keyVariable.map(Self.key)
        let dataset = try home.workspace().dataset(dataset)
        let choice = try simulation.choice()
        let interruption = Interruption()
        let world = World(tasks: dataset.tasks, seed: seed)
        let options = SimulatorOptions(
            port: port, seed: seed, faults: choice.faults, latencyScale: choice.latencyScale,
            promptCache: choice.promptCache, rateLimits: choice.rateLimits,
            identity: choice.identity(seed: seed, of: dataset),
            journal: try journal.map { try SimulatorJournal(path: $0, now: wallClock) },
            requiredKey: requiredKey)
        try await withSimulator(world: world, options: options) { address in
            Terminal.print("http://\(address.host):\(address.port)")
            for await _ in interruption.signals { break }
        }
    }

    private static func key(in variable: String) throws -> String {
        // Whoever gives the key itself is not shown it again.
        guard variable.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            throw CommandFailure("--key-env takes the name of a variable, not the key itself.")
        }
        guard let key = Environment.variables[variable], !key.isEmpty else {
            throw CommandFailure(
                "$\(variable) is not set; put the key there that requests must carry, or leave "
                    + "--key-env out.")
        }
        return key
    }
}
