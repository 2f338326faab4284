import Digests
import Foundation
import ScriptedServer
import Testing

/// The program as people start it: a process, its exit code and what it says.
@Suite("On the command line")
struct CommandLineTests {
    private static func suite(
        dataset: String = "sample", endpoint: String = "https://unused.example/v1",
        configurations: String = "[{id: a, solo: sim/atlas}]", extra: String = ""
    ) -> String {
        """
        name: small
        dataset: \(dataset)
        tasks: {limit: 1}
        endpoint: {base_url: "\(endpoint)"\(extra)}
        configurations: \(configurations)
        judge: {model: sim/judge}
        """
    }

    // MARK: - What works

    @Test("A run prints the leaderboard on stdout and its talk on stderr")
    func works() throws {
        try Program.withFolder { folder in
            try Self.suite().write(
                toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let ending = try Program.run([
                "run", folder + "/s.yaml", "--simulate", "--db", folder + "/r.sqlite",
            ])
            #expect(ending.code == 0, "\(ending.err)")
            #expect(ending.out.hasPrefix("# small"))
            #expect(ending.out.contains("**Simulated.**"))
            #expect(ending.err.contains("To do: 1 of 1 answers"))
            let again = try Program.run([
                "run", folder + "/s.yaml", "--simulate", "--db", folder + "/r.sqlite",
            ])
            #expect(again.err.contains("Nothing is missing"))
            #expect(again.out == ending.out)
            let report = try Program.run(["report", "--db", folder + "/r.sqlite"])
            #expect(report.out == ending.out)
            let runs = try Program.run(["runs", "list", "--db", folder + "/r.sqlite"])
            #expect(runs.out.hasPrefix("small-sample-simulated  finished  sample  answers 1/1  "))
        }
    }

    @Test("A dry run says what would be asked for and asks for nothing")
    func dryRun() throws {
        try Program.withFolder { folder in
            try Self.suite().write(
                toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let ending = try Program.run([
                "run", folder + "/s.yaml", "--dry-run", "--db", folder + "/r.sqlite",
            ])
            #expect(ending.code == 0)
            #expect(ending.out.contains("1 answers"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/r.sqlite"))
        }
    }

    @Test(
        "Ctrl-C stores what came, a second one does not wait; both exit 130, and the same command goes on",
        arguments: [("0.05", 1), ("10", 2)])
    func interrupted(latencyScale: String, signals: Int) throws {
        try Program.withFolder { folder in
            try Self.suite(configurations: "[{id: a, solo: sim/atlas}, {id: b, solo: sim/birch}]")
                .replacing("limit: 1", with: "limit: 12")
                .write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let arguments = ["run", folder + "/s.yaml", "--simulate", "--db", folder + "/r.sqlite"]
            let process = Process()
            process.executableURL = URL(filePath: CommandLine.arguments[0])
                .deletingLastPathComponent().appending(path: "dracobench")
            // Models that take their time leave some to be interrupted.
            process.arguments = arguments + ["--latency-scale", latencyScale]
            process.environment = ProcessInfo.processInfo.environment
                .merging(["DRACOBENCH_HOME": Program.home]) { $1 }
            let (out, err) = (Pipe(), Pipe())
            process.standardOutput = out
            process.standardError = err
            try process.run()
            _ = err.fileHandleForReading.availableData
            process.interrupt()
            if signals > 1 {
                // The first one is answered before the second one is sent.
                _ = err.fileHandleForReading.availableData
                usleep(200_000)
                process.interrupt()
            }
            let said = String(
                decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 130, "\(said)")
            #expect(said.contains("The same command again"))
            let again = try Program.run(arguments)
            #expect(again.code == 0, "\(again.err)")
        }
    }

    @Test("Help and version are data, and no error")
    func help() throws {
        for arguments in [["--help"], ["run", "--help"], ["--version"]] {
            let ending = try Program.run(arguments)
            #expect(ending.code == 0)
            #expect(!ending.out.isEmpty)
            #expect(ending.err.isEmpty)
        }
    }

    @Test("Verdicts from anywhere are scored without network or database")
    func score() throws {
        try Program.withFolder { folder in
            try Self.writeScoreFiles(folder, verdicts: ["MET", "UNMET", "MET"])
            let ending = try Program.run([
                "score", "--tasks", folder + "/t.jsonl", "--verdicts", folder + "/v.jsonl",
                "--format", "json",
            ])
            #expect(ending.code == 0, "\(ending.err)")
            // 10 met, 10 unmet, −5 met: (10 − 5) ÷ 20.
            #expect(ending.out.contains("\"normalized\": 25.0"))
            #expect(ending.out.contains("\"raw\": 5.0"))
        }
    }

    @Test("A missing verdict is an error that names the criterion, and bounds say what is left")
    func missingVerdict() throws {
        try Program.withFolder { folder in
            try Self.writeScoreFiles(folder, verdicts: ["MET", "UNMET"])
            let arguments = [
                "score", "--tasks", folder + "/t.jsonl", "--verdicts", folder + "/v.jsonl",
            ]
            let ending = try Program.run(arguments)
            #expect(ending.code == 2)
            #expect(ending.err.contains("c2"))
            #expect(ending.err.contains("task one"))
            let bounds = try Program.run(arguments + ["--missing", "bounds", "--format", "json"])
            #expect(bounds.out.contains("\"normalized_low\": 25.0"))
            #expect(bounds.out.contains("\"normalized_high\": 50.0"))
        }
    }

    private static func writeScoreFiles(_ folder: String, verdicts: [String]) throws {
        let rubric = """
            {\\"id\\":\\"r\\",\\"sections\\":[{\\"id\\":\\"factual-accuracy\\",\\"criteria\\":[\
            {\\"id\\":\\"c0\\",\\"weight\\":10,\\"requirement\\":\\"x\\"},\
            {\\"id\\":\\"c1\\",\\"weight\\":10,\\"requirement\\":\\"y\\"},\
            {\\"id\\":\\"c2\\",\\"weight\\":-5,\\"requirement\\":\\"z\\"}]}]}
            """
        try #"{"id":"one","problem":"p","answer":"\#(rubric)","domain":"d"}"#.write(
            toFile: folder + "/t.jsonl", atomically: true, encoding: .utf8)
        let lines = verdicts.enumerated().map {
            #"{"task_id":"one","criterion_id":"c\#($0)","verdict":"\#($1)"}"#
        }
        try lines.joined(separator: "\n").write(
            toFile: folder + "/v.jsonl", atomically: true, encoding: .utf8)
    }

    // MARK: - What is refused

    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        /// `DIR` stands for the test's folder.
        let arguments: [String]
        var suite = CommandLineTests.suite()
        let says: String
        var testDescription: String { name }
    }

