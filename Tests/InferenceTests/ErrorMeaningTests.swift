import Inference
import ScriptedServer
import Testing
import Vocabulary

/// Sentences that name a field and do not turn it down.
@Suite("What an error is about")
struct ErrorMeaningTests {
    private typealias Harness = ModelClientHarness

    @Test(arguments: [
        "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens",
        "max_tokens is too large: 100000. This model supports at most 16384 completion tokens",
        "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16.",
        "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
        "`max_tokens` must be less than or equal to `8192`",
        "it has a maxOutputTokens value of 100000 but the supported range is from 1 to 65537",
    ])
    func `a cap of the wrong size stays as it is, and the provider's sentence is told`(
        words: String
    ) async throws {
        for parameter in ["null", #""max_tokens""#] {
            let error = #"{"error":{"message":"\#(words)","param":\#(parameter)}}"#
            let outcome = try await Harness.ask(
                [.json(error, status: 400), DroppedParameterTests.hello], dialect: .openai,
                DroppedParameterTests.full)
            #expect(outcome.requests.count == 1)
            #expect(outcome.failure?.message.contains(words) == true)
        }
    }

    @Test func `Anthropic's interface demands a cap, so none is given up`() async throws {
        let outcome = try await Harness.ask(
            [.json(#"{"error":{"message":"max_tokens: not permitted"}}"#, status: 400)],
            dialect: .anthropic, api: .messages, DroppedParameterTests.full)
        #expect(outcome.requests.count == 1)
        #expect(outcome.failure != nil)
    }

    @Test(arguments: [
        "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block. To avoid this requirement, disable `thinking`.",
        "Expected `thinking`, but found `tool_use`", "the reasoning of a turn has to come back",
    ])
    func `words about what a message holds do not cost the reasoning`(words: String) async throws {
        let outcome = try await Harness.ask(
            [
                .json(#"{"error":{"message":"\#(words)"}}"#, status: 400),
                DroppedParameterTests.hello,
            ],
            dialect: .openai, DroppedParameterTests.full)
        #expect(outcome.requests.count == 1)
        #expect(outcome.failure != nil)
    }

    @Test(arguments: [
        #"{"message":"This model's maximum context length is 8192 tokens; lower max_tokens"}"#,
        #"{"message":"max_tokens and more","metadata":{"error_type":"context_length_exceeded"}}"#,
        #"{"message":"prompt is too long: 210000 tokens > 200000 maximum"}"#,
        #"{"message":"Input too big","code":"context_length_exceeded"}"#,
    ])
    func `a conversation that has grown too long is the model's failure`(
        error: String
    ) async throws {
        for status in [200, 400, 413] {
            let outcome = try await Harness.ask(
                [.json(#"{"error":\#(error)}"#, status: status)], dialect: .openai,
                DroppedParameterTests.full)
            #expect(outcome.requests.count == 1)
            #expect(outcome.failure?.kind == .model)
        }
    }
}
