import Grading
import Store
import Testing
import Vocabulary

@testable import Execution

/// A key that changes makes every stored answer be paid for again, so it may only change with what
/// the answer is made of.
@Suite("Keys of stored answers")
struct StoredKeysTests {
    private static let fusion = FusionSpec(
        panel: ["m", "n"], analyst: "a", synthesizer: "s", drafts: .fresh)
    private static let serverFusion = ServerFusionSpec(
        entry: .tool, model: "o", panel: ["m", "n"], analyst: "a")

    private static func unit(
        _ kind: Configuration.Kind, research: ResearchSpec = ResearchSpec(),
        endpoint: EndpointSpec = endpoint(), simulation: String? = nil
    ) -> RunPlan.Unit? {
        let task = ResearchTask(
            id: "t", problem: "Problem", domain: "d",
            rubric: Rubric(
                id: "r",
                criteria: [
                    Criterion(id: "a", axis: .factualAccuracy, weight: 5, requirement: "A")
                ]))
        let suite = Suite(
            name: "s", dataset: "d", endpoint: endpoint, research: research, exclusion: "draco",
            configurations: [Configuration(id: "x", kind: kind)], generations: 1,
            judge: JudgeSpec(model: "j"), seed: 1, sha256: "s")
        let setup = RunSetup(
            suite: suite,
            dataset: Dataset(name: "data", sha256: "h", revision: nil, tasks: [task]),
            judgeDefinitions: [JudgeDefinition(name: "p", version: "1", system: "s")],
            exclusionName: "draco", exclusionSHA256: "e", prices: [:], simulation: simulation,
            codeVersion: "0")
        return RunPlan(setup, startedAt: 0).units.first
    }

    private static func endpoint(
        dialect: EndpointSpec.Dialect = .openrouter, api: EndpointSpec.API? = nil,
        streams: Bool = true
    ) -> EndpointSpec {
        EndpointSpec(
            baseURL: "http://e", apiKeyVariable: nil, dialect: dialect, api: api, streams: streams)
    }

    @Test("The keys of answers stored by earlier versions are still theirs")
    func golden() {
        let cases: [(Configuration.Kind, String?, String, String)] = [
            (
                .solo(model: "m"), nil,
                "10785683b1ed0216b9cd8583a405ae06c42ea723cf0513848536179366f98c21",
                "ae6b4449fb4820341d458600eaf874fd562866cf0e853b5adb110fb49f255f6d"
            ),
            (
                .solo(model: "m"), "sim",
                "aaa980a17e7b989eb1710ba1e2aa6abea75b9d61a50564d33029ee495a2999d0",
                "89856daa860a2115bd95cbb3d7791796ff6ab1cce7ef11f522150bc3ec3f30cc"
            ),
            (
                .fusion(Self.fusion), nil,
                "1a87051193f8813700c828667e336aa992c8395913dd90082974ab07a1074f60",
                "7b34f259a77cbc47078a03b7e4df226cacdc2c37acc3b7c5bd4f8db98e15bade"
            ),
        ]
        for (kind, simulation, key, content) in cases {
            let unit = Self.unit(kind, simulation: simulation)
            #expect(unit?.record.key == key)
            #expect(unit?.origin.contentKey == content)
        }
    }

    private static func searching(_ server: ServerSearchSpec = .init()) -> ResearchSpec {
        ResearchSpec(search: SearchSpec(engine: .server, server: server))
    }

    /// Every setting of a provider's search, changed alone.
    private static let settings: [ServerSearchSpec] = [
        .init(engine: "native"), .init(fetchEngine: "openrouter"), .init(mode: "deep"),
        .init(maxUses: 3), .init(maxTotalResults: 9), .init(contextSize: "low"),
        .init(maxCharacters: 100), .init(maxContentTokens: 50), .init(allowedDomains: ["x.org"]),
        .init(userLocation: ["city": "Bern"]),
    ]

    @Test("How the provider searches is part of a key where it searches, and only there")
    func serverSearch() {
        func keys(_ kind: Configuration.Kind, ours: Bool) -> Set<String> {
            let units = ([.init()] + Self.settings).map { server in
                var research = Self.searching(server)
                if ours { research.search.engine = .searxng }
                return Self.unit(kind, research: research)
            }
            let contents = Set(units.map { $0?.origin.contentKey })
            let keys = Set(units.compactMap { $0?.record.key })
            #expect(contents.count == keys.count)
            return keys
        }
        #expect(keys(.solo(model: "m"), ours: false).count == Self.settings.count + 1)
        #expect(keys(.solo(model: "m"), ours: true).count == 1)
        #expect(keys(.fusion(Self.fusion), ours: true).count == 1)
        // A panel of the provider's is always searched for by the provider.
        for kind in [
            Configuration.Kind.serverFusion(Self.serverFusion), .escalation(Self.serverFusion),
        ] {
            #expect(keys(kind, ours: true).count == Self.settings.count + 1)
            #expect(keys(kind, ours: false).count == Self.settings.count + 1)
        }
    }

    @Test("Every setting of a provider's fusion is part of its key")
    func fusions() {
        var specs = [ServerFusionSpec(entry: .tool, model: "o", panel: ["m", "n"], analyst: "a")]
        func add(_ change: (inout ServerFusionSpec) -> Void) {
            var spec = specs[0]
            change(&spec)
            specs.append(spec)
        }
        add { $0.entry = .plugin }
        add { $0.model = "p" }
        add { $0.panel = ["n", "m"] }
        add { $0.analyst = nil }
        add { $0.preset = .fast }
        add { $0.maxToolCalls = 4 }
        add { $0.maxCompletionTokens = 16_000 }
        add { $0.reasoning = "low" }
        add { $0.temperature = 0 }
        let kinds =
            specs.map(Configuration.Kind.serverFusion) + specs.map(Configuration.Kind.escalation)
        let units = kinds.map { Self.unit($0) }
        #expect(Set(units.map { $0?.record.key }).count == kinds.count)
        #expect(Set(units.map { $0?.origin.contentKey }).count == kinds.count)
    }

    @Test("An interface is part of a key where it is not the usual one; streaming never is")
    func interfaces() {
        func key(_ kind: Configuration.Kind, _ endpoint: EndpointSpec) -> String? {
            Self.unit(kind, endpoint: endpoint)?.record.key
        }
        let solo = Configuration.Kind.solo(model: "m")
        let usual = key(solo, Self.endpoint())
        #expect(key(solo, Self.endpoint(api: .chat)) == usual)
        #expect(key(solo, Self.endpoint(streams: false)) == usual)
        #expect(key(solo, Self.endpoint(api: .responses)) != usual)
        let fusion = Configuration.Kind.serverFusion(Self.serverFusion)
        #expect(key(fusion, Self.endpoint(api: .responses)) == key(fusion, Self.endpoint()))
        #expect(key(fusion, Self.endpoint(api: .chat)) != key(fusion, Self.endpoint()))
        let anthropic = Self.endpoint(dialect: .anthropic)
        #expect(
            key(solo, Self.endpoint(dialect: .anthropic, api: .messages)) == key(solo, anthropic))
    }
}
