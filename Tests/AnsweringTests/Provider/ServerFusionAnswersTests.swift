import Inference
import JSONText
import ScriptedServer
import Testing
import Vocabulary

@testable import Answering

/// Over the network, with replies as a provider sends them.
@Suite("Answers that the provider fuses")
struct ServerFusionAnswersTests {
    private static let fetch = ProviderRig.step(
        "web_fetch", ["url": "http://a.example/1"],
        ["url": "http://a.example/1", "title": "A", "content": "text"])

    private static let panel = ServerFusionSpec(
        entry: .tool, model: "o", panel: ["m", "n"], analyst: "a")

    private static func fusion(_ result: JSONValue) -> JSONValue {
        ProviderRig.step("fusion", ["prompt": "p"], result)
    }

    private static let good = fusion([
        "status": "ok", "analysis": ProviderRig.analysis,
        "responses": [["model": "n", "content": "N"], ["model": "m", "content": "M"]],
        "sources": [["url": "http://a.example/1", "title": "A"], ["url": "https://hf.co/d"]],
    ])
    private static let price = ModelPrice(inputPerMillion: 1_000, outputPerMillion: 2_000)

    private func fused(_ steps: [JSONValue], cost: Double? = 0.5) async throws -> AnswerRecord {
        let rig = try ProviderRig(
            spec: ResearchSpec(maxToolCalls: 3), price: Self.price
        ) { _, _ in ProviderRig.says("Fused.", steps: steps, cost: cost) }
        let result = try await rig.answerer.serverFusion(
            Self.panel, ProviderRig.question, unit: ProviderRig.unit)
        await rig.end()
        return result.record
    }

    @Test("A fusion's record, drafts, analysis and sources are those that the provider tells of")
    func fusion() async throws {
        let record = try await fused([Self.good])
        #expect(record.status == .ok)
        #expect(record.text == "Fused.")
        #expect(record.serverFusion == ServerFusionRecord(status: .complete, panel: ["n", "m"]))
        #expect(record.drafts.map(\.text) == ["M", "N"])
        #expect(record.analysis?.status == .valid)
        #expect(record.sources.map(\.kind) == [.fusion, .fusion])
        #expect(record.findings.map(\.finding.url) == ["https://hf.co/d"])
        #expect(record.calls.map(\.role) == [.serverFusion])
        #expect(record.cost == USD(0.5))
    }

