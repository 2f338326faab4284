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

/// The whole pipeline against the simulator: real HTTP, real SQLite, the sample dataset.
@Suite("From suite to leaderboard")
struct PipelineTests {
    /// The repository this test stands in.
    private static let home = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static func configuration(_ id: String, _ model: String) -> Vocabulary.Configuration {
        Vocabulary.Configuration(id: id, kind: .solo(model: model))
    }

    private static func fusion(
        _ id: String, _ panel: [String], synthesizer: String = "merger",
        drafts: DraftSource = .reuse
    ) -> Vocabulary.Configuration {
        Vocabulary.Configuration(
            id: id,
            kind: .fusion(
                FusionSpec(
                    panel: panel, analyst: synthesizer, synthesizer: synthesizer, drafts: drafts)))
    }

    private static func suite(
        _ configurations: [Vocabulary.Configuration], tasks: Int = 4, passes: Int = 1,
        generations: Int = 1, maxCost: Double? = nil, exclusion: String = "builtin:draco"
    ) -> Suite {
        Suite(
            name: "test", dataset: "sample", tasks: TaskSelection(limit: tasks),
            endpoint: EndpointSpec(
                baseURL: "https://unused.example", apiKeyVariable: nil, dialect: .openai),
            exclusion: exclusion, configurations: configurations, generations: generations,
            judge: JudgeSpec(model: "sim/judge", passes: passes),
            limits: RunLimits(maxCost: maxCost.map { USD($0) }, concurrency: 16), seed: 5,
            sha256: "test")
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

    private func session(
        _ suite: Suite, _ database: String, profiles: [String: ModelProfile] = [:],
        faults: [String] = []
    ) throws -> RunSession {
        RunSession(
            workspace: try Workspace(
                home: Self.home, currentDirectory: "/", executable: "/none"),
            suite: suite, databasePath: database,
            simulation: RunSession.SimulationChoice(
                faults: try faults.map(FaultRule.init(parsing:)), profiles: profiles))
    }

    private func results(_ database: String) async throws -> RunResults {
        let file = try ResultsDatabase(path: database, mode: .read)
        let results = try await file.results(runID: "test-sample-simulated")
        try file.close()
        return try #require(results)
    }

    /// Mean scores in points by configuration, after a complete run.
    private func scores(
        _ suite: Suite, profiles: [String: ModelProfile] = [:]
    ) async throws -> [String: Double] {
        try await withFolder { folder in
            let session = try session(suite, folder + "/r.sqlite", profiles: profiles)
            let outcome = try await session.execute(session.plan())
            #expect(outcome.isComplete)
            let json = Leaderboard(results: try await results(folder + "/r.sqlite")).json()
            return Dictionary(
                uniqueKeysWithValues: (json["leaderboard"]?.array ?? []).compactMap { row in
                    guard let id = row["configuration"]?.string, let score = row["score"]?.number
                    else { return nil }
                    return (id, score)
                })
        }
    }

    @Test("A run answers and grades everything, and the same command then asks for nothing")
    func resume() async throws {
        let suite = Self.suite(
            [
                Self.configuration("atlas", "sim/atlas"), Self.configuration("birch", "sim/birch"),
                Self.fusion("both", ["sim/atlas", "sim/birch"]),
            ], passes: 2)
        try await withFolder { folder in
            let session = try session(suite, folder + "/r.sqlite")
            let first = try await session.execute(session.plan())
            #expect(first.isComplete)
            #expect(first.plan.answers == 12)
            #expect(first.plan.storedAnswers == 0)
            let before = try await results(folder + "/r.sqlite")
            #expect(before.units.allSatisfy { $0.status == .ok && $0.scores.count == 2 })
            #expect(before.finishedAt != nil)
            let page = Leaderboard(results: before).markdown()
            #expect(page.contains("**Simulated.**"))

            let second = try await session.execute(session.plan())
            #expect(second.plan.storedAnswers == 12)
            #expect(second.plan.storedVerdicts == second.plan.verdicts)
            #expect(abs(second.spent.dollars - first.spent.dollars) < 1e-9)
            let after = try await results(folder + "/r.sqlite")
            #expect(Leaderboard(results: after).markdown() == page)
        }
    }

    @Test("Raising the passes asks only for the new ones")
    func morePasses() async throws {
        let solo = [Self.configuration("atlas", "sim/atlas")]
        try await withFolder { folder in
            let once = try session(Self.suite(solo, tasks: 2), folder + "/r.sqlite")
            let first = try await once.execute(once.plan())
            let thrice = try session(Self.suite(solo, tasks: 2, passes: 3), folder + "/r.sqlite")
            let second = try await thrice.execute(thrice.plan())
            #expect(second.isComplete)
            #expect(second.plan.storedAnswers == 2)
            #expect(second.plan.storedVerdicts == first.plan.verdicts)
            #expect(second.plan.verdicts == 3 * first.plan.verdicts)
        }
    }

    @Test("Refused answers are recorded, left unscored, and nothing is asked about them again")
    func refused() async throws {
        try await withFolder { folder in
            let session = try session(
                Self.suite([Self.configuration("shy", "shy")], tasks: 2), folder + "/r.sqlite",
                profiles: ["shy": ModelProfile(refusal: 1)])
            let first = try await session.execute(session.plan())
            #expect(first.isComplete)
            let results = try await results(folder + "/r.sqlite")
            #expect(results.units.map(\.status) == [.refused, .refused])
            #expect(results.units.allSatisfy { $0.scores.isEmpty && $0.cost != nil })
            let second = try await session.execute(session.plan())
            #expect(second.plan.storedAnswers == 2)
            #expect(second.plan.verdicts == 0)
        }
    }

    @Test("Two runs of the same seed give the same scores, whatever the order of requests")
    func deterministic() async throws {
        let suite = Self.suite(
            [
                Self.configuration("atlas", "sim/atlas"),
                Self.fusion("fresh", ["sim/birch", "sim/cedar"], drafts: .fresh),
            ], passes: 2)
        let first = try await scores(suite)
        var narrow = suite
        narrow.limits.concurrency = 1
        #expect(try await scores(narrow) == first)
    }

    @Test("A panel of one model that always says the same has no lift")
    func noVariance() async throws {
        let fixed = ModelProfile(varies: false)
        let perfect = ModelProfile(synthesis: 1, scepticism: 0, judgeError: 0)
        let scores = try await scores(
            Self.suite([
                Self.configuration("solo", "fixed"),
                Self.fusion("self", ["fixed", "fixed"], drafts: .fresh),
            ]),
            profiles: [
                "fixed": fixed, "merger": perfect, "sim/judge": ModelProfile(judgeError: 0),
            ])
        let solo = try #require(scores["solo"])
        #expect(solo > 10)
        #expect(scores["self"] == solo)
    }

    @Test("Two models that read different things are better together, by merging alone")
    func diversity() async throws {
        let scores = try await scores(
            Self.suite([
                Self.configuration("a", "one"), Self.configuration("b", "other"),
                Self.fusion("both", ["one", "other"]),
            ]),
            profiles: [
                "one": ModelProfile(searches: 2, fetches: 2),
                "other": ModelProfile(searches: 2, fetches: 2),
                "merger": ModelProfile(synthesis: 1, scepticism: 0),
                "sim/judge": ModelProfile(judgeError: 0),
            ])
        let best = max(try #require(scores["a"]), try #require(scores["b"]))
        let both = try #require(scores["both"])
        #expect(both > best + 3)
    }

    @Test("Changing the synthesizer alone changes the fused score, and the solo rows not at all")
    func synthesizer() async throws {
        let suite = Self.suite([
            Self.configuration("a", "sim/atlas"), Self.configuration("b", "sim/birch"),
            Self.fusion("both", ["sim/atlas", "sim/birch"]),
        ])
        // A judge without errors, since its errors are drawn anew for every run.
        let judge = ModelProfile(judgeError: 0)
        let good = try await scores(
            suite, profiles: ["merger": ModelProfile(synthesis: 1), "sim/judge": judge])
        let poor = try await scores(
            suite, profiles: ["merger": ModelProfile(synthesis: 0.4), "sim/judge": judge])
        #expect(good["a"] == poor["a"])
        #expect(good["b"] == poor["b"])
        let (merged, mangled) = (try #require(good["both"]), try #require(poor["both"]))
        #expect(merged > mangled + 10)
    }

    @Test("With the exclusion list no answer key reaches a model; without it scores are inflated")
    func contamination() async throws {
        let solo = [Self.configuration("a", "reader")]
        let profiles = [
            "reader": ModelProfile(searches: 3, fetches: 6, recall: 0.6, gullibility: 0),
            "sim/judge": ModelProfile(judgeError: 0),
        ]
        let clean = try await scores(Self.suite(solo), profiles: profiles)
        let open = try await scores(Self.suite(solo, exclusion: "none"), profiles: profiles)
        let (inflated, honest) = (try #require(open["a"]), try #require(clean["a"]))
        #expect(inflated > honest + 10)
    }

    @Test("The cap stops a run early; raising it finishes the rest")
    func budget() async throws {
        let solo = [Self.configuration("atlas", "sim/atlas")]
        try await withFolder { folder in
            var suite = Self.suite(solo, maxCost: 0.1)
            suite.research.maxOutputTokens = 1_000
            // One at a time: side by side the cap may be reached before any answer is finished.
            suite.limits.concurrency = 1
            let capped = try session(suite, folder + "/r.sqlite")
            let stopped = try await capped.execute(capped.plan())
            #expect(!stopped.isComplete)
            guard case .budget = stopped.stopReason else {
                Issue.record("\(String(describing: stopped.stopReason))")
                return
            }
            #expect(try await results(folder + "/r.sqlite").finishedAt == nil)
            #expect(stopped.spent <= USD(0.1))
            suite.limits.maxCost = nil
            let free = try session(suite, folder + "/r.sqlite")
            let finished = try await free.execute(free.plan())
            #expect(finished.isComplete)
            #expect(finished.plan.storedAnswers > 0)
        }
    }

    @Test(
        "Under faults a run ends with everything scored or recorded",
        arguments: [
            "500:0.2", "error-in-200:0.2", "cut:0.1", "malformed:0.3,judge", "refusal:0.3",
            "empty:0.3", "truncated:0.3,researcher", "403:0.2",
        ])
    func faults(fault: String) async throws {
        try await withFolder { folder in
            let suite = Self.suite(
                [
                    Self.configuration("atlas", "sim/atlas"),
                    Self.configuration("birch", "sim/birch"),
                    Self.fusion("both", ["sim/atlas", "sim/birch"]),
                ], tasks: 2)
            let session = try session(suite, folder + "/r.sqlite", faults: [fault])
            let outcome = try await session.execute(session.plan())
            let results = try await results(folder + "/r.sqlite")
            for unit in results.units {
                guard let status = unit.status else { continue }
                if status.isGradable {
                    #expect(unit.scores.count == 1 || unit.missingVerdicts > 0)
                } else {
                    #expect(unit.error != nil)
                    #expect(unit.scores.isEmpty)
                }
            }
            let missing = results.units.reduce(0) { $0 + $1.missingVerdicts }
            #expect(outcome.missingVerdicts == missing)
        }
    }

    @Test("When the key is not valid the run stops at once and says so")
    func closedEndpoint() async throws {
        try await withFolder { folder in
            let suite = Self.suite([Self.configuration("atlas", "sim/atlas")])
            let session = try session(suite, folder + "/r.sqlite", faults: ["401:1"])
            let outcome = try await session.execute(session.plan())
            guard case .endpoint(let sentence) = outcome.stopReason else {
                Issue.record("\(String(describing: outcome.stopReason))")
                return
            }
            #expect(sentence.contains("Check the key"))
            #expect(outcome.missingAnswers == 4)
        }
    }
}

extension RunResults {
    /// When the run behind them became complete.
    fileprivate var finishedAt: Double? {
        switch origin {
        case .run(let run, _): run.finishedAt
        case .verdictFiles: nil
        }
    }
}
