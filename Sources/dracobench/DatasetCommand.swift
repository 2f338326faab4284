import ArgumentParser
import Catalog
import JSONText
import Transport
import Vocabulary

/// `dracobench dataset …`
struct DatasetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset", abstract: "Datasets and their rubrics.",
        subcommands: [
            List.self, Check.self, Fetch.self, Add.self, Seal.self, Unseal.self,
        ])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the datasets of the workspace, and those that can be fetched.")

        @Option(help: "markdown or json.")
        var format = TableFormat.markdown

        @OptionGroup var home: WorkspaceOptions

        func run() throws {
            let workspace = try home.workspace()
            let names = workspace.datasetNames()
            // A list asks nobody for a passphrase.
            let sealed = names.filter(workspace.isSealed)
            let datasets = try names.filter { !workspace.isSealed($0) }
                .map { try workspace.dataset($0) }
            let absent = PinnedDataset.all.filter { !names.contains($0.name) }
            switch format {
            case .json:
                Terminal.print(
                    JSONValue.array(
                        datasets.map(DatasetCommand.json(of:))
                            + sealed.map { ["name": .string($0), "sealed": true] }
                    ).prettyText)
            case .markdown, .csv:
                for dataset in datasets {
                    Terminal.print(DatasetCommand.line(on: dataset))
                }
                for name in sealed {
                    Terminal.print("\(name): sealed; 'dracobench dataset check \(name)' opens it")
                }
                for pinned in absent {
                    Terminal.say(
                        "\(pinned.name) can be fetched: dracobench dataset fetch \(pinned.name)")
                }
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a dataset and names everything that is wrong with it.",
            discussion: "Exit code 1 when something is.")

        @Argument(help: "A dataset's name or the path of a tasks file.")
        var dataset: String

        @OptionGroup var home: WorkspaceOptions

        func run() throws {
            let workspace = try home.workspace()
            let problems = try workspace.problems(ofDataset: dataset)
            for problem in problems { Terminal.print(problem.description) }
            guard problems.isEmpty else {
                let count = problems.count == 1 ? "One problem" : "\(problems.count) problems"
                throw CommandFailure("\(count) in \(dataset).", code: .checkFailed)
            }
            Terminal.print(DatasetCommand.line(on: try workspace.dataset(dataset)))
        }
    }

    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Downloads a published dataset at its pinned revision.",
            discussion: "What comes is checked against the published sha256 before it is kept.")

        @Argument(help: "The dataset; draco is known.")
        var name: String

        @Option(help: "Another address to download the same file from.")
        var url: String?

        @OptionGroup var home: WorkspaceOptions

        func run() async throws {
            let workspace = try home.workspace()
            guard let pinned = PinnedDataset.all.first(where: { $0.name == name }) else {
                let known = PinnedDataset.all.map(\.name).joined(separator: ", ")
                throw CommandFailure("\(name) can't be fetched; known here: \(known).")
            }
            let bytes = try await Self.download(url ?? pinned.url, expecting: pinned.byteCount)
            try DatasetInstaller(workspace).install(bytes, as: pinned)
            Terminal.print(DatasetCommand.line(on: try workspace.dataset(name)))
        }

        private static func download(_ url: String, expecting size: Int) async throws -> [UInt8] {
            let transport = try HTTPTransport(.live())
            let request = TransferRequest(
                url: url,
                limits: TransferLimits(
                    idleTimeoutSeconds: 60, totalTimeoutSeconds: 600,
                    maxResponseBytes: 4 * size + (1 << 20)),
                redirectLimit: 5)
            do {
                let bytes = try await transport.stream(request) { response in
                    guard response.status == 200 else {
                        throw CommandFailure(
                            "The source answered with HTTP \(response.status); try again later.")
                    }
                    var bytes: [UInt8] = []
                    for try await chunk in response.chunks {
                        bytes += chunk
                        let share = min(100, bytes.count * 100 / max(1, size))
                        if Terminal.talksToPerson { Terminal.sayRaw("\r\(share) %") }
                    }
                    return bytes
                }
                if Terminal.talksToPerson { Terminal.sayRaw("\n") }
                await transport.shutdown()
                return bytes
            } catch let error as TransportError {
                await transport.shutdown()
                throw CommandFailure(
                    """
                    The download failed: \(error.description) Try again, or add a copy that you \
                    have with 'dracobench dataset add'.
                    """)
            }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a copy of a tasks file into the workspace.")

        @Argument(help: "The tasks file, JSONL.")
        var file: String

        @Option(help: "What to call it. Default: draco for DRACO's own file.")
        var name: String?

        @OptionGroup var home: WorkspaceOptions

        func run() throws {
            let workspace = try home.workspace()
            let known = try? DatasetReader.read(tasksFile: file)  // Judged again when it is added.
            guard let name = name ?? known.flatMap(DatasetCommand.pinnedName(of:)) else {
                throw CommandFailure("Say what to call the dataset, with --name.")
            }
            _ = try DatasetInstaller(workspace).add(file, named: name)
            Terminal.print(DatasetCommand.line(on: try workspace.dataset(name)))
        }
    }

    // MARK: - What is shown

    fileprivate static func pinnedName(of dataset: Dataset) -> String? {
        PinnedDataset.all.first { $0.sha256 == dataset.sha256 }?.name
    }

    fileprivate static func line(on dataset: Dataset) -> String {
        let criteria = dataset.tasks.reduce(0) { $0 + $1.rubric.criteria.count }
        let domains = Set(dataset.tasks.map(\.domain)).count
        let revision = dataset.revision.map { ", revision \($0)" } ?? ""
        return """
            \(dataset.name): \(dataset.tasks.count) tasks in \(domains) domains, \(criteria) \
            criteria, sha256 \(dataset.sha256)\(revision)
            """
    }

    fileprivate static func json(of dataset: Dataset) -> JSONValue {
        [
            "name": .string(dataset.name), "tasks": .integer(dataset.tasks.count),
            "criteria": .integer(dataset.tasks.reduce(0) { $0 + $1.rubric.criteria.count }),
            "sealed": false, "sha256": .string(dataset.sha256),
            "revision": dataset.revision.map { .string($0) } ?? .null,
        ]
    }
}
