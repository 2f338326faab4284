import FoundationEssentials
import Testing

@testable import Answering

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Programs that are run")
struct ChildProcessTests {
    private static func shell(
        _ script: String, input: [UInt8] = [], seconds: Double = 60, bytes: Int = 1 << 20
    ) async throws -> [UInt8]? {
        try await ChildProcess.output(
            of: "/bin/sh", ["-c", script], input: input,
            limits: .init(seconds: seconds, outputBytes: bytes))
    }

    @Test("Input goes in and output comes out, whole")
    func pipes() async throws {
        let file = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try await Self.shell("exec /bin/cat", input: file, bytes: 4 << 20) == file)
        #expect(try await Self.shell("exec /bin/cat") == [])
    }

    @Test(
        "What fails gives nothing",
        arguments: ["exit 1", "echo partial; exit 3", "kill -9 $$", "nosuchprogram"])
    func fails(script: String) async throws {
        #expect(try await Self.shell(script) == nil)
    }

    @Test("It has so long and no longer, with all that it has started")
    func time() async throws {
        #expect(try await Self.shell("echo early; /bin/sleep 600; echo late", seconds: 0.3) == nil)
        // The one that it leaves behind holds the pipe open.
        #expect(try await Self.shell("echo early; /bin/sleep 600 &", seconds: 0.3) == nil)
    }

    @Test("What is too much is cut")
    func output() async throws {
        let output = try await Self.shell("while :; do echo abcdefg; done", bytes: 80)
        #expect(output == Array(String(repeating: "abcdefg\n", count: 10).utf8))
    }

    @Test("It sees nothing of our environment")
    func environment() async throws {
        setenv("DRACOBENCH_TEST_SECRET", "secret-1", 1)
        let text = String(decoding: try #require(try await Self.shell("set")), as: UTF8.self)
        #expect(!text.contains("secret-1"))
    }

    @Test("When the task is cancelled, it is killed")
    func cancellation() async throws {
        let file = FileManager.default.temporaryDirectory.path + "/dracobench-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }  // Left to the system then.
        let task = Task { try await Self.shell("echo $$ > \(file); exec /bin/sleep 600") }
        // Until it runs, and has said so with a whole line.
        var id: pid_t?
        while id == nil {
            let line = try? String(contentsOf: URL(filePath: file), encoding: .utf8)
            if let line, line.hasSuffix("\n") { id = pid_t(line.dropLast()) }
            await Task.yield()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(kill(try #require(id), 0) != 0)
    }

    @Test("A task that is cancelled before starts nothing")
    func cancelledBefore() async throws {
        let file = FileManager.default.temporaryDirectory.path + "/dracobench-\(UUID().uuidString)"
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await Self.shell("echo > \(file)")
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!FileManager.default.fileExists(atPath: file))
    }
}
