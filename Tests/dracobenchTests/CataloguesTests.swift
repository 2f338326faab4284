import Execution
import Foundation
import Inference
import ScriptedServer
import Simulator
import Store
import Testing
import Vocabulary

@testable import Catalog
@testable import dracobench

/// What endpoints say of their models, at the start of runs that are not simulated.
@Suite("Endpoints' lists of models")
struct CataloguesTests {
    private static let router = EndpointSpec(
        baseURL: "https://a.example/v1", apiKeyVariable: "A_KEY", dialect: .openrouter)
    private static let other = EndpointSpec(
        baseURL: "https://b.example/v1", apiKeyVariable: nil, dialect: .litellm)

    private static func suite(
        _ configurations: [Vocabulary.Configuration], judge: JudgeSpec = JudgeSpec(model: "j"),
        endpoint: EndpointSpec = router
    ) -> Suite {
        Suite(
            name: "lists", dataset: "sample", tasks: TaskSelection(limit: 1), endpoint: endpoint,
            research: ResearchSpec(tools: [], maxToolCalls: 0), exclusion: "none",
            configurations: configurations, judge: judge, limits: RunLimits(concurrency: 16),
            seed: 5, sha256: "lists")
    }

    private static func solo(
        _ model: String, at endpoint: EndpointSpec? = nil
    ) -> Vocabulary.Configuration {
        Vocabulary.Configuration(id: model, kind: .solo(model: model), endpoint: endpoint)
    }

    // MARK: - What is asked

    @Test(
        "Models are told by endpoint, each once, those of a provider's fusion and judges included")
    func askedModels() {
        let fusion = FusionSpec(
            panel: ["a", "b", "a"], analyst: "c", synthesizer: "a", drafts: .fresh)
        let server = ServerFusionSpec(entry: .tool, model: "o", panel: ["p", "b"], analyst: "q")
        let suite = Self.suite([
            Self.solo("a"), Self.solo("l", at: Self.other),
            Vocabulary.Configuration(id: "f", kind: .fusion(fusion)),
            Vocabulary.Configuration(id: "s", kind: .serverFusion(server)),
            Vocabulary.Configuration(id: "i", kind: .answers(file: "x")),
        ])
        let asked = suite.askedModels()
        #expect(asked.map(\.endpoint.baseURL) == [Self.router.baseURL, Self.other.baseURL])
        #expect(asked.map(\.models) == [["a", "b", "c", "o", "p", "q", "j"], ["l"]])
        let rest = suite.askedModels(isAsked: { $0.id == "l" }, isJudging: { _ in false })
        #expect(rest.map(\.models) == [["l"]])
    }

    // MARK: - What is made of lists

    private static let catalogues = Catalogues(
        lists: [
            router.baseURL: ModelCatalogue(models: [
                CatalogueModel(
                    id: "x/one", price: ModelPrice(inputPerMillion: 1, outputPerMillion: 2),
                    supportedParameters: ["tools"]), CatalogueModel(id: "x/two"),
            ]),
            other.baseURL: ModelCatalogue(models: [
                CatalogueModel(
                    id: "x/one", price: ModelPrice(inputPerMillion: 8, outputPerMillion: 9))
            ]),
        ], readAt: 7)

