import Digests
import Foundation
import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("The simulator's journal", .timeLimit(.minutes(10)))
struct SimulatorJournalTests {
    private let world = World(tasks: [SimulatedModelsTests.task], seed: 1)
    private static let chat = #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"seed":7}"#

    /// What the journal has after `body`, once it has so many lines: the last one is written after
    /// the client has its reply.
    private func lines(
        _ count: Int, faults: [String] = [],
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> [JSONValue] {
        let path = NSTemporaryDirectory() + "/journal-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }  // Left to the system then.
        let options = SimulatorOptions(
            faults: try faults.map(FaultRule.init(parsing:)),
            journal: try SimulatorJournal(path: path, now: { 12.5 }))
        try await withSimulator(world: world, options: options) { address in
            try await body(address.port)
            while try Self.lines(path).count < count { await Task.yield() }
        }
        return try Self.lines(path).map { try JSONValue(parsing: Array($0.utf8)) }
    }

    private static func lines(_ path: String) throws -> [Substring] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    }

    private static func ask(_ port: Int, attempt: Int) async throws -> String {
        try await SocketClient.request(
            "POST", "/api/v1/chat/completions", body: chat, headers: "X-Attempt: \(attempt)\r\n",
            port: port
        ).body
    }

    @Test("Every completion that was sent has a line with what was asked and what was said")
    func completions() async throws {
        let replies = Replies()
        let lines = try await lines(2) { port in
            for attempt in 0..<2 { await replies.add(try await Self.ask(port, attempt: attempt)) }
        }
        #expect(lines.count == 2)
        for (attempt, line) in lines.enumerated() {
            let reply = await replies.all[attempt]
            let expected: JSONValue = [
                "at": .number(12.5), "request": .string(SHA256.hex(Array(Self.chat.utf8))),
                "attempt": .integer(attempt), "role": "researcher", "model": "m",
                "id": .string(try JSONValue(parsing: Array(reply.utf8))["id"]?.string ?? ""),
                "status": 200, "reply": .string(SHA256.hex(Array(reply.utf8))),
            ]
            #expect(line == expected)
        }
    }

    @Test("A failure has a line with its status, a reply that was cut off has none")
    func faults() async throws {
        let failed = try await lines(1, faults: ["500:1"]) {
            _ = try await Self.ask($0, attempt: 0)
        }
        #expect(failed.map { $0["status"]?.number } == [500])
        let cut = try await lines(0, faults: ["cut:1"]) {
            _ = try await Self.ask($0, attempt: 0)
        }
        #expect(cut.isEmpty)
    }

    @Test("A file that can't be written to is refused in a sentence that names it")
    func refused() {
        let error = #expect(throws: SimulatorError.self) {
            try SimulatorJournal(path: "/no/such/folder/j", now: { 0 })
        }
        #expect(error?.description.contains("/no/such/folder/j") == true)
    }

    private actor Replies {
        private(set) var all: [String] = []

        func add(_ reply: String) { all.append(reply) }
    }
}
