import Grading
import Store
import Testing
import Vocabulary

@testable import Execution

@Suite("What a run comprises")
struct RunPlanTests {
    private static func task(_ id: String, _ domain: String = "d") -> ResearchTask {
        ResearchTask(
            id: id, problem: "Problem \(id)", domain: domain,
            rubric: Rubric(
                id: "r",
                criteria: [
                    Criterion(id: "a", axis: .factualAccuracy, weight: 5, requirement: "A"),
                    Criterion(id: "b", axis: .citationQuality, weight: -5, requirement: "B"),
                ]))
    }

    private static func setup(
        configurations: [Configuration] = [Configuration(id: "x", kind: .solo(model: "m"))],
        generations: Int = 1, passes: Int = 1, seed: UInt64 = 1,
        tasks: [ResearchTask] = [task("t1"), task("t2")],
        selection: TaskSelection = TaskSelection(), research: ResearchSpec = ResearchSpec(),
        validity: ValidityLimits = ValidityLimits(), simulation: String? = nil
    ) -> RunSetup {
        let endpoint = EndpointSpec(baseURL: "http://e", apiKeyVariable: nil, dialect: .openai)
        return RunSetup(
            suite: Suite(
                name: "My Suite", dataset: "d", tasks: selection, endpoint: endpoint,
                research: research, configurations: configurations, generations: generations,
                judge: JudgeSpec(model: "j", passes: passes), validity: validity, seed: seed,
                sha256: "s"),
            dataset: Dataset(name: "data", sha256: "h", revision: nil, tasks: tasks),
            judgeDefinitions: [JudgeDefinition(name: "p", version: "1", system: "s")],
            exclusionName: "none", exclusionSHA256: "e",
            importedAnswers: [
                "given": [
                    RunSetup.ImportedText(
                        taskID: "t2", generation: 0, text: "T", cost: nil, latencySeconds: nil,
                        model: nil)
                ]
            ],
            prices: [:], simulation: simulation, codeVersion: "0")
    }

    private static func keys(_ setup: RunSetup) -> [String] {
        RunPlan(setup, startedAt: 0).units.map(\.record.key)
    }

    private static func fusion(_ panel: [String], _ drafts: DraftSource) -> Configuration {
        Configuration(
            id: "f",
            kind: .fusion(
                FusionSpec(panel: panel, analyst: "a", synthesizer: "s", drafts: drafts)))
    }

