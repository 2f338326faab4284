import Foundation
import ScriptedServer
import Testing

/// Where results can't be stored, nothing is paid for.
@Suite("Places that can't be written to")
struct UnwritablePlacesTests {
    @Test(
        "A place that can't be written to is refused in one sentence before anything is asked for",
        arguments: [
            ["--db", "/proc/r.sqlite"], ["--db", "/dev/null/r.sqlite"],
            ["--db", "/dev/null/results/r.sqlite"], ["--db", "DIR/none/r.sqlite"],
            ["--db", "DIR/r.sqlite", "--metrics-file", "/dev/null/run.prom"],
            ["--db", "DIR/r.sqlite", "--metrics-file", "DIR/none/run.prom"],
            ["--db", "DIR/r.sqlite", "--metrics-file", "DIR"],
            // A home whose `results` is a file.
            ["--home", "DIR"],
        ])
    func notWritable(place: [String]) throws {
        let server = try ScriptedServer { _ in .json("{}") }
        defer { server.stop() }
        try Program.withFolder { folder in
            for name in ["datasets", "rubrics", "suites"] {
                try FileManager.default.createSymbolicLink(
                    atPath: folder + "/" + name, withDestinationPath: Program.home + "/" + name)
            }
            try "".write(toFile: folder + "/results", atomically: true, encoding: .utf8)
            var command = try LongRunTests.command(in: folder, tasks: 1)
            let suite = try String(contentsOfFile: command[1], encoding: .utf8)
                .replacing("https://unused.example/v1", with: server.url)
            try suite.write(toFile: command[1], atomically: true, encoding: .utf8)
            command = Array(command.prefix(2)) + place.map { $0.replacing("DIR", with: folder) }
            let ending = try Program.run(command)
            #expect(ending.code == 2)
            #expect(ending.err.split(separator: "\n").count == 1, "\(ending.err)")
            let says = ["can't be written to", "can't be made", "does not exist"]
            #expect(says.contains { ending.err.contains($0) }, "\(ending.err)")
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A demo without a place for its results says so")
    func demoNotWritable() throws {
        try Program.withFolder { folder in
            for name in ["datasets", "rubrics", "suites"] {
                try FileManager.default.createSymbolicLink(
                    atPath: folder + "/" + name, withDestinationPath: Program.home + "/" + name)
            }
            try "".write(toFile: folder + "/results", atomically: true, encoding: .utf8)
            let ending = try Program.run(["demo", "--home", folder])
            #expect(ending.code == 2)
            #expect(ending.err.contains("results/demo can't be made"), "\(ending.err)")
        }
    }
}
