import Execution
import Foundation
import JSONText
import Reports
import Simulator
import Testing
import Vocabulary

@testable import Catalog
@testable import Store
@testable import dracobench

/// What the exclusion keeps away, over the whole pipeline: in a made-up web with answer keys on
/// listed hosts, on mirrors, at archives and behind redirects.
@Suite("From suite to audit")
struct EnforcementTests {
    private static let profiles = [
        "reader": ModelProfile(searches: 3, fetches: 8, recall: 0.6, gullibility: 0),
        "other": ModelProfile(searches: 3, fetches: 8, recall: 0.6, gullibility: 0),
        "merger": ModelProfile(synthesis: 1, scepticism: 0),
        // Without errors, so that a difference is one of the answers.
        "sim/judge": ModelProfile(judgeError: 0),
    ]

    private static func arms(_ enforcement: Enforcement) -> [Vocabulary.Configuration] {
        [
            Vocabulary.Configuration(
                id: "solo-\(enforcement.rawValue)", kind: .solo(model: "reader"),
                enforcement: enforcement),
            Vocabulary.Configuration(
                id: "panel-\(enforcement.rawValue)",
                kind: .fusion(
                    FusionSpec(
                        panel: ["reader", "reader"], analyst: "merger", synthesizer: "merger",
                        drafts: .fresh)), enforcement: enforcement),
        ]
    }

    private static func suite(
        _ configurations: [Vocabulary.Configuration], tasks: Int = 4
    ) -> Suite {
        Suite(
            name: "proof", dataset: "sample", tasks: TaskSelection(limit: tasks),
            endpoint: EndpointSpec(
                baseURL: "https://unused.example", apiKeyVariable: nil, dialect: .openai),
            exclusion: "draco", configurations: configurations, generations: 1,
            judge: JudgeSpec(model: "sim/judge"), limits: RunLimits(concurrency: 16),
            keyPages: .everywhere, seed: 5, sha256: "proof")
    }

    private static func session(_ suite: Suite, _ database: String) throws -> RunSession {
        RunSession(
            workspace: try Workspace(
                home: Program.home, currentDirectory: "/", executable: "/none"),
            suite: suite, databasePath: database,
            simulation: RunSession.SimulationChoice(profiles: profiles))
    }

    private static func withFolder<Result>(
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let folder = NSTemporaryDirectory() + "/dracobench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // Left to the system then.
        return try await body(folder)
    }

    private static func results(_ session: RunSession) async throws -> RunResults {
        let file = try ResultsDatabase(path: session.databasePath, mode: .read)
        let results = try await file.results(runID: session.plan().run.id)
        try file.close()
        return try #require(results)
    }

    /// Runs a suite against a simulator that counts what it serves.
    private static func execute(
        _ session: RunSession, counting traffic: SimulatorTraffic
    ) async throws -> Runner.Outcome {
        let plan = try await session.plan()
        let suite = session.suite
        let world = World(
            tasks: plan.setup.dataset.tasks, seed: suite.seed, keyPages: suite.keyPages)
        let options = SimulatorOptions(seed: suite.seed, profiles: profiles)
        let exclusion = try Wiring.exclusion(suite, in: session.workspace)
        let path = session.databasePath
        return try await withSimulator(world: world, options: options, counting: traffic) {
            address in
            let database = try ResultsDatabase(path: path, mode: .write)
            let wiring = try Wiring(
                plan: plan, destination: .simulator(address), exclusion: exclusion,
                search: try session.searchService(at: address), now: wallClock)
            let runner = Runner(
                plan: plan, database: database, control: RunControl(),
                answerers: wiring.answerers, judges: wiring.judges, textScreen: wiring.textScreen,
                now: wallClock, events: { _ in })
            let outcome = try await runner.run()
            await wiring.shutDown()
            try database.close()
            return outcome
        }
    }

    private static func findings(_ results: RunResults) -> [LeakFinding] {
        results.units.flatMap { $0.leaks.map(\.finding) }
    }

    // MARK: - What comes through

