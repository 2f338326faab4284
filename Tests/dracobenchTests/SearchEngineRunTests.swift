import Execution
import Foundation
import Store
import Testing
import Vocabulary

@testable import Catalog
@testable import dracobench

@Suite("Runs that search by each engine")
struct SearchEngineRunTests {
    private static let home = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// One task, a solo and a panel, on the simulator.
    private static func session(
        _ search: SearchSpec, _ database: String, simulated: Bool = true
    ) throws -> RunSession {
        let suite = Suite(
            name: "search", dataset: "sample", tasks: TaskSelection(limit: 1),
            endpoint: EndpointSpec(
                baseURL: "https://unused.example", apiKeyVariable: nil, dialect: .openai),
            research: ResearchSpec(maxToolCalls: 4, search: search),
            configurations: [
                Vocabulary.Configuration(id: "solo", kind: .solo(model: "sim/atlas")),
                Vocabulary.Configuration(
                    id: "panel",
                    kind: .fusion(
                        FusionSpec(
                            panel: ["sim/atlas", "sim/birch"], analyst: "sim/atlas",
                            synthesizer: "sim/atlas", drafts: .fresh))),
            ], judge: JudgeSpec(model: "sim/judge"), seed: 3, sha256: "test")
        return RunSession(
            workspace: try Workspace(home: home, currentDirectory: "/", executable: "/none"),
            suite: suite, databasePath: database,
            simulation: simulated ? RunSession.SimulationChoice() : nil)
    }

    private static func withFolder<Value>(
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let folder = NSTemporaryDirectory() + "/dracobench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // Left to the system then.
        return try await body(folder)
    }

    @Test(
        "Every engine that we ask gives answers, and what its searches cost is known",
        arguments: SearchSpec.Engine.allCases.filter { $0 != .server })
    func engines(engine: SearchSpec.Engine) async throws {
        try await Self.withFolder { folder in
            let session = try Self.session(SearchSpec(engine: engine), folder + "/r.sqlite")
            let outcome = try await session.execute(session.plan())
            #expect(outcome.isComplete)
            let database = try ResultsDatabase(path: folder + "/r.sqlite", mode: .read)
            let run = try await session.plan().run.id
            let stored = try await database.results(runID: run)
            let ledger = try await database.ledger(runID: run)
            try database.close()
            let results = try #require(stored)
            #expect(results.units.count == 2)
            #expect(!results.units.contains { $0.status != .ok })
            #expect(!results.units.contains { $0.cost == nil })
            let searches = ledger.rows.filter { $0.role == .search }
            #expect(searches.isEmpty == (engine == .searxng))
            #expect(!searches.contains { $0.model != engine.rawValue })
        }
    }

    @Test("Without a key or an address the run says which is missing, before it starts")
    func missing() async throws {
        try await Self.withFolder { folder in
            let brave = SearchSpec(engine: .brave, apiKeyVariable: "DRACOBENCH_TEST_NO_SUCH_KEY")
            let cases = [
                (brave, "DRACOBENCH_TEST_NO_SUCH_KEY is not set"),
                (SearchSpec(), "set research.search.base_url"),
            ]
            for (spec, says) in cases {
                let session = try Self.session(spec, folder + "/r.sqlite", simulated: false)
                let failure = try #require(throws: CommandFailure.self) {
                    _ = try session.searchService(at: nil)
                }
                #expect(failure.sentence.contains(says), "\(failure.sentence)")
            }
        }
    }

    @Test("Where the provider searches, and where nobody is asked, there is no service")
    func none() throws {
        let server = try Self.session(SearchSpec(engine: .server), "/none", simulated: false)
        #expect(try server.searchService(at: nil) == nil)
    }
}
