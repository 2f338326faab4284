import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Fusion that goes wrong at the provider")
struct ServerFusionFailureTests {
    private typealias Fixture = ServerSideFixture
    private let panel = ServerSideFixture.panel

    @Test("A member that fails leaves the fusion to the others, under its name")
    func memberFails() throws {
        var statuses: Set<Int?> = []
        for seed in 0..<20 {
            let fusion = try Fixture.forced(seed: seed, fault: .panelFailed).fusions[0]
            #expect(fusion.status == .completed)
            #expect(fusion.responses.count == 2 && fusion.failedModels.count == 1)
            #expect(
                (fusion.responses.map(\.model) + fusion.failedModels.map(\.model)).sorted()
                    == panel.sorted())
            #expect(fusion.analysis != nil)
            statuses.insert(fusion.failedModels[0].status)
        }
        #expect(statuses == [nil, 402, 429, 502])
    }

    @Test("A panel that fails leaves the outer model to itself")
    func panelFails() throws {
        let reply = try Fixture.forced(fault: .panelAllFailed)
        let fusion = reply.fusions[0]
        #expect(fusion.status == .incomplete && fusion.error != nil)
        #expect(fusion.responses.isEmpty && fusion.failedModels.map(\.model) == panel)
        #expect(fusion.analysis == nil && fusion.analyst == nil)
        #expect(reply.text.contains(SimulatedResearcher.emptyHanded))
        #expect(reply.work.cost == .zero)
    }

    @Test(
        "The word for a panel that failed is that of the weightiest status",
        arguments: [
            ([nil, 502], "all_panels_failed"), ([429, nil], "rate_limited"),
            ([429, 402, 502], "insufficient_credits"), ([], "all_panels_failed"),
        ] as [([Int?], String)])
    func reasons(_ statuses: [Int?], _ word: String) {
        #expect(ServerFusion.reason(statuses) == word)
    }

    @Test("A member that declines has written nothing")
    func memberDeclines() throws {
        let profiles = ["sim/atlas": ModelProfile(refusal: 1)]
        let fusion = try Fixture.forced(["sim/atlas", "sim/birch"], profiles: profiles).fusions[0]
        #expect(fusion.responses.map(\.model) == ["sim/birch"])
        #expect(fusion.failedModels.map(\.error) == ["The model returned no text."])
    }

    @Test("A member whose own search takes no list fails, and the others go on")
    func memberWithoutExclusions() throws {
        let search = Fixture.tool(
            WebSearchSettings.type, ["engine": "native", "excluded_domains": Fixture.excluded])
        let tool = Fixture.tool(
            FusionSettings.type,
            [
                "analysis_models": ["google/gemini-3.1-pro-preview", "openai/gpt-5.5"],
                "tools": [search],
            ])
        let turn = try Fixture.turn(
            "sim/atlas", [tool], more: [("tool_choice", ["type": "openrouter:fusion"])])
        let fusion = try #require(try Fixture.server().reply(to: turn)).fusions[0]
        #expect(fusion.responses.map(\.model) == ["openai/gpt-5.5"])
        #expect(fusion.failedModels.map(\.status) == [400])
    }

    @Test("No member and no analyst can be a fusion, and no tool of theirs is one")
    func recursion() throws {
        let fusion = try Fixture.forced(
            ["openrouter/fusion", "sim/birch"], [("model", "openrouter/fusion-flash")]
        ).fusions[0]
        #expect(fusion.failedModels.map(\.model) == ["openrouter/fusion"])
        #expect(fusion.responses.map(\.model) == ["sim/birch"])
        #expect(fusion.analysis == nil)
        let inner = Fixture.tool(
            FusionSettings.type,
            [
                "analysis_models": ["sim/birch"],
                "tools": [Fixture.tool(FusionSettings.type, ["analysis_models": ["sim/cedar"]])],
            ])
        let turn = try Fixture.turn("sim/atlas", [inner], more: [("tool_choice", "required")])
        let reply = try #require(try Fixture.server().reply(to: turn, repeatsForcedCalls: false))
        #expect(reply.fusions.count == 1 && reply.met.searches == 0)
        #expect(reply.fusions[0].responses.map(\.model) == ["sim/birch"])
    }

    @Test("Without an analysis the outer model has the drafts")
    func analysisMissing() throws {
        let reply = try Fixture.forced(fault: .analysisMissing)
        #expect(reply.fusions[0].status == .completed && reply.fusions[0].analysis == nil)
        #expect(reply.fusions[0].responses.count == 3)
        #expect(Fixture.score(reply.text) > 0.2)
    }

    @Test("A malformed analysis has strings where objects should be")
    func analysisMalformed() throws {
        let analysis = try #require(
            try Fixture.forced(fault: .analysisMalformed).fusions[0].analysis)
        for part in ["contradictions", "partial_coverage", "unique_insights"] {
            let entries = try #require(analysis[part]?.array)
            #expect(!entries.isEmpty)
            #expect(entries.allSatisfy { $0.string != nil })
        }
    }

    @Test("A choice that stays in force brings a second call, which is turned down")
    func secondCall() throws {
        let fusions = try Fixture.forced(repeats: true).fusions
        #expect(fusions.map(\.status) == [.completed, .incomplete])
        #expect(fusions.map(\.failureReason) == [nil, "fusion_invocation_capped"])
        #expect(try Fixture.forced(repeats: true).text == Fixture.forced().text)
    }

    @Test("A fusion that is capped brings nothing")
    func capped() throws {
        let reply = try Fixture.forced(fault: .fusionCapped)
        #expect(reply.fusions.map(\.failureReason) == ["fusion_invocation_capped"])
        #expect(reply.text.contains(SimulatedResearcher.emptyHanded))
    }

    @Test("A fusion that is not run leaves no trace")
    func notRun() throws {
        let turn = try Fixture.turn("openrouter/fusion", [Fixture.fusion(panel)])
        let reply = try #require(try Fixture.server().reply(to: turn, struckBy: .fusionNotRun))
        #expect(reply.work.items.isEmpty && reply.work.cost == .zero)
        #expect(reply.servedModel == "anthropic/claude-opus-4.8")
    }

    @Test("A draft is cut where its tokens end")
    func tokenCap() throws {
        let drafts = try Fixture.forced(nil, [("max_completion_tokens", 20)]).fusions[0].responses
        #expect(drafts.allSatisfy { $0.content.count <= 80 })
    }
}