    @Test("In full, no key but a mirror's is ever fetched, and that one reaches no model")
    func full() async throws {
        try await Self.withFolder { folder in
            let session = try Self.session(Self.suite(Self.arms(.full)), folder + "/r.sqlite")
            let traffic = SimulatorTraffic()
            let outcome = try await Self.execute(session, counting: traffic)
            #expect(outcome.isComplete)
            let counts = await traffic.counts
            for place in [KeyPlace.listed, .archive, .redirect] {
                #expect(counts.keysServed[place, default: 0] == 0, "\(place)")
            }
            // There was something to keep away, in every place.
            #expect(counts.keysServed[.mirror, default: 0] > 0)
            for place in [KeyPlace.mirror, .archive, .redirect] {
                #expect(counts.keysFound[place, default: 0] > 0, "\(place)")
            }
            let findings = Self.findings(try await Self.results(session))
            #expect(!findings.contains { $0.taints })
            #expect(!findings.contains { !$0.wasKeptAway && $0.severity >= .questionContext })
            let mirrored = findings.filter { $0.evidence == .ngram }
            #expect(mirrored.contains { $0.severity == .explicitAnswer })
            #expect(mirrored.allSatisfy { $0.wasKeptAway })
        }
    }

    @Test("Off, keys are read and taint the answers; what is found is what was served")
    func off() async throws {
        try await Self.withFolder { folder in
            let session = try Self.session(Self.suite(Self.arms(.off)), folder + "/r.sqlite")
            let traffic = SimulatorTraffic()
            _ = try await Self.execute(session, counting: traffic)
            let counts = await traffic.counts
            for place in KeyPlace.allCases {
                #expect(counts.keysServed[place, default: 0] > 0, "\(place)")
            }
            let file = try ResultsDatabase(path: session.databasePath, mode: .read)
            let uses = try await file.texts(runID: session.plan().run.id).flatMap(\.toolUses)
            try file.close()
            let read = uses.filter { use in
                use.tool == .webFetch
                    && use.findings.contains { $0.evidence == .ngram && $0.taints }
            }
            #expect(read.count == counts.keysServed.values.reduce(0, +))
            #expect(!uses.contains { $0.findings.contains { $0.wasKeptAway } })
        }
    }

