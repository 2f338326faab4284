import JSONText
import Testing
import Vocabulary

@testable import Simulator

@Suite("Fusion that the provider runs")
struct ServerFusionTests {
    private typealias Fixture = ServerSideFixture
    private let panel = ServerSideFixture.panel

    @Test("The panel answers, the analyst compares, and the outer model writes from both")
    func complete() throws {
        let reply = try Fixture.forced()
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
        let reply = try Fixture.forced()
        #expect(reply.work.searches == 0 && reply.work.fetches == 0)
        #expect(reply.met.searches == 3 + 4 + 5)
        #expect(reply.met.pages == 5 + 6 + 7)
        let web = 12 * 0.007 + 18 * 0.001
        #expect(reply.work.cost.dollars > web)
        let alone = try panel.map { try Fixture.forced([$0]).work.cost.dollars }
        // The analyst has more to read of three drafts than of one.
        #expect(reply.work.cost.dollars < alone.reduce(0, +))
        #expect(alone.allSatisfy { $0 < reply.work.cost.dollars })
        #expect(reply.work.furtherPromptLength > 3 * 1000)
    }

    @Test("Panel members work side by side: it takes as long as the slowest and the analyst")
    func seconds() throws {
        let slow = try Fixture.forced(["moonshotai/kimi-k2.6"]).work.seconds
        let both = try Fixture.forced(["moonshotai/kimi-k2.6", "google/gemini-3-flash-preview"])
        #expect(abs(both.work.seconds - slow) < 1e-9)
    }

    @Test("What is left out is in no source of the panel, and is where nothing is left out")
    func exclusions() throws {
        for task in 0..<10 {
            let kept = try Fixture.forced(task: task)
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
        let (first, again, other) = (
            try Fixture.forced(), try Fixture.forced(), try Fixture.forced(seed: 2)
        )
        #expect(first.text == again.text && first.text != other.text)
        #expect(first.work.cost == again.work.cost && first.work.seconds == again.work.seconds)
        #expect(first.fusions[0].analysis == again.fusions[0].analysis)
    }

    @Test("A model that stands twice in the panel draws twice")
    func repeats() throws {
        let drafts = try Fixture.forced(["sim/atlas", "sim/atlas"]).fusions[0].responses
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
            let reply = try Fixture.forced(panel, task: task, profiles: profiles)
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
}
