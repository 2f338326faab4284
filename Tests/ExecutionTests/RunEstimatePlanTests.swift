import Comparison
import Grading
import Testing
import Vocabulary

@testable import Execution

@Suite("What a plan is estimated to take")
struct RunEstimatePlanTests {
    private static let task = ResearchTask(
        id: "t", problem: "P", domain: "d",
        rubric: Rubric(
            id: "r",
            criteria: [
                Criterion(id: "a", axis: .factualAccuracy, weight: 5, requirement: "A"),
                Criterion(id: "b", axis: .citationQuality, weight: -5, requirement: "B"),
            ]))

    private static func fusion(
        _ id: String, _ panel: [String], _ drafts: DraftSource
    ) -> Configuration {
        Configuration(
            id: id,
            kind: .fusion(
                FusionSpec(panel: panel, analyst: "an", synthesizer: "syn", drafts: drafts)))
    }

    private static func estimate(
        _ configurations: [Configuration], work: [WorkRecord] = [], generations: Int = 1,
        research: ResearchSpec = ResearchSpec(), fee: Double = 0,
        prices: [String: ModelPrice] = [:]
    ) async throws -> RunEstimate {
        let setup = RunSetup(
            suite: Suite(
                name: "S", dataset: "d",
                endpoint: EndpointSpec(
                    baseURL: "http://e", apiKeyVariable: nil, dialect: .openai, feePercent: fee),
                research: research, configurations: configurations, generations: generations,
                judge: JudgeSpec(model: "j", passes: 3), sha256: "s"),
            dataset: Dataset(name: "data", sha256: "h", revision: nil, tasks: [task]),
            judgeDefinitions: [JudgeDefinition(name: "p", version: "1", system: "s")],
            exclusionName: "none", exclusionSHA256: "e",
            importedAnswers: [
                "given": [
                    RunSetup.ImportedText(
                        taskID: "t", generation: 0, text: "T", cost: nil, latencySeconds: nil,
                        model: nil)
                ]
            ],
            prices: prices, simulation: nil, codeVersion: "0")
        let plan = RunPlan(setup, startedAt: 0)
        return RunEstimate(plan, missing: try await plan.missing(in: nil), work: work)
    }

    private func rows(_ estimate: RunEstimate) -> [String] {
        estimate.rows.map { "\($0.configurationID) \($0.role) \($0.model) \($0.pieces)" }
    }