    @Test("An endpoint's price goes before the table's, which stays where the endpoint tells none")
    func prices() {
        let table = ModelPrice(inputPerMillion: 5, outputPerMillion: 5)
        let known = KnownPrices(
            prices: ["x/one": table, "x/two": table],
            sources: ["x/one": .table(asOf: "2026-01-01"), "x/two": .table(asOf: "2026-01-01")])
        let asked = [
            Suite.AskedModels(endpoint: Self.router, models: ["x/one", "x/two"]),
            Suite.AskedModels(endpoint: Self.other, models: ["x/one"]),
        ]
        let result = Self.catalogues.overriding(known, of: asked)
        #expect(result.prices["x/one"] == ModelPrice(inputPerMillion: 1, outputPerMillion: 2))
        #expect(result.sources["x/one"] == .catalogue(baseURL: Self.router.baseURL, readAt: 7))
        #expect(result.prices["x/two"] == table)
        #expect(result.sources["x/two"] == .table(asOf: "2026-01-01"))
        #expect(
            Self.catalogues.supportedParameters(of: "x/one", at: Self.router.baseURL) == ["tools"])
        #expect(Self.catalogues.supportedParameters(of: "x/two", at: Self.router.baseURL) == nil)
        #expect(Self.catalogues.supportedParameters(of: "x/one", at: "elsewhere") == nil)
    }

    @Test("Only where a list has all names is a model missing that is not in it")
    func missing() {
        let asked = [
            Suite.AskedModels(
                endpoint: Self.router, models: ["x/tow", "x/one", "~x/one-latest", "q"]),
            Suite.AskedModels(endpoint: Self.other, models: ["whatever"]),
        ]
        #expect(
            Self.catalogues.missing(asked) == [
                "https://a.example/v1 has no model x/tow; did you mean x/two?",
                "https://a.example/v1 has no model q; see https://a.example/v1/models for the 2 "
                    + "that it has.",
            ])
        #expect(Catalogues(readAt: 0).missing(asked).isEmpty)
    }

    // MARK: - In a run

    /// Runs a suite as a real one against a simulator that passes for a provider.
    private func run(
        _ models: [String], counting traffic: SimulatorTraffic = SimulatorTraffic()
    ) async throws -> (ledger: Ledger, asked: Int) {
        let path = NSTemporaryDirectory() + "/lists-\(UUID().uuidString).sqlite"
        defer { try? FileManager.default.removeItem(atPath: path) }  // Left to the system then.
        let workspace = try Workspace(
            home: Program.home, currentDirectory: "/", executable: "/none")
        let world = World(tasks: try workspace.dataset("sample").tasks, seed: 5)
        return try await withSimulator(
            world: world, options: SimulatorOptions(seed: 5), counting: traffic
        ) { address in
            let endpoint = EndpointSpec(
                baseURL: address.apiBaseURL, apiKeyVariable: nil, dialect: .openrouter)
            let session = RunSession(
                workspace: workspace,
                suite: Self.suite(
                    models.map { Self.solo($0) }, judge: JudgeSpec(model: "sim/judge"),
                    endpoint: endpoint),
                databasePath: path, simulation: nil)
            let plan = try await session.plan()
            #expect(plan.setup.prices.isEmpty)
            _ = try await session.execute(plan)
            let file = try ResultsDatabase(path: path, mode: .read)
            let ledger = try await file.ledger(runID: plan.run.id)
            try file.close()
            return (ledger, await traffic.counts.completions)
        }
    }

    @Test("A run's prices are those that its endpoint tells")
    func pricesOfARun() async throws {
        let (ledger, asked) = try await run(["sim/cedar"])
        #expect(asked > 1)
        for model in ["sim/cedar", "sim/judge"] {
            let price = try #require(ledger.prices[model])
            let profile = ModelProfile.named(model).price
            #expect(abs(price.inputPerMillion - profile.inputPerMillion) < 1e-9)
            #expect(abs(price.outputPerMillion - profile.outputPerMillion) < 1e-9)
        }
    }

    @Test("A model that its endpoint does not have ends the run before anything is asked")
    func missingModel() async throws {
        let traffic = SimulatorTraffic()
        let failure = await #expect(throws: CommandFailure.self) {
            try await run(["sim/cedar", "sim/ceadr", "nobody/knows-this-model"], counting: traffic)
        }
        let lines = try #require(failure?.sentence.split(separator: "\n"))
        #expect(lines.count == 2)
        #expect(lines.first?.contains("has no model sim/ceadr; did you mean sim/cedar") == true)
        #expect(lines.last?.contains("has no model nobody/knows-this-model; see http://") == true)
        #expect(failure?.code == .badInput)
        #expect(await traffic.counts.completions == 0)
    }

    @Test("An endpoint without a list is noted, and the run goes on")
    func noList() throws {
        let server = try ScriptedServer { request in
            request.target == "/v1/models"
                ? .json(#"{"error":{"message":"no such path"}}"#, status: 404)
                : .json(#"{"error":{"message":"bad key"}}"#, status: 401)
        }
        defer { server.stop() }
        try Program.withFolder { folder in
            let suite = """
                name: nolist
                dataset: sample
                tasks: {limit: 1}
                research: {tools: []}
                endpoint: {base_url: "\(server.url)/v1"}
                configurations: [{id: a, solo: some/model}]
                judge: {model: some/judge}
                """
            try suite.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let ending = try Program.run(["run", folder + "/s.yaml", "--db", folder + "/r.sqlite"])
            #expect(ending.code == 3, "\(ending.err)")
            #expect(ending.err.contains("\(server.url)/v1 tells no list of its models"))
            #expect(ending.err.contains("no such path"))
            #expect(server.requests.contains { $0.target == "/v1/chat/completions" })
        }
    }
}
