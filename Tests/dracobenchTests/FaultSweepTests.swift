import Execution
import Foundation
import GRDB
import Simulator
import Store
import Testing
import Vocabulary

@testable import Catalog
@testable import dracobench

/// A small suite under every kind of fault: it ends, everything is scored or has its reason, nothing
/// is there twice, and the money adds up.
@Suite("Under every fault")
struct FaultSweepTests {
    /// The faults that a run meets, and how often.
    struct Weather: CustomStringConvertible, Sendable {
        var kinds: [FaultRule.Kind]
        var rate: Double

        var description: String {
            (kinds.count == 1 ? kinds[0].rawValue : "all kinds") + " at \(Int(rate * 100)) %"
        }

        static let all =
            FaultRule.Kind.allCases.flatMap { kind in
                [0.05, 0.3].map { Weather(kinds: [kind], rate: $0) }
            } + [Weather(kinds: FaultRule.Kind.allCases, rate: 0.05)]
    }

    @Test(
        "A run ends with everything scored or recorded, nothing twice, and its costs add up",
        .timeLimit(.minutes(20)), arguments: Weather.all)
    func sweep(_ weather: Weather) async throws {
        try await withFolder { folder in
            let path = folder + "/r.sqlite"
            let session = try session(weather, path)
            let plan = try await session.plan()
            let outcome = try await session.execute(plan)
            let file = try ResultsDatabase(path: path, mode: .read)
            let results = try #require(try await file.results(runID: plan.run.id))
            let storedSpent = try await file.spent(runID: plan.run.id)
            #expect(abs(storedSpent.dollars - outcome.spent.dollars) < 1e-9)
            try file.close()

            #expect(results.units.count == plan.units.count)
            for unit in results.units { Self.check(unit, outcome) }
            let isMissing = { (unit: UnitResult) in unit.status.map(\.isToBeRedone) ?? true }
            #expect(results.units.count(where: isMissing) == outcome.missingAnswers)
            try await Self.checkRows(path, spent: outcome.spent)
        }
    }

    /// Scored, or with the reason why not.
    private static func check(_ unit: UnitResult, _ outcome: Runner.Outcome) {
        guard let status = unit.status else {
            // It was not asked for: the run stopped, or a draft it needs is to be asked for again.
            #expect(outcome.stopReason != nil || unit.unit.configurationID == "both")
            return
        }
        if status.isGradable {
            // A run that stopped leaves verdicts that it never asked for.
            let isCutShort =
                outcome.stopReason != nil && unit.obtainedVerdictWeight < unit.plannedVerdictWeight
            #expect(unit.scores.count == 1 || unit.missingVerdicts > 0 || isCutShort)
        } else {
            #expect(unit.error != nil)
            #expect(unit.scores.isEmpty)
        }
    }

    /// What holds for the rows of any results file.
    private static func checkRows(_ path: String, spent: USD) async throws {
        try await DatabaseQueue(path: path).read { db in
            let none = [
                "an answer without text or reason": """
                SELECT count(*) FROM answers WHERE error IS NULL AND (status <> 'ok' OR text = '')
                    AND status <> 'truncated'
                """,
                "a verdict that is missing without a reason":
                    "SELECT count(*) FROM verdicts WHERE verdict IS NULL AND error IS NULL",
                "a verdict that was given without a call": """
                SELECT count(*) FROM verdicts v WHERE verdict IS NOT NULL AND NOT EXISTS
                    (SELECT 1 FROM calls k WHERE k.verdict = v.id AND k.outcome = 'ok')
                """,
                "a failed call without a reason":
                    "SELECT count(*) FROM calls WHERE outcome <> 'ok' AND error IS NULL",
                // Without their seeds, equal requests get equal completions.
                "a completion that is there twice": """
                SELECT count(*) FROM (SELECT 1 FROM calls WHERE generation_id IS NOT NULL
                    AND coalesce(omitted, '') NOT LIKE '%seed%'
                    GROUP BY generation_id, attempt HAVING count(*) > 1)
                """,
                // A fusion's cost counts the solo answers that are its drafts as well.
                "an answer whose cost is other than that of its parts": """
                SELECT count(*) FROM answers a WHERE NOT (
                    SELECT CASE WHEN count(*) = count(cost_usd)
                        THEN abs(coalesce(sum(cost_usd), 0) - a.cost_usd) < 1e-9
                        ELSE a.cost_usd IS NULL END
                    FROM (
                        SELECT cost_usd FROM calls WHERE answer = a.id
                        UNION ALL
                        SELECT cost_usd FROM drafts WHERE answer = a.id AND reused_key IS NOT NULL))
                """,
            ]
            for (sentence, sql) in none {
                #expect(try Int.fetchOne(db, sql: sql) == 0, "\(sentence)")
            }
            let total = try Double.fetchOne(db, sql: "SELECT total(cost_usd) FROM calls") ?? -1
            #expect(abs(total - spent.dollars) < 1e-9)
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
        }
    }

    private func session(_ weather: Weather, _ path: String) throws -> RunSession {
        func solo(_ id: String) -> Vocabulary.Configuration {
            Vocabulary.Configuration(id: id, kind: .solo(model: "sim/" + id))
        }
        var suite = Suite(
            name: "sweep", dataset: "sample", tasks: TaskSelection(limit: 1),
            endpoint: EndpointSpec(
                baseURL: "https://unused.example", apiKeyVariable: nil, dialect: .openai),
            exclusion: "builtin:draco",
            configurations: [
                solo("birch"), solo("cedar"),
                Vocabulary.Configuration(
                    id: "both",
                    kind: .fusion(
                        FusionSpec(
                            panel: ["sim/birch", "sim/cedar"], analyst: "sim/cedar",
                            synthesizer: "sim/cedar", drafts: .reuse))),
            ],
            judge: JudgeSpec(model: "sim/judge"), limits: RunLimits(concurrency: 16), seed: 5,
            sha256: "sweep")
        // A stall outlasts it, so that it takes a second and not half a minute.
        if weather.kinds.contains(.stall) { suite.limits.taskTimeoutSeconds = 1 }
        var session = RunSession(
            workspace: try Workspace(
                home: Program.home, currentDirectory: "/", executable: "/none"),
            suite: suite, databasePath: path,
            simulation: RunSession.SimulationChoice(
                faults: weather.kinds.map { FaultRule(kind: $0, rate: weather.rate) }))
        session.sleep = { _ in await Task.yield() }
        return session
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "/dracobench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // Left to the system then.
        try await body(folder)
    }
}
