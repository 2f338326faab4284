import JSONText
import Testing

@testable import Inference

@Suite("How much a Claude model is to think")
struct ClaudeThinkingTests {
    @Test(
        "Models since 4.6 take an effort and no budget",
        arguments: [
            "claude-opus-4-6", "claude-sonnet-4-6", "claude-opus-4-8", "claude-opus-4.8",
            "claude-opus-5", "claude-opus-5-5-20261001", "claude-fable-5", "claude-mythos-preview",
            "anthropic/claude-fable-5.2",
        ])
    func adaptive(_ model: String) {
        let thinking = ClaudeThinking(effort: "high", model: model, maxTokens: 10_000)
        #expect(thinking.mode == ["type": "adaptive"])
        #expect(thinking.effort == "high")
    }

    @Test(
        "Models before take a budget, which is a part of the cap",
        arguments: [
            ("claude-opus-4-5-20251101", "high", 10_000, 8_000),
            ("claude-haiku-4-5", "medium", 10_000, 5_000),
            ("claude-opus-4-20250514", "low", 10_000, 2_000),
            ("claude-3-7-sonnet-20250219", "minimal", 10_000, 1_024),
            ("claude-sonnet-4-5", "max", 10_000, 9_500),
            ("claude-sonnet-4-5", "xhigh", 1_025, 1_024),
        ])
    func budget(_ model: String, _ effort: String, _ maxTokens: Int, _ budget: Int) {
        let thinking = ClaudeThinking(effort: effort, model: model, maxTokens: maxTokens)
        #expect(thinking.mode == ["type": "enabled", "budget_tokens": .integer(budget)])
        #expect(thinking.effort == nil)
    }

    @Test("A budget is always below the cap, as the interface wants it", arguments: 1_000...3_000)
    func belowCap(_ maxTokens: Int) {
        for effort in ["minimal", "low", "medium", "high", "max"] {
            let mode = ClaudeThinking(
                effort: effort, model: "claude-opus-4-1", maxTokens: maxTokens
            ).mode
            guard let budget = mode?["budget_tokens"]?.integer else {
                #expect(maxTokens <= 1_024)
                continue
            }
            #expect((1_024..<maxTokens).contains(budget))
        }
    }

    @Test(
        "Thought is switched off where it is on by itself",
        arguments: [
            ("claude-opus-4-8", nil as JSONValue?), ("claude-opus-4-5", nil),
            ("claude-opus-5", ["type": "disabled"] as JSONValue),
            ("claude-mythos-preview", ["type": "disabled"] as JSONValue),
        ])
    func none(_ model: String, _ mode: JSONValue?) {
        let thinking = ClaudeThinking(effort: "none", model: model, maxTokens: 10_000)
        #expect(thinking.mode == mode)
        #expect(thinking.effort == nil)
    }

    @Test("The least effort that has a word there is low")
    func minimal() {
        let thinking = ClaudeThinking(effort: "minimal", model: "claude-opus-5", maxTokens: 10)
        #expect(thinking.effort == "low")
    }
}
