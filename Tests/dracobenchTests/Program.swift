import Foundation

/// The program as people start it: a process, its exit code and what it says.
enum Program {
    static let home = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    struct Ending {
        var code: Int32
        var out: String
        var err: String
    }

    static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Ending {
        let process = Process()
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        process.executableURL = folder.appending(path: "dracobench")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["DRACOBENCH_HOME": home]) { $1 }.merging(environment) { $1 }
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        try process.run()
        let outData = out.fileHandleForReading.readDataToEndOfFile()
        let errData = err.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Ending(
            code: process.terminationStatus, out: String(decoding: outData, as: UTF8.self),
            err: String(decoding: errData, as: UTF8.self))
    }

    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "dracobench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // Left to the system then.
        try body(folder)
    }
}
