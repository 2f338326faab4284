import Comparison
import Execution
import Foundation
import JSONText
import Reports
import Simulator
import Store
import Testing
import Vocabulary

@testable import Catalog
@testable import dracobench

/// What a run's calls took and what the rest of it will take, through real HTTP and real SQLite.
@Suite("Ledgers and estimates of whole runs")
struct LedgerRunTests {
    private static func suite(
        tasks: Int = 2, name: String = "ledger", judge: String = "sim/judge"
    ) -> Suite {
        func solo(_ id: String, _ model: String) -> Vocabulary.Configuration {
            Vocabulary.Configuration(id: id, kind: .solo(model: model))
        }
        func fusion(_ id: String, _ drafts: DraftSource) -> Vocabulary.Configuration {
            Vocabulary.Configuration(
                id: id,
                kind: .fusion(
                    FusionSpec(
                        panel: ["sim/atlas", "sim/birch"], analyst: "sim/atlas",
                        synthesizer: "sim/atlas", drafts: drafts)))
        }
        return Suite(
            name: name, dataset: "sample", tasks: TaskSelection(limit: tasks),
            endpoint: EndpointSpec(
                baseURL: "https://unused.example", apiKeyVariable: nil, dialect: .openai),
            configurations: [
                solo("atlas", "sim/atlas"), solo("birch", "sim/birch"), fusion("both", .reuse),
                fusion("fresh", .fresh),
            ],
            judge: JudgeSpec(model: judge), limits: RunLimits(concurrency: 16), seed: 5,
            sha256: "test")
    }

    private func session(
        _ suite: Suite, _ database: String, faults: [String] = [], promptCache: Bool = false
    ) throws -> RunSession {
        RunSession(
            workspace: try Workspace(
                home: Program.home, currentDirectory: "/", executable: "/none"),
            suite: suite, databasePath: database,
            simulation: RunSession.SimulationChoice(
                faults: try faults.map(FaultRule.init(parsing:)), promptCache: promptCache))
    }

    private func withFolder<Result>(
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let folder = NSTemporaryDirectory() + "/dracobench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // Left to the system then.
        return try await body(folder)
    }

    /// What the store has of the run.
    private func stored(
        _ path: String, _ plan: RunPlan
    ) async throws -> (ledger: Ledger, results: RunResults, spent: USD) {
        let file = try ResultsDatabase(path: path, mode: .read)
        defer { try? file.close() }  // It was only read from.
        return (
            try await file.ledger(runID: plan.run.id),
            try #require(try await file.results(runID: plan.run.id)),
            try await file.spent(runID: plan.run.id)
        )
    }

    @Test("Under faults, retries and redone answers the ledger is what was spent, to the cent")
    func addsUp() async throws {
        try await withFolder { folder in
            let path = folder + "/r.sqlite"
            let session = try session(
                Self.suite(), path,
                faults: [
                    "500:0.1", "error-in-200:0.1", "malformed:0.1,judge", "truncated:0.3,birch",
                ])
            let plan = try await session.plan()
            let first = try await session.execute(plan)
            let second = try await session.execute(plan, redo: .truncated)
            let (ledger, results, spent) = try await stored(path, plan)
            #expect(second.spent > first.spent)
            #expect(abs(ledger.total().cost.dollars - second.spent.dollars) < 1e-9)
            #expect(abs(spent.dollars - second.spent.dollars) < 1e-9)
            #expect(ledger.total().retries > 0 && ledger.total().failed > 0)
            #expect(ledger.total().costPutAside > .zero)
            let roles = Set(ledger.rows.map(\.role))
            // No provider runs anything here, and the search engine is free.
            #expect(roles == Set(CallRecord.Role.allCases).subtracting([.serverFusion, .search]))
            let page = LedgerReport(results: results, ledger: ledger).markdown()
            #expect(page.contains("went into answers that were put aside"))
            #expect(page.contains("HTTP 500"))
        }
    }

    @Test("Behind a provider with a cache the ledger shows its share and what it saved")
    func promptCache() async throws {
        try await withFolder { folder in
            let cached = try session(Self.suite(), folder + "/c.sqlite", promptCache: true)
            let plain = try session(Self.suite(), folder + "/p.sqlite")
            for session in [cached, plain] {
                let outcome = try await session.execute(session.plan())
                #expect(outcome.isComplete)
            }
            let with = try await stored(folder + "/c.sqlite", cached.plan())
            let without = try await stored(folder + "/p.sqlite", plain.plan())
            #expect(without.ledger.total().usage.cacheRead == 0)
            // What a fusion costs as a system is its own calls and the solo answers it took.
            func cost(_ configuration: String) throws -> Double {
                let units = without.results.units
                let answers = units.filter { $0.unit.configurationID == configuration }
                return try #require(USD.sum(answers.map(\.cost))).dollars
            }
            let own = without.ledger.total { $0.configurationID == "both" && $0.role != .judge }
            let whole = try own.cost.dollars + cost("atlas") + cost("birch")
            #expect(abs(try cost("both") - whole) < 1e-9)
            let researched = with.ledger.total { $0.role == .researcher }
            #expect(try #require(researched.usage.cachedShare) > 0.2)
            // The simulator bills at list price, so that both agree, and what the cache took off is
            // what the other bill has on top.
            #expect(with.ledger.rows.filter(\.totals.billDeparts).isEmpty)
            let saved = with.ledger.rows.reduce(0.0) { sum, row in
                sum + (with.ledger.prices[row.model]?.saved(by: row.totals.usage).dollars ?? 0)
            }
            let total = with.ledger.total()
            let list = total.cost.dollars + saved
            #expect(saved > 0.001)
            let atList = with.ledger.rows.reduce(0.0) { sum, row in
                let usage = TokenUsage(
                    uncachedInput: row.totals.usage.input, output: row.totals.usage.output)
                return sum + (with.ledger.prices[row.model]?.cost(of: usage).dollars ?? 0)
            }
            #expect(abs(list - atList) < 1e-9)
            let page = LedgerReport(results: with.results, ledger: with.ledger).markdown()
            #expect(page.contains("of the input tokens came from providers' caches"))
        }
    }

