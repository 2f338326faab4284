import Store
import Testing
import Vocabulary

@testable import Execution

@Suite("Taking other runs' answers")
struct PlannedUnitsTests {
    private static let task = ResearchTask(
        id: "t", problem: "Problem", domain: "d",
        rubric: Rubric(
            id: "r",
            criteria: [Criterion(id: "a", axis: .factualAccuracy, weight: 5, requirement: "A")]))

    private static func setup(
        name: String, solos: [String] = ["one"], fuses: Bool = false,
        research: ResearchSpec = .init()
    ) -> RunSetup {
        let fusion = Configuration(
            id: "fused",
            kind: .fusion(
                FusionSpec(panel: ["m"], analyst: "m", synthesizer: "m", drafts: .reuse)))
        let suite = Suite(
            name: name, dataset: "d",
            endpoint: EndpointSpec(baseURL: "http://e", apiKeyVariable: nil, dialect: .openai),
            research: research,
            configurations: solos.map { Configuration(id: $0, kind: .solo(model: "m")) }
                + (fuses ? [fusion] : []),
            judge: JudgeSpec(model: "j"), seed: 1, sha256: "s")
        return RunSetup(
            suite: suite,
            dataset: Dataset(name: "data", sha256: "h", revision: nil, tasks: [task]),
            judgeDefinitions: [JudgeDefinition(name: "p", version: "1", system: "s")],
            exclusionName: "draco", exclusionSHA256: "e", prices: [:], simulation: nil,
            codeVersion: "0")
    }

    private static func sources(of plan: RunPlan) -> [ReusableAnswers.Source] {
        plan.units.map {
            ReusableAnswers.Source(
                contentKey: $0.origin.contentKey, key: $0.record.key, runID: plan.run.id)
        }
    }

    private static let first = RunPlan(setup(name: "first", fuses: true), startedAt: 0)

    @Test("Another run's answer to the same question by the same system is taken, with its run")
    func takes() {
        let reusable = ReusableAnswers(answered: [], sources: Self.sources(of: Self.first))
        let second = RunPlan(
            Self.setup(name: "second", solos: ["other-name"], fuses: true), reusing: reusable,
            startedAt: 0)
        #expect(second.units.map(\.record.key) == Self.first.units.map(\.record.key))
        #expect(second.units.map(\.record.reusedFrom) == [Self.first.run.id, Self.first.run.id])
        #expect(Array(second.units[1].reusedDrafts.values) == [Self.first.units[0].record.key])
    }

    @Test("Without being told to, nothing is taken")
    func keepsApart() {
        let second = RunPlan(Self.setup(name: "second"), startedAt: 0)
        #expect(second.units[0].record.key != Self.first.units[0].record.key)
        #expect(second.units[0].origin.contentKey == Self.first.units[0].origin.contentKey)
        #expect(second.units[0].record.reusedFrom == nil)
    }

    @Test("One answer stands in for one unit only")
    func once() {
        let reusable = ReusableAnswers(answered: [], sources: Self.sources(of: Self.first))
        let second = RunPlan(
            Self.setup(name: "second", solos: ["a", "b"]), reusing: reusable, startedAt: 0)
        #expect(second.units.map { $0.record.reusedFrom != nil } == [true, false])
        #expect(Set(second.units.map(\.record.key)).count == 2)
    }

    @Test("What the run has asked for itself is kept")
    func ownFirst() {
        let own = RunPlan(Self.setup(name: "second"), startedAt: 0).units[0].record.key
        let reusable = ReusableAnswers(answered: [own], sources: Self.sources(of: Self.first))
        let second = RunPlan(Self.setup(name: "second"), reusing: reusable, startedAt: 0)
        #expect(second.units[0].record.key == own)
        #expect(second.units[0].record.reusedFrom == nil)
    }

    @Test("Whatever changes an answer keeps it from being taken")
    func differs() {
        let reusable = ReusableAnswers(answered: [], sources: Self.sources(of: Self.first))
        let second = RunPlan(
            Self.setup(name: "second", research: ResearchSpec(maxToolCalls: 3)),
            reusing: reusable, startedAt: 0)
        #expect(second.units[0].record.reusedFrom == nil)
        let names = zip(second.units[0].origin.ingredients, Self.first.units[0].origin.ingredients)
            .filter { $0 != $1 }.map(\.0.name)
        #expect(names == ["run", "max_tool_calls"])
    }
}