    @Test(
        "Bad input gets one sentence that says what to do, and exit code 2",
        arguments: [
            Refusal(
                name: "no such suite", arguments: ["run", "DIR/none.yaml"], says: "no such file"),
            Refusal(name: "a folder as suite", arguments: ["run", "DIR"], says: "folder"),
            Refusal(
                name: "an empty suite", arguments: ["run", "DIR/s.yaml"], suite: "",
                says: "empty"),
            Refusal(
                name: "an unknown dataset", arguments: ["run", "DIR/s.yaml", "--simulate"],
                suite: suite(dataset: "nosuch"), says: "no dataset of that name"),
            Refusal(
                name: "a dataset to fetch", arguments: ["run", "DIR/s.yaml", "--simulate"],
                suite: suite(dataset: "draco-x"), says: "no dataset of that name"),
            Refusal(
                name: "a panel of none", arguments: ["run", "DIR/s.yaml", "--simulate"],
                suite: suite(configurations: "[{id: a, fusion: {panel: [], synthesizer: s}}]"),
                says: "1 to 8"),
            Refusal(
                name: "a panel of nine", arguments: ["run", "DIR/s.yaml", "--simulate"],
                suite: suite(
                    configurations:
                        "[{id: a, fusion: {panel: [a, b, c, d, e, f, g, h, i], synthesizer: s}}]"),
                says: "1 to 8"),
            Refusal(
                name: "an id used twice", arguments: ["run", "DIR/s.yaml", "--simulate"],
                suite: suite(configurations: "[{id: a, solo: m}, {id: a, solo: n}]"),
                says: "used twice"),
            Refusal(
                name: "a simulator's key that is not set",
                arguments: ["simulate", "--key-env", "DRACOBENCH_NO_SUCH_KEY"],
                says: "$DRACOBENCH_NO_SUCH_KEY is not set"),
            Refusal(
                name: "a key instead of its variable",
                arguments: ["simulate", "--key-env", "sk-secret"], says: "not the key itself"),
            Refusal(
                name: "a key that is not set", arguments: ["run", "DIR/s.yaml", "--db", "DIR/r"],
                suite: suite(extra: ", api_key_env: DRACOBENCH_TEST_NO_SUCH_KEY"),
                says: "DRACOBENCH_TEST_NO_SUCH_KEY is not set"),
            Refusal(
                name: "an endpoint that is down",
                arguments: ["run", "DIR/s.yaml", "--db", "DIR/r"],
                suite: suite(endpoint: "http://127.0.0.1:9/v1"), says: "can't be reached"),
            Refusal(
                name: "a folder as results file",
                arguments: ["run", "DIR/s.yaml", "--simulate", "--db", "DIR"], says: "folder"),
            Refusal(
                name: "a results file of another kind",
                arguments: ["run", "DIR/s.yaml", "--simulate", "--db", "DIR/s.yaml"],
                says: "not a results file"),
            Refusal(
                name: "no results file", arguments: ["report", "--db", "DIR/none.sqlite"],
                says: "no results file"),
            Refusal(
                name: "an unknown option", arguments: ["run", "DIR/s.yaml", "--simulat"],
                says: "Unknown option"),
            Refusal(name: "an unknown command", arguments: ["rum"], says: "rum"),
            Refusal(
                name: "a bad fault",
                arguments: ["run", "DIR/s.yaml", "--simulate", "--fault", "x:2"], says: "no fault"),
            Refusal(
                name: "a bad rate limit",
                arguments: ["run", "DIR/s.yaml", "--simulate", "--rate-limit", "50"],
                says: "no rate limit"),
            Refusal(
                name: "no tasks left",
                arguments: ["run", "DIR/s.yaml", "--simulate", "--tasks", "nosuch"],
                says: "no task nosuch"),
            Refusal(
                name: "an unknown dataset to fetch", arguments: ["dataset", "fetch", "x"],
                says: "can't be fetched"),
            Refusal(
                name: "an unknown home", arguments: ["dataset", "list", "--home", "DIR"],
                says: "no 'datasets'"),
        ])
    func refused(refusal: Refusal) throws {
        try Program.withFolder { folder in
            try refusal.suite.write(
                toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let arguments = refusal.arguments.map { $0.replacing("DIR", with: folder) }
            let ending = try Program.run(arguments)
            #expect(ending.code == 2, "\(ending.err)")
            #expect(ending.out.isEmpty)
            #expect(ending.err.contains(refusal.says), "\(ending.err)")
            #expect(!ending.err.contains("Fatal"))
        }
    }

    @Test("A port in use is said to be in use")
    func portInUse() throws {
        let server = try ScriptedServer { _ in .silence }
        let ending = try Program.run(["simulate", "--port", "\(server.port)"])
        server.stop()
        #expect(ending.code == 2)
        #expect(ending.err.contains("Port \(server.port) is in use"))
    }

    @Test("No key is ever in what a failed run leaves behind")
    func keysStayOut() throws {
        let server = try ScriptedServer { request in
            .json(
                #"{"error":{"message":"bad key \#(request.headers["authorization"] ?? "")"}}"#,
                status: 401)
        }
        try Program.withFolder { folder in
            var suite = Self.suite(
                endpoint: server.url, extra: ", api_key_env: DRACOBENCH_TEST_KEY")
            suite += "\nresearch: {tools: []}\n"
            try suite.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let ending = try Program.run(
                ["run", folder + "/s.yaml", "--db", folder + "/r.sqlite"],
                environment: ["DRACOBENCH_TEST_KEY": "sk-very-secret"])
            #expect(ending.code == 3)
            #expect(!ending.out.contains("sk-very-secret"))
            #expect(!ending.err.contains("sk-very-secret"))
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let data = try Data(contentsOf: URL(filePath: folder + "/" + file))
                #expect(data.firstRange(of: Data("sk-very-secret".utf8)) == nil, "\(file)")
            }
            #expect(
                server.requests.contains { $0.headers["authorization"] == "Bearer sk-very-secret" })
        }
        server.stop()
    }

    @Test("A download that is not the published file is refused and leaves nothing")
    func fetchMismatch() throws {
        let server = try ScriptedServer { _ in .json("not the dataset") }
        try Program.withFolder { folder in
            for name in ["datasets", "rubrics"] {
                try FileManager.default.createDirectory(
                    atPath: folder + "/" + name, withIntermediateDirectories: false)
            }
            let ending = try Program.run([
                "dataset", "fetch", "draco", "--url", server.url, "--home", folder,
            ])
            #expect(ending.code == 2)
            #expect(ending.err.contains("sha256"))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/datasets")
            #expect(left.isEmpty)
        }
        server.stop()
    }
}