    @Test("On responses the fusion is forced, and told of as an item of the output")
    func responses() async throws {
        let reply: JSONValue = [
            "id": "r", "object": "response", "status": "completed", "model": "served",
            "output": [
                [
                    "type": "openrouter:fusion", "id": "st_1", "status": "completed",
                    "analysis": ProviderRig.analysis,
                    "responses": [["model": "m", "content": "M"]],
                    "failed_models": [["model": "n", "error": "no text", "status_code": 502]],
                    "sources": [["url": "http://a.example/1", "title": "A"]],
                ],
                [
                    "type": "message", "role": "assistant", "status": "completed",
                    "content": [["type": "output_text", "text": "Fused.", "annotations": []]],
                ],
            ],
            "usage": [
                "input_tokens": 1_000, "output_tokens": 500, "total_tokens": 1_500, "cost": 0.75,
                "input_tokens_details": ["cached_tokens": 0],
            ],
        ]
        let rig = try ProviderRig(
            spec: ResearchSpec(maxToolCalls: 3), api: .responses, price: Self.price
        ) { _, _ in reply.text }
        let record = try await rig.answerer.serverFusion(
            Self.panel, ProviderRig.question, unit: ProviderRig.unit
        ).record
        let body = try rig.body()
        await rig.end()
        #expect(rig.server.requests[0].target == "/responses")
        #expect(body["tool_choice"] == "required")
        #expect(body["tools"]?.array?.map { $0["type"] } == ["openrouter:fusion"])
        #expect(body["tools"]?[0]?["parameters"]?["analysis_models"] == ["m", "n"])
        #expect(record.text == "Fused.")
        #expect(record.serverFusion == ServerFusionRecord(status: .partial, panel: ["m", "n"]))
        #expect(record.drafts.map(\.status) == [.ok, .modelError])
        #expect(record.analysis?.status == .valid)
        #expect(
            record.sources == [
                SourceRecord(url: "http://a.example/1", title: "A", kind: .fusion)
            ])
        #expect(record.cost == USD(0.75))
        #expect(record.calls[0].usage?.output == 500)
    }

    @Test("Answers are asked for as streams where the endpoint streams", arguments: [true, false])
    func streams(streams: Bool) async throws {
        let rig = try ProviderRig { _, body in
            body["messages"]?[0]?["content"]?.string?.contains("Compare the drafts") == true
                ? ProviderRig.says(ProviderRig.analysis.text) : ProviderRig.says("Text.")
        }
        let answerer = Answerer(client: rig.client, tools: rig.tools, streams: streams)
        let spec = FusionSpec(panel: ["m", "m"], analyst: "a", synthesizer: "s", drafts: .fresh)
        _ = try await answerer.fusion(spec, ProviderRig.question, unit: ProviderRig.unit)
        _ = try await answerer.serverFusion(
            Self.panel, ProviderRig.question, unit: ProviderRig.unit)
        _ = try await answerer.escalation(
            Self.panel, ProviderRig.question, unit: ProviderRig.unit)
        let asked = try rig.server.requests.indices.map { try rig.body($0)["stream"] == true }
        await rig.end()
        #expect(asked == Array(repeating: streams, count: 6))
    }

    @Test("Its tokens are the outer model's alone, so that without a bill its cost is unknown")
    func unknownCost() async throws {
        for steps in [[Self.good], []] {
            let record = try await fused(steps, cost: nil)
            #expect(record.calls[0].usage?.output == 500)
            #expect(record.calls[0].computedCost == nil)
            #expect(record.cost == nil)
        }
    }

    @Test("An answer without the fusion is the configuration's answer all the same")
    func notRun() async throws {
        let record = try await fused([])
        #expect(record.status == .ok)
        #expect(record.isGradable)
        #expect(record.serverFusion == ServerFusionRecord(status: .notRun))
        #expect(record.drafts.isEmpty)
        #expect(record.analysis == nil)
        let failed = try await fused([
            Self.fusion(["status": "error", "failure_reason": "all_panels_failed"])
        ])
        #expect(failed.isGradable)
        #expect(
            failed.serverFusion
                == ServerFusionRecord(status: .failed, failureReason: "all_panels_failed"))
    }

    @Test("A request that fails is a failed answer and says nothing of the fusion")
    func failed() async throws {
        let rig = try ProviderRig { _, _ in "404" }
        let record = try await rig.answerer.serverFusion(
            Self.panel, ProviderRig.question, unit: ProviderRig.unit
        ).record
        await rig.end()
        #expect(record.status == .infraError)
        #expect(record.serverFusion?.status == .failed)
    }

    // MARK: - Escalation

    @Test("A model with the provider's tools is offered the fusion beside them and decides")
    func escalation() async throws {
        for calls in [true, false] {
            let rig = try ProviderRig(price: Self.price) { _, _ in
                ProviderRig.says(
                    "Answer.", steps: calls ? [Self.fetch, Self.good] : [Self.fetch], searches: 0)
            }
            let record = try await rig.answerer.escalation(
                Self.panel, ProviderRig.question, unit: ProviderRig.unit
            ).record
            let body = try rig.body()
            await rig.end()
            #expect(
                body["tools"]?.array?.map { $0["type"] } == [
                    "openrouter:web_search", "openrouter:web_fetch", "openrouter:fusion",
                ])
            #expect(record.calls.map(\.role) == [.researcher])
            #expect(record.serverFusion?.status == (calls ? .complete : .notRun))
            #expect(record.drafts.count == (calls ? 2 : 0))
            #expect(record.toolUses.count == 1)
        }
    }

    @Test("So is a model with tools of ours, in any turn of its research")
    func escalationWithOurTools() async throws {
        let toolCall: JSONValue = [
            "choices": [
                [
                    "finish_reason": "tool_calls",
                    "message": [
                        "content": nil, "reasoning_details": [Self.good],
                        "tool_calls": [
                            [
                                "id": "c", "type": "function",
                                "function": ["name": "web_search", "arguments": "{}"],
                            ]
                        ],
                    ],
                ]
            ],
            "usage": ["prompt_tokens": 1_000, "completion_tokens": 500],
        ]
        let rig = try ProviderRig(
            spec: ResearchSpec(maxToolCalls: 3), price: Self.price
        ) { number, _ in
            number == 0 ? toolCall.text : ProviderRig.says("Answer.", cost: nil)
        }
        let record = try await rig.answerer.escalation(
            Self.panel, ProviderRig.question, unit: ProviderRig.unit
        ).record
        let body = try rig.body()
        await rig.end()
        #expect(
            body["tools"]?.array?.map { $0["type"] }
                == ["function", "function", "openrouter:fusion"])
        #expect(record.serverFusion?.status == .complete)
        #expect(record.calls.map { $0.computedCost == nil } == [true, false])
        #expect(record.toolUses.count == 1)
        #expect(record.text == "Answer.")
    }
}
