import Grading
import Store
import Testing
import Vocabulary

@testable import Execution

@Suite("Keys and drafts under an enforcement")
struct UnitKeysTests {
    private static func configuration(
        _ id: String, _ kind: Configuration.Kind = .solo(model: "m"),
        _ enforcement: Enforcement? = nil
    ) -> Configuration {
        Configuration(id: id, kind: kind, enforcement: enforcement)
    }

    private static func fusion(_ drafts: DraftSource) -> Configuration.Kind {
        .fusion(FusionSpec(panel: ["m"], analyst: "s", synthesizer: "s", drafts: drafts))
    }

    private static func plan(
        _ configurations: [Configuration], exclusion: String = "draco",
        enforcement: Enforcement? = nil
    ) -> RunPlan {
        let task = ResearchTask(
            id: "t", problem: "Problem", domain: "d",
            rubric: Rubric(
                id: "r",
                criteria: [
                    Criterion(id: "a", axis: .factualAccuracy, weight: 5, requirement: "A")
                ]))
        let suite = Suite(
            name: "s", dataset: "d",
            endpoint: EndpointSpec(baseURL: "http://e", apiKeyVariable: nil, dialect: .openai),
            exclusion: exclusion, enforcement: enforcement, configurations: configurations,
            generations: 1, judge: JudgeSpec(model: "j"), seed: 1, sha256: "s")
        let setup = RunSetup(
            suite: suite,
            dataset: Dataset(name: "data", sha256: "h", revision: nil, tasks: [task]),
            judgeDefinitions: [JudgeDefinition(name: "p", version: "1", system: "s")],
            exclusionName: exclusion, exclusionSHA256: "e", prices: [:], simulation: nil,
            codeVersion: "0")
        return RunPlan(setup, startedAt: 0)
    }

    private static func keys(
        _ kind: Configuration.Kind, exclusion: String = "draco",
        suite: Enforcement? = nil, own: Enforcement? = nil
    ) -> [String] {
        plan([configuration("x", kind, own)], exclusion: exclusion, enforcement: suite).units
            .map(\.record.key)
    }

    @Test(
        "To say what is usual, in the suite or for one configuration, changes no key",
        arguments: [("draco", Enforcement.full), ("none", .off)],
        [Configuration.Kind.solo(model: "m"), fusion(.fresh)])
    func usual(list: (exclusion: String, enforcement: Enforcement), kind: Configuration.Kind) {
        let base = Self.keys(kind, exclusion: list.exclusion)
        #expect(Self.keys(kind, exclusion: list.exclusion, suite: list.enforcement) == base)
        #expect(Self.keys(kind, exclusion: list.exclusion, own: list.enforcement) == base)
        #expect(
            Self.keys(kind, exclusion: list.exclusion, suite: .provider, own: list.enforcement)
                == base)
    }

    @Test(
        "Any other enforcement changes keys, the same wherever it is said",
        arguments: [Configuration.Kind.solo(model: "m"), fusion(.fresh)])
    func unusual(kind: Configuration.Kind) {
        let byEnforcement = Enforcement.allCases.map { Self.keys(kind, own: $0) }
        #expect(Set(byEnforcement).count == 3)
        #expect(Enforcement.allCases.map { Self.keys(kind, suite: $0) } == byEnforcement)
    }

    @Test("One configuration's enforcement leaves the keys of the others alone")
    func others() {
        let alone = Self.keys(.solo(model: "m"))
        let beside = Self.plan([
            Self.configuration("x"), Self.configuration("y", .solo(model: "m"), .off),
        ])
        #expect(beside.units.first { $0.configuration.id == "x" }?.record.key == alone.first)
    }

    @Test(
        "A fusion that reuses drafts takes those of the solo under the same enforcement",
        arguments: Enforcement.allCases)
    func drafts(enforcement: Enforcement) throws {
        let solos = Enforcement.allCases.map {
            Self.configuration("solo-\($0.rawValue)", .solo(model: "m"), $0)
        }
        let plan = Self.plan(solos + [Self.configuration("f", Self.fusion(.reuse), enforcement)])
        let solo = try #require(
            plan.units.first { $0.configuration.id == "solo-\(enforcement.rawValue)" })
        let fusion = try #require(plan.units.first { $0.configuration.id == "f" })
        #expect(fusion.reusedDrafts == [0: solo.record.key])
    }

    @Test(
        "The stored configurations say how the list was applied to each",
        arguments: [
            ("draco", nil, Enforcement.full), ("draco", Enforcement.provider, .provider),
            ("none", nil, .off),
        ])
    func summaries(exclusion: String, suite: Enforcement?, expected: Enforcement) {
        let plan = Self.plan(
            [
                Self.configuration("x"), Self.configuration("f", Self.fusion(.fresh)),
                Self.configuration("off", .solo(model: "m"), .off),
                Self.configuration("full", Self.fusion(.fresh), .full),
            ], exclusion: exclusion, enforcement: suite)
        #expect(
            plan.record.configurations.map(\.enforcement) == [expected, expected, .off, .full])
    }
}
