import Grading
import Inference
import Testing
import Transport
import Vocabulary

@testable import Execution

@Suite("What the calls of a unit reserve")
struct SpendingGateUnitTests {
    private static let prices = [
        "m": ModelPrice(inputPerMillion: 1, outputPerMillion: 10),
        "n": ModelPrice(inputPerMillion: 2, outputPerMillion: 20),
    ]

    private static func plan(
        _ configurations: [Configuration], search: SearchSpec.Engine, outputCap: Int? = nil
    ) -> RunPlan {
        RunPlan(
            RunSetup(
                suite: Suite(
                    name: "S", dataset: "d",
                    endpoint: EndpointSpec(
                        baseURL: "http://e", apiKeyVariable: nil, dialect: .openrouter),
                    research: ResearchSpec(
                        maxToolCalls: 16, search: SearchSpec(engine: search),
                        maxOutputTokens: outputCap),
                    configurations: configurations, generations: 1,
                    judge: JudgeSpec(model: "j"), sha256: "s"),
                dataset: Dataset(
                    name: "data", sha256: "h", revision: nil,
                    tasks: [
                        ResearchTask(
                            id: "t", problem: "P", domain: "d",
                            rubric: Rubric(
                                id: "r",
                                criteria: [
                                    Criterion(
                                        id: "a", axis: .factualAccuracy, weight: 5,
                                        requirement: "A")
                                ]))
                    ]), judgeDefinitions: [JudgeDefinition(name: "p", version: "1", system: "s")],
                exclusionName: "none", exclusionSHA256: "e", importedAnswers: [:],
                prices: prices, simulation: nil, codeVersion: "0"), startedAt: 0)
    }

    /// What a call of the last configuration reserves that would come to $0.01 by itself.
    private static func reserved(
        _ configurations: [Configuration], search: SearchSpec.Engine = .server,
        outputCap: Int? = nil
    ) async throws -> Double {
        let plan = plan(configurations, search: search, outputCap: outputCap)
        let asked = Locked(USD.zero)
        let gate = SpendingGate(
            outputAllowance: 16_000,
            reserve: { amount async throws(CancellationError) in
                asked.withLock { $0 = amount }
                return SpendingGate.Reservation(amount: amount)
            }, settle: { _, _ in })
        let unit = try #require(plan.units.last)
        _ = try await gate.forWork(of: unit, in: plan.setup).reserve(USD(0.01))
        return (asked.withLock { $0 }.dollars * 10_000).rounded() / 10_000
    }

    private static func solo(_ model: String) -> Configuration {
        Configuration(id: model, kind: .solo(model: model))
    }

    private static func fusion(_ panel: [String], _ drafts: DraftSource) -> Configuration {
        Configuration(
            id: "fusion",
            kind: .fusion(FusionSpec(panel: panel, analyst: "m", synthesizer: "m", drafts: drafts)))
    }

    @Test("A request in which the provider searches reserves all its turns")
    func solos() async throws {
        // 225,000 tokens in for 16 tool calls, and 16,000 out, at $1 and $10.
        #expect(try await Self.reserved([Self.solo("m")]) == 0.385)
        #expect(try await Self.reserved([Self.solo("n")]) == 0.77)
        #expect(try await Self.reserved([Self.solo("m")], outputCap: 32_000) == 0.545)
        // A turn that is a request of its own reserves what it needs by itself.
        #expect(try await Self.reserved([Self.solo("m")], search: .searxng) == 0.01)
        // Without a known price nothing is counted.
        #expect(try await Self.reserved([Self.solo("x")]) == 0.01)
    }

    @Test("So do the members of a fusion, unless all drafts are there")
    func fusions() async throws {
        #expect(try await Self.reserved([Self.fusion(["m", "n"], .fresh)]) == 0.77)
        #expect(try await Self.reserved([Self.fusion(["m", "m"], .fresh)]) == 0.385)
        let reused = [Self.solo("m"), Self.solo("n"), Self.fusion(["m", "n"], .reuse)]
        #expect(try await Self.reserved(reused) == 0.01)
        #expect(
            try await Self.reserved([Self.fusion(["m", "n"], .fresh)], search: .searxng) == 0.01)
    }

    @Test("A model that may call the provider's fusion reserves that as well")
    func escalations() async throws {
        let spec = ServerFusionSpec(entry: .tool, model: "m", panel: ["n"])
        let escalation = Configuration(id: "e", kind: .escalation(spec))
        // One completion at $20 and two at $10, of 16,000 tokens each.
        #expect(try await Self.reserved([escalation], search: .searxng) == 0.64)
        #expect(try await Self.reserved([escalation]) == 1.025)
        let fusion = Configuration(id: "f", kind: .serverFusion(spec))
        #expect(try await Self.reserved([fusion]) == 0.64)
    }
}