    @Test("Off, every arm scores higher than in full; told to the engine alone, not less than full")
    func scores() async throws {
        try await Self.withFolder { folder in
            let session = try Self.session(
                Self.suite(Enforcement.allCases.flatMap(Self.arms)), folder + "/r.sqlite")
            #expect(try await session.execute(session.plan()).isComplete)
            let results = try await Self.results(session)
            func score(_ id: String) -> Double {
                let scores = results.units.filter { $0.unit.configurationID == id }
                    .flatMap(\.scores).map(\.normalized)
                return 100 * scores.reduce(0, +) / Double(scores.count)
            }
            func tainted(_ id: String) -> Int {
                results.units.count { unit in
                    unit.unit.configurationID == id && unit.leaks.contains { $0.finding.taints }
                }
            }
            for arm in ["solo", "panel"] {
                let (off, provider, full) = (
                    score(arm + "-off"), score(arm + "-provider"), score(arm + "-full")
                )
                #expect(off > full + 10, "\(arm): \(off), \(provider), \(full)")
                #expect(
                    (full...off).contains(provider), "\(arm): \(off), \(provider), \(full)")
                #expect(tainted(arm + "-off") >= tainted(arm + "-provider"))
                #expect(tainted(arm + "-off") > 0)
                #expect(tainted(arm + "-full") == 0)
            }
            let page = Leaderboard(results: results).markdown()
            #expect(page.contains("## Contamination"))
            for configuration in results.configurations {
                #expect(configuration.id.hasSuffix(configuration.enforcement.rawValue))
            }
        }
    }

    // MARK: - Asking again

    /// Two solos, a fusion of both and one of the second alone, on two tasks.
    private static func redoSuite() -> Suite {
        func fusion(_ id: String, _ panel: [String]) -> Vocabulary.Configuration {
            Vocabulary.Configuration(
                id: id,
                kind: .fusion(
                    FusionSpec(
                        panel: panel, analyst: "merger", synthesizer: "merger", drafts: .reuse)))
        }
        return suite(
            [
                Vocabulary.Configuration(id: "a", kind: .solo(model: "reader")),
                Vocabulary.Configuration(id: "b", kind: .solo(model: "other")),
                fusion("both", ["reader", "other"]), fusion("second", ["other"]),
            ], tasks: 2)
    }

    /// Stores an answer that has read the key, under the key of a solo unit.
    private static func plant(_ session: RunSession, _ finding: LeakFinding) async throws -> String
    {
        let plan = try await session.plan()
        let unit = try #require(plan.units.first { $0.configuration.id == "a" }).record
        let database = try ResultsDatabase(path: session.databasePath, mode: .write)
        try await database.store(
            AnswerRecord(
                key: unit.key, configurationID: unit.configurationID, taskID: unit.taskID,
                generation: unit.generation, status: .ok, text: "Planted.",
                toolUses: [
                    ToolUseRecord(
                        position: 0, tool: .webFetch, argument: "http://mirror.example/",
                        resultCount: 9, findings: [finding])
                ]))
        try database.close()
        return unit.key
    }

    private static func finding(wasKeptAway: Bool) -> LeakFinding {
        LeakFinding(
            evidence: .ngram, severity: .explicitAnswer, url: "http://mirror.example/",
            detail: "planted", wasKeptAway: wasKeptAway)
    }

    private static func putAside(
        _ redo: Redo, of plan: RunPlan, _ session: RunSession
    ) async throws -> Int {
        let database = try ResultsDatabase(path: session.databasePath, mode: .write)
        let count = try await session.putAside(redo, of: plan, in: database)
        try database.close()
        return count
    }

    @Test("Tainted answers are asked for again, with the fusions that used them, and no others")
    func redo() async throws {
        try await Self.withFolder { folder in
            let session = try Self.session(Self.redoSuite(), folder + "/r.sqlite")
            let plan = try await session.plan()
            let key = try await Self.plant(session, Self.finding(wasKeptAway: false))
            let first = try await session.execute(plan)
            #expect(first.isComplete && first.plan.storedAnswers == 1)
            let before = try await Self.results(session)
            let tainted = before.units.filter { $0.leaks.contains { $0.finding.taints } }
            #expect(tainted.map(\.unit.configurationID) == ["a", "both"])
            #expect(Set(tainted.map(\.unit.taskID)).count == 1)

            #expect(try await Self.putAside(.tainted, of: plan, session) == 2)
            let second = try await session.execute(plan)
            #expect(second.isComplete)
            #expect(second.plan.answers == 8 && second.plan.storedAnswers == 6)
            let after = try await Self.results(session)
            #expect(!Self.findings(after).contains { $0.taints })
            let untouched = zip(before.units, after.units).filter { $0 == $1 }
            #expect(untouched.count == 6)
            #expect(after.units.map(\.answersPutAside).reduce(0, +) == 2)
            let page = Leaderboard(results: after).markdown()
            #expect(page.contains("Asked again: answers that"))
            let file = try ResultsDatabase(path: session.databasePath, mode: .read)
            let texts = try await file.texts(runID: plan.run.id)
            try file.close()
            #expect(texts.first { $0.unit.key == key }?.text != "Planted.")
            #expect(!texts.flatMap(\.drafts).contains { $0.text == "Planted." })

            #expect(try await Self.putAside(.tainted, of: plan, session) == 0)
            let third = try await session.execute(plan)
            #expect(third.plan.storedAnswers == 8)
            #expect(third.plan.storedVerdicts == third.plan.verdicts)
        }
    }

    @Test("What was kept away, and other kinds of answers, are not put aside")
    func redoNothing() async throws {
        try await Self.withFolder { folder in
            let session = try Self.session(Self.redoSuite(), folder + "/r.sqlite")
            let plan = try await session.plan()
            for redo in Redo.allCases {
                #expect(
                    try await Self.putAside(redo, of: plan, session) == 0, "nothing is stored yet")
            }
            _ = try await Self.plant(session, Self.finding(wasKeptAway: true))
            #expect(try await session.execute(plan).isComplete)
            for redo in Redo.allCases {
                #expect(try await Self.putAside(redo, of: plan, session) == 0, "\(redo)")
            }
        }
    }

    @Test("An imported answer stays, whatever it gives away")
    func imported() async throws {
        try await Self.withFolder { folder in
            let tasks = try Workspace(
                home: Program.home, currentDirectory: "/", executable: "/none"
            ).dataset("sample").tasks
            // Two of them, and the first one knows its task's id.
            let lines = tasks.prefix(2).enumerated().map { place, task in
                #"{"task_id":"\#(task.id)","answer":"\#(place == 0 ? task.id : "Honest.")"}"#
            }
            try lines.joined(separator: "\n").write(
                toFile: folder + "/a.jsonl", atomically: true, encoding: .utf8)
            let given = Vocabulary.Configuration(
                id: "given", kind: .answers(file: folder + "/a.jsonl"))
            let session = try Self.session(Self.suite([given], tasks: 2), folder + "/r.sqlite")
            let plan = try await session.plan()
            #expect(try await session.execute(plan).isComplete)
            let units = try await Self.results(session).units
            #expect(units.map { Redo.tainted.applies(to: $0) } == [true, false])
            #expect(try await Self.putAside(.tainted, of: plan, session) == 0)
        }
    }

    @Test(
        "Each kind of answer is asked for again on its own",
        arguments: [
            (Redo.refused, [AnswerStatus.refused]), (.empty, [.empty]), (.truncated, [.truncated]),
            (.failed, [.timeout, .modelError]), (.tainted, []),
        ])
    func kinds(redo: Redo, statuses: [AnswerStatus]) {
        let unit = AnswerUnitRecord(key: "k", configurationID: "c", taskID: "t", generation: 0)
        let all: [AnswerStatus?] = AnswerStatus.allCases + [nil]
        #expect(all.filter { redo.applies(to: UnitResult(unit: unit, status: $0)) } == statuses)
    }

    // MARK: - The program

    private static func file(_ enforcement: Enforcement) -> String {
        """
        name: small
        dataset: sample
        tasks: {limit: 2}
        exclusion: {list: draco, enforce: \(enforcement.rawValue)}
        simulation: {key_pages: everywhere}
        configurations:
          - {id: a, solo: sim/atlas}
          - {id: b, fusion: {panel: [sim/atlas], synthesizer: sim/birch, drafts: reuse}}
        judge: {model: sim/judge}
        seed: 1
        """
    }

    /// What an audit looks through anew gives what the report has from the time of the run.
    private static func expectSame(audit: JSONValue, _ database: [String]) throws {
        let report = try Program.run(["report", "--format", "json"] + database)
        let effect = try JSONValue(parsing: Array(report.out.utf8))["contamination"]
        func rows(_ value: JSONValue?, _ seen: String, _ kept: String) -> [String: [JSONValue?]] {
            let pairs = (value?["configurations"]?.array ?? []).map { row in
                (row["configuration"]?.string ?? "", [row[seen], row[kept]])
            }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
        let recorded = rows(effect, "answers_seen", "answers_kept_away")
        #expect(recorded.count == 2)
        #expect(rows(audit, "seen", "kept_away") == recorded)
    }

    @Test("The audit's exit code says whether scored answers are tainted; the report says how")
    func program() throws {
        try Program.withFolder { folder in
            let database = ["--db", folder + "/r.sqlite"]
            func audit(_ arguments: [String] = []) throws -> Program.Ending {
                try Program.run(["contamination", "audit"] + arguments + database)
            }
            let run = ["run", folder + "/s.yaml", "--simulate"] + database
            try Self.file(.off).write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            #expect(try Program.run(run).code == 0)
            let tainted = try audit()
            #expect(tainted.code == 1, "\(tainted.err)")
            #expect(tainted.out.contains("scored answers are tainted"))
            #expect(tainted.out.contains("## Evidence that got through"))
            #expect(tainted.err.contains("--redo tainted"))
            let json = try audit(["--format", "json"])
            #expect(json.code == 1)
            let report = try JSONValue(parsing: Array(json.out.utf8))
            #expect(report["tainted"] == .bool(true))
            #expect(report["configurations"]?.array?.count == 2)
            #expect(report["findings"]?.array?.isEmpty == false)
            let page = try Program.run(["report"] + database)
            #expect(page.out.contains("## Contamination"))
            #expect(page.out.contains("| off"))
            try Self.expectSame(audit: report, database)
            // A dry run puts nothing aside.
            #expect(try Program.run(run + ["--redo", "tainted", "--dry-run"]).code == 0)
            #expect(try audit(["--format", "json"]).out == json.out)
            #expect(try audit(["nosuch-run"]).code == 2)
            // The list of nothing finds no less in what was recorded.
            #expect(try audit(["--list", "none"]).code == 1)
            #expect(try audit(["--format", "csv"]).code != 0)

            // In the same run under full enforcement, all is asked for anew.
            try Self.file(.full).write(
                toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
            let clean = try Program.run(run + ["--redo", "tainted"])
            #expect(clean.code == 0, "\(clean.err)")
            let none = try audit(["--format", "json"])
            #expect(none.code == 0, "\(none.err)")
            #expect(try JSONValue(parsing: Array(none.out.utf8))["tainted"] == .bool(false))
            #expect(try audit().out.contains("0 of "))
            let again = try Program.run(run + ["--redo", "tainted"])
            #expect(again.err.contains("No stored answer is tainted."))
            #expect(again.err.contains("Nothing is missing"))
            #expect(again.out == clean.out)
        }
    }
}
