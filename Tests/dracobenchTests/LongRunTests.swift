import Foundation
import JSONText
import Testing

/// Signals, terminals and other processes meet a run.
@Suite("Manners of a long run")
struct LongRunTests {
    /// Writes a suite and gives the command line that runs it into `DIR/r.sqlite`.
    static func command(
        in folder: String, name: String = "small", tasks: Int = 12, concurrency: Int = 64
    ) throws -> [String] {
        let suite = """
            name: \(name)
            dataset: sample
            tasks: {limit: \(tasks)}
            endpoint: {base_url: "https://unused.example/v1"}
            configurations: [{id: a, solo: sim/atlas}, {id: b, solo: sim/birch}]
            judge: {model: sim/judge}
            limits: {concurrency: \(concurrency)}
            """
        try suite.write(toFile: "\(folder)/\(name).yaml", atomically: true, encoding: .utf8)
        return ["run", "\(folder)/\(name).yaml", "--simulate", "--db", folder + "/r.sqlite"]
    }

    /// Models that take their time leave something to be interrupted.
    private static let slowly = ["--latency-scale", "0.05"]
    private static let verySlowly = ["--latency-scale", "10"]

    // MARK: - Signals

    @Test(
        "SIGTERM, SIGHUP and Ctrl-C store what came and say so; the same command goes on",
        arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130)] as [(Int32, Int32)])
    func signals(signal: Int32, code: Int32) throws {
        try Program.withFolder { folder in
            // A few at a time, so that some are stored long before the last one.
            let command = try Self.command(in: folder, concurrency: 4)
            let program = try StartedProgram(command + Self.slowly + ["--log-format", "json"])
            program.waitForTalk(containing: "answer_stored")
            program.send(signal)
            let ending = program.end()
            #expect(ending.code == code, "\(ending.err)")
            #expect(ending.err.contains("The same command again"))
            let again = try Program.run(command)
            #expect(again.code == 0, "\(again.err)")
            #expect(again.err.contains("the rest is stored"))
        }
    }

    @Test("A second signal of any kind does not wait for what is in flight")
    func insistence() throws {
        try Program.withFolder { folder in
            let program = try StartedProgram(try Self.command(in: folder) + Self.verySlowly)
            program.waitForTalk(containing: "To do")
            program.send(SIGHUP)
            program.waitForTalk(containing: "a second signal ends it now")
            program.send(SIGTERM)
            let ending = program.end()
            #expect(ending.code == 129, "\(ending.err)")
            #expect(ending.out.isEmpty)
        }
    }

    @Test("Under nohup, a hang-up changes nothing")
    func nohup() throws {
        try Program.withFolder { folder in
            let program = try StartedProgram(
                try Self.command(in: folder) + Self.slowly, shell: #"trap "" HUP; exec "$@""#)
            program.waitForTalk(containing: "To do")
            program.send(SIGHUP)
            let ending = program.end()
            #expect(ending.code == 0, "\(ending.err)")
            #expect(ending.out.hasPrefix("# small"))
        }
    }

    // MARK: - Readers that go away

    @Test(
        "Readers of stdout and stderr may go away; the run goes on to its end",
        arguments: [
            #"{ "$@"; echo "code $?" >&2; } | true"#,
            #"{ "$@" 2>&1 >/dev/null; echo "code $?" >&3; } 3>&2 | true"#,
        ], ["text", "json"])
    func readerGone(shell: String, format: String) throws {
        try Program.withFolder { folder in
            let command = try Self.command(in: folder, tasks: 2)
            let ending = try StartedProgram(command + ["--log-format", format], shell: shell).end()
            #expect(ending.err.contains("code 0"), "\(ending.err)")
            let runs = try Program.run(["runs", "list", "--db", folder + "/r.sqlite"])
            #expect(runs.out.contains("finished"))
        }
    }

    @Test("A report whose reader has gone ends quietly")
    func reportUnread() throws {
        try Program.withFolder { folder in
            _ = try Program.run(try Self.command(in: folder, tasks: 1))
            let ending = try StartedProgram(
                ["report", "--db", folder + "/r.sqlite"],
                shell: #"{ "$@"; echo "code $?" >&2; } | true"#
            ).end()
            #expect(ending.err == "code 0\n")
        }
    }

    @Test("A terminal may go away in the middle of a run")
    func terminalGone() throws {
        try Program.withFolder { folder in
            let (ours, theirs) = try #require(Self.pseudoterminal())
            let program = try StartedProgram(
                try Self.command(in: folder) + Self.slowly,
                talkingTo: FileHandle(fileDescriptor: theirs))
            close(theirs)
            var said = Data()
            var bytes = [UInt8](repeating: 0, count: 4096)
            while said.firstRange(of: Data("░".utf8)) == nil {
                let count = read(ours, &bytes, bytes.count)
                try #require(count > 0, "no bar: \(String(decoding: said, as: UTF8.self))")
                said += bytes[..<count]
            }
            close(ours)
            let ending = program.endWithoutTalk()
            #expect(ending.code == 0)
            #expect(ending.out.hasPrefix("# small"))
        }
    }

    /// Both ends of a terminal without a window: ours, and the one that a program sees.
    private static func pseudoterminal() -> (ours: Int32, theirs: Int32)? {
        #if canImport(Glibc)
            let ours = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            var (isLocked, number): (Int32, Int32) = (0, 0)
            // TIOCSPTLCK and TIOCGPTN, whose macros Swift does not read.
            guard ours >= 0, ioctl(ours, 0x4004_5431, &isLocked) == 0,
                ioctl(ours, 0x8004_5430, &number) == 0
            else { return nil }
            let name = "/dev/pts/\(number)"
        #else
            let ours = posix_openpt(O_RDWR | O_NOCTTY)
            guard ours >= 0, grantpt(ours) == 0, unlockpt(ours) == 0, let text = ptsname(ours)
            else { return nil }
            let name = String(cString: text)
        #endif
        let theirs = open(name, O_RDWR | O_NOCTTY)
        return theirs >= 0 ? (ours, theirs) : nil
    }

    // MARK: - Two processes

    @Test("A second process on the same run is refused, on another run of the file it is not")
    func twoProcesses() throws {
        try Program.withFolder { folder in
            let command = try Self.command(in: folder)
            let first = try StartedProgram(command + Self.verySlowly)
            first.waitForTalk(containing: "To do")
            let holder = "process \(first.process.processIdentifier) on "

            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: "r.sqlite")
            for database in ["/r.sqlite", "/link", "/./r.sqlite"] {
                let second = try Program.run(command.dropLast() + [folder + database])
                #expect(second.code == 2)
                #expect(second.err.contains("being done by \(holder)"), "\(second.err)")
                #expect(second.err.split(separator: "\n").count == 1)
            }
            let other = try Program.run(try Self.command(in: folder, name: "other", tasks: 1))
            #expect(other.code == 0, "\(other.err)")

            let list = ["runs", "list", "--db", folder + "/r.sqlite"]
            let runs = try Program.run(list).out.split(separator: "\n")
            try #require(runs.count == 2)
            #expect(runs[0].contains("being run by \(holder)") && runs[0].contains("/24 "))
            #expect(runs[1].contains("finished  sample  answers 2/2"))
            let json = try JSONValue(parsing: try Program.run(list + ["--format", "json"]).out)
            #expect(json[0]?["state"] == "running" && json[1]?["state"] == "finished")
            #expect(
                json[0]?["held_by"]?["pid"] == .integer(Int(first.process.processIdentifier)))

            first.send(SIGKILL)
            _ = first.end()
            #expect(try Program.run(list).out.contains("incomplete"))
            #expect(try Program.run(command).code == 0)
            #expect(try !Program.run(list).out.contains("incomplete"))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!left.contains { $0.hasSuffix(".lock") })
        }
    }

    // MARK: - Events and metrics

    private static func events(_ text: String) throws -> [JSONValue] {
        try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map { try JSONValue(parsing: String($0)) }
    }

    @Test("With --log-format json, every line of stderr is an event")
    func jsonLog() throws {
        try Program.withFolder { folder in
            let command = try Self.command(in: folder, tasks: 2)
            let ending = try Program.run(
                command + [
                    "--log-format", "json", "--metrics-file", folder + "/run.prom", "--redo",
                    "failed",
                ])
            #expect(ending.code == 0)
            let events = try Self.events(ending.err)
            let names = events.compactMap { $0["event"]?.string }
            #expect(names.count == events.count)
            #expect(names.prefix(2) == ["note", "run_planned"])
            #expect(names.suffix(3) == ["progress", "run_finished", "note"])
            #expect(names.count { $0 == "answer_stored" } == 4)
            let progress = try #require(events.last { $0["event"] == "progress" })
            #expect(progress["verdicts_stored"] == progress["verdicts_planned"])
            #expect(
                progress["verdicts_stored"]?.integer == names.count { $0 == "verdict_stored" })
            let metrics = try String(contentsOfFile: folder + "/run.prom", encoding: .utf8)
            #expect(
                metrics.contains(#"dracobench_answers_stored{run="small-sample-simulated"} 4"#))
        }
    }

    @Test("What ends the process is such a line too")
    func jsonError() throws {
        try Program.withFolder { folder in
            for arguments in [
                ["run", folder + "/none.yaml"], ["run", folder, "--bogus"], ["run"],
                ["run", folder + "/none.yaml", "--metrics-file"],
            ] {
                let ending = try Program.run(arguments + ["--log-format", "json"])
                #expect(ending.code == 2)
                let events = try Self.events(ending.err)
                #expect(events.count == 1, "\(ending.err)")
                #expect(events[0]["event"] == "error" && events[0]["exit_code"] == 2)
            }
            let program = try StartedProgram(
                try Self.command(in: folder) + Self.slowly + ["--log-format", "json"])
            program.waitForTalk(containing: "run_planned")
            program.send(SIGTERM)
            let events = try Self.events(program.end().err)
            #expect(events.contains { $0["event"] == "stopping" && $0["signal"] == "SIGTERM" })
            #expect(events.last?["exit_code"] == 143)
        }
    }
}
