import Execution
import Foundation
import Simulator
import Store
import Testing
import Vocabulary

@testable import Catalog
@testable import dracobench

@Suite("A simulator that runs already")
struct RunningSimulatorTests {
    @Test(
        "Its address is a loopback name and a port, or what 'simulate' prints",
        arguments: [
            ("127.0.0.1:8080", 8080), ("localhost:1", 1), ("http://127.0.0.1:65535", 65535),
        ])
    func address(text: String, port: Int) throws {
        #expect(try RunningSimulator(parsing: text).address.port == port)
    }

    @Test(
        "Anything else is refused in one sentence",
        arguments: [
            "", "8080", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:x", "example.com:80", "::1:80",
        ])
    func refused(text: String) {
        let failure = #expect(throws: CommandFailure.self) {
            try RunningSimulator(parsing: text)
        }
        #expect(failure?.sentence.contains("write 127.0.0.1:PORT") == true)
    }

    @Test("A port at which nothing listens is told with what to do")
    func nothingThere() async throws {
        // Port 1 belongs to a service that nobody runs.
        let simulator = try RunningSimulator(parsing: "127.0.0.1:1")
        let failure = await #expect(throws: CommandFailure.self) {
            try await simulator.check(identity: "seed 0")
        }
        #expect(failure?.sentence.contains("No simulator answers at 127.0.0.1:1") == true)
    }

    @Test("A run on it comes to the same as on a simulator of its own")
    func sameResults() async throws {
        let own = try await units(on: nil)
        #expect(own.allSatisfy { $0.scores.count == 1 })
        let dataset = try await Self.session(nil, "").plan().setup.dataset
        let options = SimulatorOptions(
            seed: 5,
            identity: RunSession.SimulationChoice().identity(seed: 5, of: dataset))
        let other = try await withSimulator(
            world: World(tasks: dataset.tasks, seed: 5), options: options
        ) { try await units(on: $0) }
        #expect(own.map(\.scores) == other.map(\.scores))
    }

    @Test("One that is made otherwise is refused before anything is asked of it")
    func otherIdentity() async throws {
        let dataset = try await Self.session(nil, "").plan().setup.dataset
        let options = SimulatorOptions(
            seed: 6,
            identity: RunSession.SimulationChoice().identity(seed: 6, of: dataset))
        let failure = await #expect(throws: CommandFailure.self) {
            try await withSimulator(
                world: World(tasks: dataset.tasks, seed: 6), options: options
            ) { _ = try await units(on: $0) }
        }
        #expect(failure?.sentence.contains("plays seed 6 on sample") == true)
    }

    private func units(on simulator: SimulatorAddress?) async throws -> [UnitResult] {
        let path = NSTemporaryDirectory() + "/running-\(UUID().uuidString).sqlite"
        defer { try? FileManager.default.removeItem(atPath: path) }  // Left to the system then.
        let session = try Self.session(simulator, path)
        let plan = try await session.plan()
        _ = try await session.execute(plan)
        let file = try ResultsDatabase(path: path, mode: .read)
        let results = try await file.results(runID: plan.run.id)
        try file.close()
        return try #require(results).units
    }

    private static func session(_ simulator: SimulatorAddress?, _ path: String) throws -> RunSession
    {
        RunSession(
            workspace: try Workspace(
                home: Program.home, currentDirectory: "/", executable: "/none"),
            suite: Suite(
                name: "running", dataset: "sample", tasks: TaskSelection(limit: 1),
                endpoint: EndpointSpec(
                    baseURL: "https://unused.example", apiKeyVariable: nil, dialect: .openai),
                exclusion: "builtin:draco",
                configurations: [
                    Vocabulary.Configuration(id: "cedar", kind: .solo(model: "sim/cedar"))
                ],
                judge: JudgeSpec(model: "sim/judge"), limits: RunLimits(concurrency: 16), seed: 5,
                sha256: "running"),
            databasePath: path, simulation: RunSession.SimulationChoice(running: simulator))
    }
}
