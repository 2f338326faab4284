import Foundation

/// The program as a process that a test talks to while it runs.
final class StartedProgram {
    let process = Process()
    private let (out, err) = (Pipe(), Pipe())
    private var talk = Data()

    /// - Parameters:
    ///   - shell: words of a POSIX shell that start it; `"$@"` in them is the command line.
    ///   - talkingTo: where its stderr goes; nil: to `waitForTalk` and `end`.
    init(
        _ arguments: [String], shell: String? = nil, talkingTo terminal: FileHandle? = nil
    ) throws {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "dracobench")
        process.executableURL = shell == nil ? program : URL(filePath: "/bin/sh")
        process.arguments = (shell.map { ["-c", $0, "sh", program.path] } ?? []) + arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["DRACOBENCH_HOME": Program.home]) { $1 }
        process.standardOutput = out
        process.standardError = terminal ?? err
        try process.run()
    }

    /// Reads what it says until that has some words in it, or it says no more.
    func waitForTalk(containing words: String) {
        while talk.firstRange(of: Data(words.utf8)) == nil {
            let more = err.fileHandleForReading.availableData
            if more.isEmpty { return }
            talk += more
        }
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end. Only for programs that talk to the test.
    func end() -> Program.Ending {
        talk += err.fileHandleForReading.readDataToEndOfFile()
        return endWithoutTalk()
    }

    func endWithoutTalk() -> Program.Ending {
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Program.Ending(
            code: process.terminationStatus, out: String(decoding: data, as: UTF8.self),
            err: String(decoding: talk, as: UTF8.self))
    }
}
