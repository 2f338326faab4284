import JSONText
import Testing
import Vocabulary

@testable import Inference

/// One bill in the words of three services, worked out by hand: 10,000 tokens in of which 4,000 came
/// from the cache, and 3,000 out of which 2,000 were reasoning. Anthropic wrote 500 to its cache.
@Suite("Usage as services report it")
struct TokenUsageReportedTests {
    private static let price = ModelPrice(
        inputPerMillion: 5, outputPerMillion: 25, cacheReadPerMillion: 0.5,
        cacheWritePerMillion: 6.25)

    @Test(
        "Whatever a service counts in what, the buckets are disjoint and cost the same",
        arguments: [
            (
                #"""
                {"prompt_tokens":10000,"prompt_tokens_details":{"cached_tokens":4000},
                "completion_tokens":3000,"completion_tokens_details":{"reasoning_tokens":2000}}
                """#,
                TokenUsage(uncachedInput: 6000, cacheRead: 4000, output: 3000, reasoning: 2000),
                0.107
            ),
            (
                #"""
                {"input_tokens":10000,"input_tokens_details":{"cached_tokens":4000},
                "output_tokens":3000,"output_tokens_details":{"reasoning_tokens":2000}}
                """#,
                TokenUsage(uncachedInput: 6000, cacheRead: 4000, output: 3000, reasoning: 2000),
                0.107
            ),
            (
                #"""
                {"input_tokens":6000,"cache_read_input_tokens":4000,
                "cache_creation_input_tokens":500,"output_tokens":3000}
                """#,
                TokenUsage(uncachedInput: 6000, cacheRead: 4000, cacheWrite: 500, output: 3000),
                0.110125
            ),
            (
                #"""
                {"promptTokenCount":10000,"cachedContentTokenCount":4000,
                "candidatesTokenCount":1000,"thoughtsTokenCount":2000}
                """#,
                TokenUsage(uncachedInput: 6000, cacheRead: 4000, output: 3000, reasoning: 2000),
                0.107
            ),
            (
                #"{"prompt_tokens":10000,"prompt_cache_hit_tokens":4000,"completion_tokens":3000}"#,
                TokenUsage(uncachedInput: 6000, cacheRead: 4000, output: 3000), 0.107
            ),
        ])
    func disjoint(_ text: String, _ expected: TokenUsage, _ dollars: Double) throws {
        let usage = try #require(TokenUsage(reported: JSONValue(parsing: text)))
        #expect(usage == expected)
        #expect(abs(Self.price.cost(of: usage).dollars - dollars) < 1e-12)
    }

    @Test("Reasoning is known where nothing is said of a cache")
    func withoutCache() throws {
        let usage = TokenUsage(
            reported: try JSONValue(
                parsing: #"""
                    {"input_tokens":100,"output_tokens":30,
                    "output_tokens_details":{"reasoning_tokens":20}}
                    """#))
        #expect(usage == TokenUsage(uncachedInput: 100, output: 30, reasoning: 20))
    }

    @Test(
        "What is not told is unknown",
        arguments: [
            "{}", "null", #"{"prompt_tokens":1}"#, #"{"completion_tokens":1}"#,
            #"{"prompt_tokens":-1,"completion_tokens":1}"#, #"{"input_tokens":1}"#,
            #"{"prompt_tokens":"many","completion_tokens":1}"#, #"{"promptTokenCount":1}"#,
            #"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}"#,
            #"{"input_tokens":1,"output_tokens":1000000000000}"#,
        ])
    func unknown(_ text: String) throws {
        #expect(TokenUsage(reported: try JSONValue(parsing: text)) == nil)
    }

    @Test("A cache that is said to hold more than the prompt holds the prompt")
    func contradiction() throws {
        let usage = TokenUsage(
            reported: try JSONValue(
                parsing: #"""
                    {"prompt_tokens":100,"completion_tokens":1,
                    "prompt_tokens_details":{"cached_tokens":900,"cache_write_tokens":50}}
                    """#))
        #expect(usage == TokenUsage(uncachedInput: 0, cacheRead: 100, output: 1))
    }
}