    @Test("An estimate covers what is missing, and what the rest then costs lies in its range")
    func estimate() async throws {
        try await withFolder { folder in
            let path = folder + "/r.sqlite"
            let whole = try session(Self.suite(tasks: 6), path)
            let before = try await whole.estimate(whole.plan())
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(before.missingAnswers == 24)
            let guessed = before.rows.filter { row in row.basis == .assumed && row.cost != nil }
            #expect(guessed.count == before.rows.count)

            let half = try session(Self.suite(tasks: 3), path)
            let done = try await half.execute(half.plan())
            let nothing = try await half.estimate(half.plan())
            #expect(nothing.missingAnswers == 0 && nothing.missingVerdicts == 0)
            #expect(nothing.rows.isEmpty)

            let plan = try await whole.plan()
            let rest = try await whole.estimate(plan)
            #expect(rest.missingAnswers == 12)
            let unmeasured = rest.rows.filter { row in
                switch row.basis {
                case .measured: false
                case .otherModels, .assumed: true
                }
            }
            #expect(unmeasured.isEmpty)
            let outcome = try await whole.execute(plan)
            let cost = outcome.spent.dollars - done.spent.dollars
            let expected = rest.total().cost
            #expect(
                (expected.low...expected.high).contains(cost), "\(cost) in \(expected)")
            #expect(abs(cost / expected.expected - 1) < 0.25)
        }
    }

    @Test("A redo that is only estimated counts what it would put aside")
    func redo() async throws {
        try await withFolder { folder in
            let session = try session(
                Self.suite(tasks: 1), folder + "/r.sqlite", faults: ["truncated:1,birch"])
            let plan = try await session.plan()
            _ = try await session.execute(plan)
            #expect(try await session.estimate(plan).missingAnswers == 0)
            let again = try await session.estimate(plan, redo: .truncated)
            // The solo of birch, and the fusion that took it as a draft.
            #expect(again.missingAnswers >= 2)
            #expect(
                Set(again.rows.map(\.configurationID)).isSuperset(of: ["birch", "both"]))
            #expect(try await session.estimate(plan).missingAnswers == 0, "nothing was changed")
        }
    }

    // MARK: - On the command line

    private static let file = """
        name: small
        dataset: sample
        tasks: {limit: 1}
        endpoint: {base_url: "https://unused.example/v1", fee_percent: 5.5}
        configurations:
          - {id: priced, solo: openai/gpt-5.5}
          - {id: unpriced, solo: nobody/knows}
        judge: {model: google/gemini-3.1-pro-preview}
        """

    @Test("An estimate prints a table, the fee apart, and says where a price is not known")
    func command() throws {
        try Program.withFolder { folder in
            try Self.file.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let arguments = [folder + "/s.yaml", "--db", folder + "/r.sqlite"]
            let ending = try Program.run(["estimate"] + arguments)
            #expect(ending.code == 0, "\(ending.err)")
            #expect(ending.out.contains("Routing fee"))
            #expect(ending.out.contains("No price is known for nobody/knows"))
            #expect(ending.out.contains("**Total**: at least $"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/r.sqlite"))
            let dry = try Program.run(["run", "--dry-run"] + arguments)
            #expect(dry.out.hasSuffix(ending.out))
            let json = try Program.run(["estimate", "--format", "json"] + arguments)
            let value = try JSONValue(parsing: json.out)
            #expect(value["missing_answers"] == 2)
            #expect(value["rows"]?[2]?["cost_usd"] == .null)
            #expect(value["total"]?["models_without_price"] == ["nobody/knows"])
            #expect(try Program.run(["estimate", "--format", "csv"] + arguments).code == 2)
        }
    }

    @Test("A run is shown with its facts, its progress and its ledger in three formats")
    func show() throws {
        try Program.withFolder { folder in
            try Self.file.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let database = ["--db", folder + "/r.sqlite"]
            let run = try Program.run(
                ["run", folder + "/s.yaml", "--simulate", "--prompt-cache"] + database)
            #expect(run.code == 0, "\(run.err)")
            let page = try Program.run(["runs", "show", "small-sample-simulated"] + database)
            #expect(page.code == 0, "\(page.err)")
            for part in [
                "# small", "**Simulated.**", "Progress: 2 of 2 answers", "## Calls", "## Costs",
                "prompt cache",
            ] { #expect(page.out.contains(part), "\(part)") }
            #expect(try Program.run(["runs", "show"] + database).out == page.out)
            let json = try JSONValue(
                parsing: Program.run(["runs", "show", "--format", "json"] + database).out)
            #expect(json["total"]?["all"]?["calls"]?.integer ?? 0 > 10)
            let csv = try Program.run(["runs", "show", "--format", "csv"] + database).out
            #expect(csv.hasPrefix("configuration,role,model,calls,"))
            #expect(csv.split(separator: "\r\n").count == 5)
            let unknown = try Program.run(["runs", "show", "nosuch"] + database)
            #expect(unknown.code == 2 && unknown.err.contains("small-sample-simulated"))
        }
    }
}