    @Test("Every role has a row with the pieces that the missing units take")
    func pieces() async throws {
        let estimate = try await Self.estimate([
            Configuration(id: "m", kind: .solo(model: "m")),
            Configuration(id: "n", kind: .solo(model: "n")),
            Self.fusion("reused", ["m", "n"], .reuse),
            Self.fusion("fresh", ["m", "m", "n"], .fresh), Self.fusion("alone", ["m"], .fresh),
            Configuration(id: "given", kind: .answers(file: "f")),
        ])
        #expect(
            rows(estimate) == [
                "m researcher m 1", "m judge j 6", "n researcher n 1", "n judge j 6",
                "reused analyst an 1", "reused synthesizer syn 1", "reused judge j 6",
                "fresh member m 2", "fresh member n 1", "fresh analyst an 1",
                "fresh synthesizer syn 1", "fresh judge j 6",
                "alone member m 1", "alone synthesizer syn 1", "alone judge j 6",
                "given judge j 6",
            ])
        #expect(estimate.missingAnswers == 6 && estimate.missingVerdicts == 36)
    }

    @Test("A member is expected to take what a solo of that model took")
    func measured() async throws {
        let record = WorkRecord(
            role: .researcher, model: "m", calls: 4,
            usage: TokenUsage(uncachedInput: 8_000, output: 2_000), seconds: 7)
        let estimate = try await Self.estimate(
            [Self.fusion("f", ["m", "n"], .fresh)], work: [record], fee: 5.5,
            prices: ["m": ModelPrice(inputPerMillion: 5, outputPerMillion: 25)])
        let member = estimate.rows[0]
        #expect(member.basis == .measured(pieces: 1) && member.calls.expected == 4)
        #expect(abs((member.cost?.expected ?? 0) - 0.09) < 1e-12)
        #expect(abs((member.fee?.expected ?? 0) - 0.00495) < 1e-12)
        #expect(estimate.rows[1].basis == .otherModels(pieces: 1))
        #expect(estimate.rows[1].cost == nil)
        #expect(estimate.rows[2].basis == .assumed)
        // Both members at once, then analysis and synthesis as assumed.
        #expect(estimate.longestAnswer.expected == 7 + 60 + 90)
    }

    @Test(
        "Assumptions follow the tools, the drafts and the cap on output",
        arguments: [
            (ResearchSpec(), CallRecord.Role.researcher, 0, 9, 225_000, 8_000),
            (ResearchSpec(maxToolCalls: 8), .member, 0, 5, 65_000, 8_000),
            (ResearchSpec(tools: []), .researcher, 0, 1, 1_000, 6_000),
            (ResearchSpec(maxToolCalls: 0), .researcher, 0, 1, 1_000, 6_000),
            (ResearchSpec(), .analyst, 2, 1, 12_000, 3_000),
            (ResearchSpec(), .synthesizer, 3, 1, 20_000, 6_000),
            (ResearchSpec(maxOutputTokens: 1_000), .synthesizer, 3, 1, 20_000, 1_000),
            (ResearchSpec(maxOutputTokens: 500), .researcher, 0, 9, 225_000, 4_500),
            (ResearchSpec(maxOutputTokens: 100), .judge, 0, 1, 6_000, 250),
        ])
    func assumptions(
        _ research: ResearchSpec, _ role: CallRecord.Role, _ drafts: Int, _ calls: Int,
        _ input: Int, _ output: Int
    ) {
        let work = WorkAssumptions(research).work(of: role, by: "m", drafts: drafts)
        #expect(work.calls == calls)
        #expect(work.usage == TokenUsage(uncachedInput: input, output: output))
    }

    private static func serverFusion(
        _ id: String, _ spec: ServerFusionSpec
    ) -> Configuration {
        Configuration(id: id, kind: .serverFusion(spec))
    }

    @Test("A fusion of the provider's is expected to take what it is made of, where that is known")
    func serverFusions() async throws {
        let panel = ServerFusionSpec(
            entry: .tool, model: "o", panel: ["m", "m", "n"], analyst: "an", maxToolCalls: 2)
        let estimate = try await Self.estimate([
            Self.serverFusion("own", panel),
            Self.serverFusion("theirs", ServerFusionSpec(entry: .plugin, preset: .budget)),
            Configuration(id: "offered", kind: .escalation(panel)),
        ])
        #expect(
            rows(estimate) == [
                "own member m 2", "own member n 1", "own analyst an 1", "own synthesizer o 1",
                "own judge j 6", "theirs serverFusion openrouter/fusion 1", "theirs judge j 6",
                "offered researcher o 1", "offered judge j 6",
            ])
        // Two tool calls are two turns: 1,000 each, and 6,000 read again in the second.
        #expect(estimate.rows[1].inputTokens.expected == 8_000)
    }

    @Test("What earlier fusions of the provider's told of their tokens is not all that they used")
    func untoldTokens() async throws {
        let record = WorkRecord(
            role: .serverFusion, model: "openrouter/fusion", calls: 1,
            usage: TokenUsage(uncachedInput: 10, output: 10), seconds: 7)
        let solo = WorkRecord(
            role: .researcher, model: "m", calls: 9,
            usage: TokenUsage(uncachedInput: 10, output: 10), seconds: 7)
        let estimate = try await Self.estimate(
            [
                Self.serverFusion("theirs", ServerFusionSpec(entry: .alias)),
                Self.serverFusion("own", ServerFusionSpec(entry: .plugin, panel: ["m"])),
            ], work: [record, solo])
        // Nor is a solo with 16 tool calls a panel member with 4.
        #expect(estimate.rows[0].basis == .assumed)
        #expect(estimate.rows[2].basis == .assumed)
    }
}
