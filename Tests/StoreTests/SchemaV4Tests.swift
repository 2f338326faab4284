import GRDB
import Testing
import Vocabulary

@testable import Store

/// What the fourth version keeps: what providers do by themselves, what was not sent, and prices.
@Suite struct SchemaV4Tests {
    let folder: TemporaryFolder
    let database: ResultsDatabase
    let unit = Sample.unit("outside", "t1")

    init() async throws {
        folder = try TemporaryFolder()
        database = try ResultsDatabase(path: folder.file(), mode: .write)
        let outside = ConfigurationSummary(
            id: "outside", kind: "server_fusion", models: ["a/one", "b/two"])
        try await database.begin(Sample.plan(units: [unit], configurations: [outside]))
    }

    private func fused(_ calls: [CallRecord] = []) -> AnswerRecord {
        var answer = Sample.answer(unit, cost: 0.5, calls: calls)
        answer.serverFusion = ServerFusionRecord(
            status: .otherPanel, panel: ["a/one", "c/three"], failureReason: "rate_limited")
        answer.analysis = AnalysisRecord(status: .invalid, text: "{}")
        answer.sources = [SourceRecord(url: "https://a.example", title: "A", kind: .fusion)]
        return answer
    }

    @Test("The view of the provider's fusions says what became of each")
    func view() async throws {
        try await database.store(fused())
        let rows = try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM server_fusion").map { row in
                row.map { "\($0.0) \($0.1)" }
            }
        }
        #expect(
            rows == [
                [
                    #"run "run-1""#, #"configuration "outside""#, #"task_id "t1""#,
                    "generation 0", #"kind "server_fusion""#, #"status "other_panel""#,
                    #"panel "a/one\nc/three""#, #"analysis_status "invalid""#,
                    #"failure "rate_limited""#, "sources 1", "cost_usd 0.5",
                ]
            ])
    }

    @Test("An attempt that is made again leaves nothing of the sources before it")
    func replaced() async throws {
        var failed = fused()
        failed.status = .infraError
        try await database.store(failed)
        var answer = fused()
        answer.sources = [SourceRecord(url: "https://b.example", kind: .citation)]
        answer.serverFusion?.status = .complete
        try await database.store(answer)
        let stored = try #require(try await database.answer(key: unit.key))
        #expect(stored.sources == answer.sources)
        #expect(stored.serverFusion?.status == .complete)
    }

    @Test("What was not sent is told of answers and of the judge that is looked at, each once")
    func omissions() async throws {
        func call(_ omitted: [String], _ role: CallRecord.Role = .researcher) -> CallRecord {
            var call = Sample.call(role)
            call.model = role == .judge ? "judge/model" : "b/two"
            call.omitted = omitted
            return call
        }
        try await database.store(fused([call(["temperature", "seed"]), call(["seed"]), call([])]))
        try await database.store([Sample.verdict(on: unit, calls: [call(["seed"], .judge)])])
        let results = try #require(try await database.results(runID: "run-1"))
        #expect(
            results.omissions == [
                Omission(model: "b/two", parameter: "seed"),
                Omission(model: "b/two", parameter: "temperature"),
                Omission(model: "judge/model", parameter: "seed"),
            ])
    }

    @Test("Prices keep their tiers in order, and where they come from")
    func prices() async throws {
        var plan = Sample.plan(units: [unit])
        let tiers = [
            PriceTier(minPromptTokens: 272_001, inputPerMillion: 10, outputPerMillion: 45),
            PriceTier(
                minutesOfDay: .init(from: 60, to: 240), weekdaysOnly: true, inputPerMillion: 1.5,
                outputPerMillion: 4, cacheReadPerMillion: 0.1, cacheWritePerMillion: 2),
        ]
        let price = ModelPrice(inputPerMillion: 5, outputPerMillion: 30, tiers: tiers)
        plan.prices = [
            "b/two": price, "a/one": ModelPrice(inputPerMillion: 1, outputPerMillion: 2),
        ]
        plan.priceSources = ["b/two": "openrouter.ai/models"]
        for _ in 0..<2 { try await database.begin(plan) }
        #expect(try await database.ledger(runID: "run-1").prices == plan.prices)
        let sources = try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT model, source FROM prices ORDER BY model").map {
                [$0[0], $0[1]] as [String?]
            }
        }
        #expect(sources == [["a/one", nil], ["b/two", "openrouter.ai/models"]])
    }

    @Test("A price that an endpoint told stays until it tells another, others follow the plan")
    func toldPrices() async throws {
        func begin(_ sources: [String: PriceSource], input: Double) async throws {
            var plan = Sample.plan(units: [unit])
            plan.prices = sources.mapValues { _ in
                ModelPrice(inputPerMillion: input, outputPerMillion: 1)
            }
            plan.priceSources = sources.mapValues(\.description)
            try await database.begin(plan)
        }
        let told = PriceSource.catalogue(baseURL: "https://a.example/v1", readAt: 7)
        try await begin(["a/one": told, "b/two": .table(asOf: "2026-11-20")], input: 1)
        try await begin(["a/one": .table(asOf: "2026-11-20"), "b/two": .simulator], input: 2)
        let kept = try await database.ledger(runID: "run-1").prices
        #expect(kept.mapValues(\.inputPerMillion) == ["a/one": 1, "b/two": 2])
        try await begin(["a/one": told], input: 3)
        let last = try await database.ledger(runID: "run-1").prices
        #expect(last.mapValues(\.inputPerMillion) == ["a/one": 3])
    }
}
