import JSONText
import Vocabulary

/// Usage as services report it, in disjoint buckets.
///
/// They count differently: with OpenAI and OpenRouter the prompt tokens include what came from the
/// cache and the completion tokens include reasoning; Anthropic counts what is read from and
/// written to the cache apart; Gemini counts reasoning apart. Gateways pass on whichever they get.
extension TokenUsage {
    /// Nil where input or output is not given, or no number that can be.
    init?(reported usage: JSONValue) {
        if usage["prompt_tokens"] != nil {
            self.init(inclusive: usage, "prompt_tokens", "completion_tokens")
        } else if usage["input_tokens_details"] != nil
            || usage["output_tokens_details"]?["reasoning_tokens"] != nil
        {
            self.init(inclusive: usage, "input_tokens", "output_tokens")
        } else if usage["promptTokenCount"] != nil {
            self.init(gemini: usage)
        } else {
            self.init(anthropic: usage)
        }
    }

    /// Prompt tokens that include cached ones: OpenAI's Chat Completions and Responses, OpenRouter,
    /// DeepSeek.
    private init?(inclusive usage: JSONValue, _ input: String, _ output: String) {
        guard let prompt = usage[input]?.count, let completion = usage[output]?.count else {
            return nil
        }
        let details = usage[input + "_details"]
        let read = details?["cached_tokens"]?.count ?? usage["prompt_cache_hit_tokens"]?.count
        let cacheRead = min(read ?? 0, prompt)
        let cacheWrite = min(details?["cache_write_tokens"]?.count ?? 0, prompt - cacheRead)
        self.init(
            uncachedInput: prompt - cacheRead - cacheWrite, cacheRead: cacheRead,
            cacheWrite: cacheWrite, output: completion,
            reasoning: usage[output + "_details"]?["reasoning_tokens"]?.count)
    }

    private init?(anthropic usage: JSONValue) {
        guard let input = usage["input_tokens"]?.count, let output = usage["output_tokens"]?.count
        else { return nil }
        self.init(
            uncachedInput: input, cacheRead: usage["cache_read_input_tokens"]?.count ?? 0,
            cacheWrite: usage["cache_creation_input_tokens"]?.count ?? 0, output: output,
            reasoning: usage["output_tokens_details"]?["thinking_tokens"]?.count)
    }

    /// A reply without a candidate has no `candidatesTokenCount`, which then is 0.
    private init?(gemini usage: JSONValue) {
        guard let prompt = usage["promptTokenCount"]?.count else { return nil }
        let cacheRead = min(usage["cachedContentTokenCount"]?.count ?? 0, prompt)
        let reasoning = usage["thoughtsTokenCount"]?.count
        guard let candidates = usage["candidatesTokenCount"]?.count ?? reasoning.map({ _ in 0 })
        else { return nil }
        self.init(
            uncachedInput: prompt - cacheRead, cacheRead: cacheRead,
            output: candidates + (reasoning ?? 0), reasoning: reasoning)
    }
}

extension JSONValue {
    /// A number of tokens; nil for what can't be one, as no call has 10¹² of them.
    fileprivate var count: Int? {
        integer.flatMap { 0..<1_000_000_000_000 ~= $0 ? $0 : nil }
    }
}
