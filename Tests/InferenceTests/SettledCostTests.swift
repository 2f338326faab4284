import Inference
import ScriptedServer
import Testing
import Transport
import Vocabulary

@Suite("What the gate is told that a call cost")
struct SettledCostTests {
    private typealias Harness = ModelClientHarness

    private struct Reply: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var dialect = EndpointSpec.Dialect.openrouter
        var role = CallRecord.Role.researcher
        var body: String
        var settled: Double?
    }

    /// A million tokens each way, $2 at the prices of the harness.
    private static let chatUsage = #""prompt_tokens":1000000,"completion_tokens":1000000"#

    @Test(
        "The gate is told what the record says, provider's searches and all",
        arguments: [
            Reply(
                testDescription: "Anthropic's searches", dialect: .anthropic,
                body: #"""
                    {"content":[{"type":"text","text":"Hi"}],"usage":{"input_tokens":1000000,
                    "output_tokens":1000000,"server_tool_use":{"web_search_requests":2}}}
                    """#, settled: 2.02),
            Reply(
                testDescription: "searches before a refusal", dialect: .anthropic,
                body: #"""
                    {"content":[],"stop_reason":"refusal","usage":{"input_tokens":1000000,
                    "output_tokens":1000000,"server_tool_use":{"web_search_requests":2}}}
                    """#, settled: 2.02),
            Reply(
                testDescription: "searches before nothing", dialect: .anthropic,
                body: #"""
                    {"content":[],"usage":{"input_tokens":1000000,
                    "output_tokens":1000000,"server_tool_use":{"web_search_requests":2}}}
                    """#, settled: 2.02),
            Reply(
                testDescription: "searches of an unknown price",
                body: #"""
                    {"choices":[{"message":{"content":"Hi"}}],
                    "usage":{\#(chatUsage),"server_tool_use":{"web_search_requests":1}}}
                    """#, settled: nil),
            Reply(
                testDescription: "searches of an unknown price, then nothing",
                body: #"""
                    {"choices":[{"message":{"content":""}}],
                    "usage":{\#(chatUsage),"server_tool_use":{"web_search_requests":1}}}
                    """#, settled: nil),
            Reply(
                testDescription: "a provider's tool that is told of alone",
                body: #"""
                    {"choices":[{"message":{"content":"Hi",
                    "reasoning_details":[{"type":"reasoning.server_tool_call"}]}}],
                    "usage":{\#(chatUsage)}}
                    """#, settled: nil),
            Reply(
                testDescription: "a fusion", role: .serverFusion,
                body: #"""
                    {"choices":[{"message":{"content":"Hi"}}],"usage":{\#(chatUsage)}}
                    """#, settled: nil),
            Reply(
                testDescription: "a fusion with a bill", role: .serverFusion,
                body: #"""
                    {"choices":[{"message":{"content":"Hi"}}],"usage":{\#(chatUsage),"cost":0.5}}
                    """#, settled: 0.5),
            Reply(
                testDescription: "tokens alone",
                body: #"""
                    {"choices":[{"message":{"content":"Hi"}}],"usage":{\#(chatUsage)}}
                    """#, settled: 2),
        ])
    private func settlesTheFinalCost(reply: Reply) async throws {
        let settled = Locked<[USD?]>([])
        let gate = SpendingGate(
            reserve: { worstCase async throws(CancellationError) in
                SpendingGate.Reservation(amount: worstCase)
            }, settle: { _, cost in settled.withLock { $0.append(cost) } })
        try await Harness.with(
            dialect: reply.dialect, api: reply.dialect == .anthropic ? .messages : .chat
        ) { _ in
            .json(reply.body)
        } _: { harness in
            let exchange = try await harness.client.complete(
                ChatRequest(model: "m", messages: [.user("Hi")]), role: reply.role, gate: gate)
            let call = try #require(exchange.calls.first)
            #expect(call.role == reply.role)
            #expect(settled.withLock(\.self) == [call.cost])
            if let settled = reply.settled {
                let cost = try #require(call.cost)
                #expect(abs(cost.dollars - settled) < 1e-9)
            } else {
                #expect(call.cost == nil)
            }
        }
    }
}