    @Test("Units come task by task, and drafts before the fusions that reuse them")
    func order() {
        let plan = RunPlan(
            Self.setup(configurations: [
                Self.fusion(["m", "n"], .reuse), Configuration(id: "x", kind: .solo(model: "m")),
                Configuration(id: "y", kind: .solo(model: "n")),
            ]), startedAt: 0)
        #expect(
            plan.units.map { "\($0.record.taskID) \($0.record.configurationID)" } == [
                "t1 x", "t1 y", "t1 f", "t2 x", "t2 y", "t2 f",
            ])
        let byID = Dictionary(
            uniqueKeysWithValues: plan.units.map {
                ("\($0.record.taskID) \($0.record.configurationID)", $0)
            })
        #expect(
            byID["t1 f"]?.reusedDrafts
                == [0: byID["t1 x"]?.record.key ?? "", 1: byID["t1 y"]?.record.key ?? ""])
        #expect(plan.verdictCount(of: plan.units) == 12)
    }

    @Test("A model that is twice in a panel contributes two generations")
    func repeats() {
        let plan = RunPlan(
            Self.setup(
                configurations: [
                    Configuration(id: "x", kind: .solo(model: "m")),
                    Self.fusion(["m", "m"], .reuse),
                ], generations: 2, tasks: [Self.task("t")]), startedAt: 0)
        let solos = plan.units.filter { $0.record.configurationID == "x" }.map(\.record.key)
        let fusions = plan.units.filter { $0.record.configurationID == "f" }
        #expect(
            fusions.map(\.reusedDrafts) == [
                [0: solos[0], 1: solos[1]], [0: solos[1], 1: solos[0]],
            ])
    }

    @Test("Imported answers are units of their own, for the tasks they are on")
    func imported() {
        let plan = RunPlan(
            Self.setup(configurations: [Configuration(id: "given", kind: .answers(file: "f"))]),
            startedAt: 0)
        #expect(plan.units.map(\.record.taskID) == ["t2"])
        #expect(plan.units.first?.imported?.text == "T")
    }

    @Test("Keys are the same for the same plan, and differ within it")
    func stable() {
        let setup = Self.setup(generations: 3)
        #expect(Self.keys(setup) == Self.keys(setup))
        #expect(Set(Self.keys(setup)).count == 6)
    }

    @Test("A key changes with everything that changes the answer")
    func sensitive() {
        let base = Self.keys(Self.setup())
        let changed = [
            Self.setup(seed: 2), Self.setup(simulation: "seed 1"),
            Self.setup(research: ResearchSpec(maxToolCalls: 3)),
            Self.setup(research: ResearchSpec(tools: [.webSearch])),
            Self.setup(research: ResearchSpec(reasoning: "high")),
            Self.setup(configurations: [Configuration(id: "y", kind: .solo(model: "m"))]),
            Self.setup(configurations: [Configuration(id: "x", kind: .solo(model: "n"))]),
        ]
        for setup in changed { #expect(Set(Self.keys(setup)).isDisjoint(with: base)) }
        let reworded = ResearchTask(
            id: "t1", problem: "Other", domain: "d", rubric: Self.task("t1").rubric)
        let keys = Self.keys(Self.setup(tasks: [reworded, Self.task("t2")]))
        #expect(keys[0] != base[0])
        #expect(keys[1] == base[1])
    }

    @Test("What does not change an answer does not change its key")
    func insensitive() {
        let base = Self.keys(Self.setup())
        #expect(Self.keys(Self.setup(passes: 5)) == base)
        let more = Self.keys(Self.setup(generations: 2))
        #expect(Set(base).isSubset(of: more))
        // Adding a configuration leaves the others alone.
        let wider = Self.keys(
            Self.setup(configurations: [
                Configuration(id: "x", kind: .solo(model: "m")),
                Configuration(id: "y", kind: .solo(model: "n")),
            ]))
        #expect(Set(base).isSubset(of: wider))
    }

    @Test("A fusion's key changes with its panel, its roles and the drafts it takes")
    func fusionKeys() {
        let solos = ["m", "n"].map { Configuration(id: "solo-\($0)", kind: .solo(model: $0)) }
        func key(_ panel: [String], _ drafts: DraftSource, seed: UInt64 = 1) -> String? {
            RunPlan(
                Self.setup(configurations: solos + [Self.fusion(panel, drafts)], seed: seed),
                startedAt: 0
            ).units.first { $0.record.configurationID == "f" }?.record.key
        }
        let keys = [
            key(["m", "n"], .reuse), key(["m", "n"], .fresh), key(["n", "m"], .reuse),
            key(["m"], .reuse), key(["m", "n"], .reuse, seed: 2),
        ]
        #expect(Set(keys).count == keys.count)
    }

    @Test(
        "Filters hold together and the limit comes last",
        arguments: [
            (TaskSelection(), ["a", "b", "c"]), (TaskSelection(limit: 2), ["a", "b"]),
            (TaskSelection(domains: ["LAW"]), ["b", "c"]),
            (TaskSelection(ids: ["c", "a"]), ["a", "c"]),
            (TaskSelection(ids: ["a"], domains: ["law"]), []),
            (TaskSelection(domains: ["law"], limit: 1), ["b"]),
        ])
    func selection(selection: TaskSelection, expected: [String]) {
        let tasks = [Self.task("a", "Art"), Self.task("b", "Law"), Self.task("c", "Law")]
        #expect(selection.select(from: tasks).map(\.id) == expected)
    }

    @Test("The run's id says suite, dataset and whether it is simulated")
    func runID() {
        #expect(Self.setup().runID == "my-suite-data")
        #expect(Self.setup(simulation: "seed 1").runID == "my-suite-data-simulated")
    }

    @Test("The stored plan has the suite's validity limits")
    func validity() {
        let limits = ValidityLimits(maxRefused: 0.5)
        #expect(RunPlan(Self.setup(validity: limits), startedAt: 0).record.validity == limits)
    }

    @Test(
        "Search is offered where models have the tool and may call it",
        arguments: [
            (ResearchSpec(), true), (ResearchSpec(tools: [.webFetch]), false),
            (ResearchSpec(tools: []), false), (ResearchSpec(maxToolCalls: 0), false),
            (ResearchSpec(tools: [.webSearch], maxToolCalls: 1), true),
        ])
    func search(_ research: ResearchSpec, _ isOffered: Bool) {
        let record = RunPlan(Self.setup(research: research), startedAt: 0).record
        #expect(record.offersSearch == isOffered)
    }
}
