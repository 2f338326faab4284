import Testing
import Vocabulary

@testable import Simulator

@Suite("The simulator in process")
struct InProcessSimulatorTests {
    private static let profiles = [
        "keen": ModelProfile(searches: 3, fetches: 9, recall: 0.9),
        "brief": ModelProfile(searches: 2, fetches: 3, citation: 0.4, gullibility: 0.4),
        "fixed": ModelProfile(refusal: 0.3, varies: false),
        "unsure": ModelProfile(judgeError: 0.2),
    ]
    private static let models = ["keen", "brief", "fixed"]

    /// Every way there is, once in text and once without, on tasks of the given population.
    private func compare(
        _ tasks: [ResearchTask], research: ResearchSpec = ResearchSpec()
    ) throws -> (verdicts: Int, declined: Int, met: Int) {
        let world = World(tasks: tasks, seed: 5)
        let text = TextClient(
            world: world, seed: 7, profiles: Self.profiles, research: research)
        let direct = InProcessSimulator(
            world: world, seed: 7, profiles: Self.profiles, research: research)
        var counts = (verdicts: 0, declined: 0, met: 0)
        func judge(_ written: String?, _ drawn: SimulatedAnswer?, _ place: Int) throws {
            #expect((written == nil) == (drawn == nil))
            guard let written, let drawn else {
                counts.declined += 1
                return
            }
            let verdicts = direct.verdicts(on: drawn, task: place, by: "unsure") { UInt64($0) }
            let task = tasks[place]
            for (index, criterion) in task.rubric.criteria.enumerated() {
                let ruled = try text.verdict(
                    on: criterion, of: written, task: task, by: "unsure", seed: UInt64(index))
                #expect(ruled == verdicts[index])
                counts.verdicts += 1
                counts.met += verdicts[index] == .met ? 1 : 0
            }
        }
        for (place, task) in tasks.enumerated() {
            let written = try Self.models.enumerated().map {
                try text.draft(of: task, by: $1, seed: UInt64(10 * place + $0))
            }
            let drawn = Self.models.enumerated().map {
                direct.draft(of: place, by: $1, seed: UInt64(10 * place + $0))
            }
            for (written, drawn) in zip(written, drawn) { try judge(written, drawn, place) }
            for panel in [[0, 1, 2], [1], [1, 0]] {
                let fused = try text.fusion(
                    of: panel.compactMap { written[$0] }, on: task, by: "brief", analystSeed: 3,
                    synthesizerSeed: 4)
                let merged = direct.fusion(
                    of: panel.map { drawn[$0] }, on: place, analyst: "brief", analystSeed: 3,
                    synthesizer: "brief", synthesizerSeed: 4)
                try judge(fused, merged, place)
            }
        }
        return counts
    }

    @Test("Every verdict is the one that the same requests get in full text")
    func agreesWithText() throws {
        let counts = try compare(TaskPopulation(seed: 3).tasks(0..<12))
        #expect(counts.verdicts > 1500)
        #expect(counts.declined > 0)
        // Neither all nor nothing, or the agreement would be worth little.
        #expect((0.3...0.8).contains(Double(counts.met) / Double(counts.verdicts)))
    }

    @Test(
        "It agrees when tool calls run out, results are few or a tool is missing",
        arguments: [
            ResearchSpec(maxToolCalls: 0), ResearchSpec(maxToolCalls: 4),
            ResearchSpec(maxToolCalls: 5),
            ResearchSpec(search: SearchSpec(maxResults: 2)), ResearchSpec(tools: [.webSearch]),
            ResearchSpec(tools: [.webFetch]),
        ])
    func agreesWithinLimits(research: ResearchSpec) throws {
        #expect(try compare(TaskPopulation(seed: 4).tasks(0..<3), research: research).verdicts > 0)
    }

    @Test("It agrees where searches lead astray and where a rubric asks twice for one thing")
    func agreesOnAwkwardTasks() throws {
        // Problems of the same words: only the rarest of them tell the tasks apart, if any does.
        let tasks = (0..<5).map { number in
            ResearchTask(
                id: "t\(number)",
                problem: "Please compare what became of the harbour levies after the storm, "
                    + (number < 2 ? "in brief" : "with the ledger of \(number)00\(number)"),
                domain: "d",
                rubric: Rubric(
                    id: "r",
                    criteria: (0..<20).map { index in
                        Criterion(
                            id: "c\(index)", axis: Axis.allCases[index % 4],
                            weight: index % 7 == 5 ? -10 : 10,
                            requirement: "Requirement \(index / 3)")
                    }))
        }
        #expect(try compare(tasks).verdicts > 0)
    }

    @Test("Another seed of a request draws anew, the same one draws the same")
    func seeds() {
        let world = World(tasks: TaskPopulation(seed: 3).tasks(0..<1), seed: 5)
        let direct = InProcessSimulator(world: world, seed: 7)
        let drafts = [1, 2, 1].map { direct.draft(of: 0, by: "sim/birch", seed: $0) }
        #expect(drafts[0] == drafts[2])
        #expect(drafts[0] != drafts[1])
    }
}
