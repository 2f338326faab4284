import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Fusion that the provider runs")
struct ServerFusionTests {
    private typealias Fixture = ServerSideFixture
    private let panel = [
        "google/gemini-3-flash-preview", "moonshotai/kimi-k2.6", "deepseek/deepseek-v4-pro",
    ]

    /// A reply to a request whose one tool is the fusion, and has to be called.
    private func forced(
        _ panel: [String]? = nil, _ more: [(String, JSONValue)] = [],
        model: String = "anthropic/claude-opus-4.8", task: Int = 0, seed: Int = 1,
        fault: FaultRule.Kind? = nil, repeats: Bool = false,
        profiles: [String: ModelProfile] = [:]
    ) throws -> ServerSide.Reply {
        let turn = try Fixture.turn(
            model, [Fixture.fusion(panel ?? self.panel, more)], task: task, seed: seed,
            more: [("tool_choice", "required")])
        return try #require(
            try Fixture.server(profiles).reply(
                to: turn, struckBy: fault, repeatsForcedCalls: repeats))
    }

    // MARK: - What comes of it

    @Test("The panel answers, the analyst compares, and the outer model writes from both")
    func complete() throws {
        let reply = try forced()
        let fusion = try #require(reply.fusions.first)
        #expect(reply.fusions.count == 1)
        #expect(fusion.status == .completed)
        #expect(fusion.prompt == Fixture.tasks[0].problem)
        #expect(fusion.responses.map(\.model) == panel)
        #expect(fusion.responses.allSatisfy { $0.content.hasPrefix("# ") })
        #expect(fusion.failedModels.isEmpty && fusion.error == nil && fusion.failureReason == nil)
        #expect(
            fusion.analysis?.object?.keys == [
                "consensus", "contradictions", "partial_coverage", "unique_insights",
                "blind_spots",
            ])
        #expect(fusion.analyst == "anthropic/claude-opus-4.8")
        #expect(Set(fusion.sources.map(\.url)).count == fusion.sources.count)
        #expect(fusion.sources.count > 10)
        #expect(reply.servedModel == "anthropic/claude-opus-4.8")
        let drafts = fusion.responses.map(\.content).joined()
        for criterion in Fixture.tasks[0].rubric.criteria {
            let mark = Claim(criterion, problem: Fixture.tasks[0].problem).mark
            if reply.text.contains(mark) { #expect(drafts.contains(mark)) }
        }
    }

    @Test("Its searches are the panel's: billed, and not counted as the outer model's")
    func costs() throws {
        let reply = try forced()
        #expect(reply.work.searches == 0 && reply.work.fetches == 0)
        #expect(reply.met.searches == 3 + 4 + 5)
        #expect(reply.met.pages == 5 + 6 + 7)
        let web = 12 * 0.007 + 18 * 0.001
        #expect(reply.work.cost.dollars > web)
        let alone = try panel.map { try forced([$0]).work.cost.dollars }
        // The analyst has more to read of three drafts than of one.
        #expect(reply.work.cost.dollars < alone.reduce(0, +))
        #expect(alone.allSatisfy { $0 < reply.work.cost.dollars })
        #expect(reply.work.furtherPromptLength > 3 * 1000)
    }

    @Test("Panel members work side by side: it takes as long as the slowest and the analyst")
    func seconds() throws {
        let slow = try forced(["moonshotai/kimi-k2.6"]).work.seconds
        let both = try forced(["moonshotai/kimi-k2.6", "google/gemini-3-flash-preview"])
        #expect(abs(both.work.seconds - slow) < 1e-9)
    }

    @Test("What is left out is in no source of the panel, and is where nothing is left out")
    func exclusions() throws {
        for task in 0..<10 {
            let kept = try forced(task: task)
            #expect(!kept.addresses.contains { $0.contains("huggingface") })
            #expect(kept.met.keysServed.isEmpty)
        }
        let alias = try (0..<10).map { task in
            try #require(
                try Fixture.server().reply(to: try Fixture.turn("openrouter/fusion", task: task)))
        }
        #expect(alias.contains { !$0.met.keysServed.isEmpty })
    }

    @Test("The same request brings the same")
    func determinism() throws {
        let (first, again, other) = (try forced(), try forced(), try forced(seed: 2))
        #expect(first.text == again.text && first.text != other.text)
        #expect(first.work.cost == again.work.cost && first.work.seconds == again.work.seconds)
        #expect(first.fusions[0].analysis == again.fusions[0].analysis)
    }

    @Test("A model that stands twice in the panel draws twice")
    func repeats() throws {
        let drafts = try forced(["sim/atlas", "sim/atlas"]).fusions[0].responses
        #expect(drafts.count == 2 && drafts[0].content != drafts[1].content)
    }

    // MARK: - What merging is worth

    /// Mean scores of a fusion and of its best draft, over all tasks.
    private func means(
        _ panel: [String], _ profiles: [String: ModelProfile]
    ) throws -> (fused: Double, bestMember: Double) {
        var fused = 0.0
        var members = Array(repeating: 0.0, count: panel.count)
        for task in Fixture.tasks.indices {
            let reply = try forced(panel, task: task, profiles: profiles)
            fused += Fixture.score(reply.text, task: task)
            for (place, draft) in reply.fusions[0].responses.enumerated() {
                members[place] += Fixture.score(draft.content, task: task)
            }
        }
        let count = Double(Fixture.tasks.count)
        return (fused / count, (members.max() ?? 0) / count)
    }

    @Test("A fusion is better than its best member, by merging alone")
    func merging() throws {
        let (fused, best) = try means(panel, [:])
        #expect(fused > best + 0.05, "\(fused) against \(best)")
    }

    @Test("A panel of one model that does not vary gains nothing")
    func noVariance() throws {
        let fixed = ["sim/atlas": ModelProfile(varies: false)]
        let (fused, best) = try means(["sim/atlas", "sim/atlas", "sim/atlas"], fixed)
        #expect(best > 0.2)
        #expect(fused <= best, "\(fused) against \(best)")
    }

    // MARK: - What goes wrong

    @Test("A member that fails leaves the fusion to the others, under its name")
    func memberFails() throws {
        var statuses: Set<Int?> = []
        for seed in 0..<20 {
            let fusion = try forced(seed: seed, fault: .panelFailed).fusions[0]
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
        let reply = try forced(fault: .panelAllFailed)
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
        let fusion = try forced(["sim/atlas", "sim/birch"], profiles: profiles).fusions[0]
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
        let fusion = try forced(
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
        let reply = try forced(fault: .analysisMissing)
        #expect(reply.fusions[0].status == .completed && reply.fusions[0].analysis == nil)
        #expect(reply.fusions[0].responses.count == 3)
        #expect(Fixture.score(reply.text) > 0.2)
    }

    @Test("A malformed analysis has strings where objects should be")
    func analysisMalformed() throws {
        let analysis = try #require(try forced(fault: .analysisMalformed).fusions[0].analysis)
        for part in ["contradictions", "partial_coverage", "unique_insights"] {
            let entries = try #require(analysis[part]?.array)
            #expect(!entries.isEmpty)
            #expect(entries.allSatisfy { $0.string != nil })
        }
    }

    @Test("A choice that stays in force brings a second call, which is turned down")
    func secondCall() throws {
        let fusions = try forced(repeats: true).fusions
        #expect(fusions.map(\.status) == [.completed, .incomplete])
        #expect(fusions.map(\.failureReason) == [nil, "fusion_invocation_capped"])
        #expect(try forced(repeats: true).text == forced().text)
    }

    @Test("A fusion that is capped brings nothing")
    func capped() throws {
        let reply = try forced(fault: .fusionCapped)
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
        let drafts = try forced(nil, [("max_completion_tokens", 20)]).fusions[0].responses
        #expect(drafts.allSatisfy { $0.content.count <= 80 })
    }
}
